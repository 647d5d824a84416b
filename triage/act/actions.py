"""Turns themes and the actions of earlier nights into the ranked action list."""

from __future__ import annotations

import dataclasses
from collections import Counter
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from triage.act.absorb import absorb
from triage.act.cases import UNDATED, Case, carried_cases, heard_cases, night_of
from triage.act.changes import changes_of, due_of
from triage.act.cut import count_cut
from triage.act.lifecycle import Event
from triage.act.other_voices import add_quiet
from triage.act.owners import assign_owners, refusal_words
from triage.act.reasons import carried_reason, closing, other_reason, past, reason
from triage.act.response import next_step
from triage.act.rows import heard_row, points_of
from triage.frames import ActionFrame, ThemeFrame, action_frame
from triage.model.need import Assignment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from triage.act.playbook import Step
    from triage.act.skills import Meaning
    from triage.model.action import Action
    from triage.model.member import Member
    from triage.model.memory import ThemeChange
    from triage.model.settings import Settings
    from triage.model.standing import Change, Measures, Standing
    from triage.model.vocabulary import Status


@dataclass(frozen=True, slots=True, eq=False)
class Decided:
    """What a night decided.

    Attributes:
        actions: The action list.
        measures: What the score and the guard rails saw of each action in the list.
        changes: What the night changed in actions: status, owner, due, and until where a snooze is over.
        quiet: Themes of tonight that have no row, because their action is done, snoozed or dismissed; their mentions
            are counted among the other voices.
        undone: What is left undone, see `count_cut`; empty without a team, for then nothing is given out.
    """

    actions: ActionFrame
    measures: dict[str, Measures]
    changes: list[Change]
    quiet: dict[str, Status]
    undone: dict[str, int]


def decide(
    themes: ThemeFrame,
    settings: Settings,
    *,
    team: Sequence[Member] | None,
    as_of: datetime | None,
    standing: Mapping[str, Standing] = MappingProxyType({}),
    merged: Sequence[ThemeChange] = (),
    meaning: Meaning | None = None,
    playbook: Sequence[Step] = (),
) -> Decided:
    """Decides what to do about each theme, and about what earlier nights left to be done.

    Args:
        themes: The night's measured themes; the other voices are the last of them.
        settings: Points, limits, hours and language.
        team: The people there are; None where no team file was given, and then nothing is given out or cut.
        as_of: The night's instant.
        standing: The actions of earlier nights, by their id.
        merged: Themes that the night has found to be one; their actions go on as one.
        meaning: Gives words a direction, so that skills match by what they mean; None matches them as words only.
        playbook: What to do first; the steps that come with triage without.

    Returns:
        The list: what has an owner first, each part by priority and falling score, then in the same way what is still
        to be done and nobody spoke of tonight, the other voices last. A night without a mention has an empty list,
        unless there is something to be done.
    """
    standing, joined = absorb(standing, merged, as_of or UNDATED)
    known = heard_cases(themes, standing, settings, team, as_of)
    quiet = [case for case in known if case.turn.event == Event.QUIET]
    cases = [case for case in known if case.turn.event != Event.QUIET]
    cases += carried_cases(standing, {case.action_id for case in known}, settings, as_of, len(known))
    if not any(case.theme is None or case.theme.mentions for case in known + cases):
        return Decided(action_frame([]), {}, [], {}, {})
    given = _given_out(cases, team, settings, as_of, meaning)
    order = sorted(range(len(cases)), key=lambda i: _place(cases[i], given[i], cut=team is not None))
    writer = _Writer(settings, as_of, {member.name: member for member in team or ()}, quiet, playbook)
    return Decided(
        actions=action_frame(writer.row(rank, cases[i], given[i]) for rank, i in enumerate(order, 1)),
        measures={cases[i].action_id: cases[i].measures(given[i]) for i in order},
        changes=joined + [change for i in order for change in changes_of(cases[i], given[i], settings.act, as_of)],
        quiet={case.action_id: case.turn.status for case in quiet},
        undone={} if team is None else count_cut(cases, given),
    )


def _given_out(
    cases: list[Case],
    team: Sequence[Member] | None,
    settings: Settings,
    as_of: datetime | None,
    meaning: Meaning | None,
) -> list[Assignment]:
    if team is None:
        return [Assignment(index=case.need.index, owner=case.need.owner) for case in cases]
    return assign_owners(
        [case.need for case in cases],
        team,
        night=night_of(as_of),
        budget_minutes=settings.act.budget_minutes,
        meaning=meaning,
    )


def _place(case: Case, given: Assignment, *, cut: bool) -> tuple[bool, bool, bool, str, float, int, str]:
    """Orders the list: the other voices last, then what nobody spoke of; in a cut list what has an owner first."""
    theme = case.theme
    return (
        theme is not None and theme.rest,
        theme is None,
        cut and not given.owner,
        case.need.priority,
        -case.row.score,
        -theme.mentions if theme else 0,
        case.action_id,
    )


class _Writer:
    """Ends the rows of the list."""

    def __init__(
        self,
        settings: Settings,
        as_of: datetime | None,
        team: Mapping[str, Member],
        quiet: Sequence[Case],
        playbook: Sequence[Step],
    ) -> None:
        """Takes what all rows share: quiet are the themes that have none."""
        self.settings, self.as_of, self.team, self.playbook = settings, as_of, team, playbook
        self.quiet = [case.theme for case in quiet if case.theme]
        self.statuses = Counter(str(case.turn.status) for case in quiet)

    def row(self, rank: int, case: Case, given: Assignment) -> Action:
        """Returns the row of one action."""
        need, row = case.need, case.row
        if case.theme is not None and case.theme.rest:
            row = heard_row(add_quiet(case.theme, self.quiet), None, need.kind, row.score, points_of(row))
        return dataclasses.replace(
            row,
            rank=rank,
            priority=need.priority,
            owner=given.owner,
            status=case.turn.status,
            due=due_of(case, given, self.settings.act, self.as_of),
            why=self._why(case, given),
            next_step=next_step(need.kind, need.risks, self.settings.lang, need.channels[0], self.playbook),
        )

    def _why(self, case: Case, given: Assignment) -> str:
        lang, theme = self.settings.lang, case.theme
        if theme is not None and theme.rest:
            return other_reason(theme, self.statuses, sum(quiet.mentions for quiet in self.quiet), lang=lang)
        member = self.team.get(given.owner)
        speaks = member.languages if member else ()
        last = closing(given, case.need, speaks, refused=refusal_words(given.refusals, lang), lang=lang)
        first = past(case.turn, case.standing, lang)
        if theme is None:
            return carried_reason(case.row, lang=lang, past=first, closing=last)
        return reason(theme, lang=lang, past=first, closing=last)
