"""A theme: a cluster of mentions about one issue, measured."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from triage.model.column import Column
from triage.model.vocabulary import JOINER


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """The measures of one theme tonight; one row of a `ThemeFrame`."""

    theme_id: Annotated[str, Column("stable name, from the theme's earliest mention", required=True)]
    title: Annotated[str, Column("2 to 8 words from the customers' own words", required=True)]
    topic: Annotated[str, Column("title of the family of themes it belongs to")]
    terms: Annotated[str, Column("key phrases, the most telling first, joined by |")]
    mentions: Annotated[int, Column("mentions tonight, copies counted", unit="mentions")]
    voices: Annotated[
        int, Column("distinct authors of distinct texts: an author or a copied text counts once", unit="people")
    ]
    authors: Annotated[int, Column("distinct authors tonight", unit="people")]
    named: Annotated[int, Column("distinct authors whose name the exports give", unit="people")]
    scored: Annotated[int, Column("mentions that an analyser spoke for", unit="mentions")]
    reach: Annotated[
        int | None, Column("people who may have seen it: each author's largest reach, added up", unit="people")
    ]
    engagement: Annotated[int | None, Column("likes + shares + replies, added up", unit="reactions")]
    negative: Annotated[
        float | None, Column("expected share of negative mentions, shrunk to the night's", unit="share 0..1", digits=3)
    ]
    negative_low: Annotated[float | None, Column("lower end of its 90 % interval", unit="share 0..1", digits=3)]
    negative_high: Annotated[float | None, Column("upper end of its 90 % interval", unit="share 0..1", digits=3)]
    neutral: Annotated[float | None, Column("expected share of neutral mentions", unit="share 0..1", digits=3)]
    positive: Annotated[float | None, Column("expected share of positive mentions", unit="share 0..1", digits=3)]
    polarity: Annotated[float | None, Column("TextBlob's polarity, averaged", unit="-1..1", digits=3)]
    subjectivity: Annotated[float | None, Column("TextBlob's subjectivity, averaged", unit="0..1", digits=3)]
    recent: Annotated[int, Column("voices in the last day before the night's instant", unit="people")]
    growth: Annotated[float | None, Column("ratio of recent to the expected count", unit="times", digits=1)]
    surprise: Annotated[float, Column("-log10 of the chance of so many, if nothing had changed", digits=2)]
    trend: Annotated[str, Column("new, rising, steady, falling or back")]
    questions: Annotated[int, Column("people who ask", unit="people")]
    helpable: Annotated[
        int, Column("people who ask, complain, request something or speak of a grave risk", unit="people")
    ]
    thankful: Annotated[int, Column("people who praise", unit="people")]
    channels: Annotated[str, Column("where it was said, most first, joined by |")]
    languages: Annotated[str, Column("languages, most first, joined by |")]
    risk: Annotated[str, Column("risks, gravest first, joined by |")]
    risk_voices: Annotated[str, Column("people whose mention carries each risk, in the same order, joined by |")]
    first_seen: Annotated[datetime | None, Column("time of the earliest mention", unit="UTC")]
    last_seen: Annotated[datetime | None, Column("time of the newest mention", unit="UTC")]
    quote: Annotated[str, Column("the one mention that best stands for the theme")]
    quote_language: Annotated[str, Column("language of the quote")]
    url: Annotated[str, Column("link to the quote")]
    specific_low: Annotated[
        float | None,
        Column("lower end of the share of people who say what can be acted on", unit="share 0..1", digits=3),
    ] = None
    rest: Annotated[bool, Column("whether this is the row of the voices that stand alone")] = False

    def risks(self) -> dict[str, int]:
        """Returns how many people speak of each risk, gravest first."""
        return risk_counts(self.risk, self.risk_voices)


def risk_counts(risk: str, risk_voices: str) -> dict[str, int]:
    """Returns the people of each risk from the two cells of a theme.

    >>> risk_counts("safety|churn", "1|12")
    {'safety': 1, 'churn': 12}
    """
    if not risk:
        return {}
    return dict(zip(risk.split(JOINER), map(int, risk_voices.split(JOINER)), strict=True))
