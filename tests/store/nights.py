"""Invents nights for a store: the same ones for the same numbers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from triage.model.action import OTHER_VOICES_ID, Action
from triage.model.memory import KnownTheme
from triage.model.standing import Change, Measures
from triage.store.keeping import KeptNight

if TYPE_CHECKING:
    from collections.abc import Sequence

#: The instant of night 1; each later one is a day later.
FIRST: Final = datetime(2026, 1, 1, 6, tzinfo=UTC)
CHANNELS: Final = ("x", "reddit", "app-store", "trustpilot", "email")


def theme_ids(themes: int) -> list[str]:
    """Returns names as themes have them."""
    return [f"t{place * 2654435761 % 2**48:012x}" for place in range(1, themes + 1)]


def night_of(number: int, mentions: int, *, themes: int = 5, listed: int = 5, quotes: int = 1) -> KeptNight:
    """Returns a night.

    Args:
        number: Its number, 1 for the first.
        mentions: How many, a tenth of which stand alone.
        themes: How many themes there are in all nights.
        listed: How many of them this night's list has, beside the last row.
        quotes: How many quotes each of those has.
    """
    ids = theme_ids(themes)
    start = (number - 1) * listed
    heard = [ids[place % themes] for place in range(start, start + min(listed, themes))]
    as_of = FIRST + timedelta(days=number)
    table = _mentions(number, mentions, [*heard, OTHER_VOICES_ID], as_of)
    counts = table["theme_id"].value_counts()
    rows = [action_of(each, rank, int(counts.get(each, 0)), as_of) for rank, each in enumerate(heard, start=1)]
    return KeptNight(
        as_of=as_of,
        summary={"mentions": mentions},
        mentions=table,
        themes=pd.DataFrame([
            {
                "theme_id": row.action_id, "title": row.theme, "topic": row.topic, "first_seen": row.first_seen,
                "last_seen": row.last_seen, "mentions": row.mentions,
            }
            for row in rows
        ]),
        known=[known_of(each, number) for each in ids[: min(themes, number * listed)]],
        actions=rows,
        measures={row.action_id: Measures(voices=row.authors, risks={"legal": 1}, roles=("care",)) for row in rows},
        changes=[
            Change(action_id=each, what="status", before="", after="open", at=as_of)
            for place, each in enumerate(heard, start=start)
            if place < themes
        ],
        quotes=_quotes(heard, quotes, table),
    )  # fmt: skip


def action_of(action_id: str, rank: int, mentions: int, as_of: datetime) -> Action:
    """Returns a row of a list."""
    return Action(
        rank=rank, priority="P2", score=51.5, action="respond", topic="refunds", theme=f"late refund {action_id}",
        owner="Mara", status="open", due="2026-02-01", note="", merge_into="", mentions=mentions,
        mentions_total=mentions, authors=mentions, reach=None, negative=0.4, negative_low=0.3, negative_high=0.5,
        neutral=0.4, positive=0.2, sentiment=-0.2, polarity=None, subjectivity=None, trend="steady", growth=1.0,
        channels="x|reddit", languages="en", risk="legal", first_seen=as_of - timedelta(days=1), last_seen=as_of,
        quote="", url="", terms="refund|late", why="Because many wait for their money.", next_step="Say when it comes.",
        volume_points=20.0, negativity_points=10.0, momentum_points=5.5, reach_points=0.0, risk_points=10.0,
        benefit_points=6.0, action_id=action_id,
    )  # fmt: skip


def known_of(theme_id: str, number: int) -> KnownTheme:
    """Returns what the next night is told of a theme."""
    words = {f"word{place}{theme_id[-4:]}": float(number + place) for place in range(60)}
    return KnownTheme(theme_id=theme_id, born_id=theme_id, words=words, texts=10.0 * number)


def _mentions(number: int, count: int, ids: Sequence[str], as_of: datetime) -> pd.DataFrame:
    dice = np.random.default_rng(number)
    keys = dice.integers(-(2**63), 2**63 - 1, (2, count), dtype=np.int64)
    ago = pd.to_timedelta(dice.integers(0, 86_400, count), unit="s")
    authors = dice.integers(1, 2**63 - 1, max(1, count // 2), dtype=np.int64)
    named = pd.Series(dice.choice(authors, count), dtype="Int64").mask(dice.random(count) < 0.05)
    negative = dice.random(count)
    return pd.DataFrame({
        "id_key": keys[0], "content_key": keys[1],
        "theme_id": np.array(ids, dtype=object)[dice.integers(0, len(ids), count)],
        "created_at": pd.Series(pd.Timestamp(as_of) - ago), "author": named.astype(object).where(named.notna(), None),
        "channel": dice.choice(np.array(CHANNELS, dtype=object), count),
        "voice": (dice.random(count) < 0.9).astype(int), "negative": negative,
        "positive": (1 - negative) * dice.random(count),
    })  # fmt: skip


def _quotes(ids: Sequence[str], quotes: int, mentions: pd.DataFrame) -> pd.DataFrame:
    some = mentions.head(len(ids) * quotes)
    rows = [
        {
            "action_id": each, "place": place, "id_key": int(some["id_key"].iloc[line % len(some)]),
            "author": some["author"].iloc[line % len(some)], "text": f"My refund is late, {each} {place}!",
            "url": f"https://example.com/{each}/{place}", "language": "en",
        }
        for line, (each, place) in enumerate((each, place) for each in ids for place in range(quotes))
        if len(some)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["action_id", "place", "id_key", "author", "text", "url", "language"])
