"""Turns themes into the ranked action list."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from triage.act.guard_rails import minutes_needed, refusal
from triage.act.owners import assign_owners, refusal_words
from triage.act.reasons import reason
from triage.act.response import choose_kind, next_step, risks_that_count
from triage.act.score import priority_of, score_themes
from triage.frames import ActionFrame, ThemeFrame, action_frame
from triage.model.action import POINTS, Action
from triage.model.column import names_of
from triage.model.need import Assignment, Need
from triage.model.theme import Theme
from triage.model.vocabulary import JOINER, Kind, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triage.act.playbook import Step
    from triage.model.member import Member
    from triage.model.settings import Settings

#: Date against which training is checked where no mention has a date.
_UNDATED: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SAME: Final = tuple(name for name in names_of(Action) if name in names_of(Theme))


def decide(
    themes: ThemeFrame,
    settings: Settings,
    *,
    team: Sequence[Member] | None,
    as_of: datetime | None,
    playbook: Sequence[Step] = (),
) -> ActionFrame:
    """Decides what to do about each theme.

    Args:
        themes: The night's measured themes; the other voices are the last of them.
        settings: Points, limits, hours and language.
        team: The people there are; None where no team file was given, and then nothing is given out or cut.
        as_of: The night's instant.
        playbook: What to do first; the steps that come with triage without.

    Returns:
        The action list: what has an owner first, each part by falling score, the other voices last. A night without a
        mention has an empty list.
    """
    objects = _objects(themes)
    if not any(theme.mentions for theme in objects):
        return action_frame([])
    needs = [_need(index, theme, settings) for index, theme in enumerate(objects)]
    able = np.array([_can_act(need, team, as_of) for need in needs], float)
    points = score_themes(themes, able, settings.score)
    scores = points["score"].tolist()
    needs = [
        dataclasses.replace(need, score=score, priority=priority_of(score, settings.score))
        for need, score in zip(needs, scores, strict=True)
    ]
    given = _given_out(needs, team, settings, as_of)
    cut = team is not None
    order = sorted(range(len(objects)), key=lambda i: _place(objects[i], needs[i], given[i], cut=cut))
    parts = [dict(zip(POINTS, row, strict=True)) for row in points[list(POINTS)].to_numpy(float).tolist()]
    return action_frame(
        _action(rank, objects[i], needs[i], given[i], parts[i], settings, as_of=as_of, playbook=playbook)
        for rank, i in enumerate(order, 1)
    )


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
        text=f"{theme.title} {theme.topic} {theme.terms}",
        minutes=minutes_needed(kind, risks, theme.voices),
        voices=theme.voices,
    )


def _can_act(need: Need, team: Sequence[Member] | None, as_of: datetime | None) -> bool:
    """Tells whether somebody may act on a theme tonight, minutes aside; without a team, whether it can be acted on."""
    if need.kind == Kind.WATCH or team is None:
        return need.kind != Kind.WATCH
    lowest = dataclasses.replace(need, priority="P4")
    night = (as_of or _UNDATED).date()
    return any(
        not refusal(member, lowest, night, need.minutes, last_resort=last) for member in team for last in (False, True)
    )


def _given_out(
    needs: list[Need], team: Sequence[Member] | None, settings: Settings, as_of: datetime | None
) -> list[Assignment]:
    if team is None:
        return [Assignment(index=need.index) for need in needs]
    night = (as_of or _UNDATED).date()
    return assign_owners(needs, team, night=night, budget_minutes=settings.act.budget_minutes)


def _place(theme: Theme, need: Need, given: Assignment, *, cut: bool) -> tuple[bool, bool, float, int, str]:
    """Orders the list: the other voices last, in a cut list what has an owner first, then by score, mentions and id."""
    return theme.rest, cut and not given.owner, -need.score, -theme.mentions, theme.theme_id


def _action(
    rank: int,
    theme: Theme,
    need: Need,
    given: Assignment,
    points: dict[str, float],
    settings: Settings,
    *,
    as_of: datetime | None,
    playbook: Sequence[Step],
) -> Action:
    same: dict[str, Any] = {name: getattr(theme, name) for name in _SAME} | points
    hours = settings.act.due_hours.get(need.priority, 0.0)
    if need.kind == Kind.ESCALATE:
        hours = min(hours, settings.act.escalate_hours)
    due = (as_of + timedelta(hours=hours)).date().isoformat() if given.owner and as_of else ""
    refused = refusal_words(given.refusals, settings.lang) if given.reason else ""
    sentiment = None if theme.positive is None or theme.negative is None else round(theme.positive - theme.negative, 3)
    return Action(
        **same,
        rank=rank,
        priority=need.priority,
        score=need.score,
        action=need.kind,
        theme=theme.title,
        owner=given.owner,
        status=Status.OPEN,
        due=due,
        note="",
        merge_into="",
        mentions_total=theme.mentions,
        sentiment=sentiment,
        why=reason(theme, owner=given.owner, refusal=refused, lang=settings.lang),
        next_step=next_step(need.kind, need.risks, settings.lang, need.channels[0], playbook),
        action_id=theme.theme_id,
    )
