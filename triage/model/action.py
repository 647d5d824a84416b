"""An action: what to do about one theme tonight, by whom, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final

from triage.model.column import Column


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One row of the action list; the order of the fields is the order of the columns."""

    rank: Annotated[int, Column("place in tonight's list, 1 first")]
    priority: Annotated[str, Column("P1 (score 75 or more), P2 (50), P3 (25) or P4")]
    score: Annotated[float, Column("sum of the six _points columns", unit="0..100", digits=1)]
    action: Annotated[str, Column("escalate, respond, fix, clarify, thank or watch")]
    topic: Annotated[str, Column("the family of themes it belongs to, to pivot by")]
    theme: Annotated[str, Column("what it is about, in the customers' own words")]
    owner: Annotated[str, Column("who does it; empty without a team file or where nobody is free")]
    status: Annotated[str, Column("open, acknowledged, in-progress, done, snoozed or dismissed")]
    due: Annotated[str, Column("date by which it should be done (UTC); empty where nobody owns it")]
    note: Annotated[str, Column("yours to fill in")]
    merge_into: Annotated[str, Column("yours to fill in: the action_id of the theme this one belongs to")]
    mentions: Annotated[int, Column("mentions tonight, copies counted", unit="mentions")]
    mentions_total: Annotated[int, Column("mentions since first_seen", unit="mentions")]
    authors: Annotated[int, Column("distinct authors tonight", unit="people")]
    reach: Annotated[int | None, Column("people who may have seen it; empty where no export says", unit="people")]
    negative: Annotated[float | None, Column("expected share of negative mentions", unit="share 0..1", digits=3)]
    negative_low: Annotated[float | None, Column("lower end of its 90 % interval", unit="share 0..1", digits=3)]
    negative_high: Annotated[float | None, Column("upper end of its 90 % interval", unit="share 0..1", digits=3)]
    neutral: Annotated[float | None, Column("expected share of neutral mentions", unit="share 0..1", digits=3)]
    positive: Annotated[float | None, Column("expected share of positive mentions", unit="share 0..1", digits=3)]
    sentiment: Annotated[float | None, Column("positive - negative", unit="-1..1", digits=3)]
    polarity: Annotated[
        float | None,
        Column("TextBlob's polarity, averaged; empty where it has no word for the language", unit="-1..1", digits=3),
    ]
    subjectivity: Annotated[float | None, Column("TextBlob's subjectivity, averaged", unit="0..1", digits=3)]
    trend: Annotated[str, Column("new, rising, steady, falling or back")]
    growth: Annotated[
        float | None,
        Column("ratio to the expected count; empty where nothing was to be expected yet", unit="times", digits=1),
    ]
    channels: Annotated[str, Column("where it was said, most first, joined by |")]
    languages: Annotated[str, Column("languages, most first, joined by |")]
    risk: Annotated[str, Column("legal, safety, privacy, press, self-harm, churn: gravest first, joined by |")]
    first_seen: Annotated[datetime | None, Column("time of the earliest mention", unit="UTC")]
    last_seen: Annotated[datetime | None, Column("time of the newest mention", unit="UTC")]
    quote: Annotated[str, Column("the one mention that best stands for the theme")]
    url: Annotated[str, Column("link to the quote")]
    terms: Annotated[str, Column("key phrases, the most telling first, joined by |")]
    why: Annotated[str, Column("one sentence: why it stands where it stands")]
    next_step: Annotated[str, Column("what to do first, from the playbook")]
    volume_points: Annotated[float, Column("points for the number of voices", unit="points", digits=1)]
    negativity_points: Annotated[float, Column("points for negative_low", unit="points", digits=1)]
    momentum_points: Annotated[float, Column("points for surprise against the expected count", unit="points", digits=1)]
    reach_points: Annotated[float, Column("points for reach", unit="points", digits=1)]
    risk_points: Annotated[float, Column("points for risk", unit="points", digits=1)]
    benefit_points: Annotated[
        float,
        Column(
            "points for the people who can be helped tonight",
            unit="points",
            digits=1,
        ),
    ]
    action_id: Annotated[str, Column("stable from night to night")]


#: The columns of `--columns short`, in its order.
SHORT_COLUMNS: Final = (
    "rank", "priority", "score", "action", "theme", "owner", "due", "mentions", "negative", "trend", "why", "next_step",
    "quote", "url", "action_id",
)  # fmt: skip

#: The parts that add up to the score, in the order of their columns.
POINTS: Final = (
    "volume_points",
    "negativity_points",
    "momentum_points",
    "reach_points",
    "risk_points",
    "benefit_points",
)

#: Name of the last row, which counts the mentions that stand alone.
OTHER_VOICES: Final = "other voices"
#: Its action_id.
OTHER_VOICES_ID: Final = "other-voices"
