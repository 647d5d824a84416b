"""A mention: one post, comment, review, ticket or article by one author at one time on one channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from triage.model.column import Column


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """The columns of a mention as every reader gives them."""

    mention_id: Annotated[
        str, Column("the export's own id, else a hash of channel, author, time and text", required=True)
    ]
    text: Annotated[str, Column("what was said, title first where there is one", required=True)]
    created_at: Annotated[datetime | None, Column("when it was said", unit="UTC")] = None
    channel: Annotated[str, Column("where it was said: x, reddit, app-store, news, forum, email ...")] = ""
    author: Annotated[str, Column("who said it, as the export names them; empty where unknown")] = ""
    followers: Annotated[int | None, Column("followers of the author at the time", unit="people")] = None
    reach: Annotated[int | None, Column("how many people may have seen it", unit="people")] = None
    engagement: Annotated[int | None, Column("likes + shares + replies", unit="reactions")] = None
    language: Annotated[str, Column("ISO 639-1 code; und where it cannot be told")] = ""
    url: Annotated[str, Column("the link to it, empty where unknown")] = ""
    source_sentiment: Annotated[str, Column("the export's own sentiment or star rating, as written there")] = ""
    source: Annotated[str, Column("the file it came from")] = ""
    row: Annotated[
        int, Column("row of that file, counted as a spreadsheet does (1 is the first); number of the record in JSON")
    ] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredMention:
    """What `understand` adds to a mention; written by --mentions after the mention's own columns."""

    duplicate_group: Annotated[int, Column("the same number for reposts and copies of one text")] = 0
    negative: Annotated[float | None, Column("probability that it is negative", unit="share 0..1", digits=3)] = None
    neutral: Annotated[float | None, Column("probability that it is neutral", unit="share 0..1", digits=3)] = None
    positive: Annotated[float | None, Column("probability that it is positive", unit="share 0..1", digits=3)] = None
    polarity: Annotated[float | None, Column("TextBlob's polarity", unit="-1..1", digits=3)] = None
    subjectivity: Annotated[float | None, Column("TextBlob's subjectivity", unit="0..1", digits=3)] = None
    intent: Annotated[str, Column("question, complaint, request or praise; several are joined by |")] = ""
    risk: Annotated[str, Column("legal, safety, privacy, press, self-harm or churn; several are joined by |")] = ""
    action_id: Annotated[str, Column("the action it belongs to, as in the action list")] = ""
    theme: Annotated[str, Column("the theme it belongs to, as in the action list")] = ""
    topic: Annotated[str, Column("the topic that theme belongs to")] = ""
    set_aside: Annotated[
        str, Column("why it is not about the brands; then it has no theme, no shares and duplicate_group -1")
    ] = ""
