"""`triage show`: one action on one screen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from triage.cli.action_ids import find_action
from triage.cli.console import on_terminal, print_bytes, print_rich, say, terminal_height, terminal_width
from triage.cli.exits import told
from triage.cli.masked import masked
from triage.cli.options import Config, Quiet, StorePath, Verbose, settings_from, stored
from triage.cli.stored import opened
from triage.model.errors import UsageError

if TYPE_CHECKING:
    from triage.model.settings import Settings
    from triage.present.brief import Brief
    from triage.store.store import Store

ActionId = Annotated[str, typer.Argument(metavar="ID", help="An action_id, or a beginning that no other has.")]


def show(
    action_id: ActionId,
    form: Annotated[
        Literal["table", "json"], typer.Option("--format", "-f", help="Format of standard output.")
    ] = "table",
    store: StorePath = None,
    config: Config = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Show one action: where it stands, why, what to do, its score redone, who may take it, what has happened.

    \b
    triage show t928d70c6d3b6
    triage show t928 -f json
    """
    with told(verbose=verbose):
        settings = stored(settings_from(config), store, config)
        with opened(settings.store, quiet=quiet) as found:
            known = _known(found, action_id, settings, quiet=quiet)
        if form == "json":
            from triage.present.brief_records import brief_json

            print_bytes([brief_json(known)])
        else:
            from triage.present.brief import brief

            # one line is the shell's own
            height = terminal_height() - 1 if on_terminal() else None
            print_rich(brief(known, width=terminal_width(), height=height))


def _known(store: Store, given: str, settings: Settings, *, quiet: bool) -> Brief:
    from triage.act.score import explain, priority_of
    from triage.present.brief import Brief, Part
    from triage.store.history import history_of, titles
    from triage.store.merges import root_of, roots
    from triage.store.standing_list import as_it_stands

    names = titles(store.connection)
    meant = find_action(given, names)
    action_id = root_of(meant, roots(store.connection))
    if action_id != meant:
        told = f"{meant} ({names[meant]}) was merged into {action_id}, which is shown"
        say(f"{told}; `triage update {meant} --apart {action_id}` parts them", quiet=quiet)
    standing = store.standing().get(action_id)
    if standing is None or standing.row is None:
        status = f", {standing.status}" if standing else ""
        told = f"{action_id} ({names[action_id]}{status}): no list that it was in is kept any more"
        raise UsageError(told, hint="it is listed anew when people speak of it again")
    last = store.last()
    parts = explain(standing.measures, settings.score)
    row = as_it_stands(standing.row, standing, lambda score: priority_of(score, settings.score))
    history = history_of(store.connection, action_id, last.as_of)
    return Brief(
        action=masked([row], settings.privacy)[0],
        standing=standing,
        scored=priority_of(standing.row.score, settings.score),
        parts=tuple(Part(part.name, part.measure, part.formula, part.points) for part in parts),
        history=replace(history, quotes=tuple(masked(history.quotes, settings.privacy))),
        last_night=last.night,
    )
