"""Makes a case of each action, heard tonight or not: what the guard rails and the list need to know of it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from triage.act.guard_rails import minutes_needed, refusal, rule_of
from triage.act.lifecycle import Event, Turn, heard, risks_before, unheard, with_trend
from triage.act.response import choose_kind, risks_that_count
from triage.act.score import priority_of, score_themes
from triage.model.action import POINTS
from triage.model.need import Assignment, Need
from triage.model.standing import Measures, Standing
from triage.model.theme import Theme
from triage.model.vocabulary import JOINER, Kind, Priority, Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from triage.frames import ThemeFrame
    from triage.model.action import Action
    from triage.model.member import Member
    from triage.model.settings import ScoreSettings, Settings

#: Date against which training is checked where no mention has a date.
UNDATED: Final = datetime(1970, 1, 1, tzinfo=UTC)
#: What a score lies below the next limit where a person made its priority lower.
_BELOW: Final = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One action before it is given out.

    Attributes:
        action_id: Which.
        need: What it asks of its owner.
        turn: What becomes of it tonight.
        theme: What was measured tonight; None where nobody spoke of it.
        standing: Where it stood before tonight; None where nobody knew it.
        score: Its score.
        points: The parts of the score.
        seen: What the score saw of it.
    """

    action_id: str
    need: Need
    turn: Turn
    theme: Theme | None
    standing: Standing | None
    score: float
    points: dict[str, float]
    seen: Measures

    def measures(self, given: Assignment) -> Measures:
        """Returns what the score and the guard rails saw."""
        rule = rule_of(self.need.kind, self.need.risks)
        return dataclasses.replace(
            self.seen,
            minutes=self.need.minutes,
            rule=rule.name,
            level=rule.level,
            roles=rule.roles,
            refusals=given.rules,
        )


def heard_cases(
    themes: ThemeFrame,
    standing: Mapping[str, Standing],
    settings: Settings,
    team: Sequence[Member] | None,
    as_of: datetime | None,
) -> list[Case]:
    """Makes the cases of what was heard tonight, those that stay quiet too, in an order that no shuffling changes."""
    objects = sorted(_objects(themes), key=lambda theme: (theme.rest, -theme.mentions, theme.theme_id))
    known = [None if theme.rest else standing.get(theme.theme_id) for theme in objects]
    objects = [with_trend(theme, before) for theme, before in zip(objects, known, strict=True)]
    needs = [_need(index, theme, settings) for index, theme in enumerate(objects)]
    able = [_can_act(need, team, night_of(as_of)) for need in needs]
    sorted_frame = themes.set_index("theme_id", drop=False).loc[[theme.theme_id for theme in objects]]
    points = score_themes(type(themes)(sorted_frame.reset_index(drop=True)), np.array(able, float), settings.score)
    cases = []
    for theme, before, need, can_act, row in zip(objects, known, needs, able, points.to_dict("records"), strict=True):
        score = float(row["score"])
        turn = Turn(event=Event.STAYED, status=Status.OPEN, before=Status.OPEN)
        if not theme.rest:
            turn = heard(theme, score, before, as_of, settings.act.worse_points)
        cases.append(
            Case(
                action_id=theme.theme_id,
                need=_held(need, before, score, settings.score),
                turn=turn,
                theme=theme,
                standing=before,
                score=score,
                points={name: float(row[name]) for name in POINTS},
                seen=_seen(theme, can_act=can_act),
            )
        )
    return cases


def carried_cases(
    standing: Mapping[str, Standing], told: set[str], settings: Settings, as_of: datetime | None, first: int
) -> list[Case]:
    """Makes the cases of actions that nobody spoke of tonight and that are still to be done.

    Args:
        standing: The actions of earlier nights; one that was in no list has no row to carry on.
        told: Ids of what was heard tonight.
        settings: Limits of priorities.
        as_of: The night's instant.
        first: Number of the first need.
    """
    cases: list[Case] = []
    for action_id, before in sorted(standing.items()):
        row = before.row
        turn = unheard(before, as_of)
        if action_id in told or row is None or turn.event == Event.QUIET:
            continue
        risks = risks_before(before)
        need = Need(
            index=first + len(cases),
            kind=row.action,
            priority="P1",
            score=0.0,
            languages=tuple(row.languages.split(JOINER)),
            channels=tuple(row.channels.split(JOINER)),
            risks=risks,
            text=_text(row, risks),
            minutes=minutes_needed(row.action, risks, before.measures.voices),
            voices=before.measures.voices,
            heard=False,
        )
        cases.append(
            Case(
                action_id=action_id,
                need=_held(need, before, row.score, settings.score),
                turn=turn,
                theme=None,
                standing=before,
                score=row.score,
                points={name: getattr(row, name) for name in POINTS},
                seen=before.measures,
            )
        )
    return cases


def night_of(as_of: datetime | None) -> date:
    """Returns the date on which training must still hold."""
    return (as_of or UNDATED).date()


def _objects(themes: ThemeFrame) -> list[Theme]:
    plain = themes.astype(object).where(themes.notna(), None)
    return [Theme(**{str(name): _python(value) for name, value in row.items()}) for row in plain.to_dict("records")]


def _python(value: Any) -> Any:  # noqa: ANN401 - a cell
    return value.to_pydatetime() if isinstance(value, pd.Timestamp) else value


def _need(index: int, theme: Theme, settings: Settings) -> Need:
    kind, risks = choose_kind(theme, settings.act.answerable), risks_that_count(theme)
    return Need(
        index=index,
        kind=kind,
        priority="P1",
        score=0.0,
        languages=tuple(theme.languages.split(JOINER)),
        channels=tuple(theme.channels.split(JOINER)),
        risks=risks,
        text=_text(theme, risks),
        minutes=minutes_needed(kind, risks, theme.voices),
        voices=theme.voices,
    )


def _text(of: Theme | Action, risks: tuple[str, ...]) -> str:
    title = of.title if isinstance(of, Theme) else of.theme
    return JOINER.join((title, of.topic, of.terms, *risks))


def _can_act(need: Need, team: Sequence[Member] | None, night: date) -> bool:
    """Tells whether somebody may act on a theme tonight, minutes aside; without a team, whether it can be acted on."""
    if need.kind == Kind.WATCH or team is None:
        return need.kind != Kind.WATCH
    lowest = dataclasses.replace(need, priority="P4")
    return any(
        not refusal(member, lowest, night, need.minutes, last_resort=last) for member in team for last in (False, True)
    )


def _held(need: Need, before: Standing | None, score: float, settings: ScoreSettings) -> Need:
    """Adds who has the action from earlier nights, and how urgent it is: by its score, unless a person said so."""
    priority = priority_of(score, settings)
    if before is None:
        return dataclasses.replace(need, priority=priority, score=score)
    return dataclasses.replace(
        need,
        priority=before.priority or priority,
        score=_worth(score, before.priority or priority, settings),
        owner=before.owner,
        by_person=before.owner_by_person,
        begun=before.status in {Status.ACKNOWLEDGED, Status.IN_PROGRESS},
    )


def _worth(score: float, priority: str, settings: ScoreSettings) -> float:
    """Returns the score, or the nearest one that has the priority."""
    least = {Priority.P1: settings.p1, Priority.P2: settings.p2, Priority.P3: settings.p3, Priority.P4: 0.0}
    most = {Priority.P1: 100.0, Priority.P2: settings.p1, Priority.P3: settings.p2, Priority.P4: settings.p3}
    found = priority_of(score, settings)
    if priority == found:
        return score
    return least[Priority(priority)] if priority < found else most[Priority(priority)] - _BELOW


def _seen(theme: Theme, *, can_act: bool) -> Measures:
    return Measures(
        voices=theme.voices,
        negative_low=theme.negative_low,
        surprise=theme.surprise,
        reach=theme.reach,
        helpable=theme.helpable,
        specific_low=theme.specific_low,
        can_act=can_act,
        risks=theme.risks(),
    )
