"""Makes histories of nights whose truth is known: what acting does to a theme, and what happens without it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np

from triage.model.history import History, ListedRow, NightHeard, PastChange, ThemeDay

START = datetime(2026, 1, 1, 5, tzinfo=UTC)
_FIRST_DAY = int(START.timestamp()) // 86_400
_NEVER = 10_000


def simulated(
    seed: int, *, voices_left: float = 1.0, negative_less: float = 0.0, themes: int = 120, nights: int = 32
) -> History:
    """Returns nights in which the loudest themes are acted on, by chance, in the morning after.

    Args:
        seed: Of chance.
        voices_left: Share of a theme's voices that is left from the day after the action on; 1 for no effect.
        negative_less: What the action takes off the negative share.
        themes: Themes, each with a level of its own and busy and quiet days of its own.
        nights: Nights; nothing is acted on in the first week.
    """
    rng = np.random.default_rng(seed)
    level, share = rng.gamma(5.0, 0.5, themes), rng.beta(6, 6, themes)
    acted = np.full(themes, _NEVER)
    seen = np.zeros(themes, np.int64)
    rows, changes, days, heard = [], [], [], []
    for day in range(nights):
        busy = rng.gamma(3, 1 / 3, themes)
        counts = rng.poisson(level * busy * np.where(acted < day, voices_left, 1.0))
        negative = rng.binomial(counts, np.clip(share - np.where(acted < day, negative_less, 0.0), 0.0, 1.0))
        as_of = START + timedelta(days=day + 1)
        heard.append(NightHeard(night=day + 1, as_of=as_of, voices=int(counts.sum()), scored=int(counts.sum())))
        seen += counts
        for theme in np.flatnonzero(seen).tolist():
            name, loud = f"t{theme:03}", int(counts[theme])
            if loud:
                days.append(
                    ThemeDay(
                        theme_id=name, day=_FIRST_DAY + day, voices=loud, scored=loud, negative=float(negative[theme])
                    )
                )
            priority = ("P4", "P3", "P2", "P1")[int(np.searchsorted([2, 4, 8], loud, side="right"))]
            rows.append(
                ListedRow(night=day + 1, action_id=name, theme=name, kind="respond", priority=priority, mentions=loud)
            )
            if day >= 6 and acted[theme] == _NEVER and priority != "P4" and rng.random() < 0.08:
                acted[theme] = day + 1
                changes.append(done(name, night=day + 1, at=as_of + timedelta(hours=4)))
    return History(nights=tuple(heard), rows=tuple(rows), changes=tuple(changes), days=tuple(days))


def done(action_id: str, *, night: int, at: datetime, by: str = "Ann") -> PastChange:
    """Returns the change by which somebody did an action."""
    return PastChange(night=night, action_id=action_id, what="status", before="open", after="done", at=at, by=by)
