"""`triage update`: sets where actions stand, and who does them by when."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Final, NamedTuple

import typer

from triage.cli.action_ids import find_action
from triage.cli.console import say
from triage.cli.exits import told
from triage.cli.options import Config, Quiet, StorePath, Verbose, instant, read, settings_from, stored
from triage.cli.stored import opened
from triage.cli.sync import user_name
from triage.model.column import did_you_mean
from triage.model.errors import UsageError
from triage.model.standing import PROGRAM, Change
from triage.model.vocabulary import JOINER
from triage.present.safe import plain_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from triage.act.orders import Order
    from triage.model.settings import Settings
    from triage.model.standing import Standing
    from triage.store.store import Store

#: The command, as changes name it.
_WHENCE: Final = "update"


class _Wish(NamedTuple):
    """What is asked of each action.

    Attributes:
        order: What is set in it.
        merge_into: What it belongs to, as given.
        apart: What it does not belong to, as given.
    """

    order: Order | None
    merge_into: str | None
    apart: str | None


_Ids = Annotated[list[str], typer.Argument(metavar="ID...", help="Action_ids, or beginnings that no other has.")]
_Status = Annotated[
    str | None,
    typer.Option(
        "--status",
        metavar="STATUS",
        help="open, acknowledged, in-progress, done, snoozed (with --until) or dismissed.",
    ),
]
_Until = Annotated[str | None, typer.Option("--until", metavar="INSTANT", help="When what is snoozed comes back.")]
_Owner = Annotated[
    str | None, typer.Option("--owner", metavar="NAME", help='Who does it; "" lets triage choose again.')
]
_Due = Annotated[
    str | None, typer.Option("--due", metavar="DATE", help='When it should be done; "" lets triage choose again.')
]
_Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help='Your note; "" clears it.')]
_Priority = Annotated[
    str | None,
    typer.Option("--priority", metavar="P1..P4", help='Your priority; "" takes the score\'s again.'),
]
_MergeInto = Annotated[
    str | None, typer.Option("--merge-into", metavar="ID", help="The theme that these belong to, for good.")
]
_Apart = Annotated[
    str | None, typer.Option("--apart", metavar="ID", help="The theme that these are not; undoes a merge.")
]
_By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who says so. [default: your login]")]
_At = Annotated[str | None, typer.Option("--at", metavar="INSTANT", help="When it was said. [default: now]")]


def update(  # noqa: PLR0917 - each is an option of the command line
    action_ids: _Ids,
    status: _Status = None,
    until: _Until = None,
    owner: _Owner = None,
    due: _Due = None,
    note: _Note = None,
    priority: _Priority = None,
    merge_into: _MergeInto = None,
    apart: _Apart = None,
    by: _By = None,
    at: _At = None,
    store: StorePath = None,
    config: Config = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Set where actions stand, who does them, by when, and what belongs together: for all of them, or for none.

    \b
    triage update t928d --status acknowledged --owner "Anna Beck"
    triage update t928d t0034 --status done --note "fixed in 4.2.1"
    triage update t928d --status snoozed --until 2026-12-01
    triage update t928d --merge-into t0034
    """
    with told(verbose=verbose):
        settings = stored(settings_from(config), store, config)
        moment = (instant("--at", at) or datetime.now(UTC)).replace(microsecond=0)
        wish = _Wish(_order(status, owner, note, until, due, priority), merge_into, apart)
        _check(wish)
        if owner:
            _warn_of_stranger(owner, settings, quiet=quiet)
        who = _person(by)
        with opened(settings.store, writing=True, quiet=quiet) as found:
            lines = _changed(found, action_ids, wish, at=moment, by=who)
        for line in lines:
            say(line, quiet=quiet)


def _order(
    status: str | None,
    owner: str | None,
    note: str | None,
    until: str | None,
    due: str | None,
    priority: str | None,
) -> Order | None:
    """Returns what is set in each action, None for nothing."""
    from triage.act.orders import Order, read_due, read_priority, read_status

    order = Order(
        status=None if status is None else read("--status", read_status, status),
        until=instant("--until", until),
        owner=None if owner is None else " ".join(plain_text(owner).split()),
        due=None if due is None else read("--due", read_due, due),
        note=None if note is None else plain_text(note).strip(),
        priority=None if priority is None else read("--priority", read_priority, priority),
    )
    return None if order == Order() else order


def _check(wish: _Wish) -> None:
    if wish.merge_into is not None and wish.apart is not None:
        raise UsageError("a theme cannot be both", where="--merge-into and --apart", hint="give one of them")
    if wish == _Wish(None, None, None):
        raise UsageError("there is nothing to set", hint="say for example --status done")


def _person(by: str | None) -> str:
    """Returns who says so: never the program, whose owners and dates the next night may change."""
    name = " ".join(plain_text(by or "").split()) or plain_text(user_name())
    if name == PROGRAM:
        told = f"what {PROGRAM!r} sets counts as set by the program, not by a person"
        raise UsageError(told, where="--by", hint="say who you are")
    return name


def _warn_of_stranger(owner: str, settings: Settings, *, quiet: bool) -> None:
    """Says that nobody of the team has that name; it is taken all the same."""
    if not settings.team:
        return
    from triage.act.team import read_team

    names = [member.name for member in read_team(settings.team)]
    if owner not in names:
        say(f"{owner!r} is not in {settings.team}{did_you_mean(owner, names)}", quiet=quiet)


def _changed(store: Store, given: Sequence[str], wish: _Wish, *, at: datetime, by: str) -> list[str]:
    """Changes the actions, all or none, and returns what is to be said of each."""
    from triage.store.history import titles

    names = titles(store.connection)
    ids = list(dict.fromkeys(find_action(each, names) for each in given))
    standing = _standing(store, ids, names) if wish.order is not None else {}
    changes = {each: _changes(store, each, names, wish, standing.get(each), at=at, by=by) for each in ids}
    flat = [change for each in ids for change in changes[each]]
    if flat:
        store.apply(flat)
        store.commit()
    return [f"{_named(each, names)}: {_told(each, changes[each], names)}" for each in ids]


def _standing(store: Store, ids: Sequence[str], names: Mapping[str, str]) -> dict[str, Standing]:
    """Returns where actions stand; what is part of another stands nowhere."""
    from triage.model.standing import Standing
    from triage.store.merges import root_of, roots

    merged = roots(store.connection)
    for each in ids:
        if each in merged:
            into = root_of(each, merged)
            told = f"is part of {_named(into, names)} now"
            raise UsageError(told, where=each, hint=f"name that, or part them first: --apart {into}")
    known = store.standing()
    return {each: known.get(each, Standing(action_id=each)) for each in ids}


def _changes(
    store: Store,
    action_id: str,
    names: Mapping[str, str],
    wish: _Wish,
    standing: Standing | None,
    *,
    at: datetime,
    by: str,
) -> list[Change]:
    from triage.act.orders import changes_of
    from triage.store.belonging import merging, parting

    found, belonging = [], []
    if wish.order is not None and standing is not None:
        found = changes_of(standing, wish.order, at=at, by=by, whence=_WHENCE)
    if wish.merge_into is not None:
        belonging = merging(store.connection, action_id, find_action(wish.merge_into, names))
    elif wish.apart is not None:
        belonging = parting(store.connection, action_id, find_action(wish.apart, names))
    return found + [
        Change(action_id=theme_id, what=what, before=before, after=after, at=at, by=by, whence=_WHENCE)
        for theme_id, what, before, after in belonging
    ]


def _named(theme_id: str, names: Mapping[str, str]) -> str:
    return f"{theme_id} ({names.get(theme_id, '')})"


def _told(action_id: str, changes: Sequence[Change], names: Mapping[str, str]) -> str:
    return "; ".join(_one_told(action_id, change, names) for change in changes) or "nothing changed"


def _one_told(action_id: str, change: Change, names: Mapping[str, str]) -> str:
    if change.what == "merge_into":
        which = "" if change.action_id == action_id else f"{_named(change.action_id, names)} is "
        into = _named(change.after or change.before, names)
        return f"{which}part of {into}{'' if change.after else ' no more'}"
    if change.what == "apart":
        others = ", ".join(_named(each, names) for each in change.after.split(JOINER) if each)
        return f"kept apart from {others or 'none'}"
    if change.before == change.after:
        return f"{change.what} {change.after}, now set by you"
    return f"{change.what} {change.before or 'none'} -> {change.after or 'none'}"
