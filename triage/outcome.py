"""What a night read, and what it found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    from numpy.typing import NDArray

    from triage.frames import ActionFrame, MentionFrame, ScoredFrame, ThemeFrame
    from triage.model.memory import KnownTheme, ThemeChange
    from triage.model.source import Reject, SourceReport
    from triage.model.standing import Change, Measures


class Read(NamedTuple):
    """What a night read.

    Attributes:
        heard: All mentions of the exports, with their sources and rejects.
        mentions: Those that are new and that the settings don't exclude.
        before: How many an earlier night counted.
        left_out: How many the settings exclude, or are to be forgotten.
        forgotten: How many are to be forgotten.
    """

    heard: MentionFrame
    mentions: MentionFrame
    before: int
    left_out: int
    forgotten: int


@dataclass(frozen=True, slots=True, eq=False)
class Night:
    """What one night found.

    Attributes:
        as_of: The night's instant; None where no mention has a date.
        actions: The ranked action list, one row an action, the columns of `triage.model.action.Action`.
        themes: The measured themes, largest first, the other voices last.
        mentions: The mentions with their scores and their action, in the order of the list, the most telling of each
            action first; those set aside come last, without either. Without those that earlier nights counted.
        theme_of: Id of each mention's theme, "" for one set aside: also where its action is quiet and the mention is
            counted among the other voices. Shape (mentions,).
        summary: Counts: rows_read = mentions + duplicates + rejects + left_out; mentions set aside are
            mentions.
        rejects: The rows that could not be used.
        sources: What was found in each file.
        known: What is to be told to the next night, so that it knows these themes again.
        changes: Known themes that were split or merged.
        measures: What each action was made from, by action_id.
        life: What the night changed in actions.
    """

    as_of: datetime | None
    actions: ActionFrame
    themes: ThemeFrame
    mentions: ScoredFrame
    theme_of: NDArray[Any]
    summary: dict[str, Any]
    rejects: list[Reject]
    sources: list[SourceReport]
    known: list[KnownTheme]
    changes: list[ThemeChange]
    measures: dict[str, Measures]
    life: list[Change]
