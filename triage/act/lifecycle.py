"""Decides what becomes of an action from night to night: it stays, comes back, stays quiet or is carried on."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from triage.act.response import counting_risks, graves, risks_that_count
from triage.model.vocabulary import UNFINISHED, Status, Trend

if TYPE_CHECKING:
    from datetime import datetime

    from triage.model.standing import Standing
    from triage.model.theme import Theme

#: People who bring back what was done; of one a grave risk is needed.
_SEVERAL: Final = 2


class Event(StrEnum):
    """What happened to an action tonight."""

    OPENED = "opened"
    STAYED = "stayed"
    BACK = "back"
    AWAKE = "awake"
    RISKIER = "riskier"
    WORSE = "worse"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What becomes of one action tonight.

    Attributes:
        event: What happened: "opened" (nobody knew it), "stayed" (as it was), "back" (it was done), "awake" (it was
            snoozed until now), "riskier" or "worse" (it was snoozed or dismissed), "quiet" (it still is).
        status: Its status from now on.
        before: Its status before; "" where nobody knew it.
        risk: The risk that it did not have before, of a riskier one.
        more: Points more than in its last row, of a worse one.
    """

    event: Event
    status: Status
    before: str = ""
    risk: str = ""
    more: float = 0.0


def heard(theme: Theme, score: float, standing: Standing | None, as_of: datetime | None, worse_points: float) -> Turn:
    """Decides about an action whose theme somebody spoke of tonight.

    What was done comes back with two voices, or with one that speaks of a grave risk. What was snoozed comes back when
    its time is over; what was snoozed or dismissed also when a risk counts that is escalated and did not count in the
    row that it had, or when its score is higher by so many points.

    Args:
        theme: The theme, as measured tonight.
        score: Its score tonight.
        standing: Where its action stands; None where nobody knew it.
        as_of: The night's instant.
        worse_points: Points more than in its last row at which a quiet action comes back.
    """
    if standing is None:
        return Turn(event=Event.OPENED, status=Status.OPEN)
    status = Status(standing.status)
    if status in UNFINISHED:
        return Turn(event=Event.STAYED, status=status, before=status)
    if is_back(theme, standing):
        return Turn(event=Event.BACK, status=Status.OPEN, before=status)
    if is_awake(standing, as_of):
        return Turn(event=Event.AWAKE, status=Status.OPEN, before=status)
    return _worse(theme, score, standing, worse_points) or Turn(event=Event.QUIET, status=status, before=status)


def unheard(standing: Standing, as_of: datetime | None) -> Turn:
    """Decides about an action that nobody spoke of tonight: what is not finished stays, what was snoozed may awake."""
    status = Status(standing.status)
    if status in UNFINISHED:
        return Turn(event=Event.STAYED, status=status, before=status)
    if is_awake(standing, as_of):
        return Turn(event=Event.AWAKE, status=Status.OPEN, before=status)
    return Turn(event=Event.QUIET, status=status, before=status)


def is_back(theme: Theme, standing: Standing | None) -> bool:
    """Tells whether an action that was done is to be done again; old mentions that come late bring nothing back."""
    if standing is None or standing.status != Status.DONE:
        return False
    late = standing.since is not None and theme.last_seen is not None and theme.last_seen <= standing.since
    return not late and (theme.voices >= _SEVERAL or bool(graves(risks_that_count(theme))))


def is_awake(standing: Standing, as_of: datetime | None) -> bool:
    """Tells whether the time is over for which an action was snoozed."""
    over = as_of is not None and standing.until is not None and as_of >= standing.until
    return standing.status == Status.SNOOZED and over


def with_trend(theme: Theme, standing: Standing | None) -> Theme:
    """Returns the theme with the trend "back" where its action was done and is to be done again."""
    return dataclasses.replace(theme, trend=Trend.BACK) if is_back(theme, standing) else theme


def risks_before(standing: Standing) -> tuple[str, ...]:
    """Returns the risks that counted in an action's last row."""
    return counting_risks(standing.measures.risks, standing.measures.voices)


def _worse(theme: Theme, score: float, standing: Standing, worse_points: float) -> Turn | None:
    if standing.status not in {Status.SNOOZED, Status.DISMISSED}:
        return None
    before = risks_before(standing)
    risk = next((risk for risk in graves(risks_that_count(theme)) if risk not in before), "")
    more = round(score - (standing.row.score if standing.row else 0.0), 1)
    if risk:
        return Turn(event=Event.RISKIER, status=Status.OPEN, before=standing.status, risk=risk)
    if more >= worse_points:
        return Turn(event=Event.WORSE, status=Status.OPEN, before=standing.status, more=more)
    return None
