"""`triage prune`: takes away what the store no longer needs to keep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from triage.cli.console import say
from triage.cli.exits import told
from triage.cli.options import Config, Quiet, StorePath, Verbose, read, settings_from, stored
from triage.cli.stored import opened

if TYPE_CHECKING:
    from triage.store.prune import Pruned


def prune(
    before: Annotated[str, typer.Option("--before", metavar="DATE", help="What is older goes.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would go, and change nothing.")] = False,
    store: StorePath = None,
    config: Config = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Take old texts, old names' hashes and old lists out of the store; what was counted still counts only once.

    \b
    triage prune --before 2026-01-01
    triage prune --before 2026-01-01 --dry-run
    """
    with told(verbose=verbose):
        from triage.settings import parse_instant

        moment = read("--before", parse_instant, before)
        settings = stored(settings_from(config), store, config).store
        from triage.store.prune import prune as take_away

        with opened(settings, writing=True, quiet=quiet) as found:
            pruned = take_away(found, moment)
            if not dry_run:
                found.commit()
        say(_told(pruned, dry_run=dry_run), quiet=quiet)


def _told(pruned: Pruned, *, dry_run: bool) -> str:
    counts = [
        (pruned.quotes, "text", "texts"),
        (pruned.authors, "mention's author", "mentions' authors"),
        (pruned.rows, "row of earlier lists", "rows of earlier lists"),
        (pruned.changes, "change of what is closed", "changes of what is closed"),
    ]
    parts = [f"{number:,} {one if number == 1 else many}" for number, one, many in counts if number]
    if not parts:
        return "there is nothing so old"
    return f"would take away {', '.join(parts)}; nothing was changed" if dry_run else f"took away {', '.join(parts)}"
