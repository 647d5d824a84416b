"""`triage list`: the store's actions."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, NamedTuple

import typer

from triage.cli.action_ids import telling_length
from triage.cli.console import on_terminal, print_bytes, print_rich, say, terminal_width
from triage.cli.exits import told
from triage.cli.masked import masked
from triage.cli.options import (
    Columns,
    Config,
    Form,
    Output,
    Quiet,
    Spreadsheet,
    StorePath,
    Verbose,
    instant,
    read,
    settings_from,
    stored,
)
from triage.cli.outputs import STDOUT, Outputs, list_bytes, write_list
from triage.cli.stored import opened
from triage.model.action import OTHER_VOICES_ID
from triage.model.column import did_you_mean
from triage.model.errors import UsageError
from triage.model.vocabulary import UNFINISHED, Trend
from triage.present.choices import format_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from triage.frames import ActionFrame
    from triage.model.action import Action
    from triage.model.settings import Settings
    from triage.store.store import Store

_OPEN_WORDS: Final = tuple(status.value for status in UNFINISHED)
#: Columns of a table in Markdown where none are chosen: a chat has no room for all.
_IN_A_CHAT: Final = "rank,priority,status,theme,action,owner,due,mentions,action_id"
#: What --status calls all of them.
_ALL: Final = "all"


class _Found(NamedTuple):
    """Rows of a list.

    Attributes:
        rows: The rows, before any is filtered out.
        night: Counts of the night they are of; its instant alone where they are as they stand now.
        id_chars: Characters that tell the store's ids apart.
    """

    rows: list[Action]
    night: dict[str, Any]
    id_chars: int


class _Filter(NamedTuple):
    """Which rows are wanted.

    Attributes:
        status: What --status says.
        owner: What --owner says; "" for what nobody owns.
        priority: What --priority says.
    """

    status: tuple[str, ...]
    owner: str | None
    priority: str | None

    def fits(self, row: Action) -> bool:
        """Tells whether a row is wanted."""
        return (
            (
                _ALL in self.status
                or row.status in self.status
                or (row.trend in self.status and row.status in UNFINISHED)
            )
            and (self.owner is None or row.owner.casefold() == self.owner.casefold())
            and (self.priority is None or row.priority == self.priority)
        )

    def __str__(self) -> str:
        """Returns the filter as it is typed."""
        parts = [f"--status {word}" for word in self.status]
        parts += [f"--owner {self.owner!r}"] if self.owner is not None else []
        parts += [f"--priority {self.priority}"] if self.priority is not None else []
        return " ".join(parts)


_Statuses = Annotated[
    list[str] | None,
    typer.Option("--status", metavar="STATUS|back|all", help="Only these; repeatable. [default: what is open]"),
]
_Owner = Annotated[
    str | None, typer.Option("--owner", metavar="NAME", help='Only what NAME owns; "" for what nobody does.')
]
_Priority = Annotated[Literal["P1", "P2", "P3", "P4"] | None, typer.Option("--priority", help="Only this priority.")]
_Night = Annotated[int | None, typer.Option("--night", metavar="N", min=1, help="The list of night N, as it was.")]
_AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="INSTANT", help="The list that was the last one then, as it was.")
]


def listing(  # noqa: PLR0917 - each is an option of the command line
    status: _Statuses = None,
    owner: _Owner = None,
    priority: _Priority = None,
    night: _Night = None,
    as_of: _AsOf = None,
    output: Output = None,
    form: Form = None,
    columns: Columns = None,
    spreadsheet: Spreadsheet = None,
    store: StorePath = None,
    config: Config = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """List the store's actions as they stand now: those that are open, in the order of the last night's list.

    \b
    triage list
    triage list --status done --status dismissed -o past.csv
    triage list --owner "Anna Beck" --priority P1 -f md
    triage list --night 3 > night-3.csv
    """
    with told(verbose=verbose):
        settings = stored(settings_from(config, columns=columns, spreadsheet=spreadsheet), store, config)
        outputs = tuple(output or ())
        Outputs(outputs, form, None, None, None).check(settings)
        then = _then(night, as_of)
        wanted = _Filter(_statuses(status, now=then is None), owner, priority)
        with opened(settings.store, quiet=quiet) as found:
            listed = _now(found, settings) if then is None else _as_it_was(found, then)
        rows = [row for row in masked(listed.rows, settings.privacy) if wanted.fits(row)]
        if then is not None and any((status, owner is not None, priority)):
            rows = [row for row in rows if row.action_id != OTHER_VOICES_ID]
        if not rows:
            say(_nothing(listed, wanted), quiet=quiet)
        _write(rows, listed, settings, outputs, form, now=then is None, quiet=quiet)


def _then(night: int | None, as_of: str | None) -> int | datetime | None:
    """Returns the night that is asked for by its number or its instant; None for now."""
    if night is not None and as_of is not None:
        raise UsageError("both name a night", where="--night and --as-of", hint="give one of them")
    return night if as_of is None else instant("--as-of", as_of)


def _statuses(given: Iterable[str] | None, *, now: bool) -> tuple[str, ...]:
    from triage.act.orders import read_status

    words = tuple(
        word.casefold() if word.casefold() in {_ALL, Trend.BACK} else read("--status", read_status, word).value
        for word in given or ()
    )
    return words or (_OPEN_WORDS if now else (_ALL,))


def _now(store: Store, settings: Settings) -> _Found:
    from triage.act.score import priority_of
    from triage.store.history import titles
    from triage.store.standing_list import stand

    last = store.last()
    rows = stand(
        [row for row, _ in store.listed(last.night)],
        store.standing(),
        lambda score: priority_of(score, settings.score),
    )
    return _Found(rows, {"as_of": last.as_of}, telling_length(titles(store.connection)))


def _as_it_was(store: Store, then: int | datetime) -> _Found:
    from triage.store.history import nights

    known = nights(store.connection)
    number = then if isinstance(then, int) else _last_by(then, known)
    if number not in known:
        told = f"has nights 1 to {max(known)}" if known else "has no night yet"
        raise UsageError(f"there is no night {number}; the store {told}", where="--night")
    rows = [row for row, _ in store.listed(number)]
    return _Found(rows, known[number], telling_length(row.action_id for row in rows))


def _last_by(then: datetime, known: dict[int, dict[str, Any]]) -> int:
    dated = {number: counts["as_of"] for number, counts in known.items() if counts["as_of"] is not None}
    earlier = [number for number, as_of in dated.items() if as_of <= then]
    if not earlier:
        first = (
            f"the first is of {min(dated.values()):%Y-%m-%d %H:%M} UTC" if dated else "the store has none with a date"
        )
        raise UsageError(f"there was no night yet; {first}", where="--as-of")
    return max(earlier)


def _nothing(listed: _Found, wanted: _Filter) -> str:
    """Says that no row is wanted, and what may have been meant."""
    if not listed.rows:
        return "the list is empty"
    if wanted == _Filter(_OPEN_WORDS, None, None):
        return f"nothing is open; --status all lists {len(listed.rows):,} actions"
    owners = sorted({row.owner for row in listed.rows if row.owner})
    guess = did_you_mean(wanted.owner, owners) if wanted.owner and wanted.owner not in owners else ""
    return f"none of {len(listed.rows):,} actions fits {wanted}{guess}"


def _write(
    rows: Sequence[Action],
    listed: _Found,
    settings: Settings,
    outputs: Sequence[str],
    form: str | None,
    *,
    now: bool,
    quiet: bool,
) -> None:
    """Writes the files, then standard output."""
    from triage.frames import action_frame

    frame = action_frame(rows)
    brief = dataclasses.replace(settings, columns=_IN_A_CHAT) if now and settings.columns == "all" else settings
    for path in outputs:
        if path != STDOUT:
            chosen = brief if path.lower().endswith(".md") else settings
            data = list_bytes(frame, listed.night, format_of(path), chosen)
            write_list(path, data, len(frame), keep=True, quiet=quiet)
    if outputs and STDOUT not in outputs and form is None:
        return
    form = form or ("table" if on_terminal() and not outputs else "csv")
    if form == "table":
        _print_table(frame, listed, now=now)
    else:
        print_bytes([list_bytes(frame, listed.night, form, brief if form == "md" else settings)])


def _print_table(frame: ActionFrame, listed: _Found, *, now: bool) -> None:
    from triage.present.table import action_table, standing_table

    width = terminal_width()
    if now:
        print_rich(standing_table(frame, width=width, night=listed.night, id_chars=listed.id_chars))
    else:
        print_rich(action_table(frame, width=width, night=listed.night))
