"""`triage forget`: takes an author or a mention out of the store, for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from triage.cli.console import say
from triage.cli.exits import told
from triage.cli.options import Config, Quiet, StorePath, Verbose, settings_from, stored
from triage.cli.stored import opened
from triage.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triage.store.forget import Removed
    from triage.store.store import Store
    from triage.store.targets import Target

_WITHOUT_TIME: Final = "a mention without a time, or whose id another has too, can be forgotten by its author only"


def forget(  # noqa: PLR0917 - each is an option of the command line
    author: Annotated[
        str | None,
        typer.Option(
            "--author", metavar="NAME", help="Who: the name in the export, or a pseudonym; case and @ are one."
        ),
    ] = None,
    mention: Annotated[
        str | None, typer.Option("--mention", metavar="ID", help="What: the id in the export, or a pseudonym of it.")
    ] = None,
    channel: Annotated[
        str | None, typer.Option("--channel", metavar="NAME", help="Only what was said there. [default: everywhere]")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would go, and change nothing.")] = False,
    store: StorePath = None,
    config: Config = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Take an author or a mention out of every table of the store, and keep it out when the same export comes again.

    \b
    triage forget --author @ann_lee
    triage forget --author "Ann Lee" --channel trustpilot --dry-run
    triage forget --mention 570306133677760513 --channel x
    """
    with told(verbose=verbose):
        if (author is None) == (mention is None):
            raise UsageError("say --author NAME or --mention ID, one of them", hint="see triage forget --help")
        settings = stored(settings_from(config), store, config).store
        from triage.store.forget import forget as take_out
        from triage.understand.lang import SCORED_LANGUAGES, words

        common = frozenset[str]().union(*(words(language, "stop_words") for language in SCORED_LANGUAGES))
        with opened(settings, writing=True, quiet=quiet) as found:
            target = _target(found, author, mention, (channel or "").strip().lower())
            removed = take_out(found, target, common=common)
            if not dry_run:
                found.commit()
        say(_told(removed, dry_run=dry_run), quiet=quiet)


def _target(store: Store, author: str | None, mention: str | None, channel: str) -> Target:
    from triage.store.targets import Target, is_known

    if author is not None:
        target = _author(store, author, channel)
    else:
        target = Target(id_key=_id_key(store, mention or "", channel), channel=channel)
    if not is_known(store.connection, target, store.key):
        there = f" on {channel}" if channel else ""
        what, where = (
            (f"nobody called {author!r}", "--author") if mention is None else (f"no mention {mention!r}", "--mention")
        )
        hint = "give the name as the export has it; what was pruned no longer says whose it is"
        raise UsageError(f"{what}{there} is in the store", where=where, hint=hint if mention is None else _WITHOUT_TIME)
    return target


def _author(store: Store, author: str, channel: str) -> Target:
    from triage.listen.keys import author_keys
    from triage.listen.pseudonyms import key_in
    from triage.store.targets import Target

    pseudonym = key_in(author)
    key = author_keys([author], store.key)[0] if pseudonym is None else pseudonym
    if key is None:
        raise UsageError(f"{author!r} is no name", where="--author")
    return Target(author=key, channel=channel, name=author if pseudonym is None else "")


def _id_key(store: Store, mention: str, channel: str) -> int:
    """Returns the hash of a mention: it is of channel, id and minute, so each minute of the store is tried.

    Raises:
        UsageError: Mentions of several channels have this id.
    """
    from triage.listen.pseudonyms import key_in

    pseudonym = key_in(mention)
    if pseudonym is not None:
        return pseudonym
    found = _tried(store, mention.strip(), channel)
    if len(found) > 1:
        names = ", ".join(sorted({each for each, _ in found}))
        raise UsageError(
            f"several mentions have the id {mention!r}: on {names}", where="--mention", hint="say --channel"
        )
    return found[0][1] if found else 0


def _tried(store: Store, mention: str, channel: str) -> list[tuple[str, int]]:
    """Returns channel and hash of the mentions that have an id."""
    import pandas as pd

    from triage.listen.keys import mention_keys
    from triage.store.targets import spoken_when

    rows: Sequence[tuple[Any, ...]] = spoken_when(store.connection, channel)
    table = pd.DataFrame(rows, columns=["channel", "minute", "id_key"])
    tried = (
        table[["channel", "minute"]].drop_duplicates(ignore_index=True).assign(mention_id=mention, text="", author="")
    )
    for name in ("channel", "mention_id", "text", "author"):
        tried[name] = tried[name].astype("str")
    tried["created_at"] = pd.to_datetime(tried["minute"].astype("int64") * 60, unit="s", utc=True)
    tried["id_key"] = mention_keys(tried, store.key)[0]
    found = tried[tried["id_key"].isin(table["id_key"])]
    return [(str(name), int(key)) for name, key in zip(found["channel"], found["id_key"], strict=True)]


def _told(removed: Removed, *, dry_run: bool) -> str:
    counts = [
        (removed.mentions, "mention", "mentions"),
        (removed.quotes, "text", "texts"),
        (removed.themes, "theme with its actions", "themes with their actions"),
        (removed.words, "word of a theme's memory", "words of themes' memory"),
        (removed.cells, "title, term or note", "titles, terms and notes"),
    ]
    parts = [f"{number:,} {one if number == 1 else many}" for number, one, many in counts if number]
    what = ", ".join(parts) or "nothing that was left"
    if dry_run:
        return f"would take out {what}; nothing was changed"
    return f"took out {what}; it stays out. Lists and exports that were written before still hold it"
