"""Compares each theme's last days with what was to be expected, by the tail of a negative binomial."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from triage.model.vocabulary import Trend
from triage.understand.busyness import tell_busyness, tell_weekdays
from triage.understand.dispersion import DISPERSION, pool_dispersion
from triage.understand.tails import Sum, fewer_chance, more_chance

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Counts = NDArray[np.int64]
    Flags = NDArray[np.bool_]

#: Chance below which a count is no chance.
CHANCE: Final = 0.001
#: Share of a night's alarms that may be false.
FALSE_SHARE: Final = 0.1
#: Fewer voices than this raise no alarm.
LEAST_VOICES: Final = 3
#: Days before the last one that must be known before anything can be expected.
LEAST_DAYS: Final = 1.0
#: Sums of so many last days are compared: what breaks out, and what swells.
WINDOWS: Final = (1, 3, 7)
#: Share of the risk of a false alarm that each of so many sums takes: an outbreak can't wait, a swell has seven nights.
_RISK: Final = {1: (1.0,), 2: (0.6, 0.4), 3: (0.5, 0.25, 0.25)}
#: Days that tell what is usual, before the days that are compared; what is older says little of now.
BASELINE: Final = 28
#: Days that are looked at at all: nine weeks.
HISTORY: Final = 63


@dataclass(frozen=True, slots=True, eq=False)
class Trends:
    """How each theme's last days compare with the days before.

    Attributes:
        growth: Ratio of the last day's count to the expected one, or of a longer sum where that raised the alarm and
            `LEAST_VOICES` spoke before it; NaN where nothing was to be expected. Shape (themes,).
        surprise: -log10 of the chance of so many or more, the choice of the best window accounted for; shape (themes,).
        trend: `Trend` of each theme.
        alarm: Whether the rule of `judge_days` found a theme louder than chance, new ones too; shape (themes,).
        window: Days of the sum that surprises most; shape (themes,).
        chance: The chance of so many or more; shape (themes,).
        chance_fewer: The chance of so few or fewer; shape (themes,).
        quiet: Whether less than one voice was expected on the last day. A doubling or tripling of so little can't be
            told from chance in one night; such a theme stays steady until many more come. Shape (themes,).
    """

    growth: Floats
    surprise: Floats
    trend: list[str]
    alarm: Flags
    window: Counts
    chance: Floats
    chance_fewer: Floats
    quiet: Flags


@dataclass(frozen=True, slots=True, eq=False)
class _Tails:
    """The tails of sums of the last days; shape (themes, windows)."""

    window: list[int]
    more: Floats
    fewer: Floats
    ratio: Floats
    expected: Floats


def compare(recent: Counts, before: Counts, days: float) -> Trends:
    """Compares the last day with all days before it together, where no day of them is known by itself.

    As `judge_days`, with one window and the dispersion that is believed beforehand.

    Args:
        recent: Voices in the last day; shape (themes,).
        before: Voices in the days before; shape (themes,).
        days: Number of those days.

    Returns:
        The `Trends`; with fewer than `LEAST_DAYS` days all themes are new and nothing surprises.

    >>> compare(np.array([70, 10, 9]), np.array([10, 20, 20]), 2.0).trend
    ['rising', 'steady', 'steady']
    """
    if days < LEAST_DAYS or not before.any():
        return _nothing_known(np.zeros(len(recent), bool))
    busy = tell_busyness(
        recent[:, None], _rates(before, days), DISPERSION * (1 + 1 / days) + 1 / (before + 0.5), np.ones(1)
    )
    usual = (before + 0.5) / days * busy.others[:, 0]
    sums = _compared([Sum(1, recent, before, usual, DISPERSION, days, busy.doubt)])
    enough = recent[:, None] >= LEAST_VOICES
    return _concluded(sums, enough, before, known=np.zeros(len(recent), bool), closed=np.zeros(len(recent), bool))


def judge_days(
    counts: Counts,
    covered: Floats | None = None,
    *,
    weekday: int | None = None,
    authors: Counts | None = None,
    known: Flags | None = None,
    closed: Flags | None = None,
) -> Trends:
    """Compares the sums of the last 1, 3 and 7 days with the days before them.

    What is expected of a theme is its mean count a day over up to `BASELINE` days before the sum, times how busy the
    days of the sum were for the other themes (`tell_busyness`; with four weeks of days a weekday's usual factor is what
    each day is first believed to be). A sum of w days is compared only with at least w days. Its chance is the tail of
    a negative binomial (`Sum`) whose dispersion is pooled over all themes (`pool_dispersion`), that of longer sums
    never less than a day's / w.

    The rule: a theme rises where the chance of so many or more is below `CHANCE`, the least of the chances of the sums,
    each divided by its share of the risk (Bonferroni with weights 1/2, 1/4 and 1/4); and is among those that Benjamini
    and Hochberg (1995) keep at a share of false ones of `FALSE_SHARE` of all themes of the night; at least
    `LEAST_VOICES` different people speak in those days; and the last day itself is not below its expectation, so that
    yesterday's incident does not rise today. Themes of fewer voices than that in all can never raise an alarm and are
    not counted (Tarone 1990). A theme falls by the same rule for the other tail.

    Args:
        counts: Voices a day, the newest day last; shape (themes, days).
        covered: Share of each day that the exports reach, 0 for a day that is missing; all 1 without. Shape (days,).
        weekday: Weekday of the last day, 0 for Monday; weekdays are all alike without.
        authors: Different people in the last 1, 3 and 7 days; as many as voices without. Shape (themes, 3).
        known: Themes that were there before the first of these days, so that silence does not make them new.
        closed: Themes whose action was done, as the store will tell; heard again by `LEAST_VOICES`, they are back.

    Returns:
        The `Trends`; with fewer than `LEAST_DAYS` days before the last all themes that are not known are new.

    >>> days = np.array([[9, 11, 10, 8, 90], [20, 18, 22, 19, 21], [5, 6, 5, 4, 5]])
    >>> judge_days(days).trend
    ['rising', 'steady', 'steady']
    """
    counts = np.asarray(counts, np.int64)[:, -HISTORY - 1 :]
    none = np.zeros(len(counts), bool)
    known, closed = none if known is None else known, none if closed is None else closed
    share = np.ones(counts.shape[1]) if covered is None else np.asarray(covered, np.float64)[-counts.shape[1] :]
    there = np.append(share[:-1] > 0, True)
    before = counts[:, :-1][:, there[:-1]].sum(axis=1)
    if share[:-1].sum() < LEAST_DAYS or not before.any():
        return _nothing_known(known)
    weekdays = None if weekday is None else ((weekday - np.arange(len(share))[::-1]) % 7)[there]
    sums = _sums(counts[:, there], np.append(share[:-1][there[:-1]], 1.0), weekdays)
    people = np.column_stack([counts[:, there][:, -window:].sum(axis=1) for window in sums.window])
    if authors is not None:
        people = np.minimum(people, authors[:, : len(sums.window)])
    return _concluded(sums, people >= LEAST_VOICES, before, known=known, closed=closed)


def _sums(counts: Counts, share: Floats, weekdays: Counts | None) -> _Tails:
    """Returns the sums of the last days with their chances; see `judge_days`."""
    history, days = counts[:, :-1], counts.shape[1] - 1
    seen = history.sum(axis=1)
    rate = _rates(seen, float(share[:-1].sum()))
    excess = DISPERSION * (1 + 1 / days) + 1 / (seen + 0.5)
    busy = tell_busyness(counts, rate, excess, share)
    if weekdays is not None:
        factors = tell_weekdays(busy.all[:-1], weekdays[:-1], share[:-1] >= 1)
        busy = tell_busyness(counts, rate, excess, share * factors[weekdays])
    expected = busy.others[:, :-1] * (seen / busy.others[:, :-1].sum(axis=1))[:, None]
    daily = pool_dispersion(history, expected)
    compared = []
    for window in WINDOWS:
        start = days + 1 - window
        if start < window:
            break
        base = slice(max(0, start - BASELINE), start)
        length = start - base.start
        dispersion = max(pool_dispersion(history, expected, window), daily / window) if window > 1 else daily
        spoken = counts[:, base].sum(axis=1)
        usual = (spoken + 0.5) / busy.others[:, base].sum(axis=1)
        mean = usual * busy.others[:, start:].sum(axis=1)
        now = counts[:, start:].sum(axis=1)
        compared.append(Sum(window, now, spoken, mean, dispersion, length / window, busy.doubt / window))
    return _compared(compared)


def _rates(before: Counts, days: float) -> Floats:
    """Returns the mean of each theme a day, above 0 even where it was silent; together they are the mean of all."""
    return np.asarray((before + 0.5) / days * (before.sum() / (before.sum() + 0.5 * len(before))))


def _compared(sums: list[Sum]) -> _Tails:
    """Returns the tails of all sums; few voices before tell neither that one is less nor how much more."""
    expected = np.column_stack([each.expected for each in sums])
    ratio = np.column_stack([each.now for each in sums]) / expected
    told = np.column_stack([each.before for each in sums]) >= LEAST_VOICES
    return _Tails(
        window=[each.window for each in sums],
        more=np.column_stack([more_chance(each) for each in sums]),
        fewer=np.column_stack([np.where(each.before >= LEAST_VOICES, fewer_chance(each), 1.0) for each in sums]),
        ratio=np.where(told, ratio, ratio[:, :1]),
        expected=expected,
    )


def _concluded(sums: _Tails, enough: Flags, before: Counts, *, known: Flags, closed: Flags) -> Trends:
    """Applies the rule of `judge_days`; enough says in which windows enough people speak."""
    longer = np.array(sums.window) > 1
    more = np.where(enough & ~(longer & (sums.ratio[:, :1] < 1)), sums.more, 1.0)
    fewer = np.where(longer & (sums.ratio[:, :1] > 1), 1.0, sums.fewer)
    risk = np.array(_RISK[len(sums.window)])
    more, fewer = np.minimum(more / risk, 1.0), np.minimum(fewer / risk, 1.0)
    best, least = more.argmin(axis=1), fewer.argmin(axis=1)
    chance, chance_fewer = more.min(axis=1), fewer.min(axis=1)
    family = (enough.any(axis=1) | (before >= LEAST_VOICES)).sum()
    rising, falling = _discovered(chance, family), _discovered(chance_fewer, family)
    is_new = (before == 0) & ~known
    trend = np.full(len(more), Trend.STEADY.value, object)
    trend[falling], trend[rising] = Trend.FALLING.value, Trend.RISING.value
    trend[is_new] = Trend.NEW.value
    trend[closed & enough[:, 0]] = Trend.BACK.value
    window = np.where(falling, least, np.where(rising, best, 0))
    return Trends(
        growth=np.where(is_new, np.nan, sums.ratio[np.arange(len(more)), window]),
        surprise=np.maximum(-np.log10(np.maximum(chance, 1e-300)), 0.0),
        trend=[str(word) for word in trend],
        alarm=rising,
        window=np.array(sums.window)[np.where(falling, least, best)],
        chance=chance,
        chance_fewer=chance_fewer,
        quiet=sums.expected[:, 0] < 1,
    )


def _discovered(chance: Floats, family: int) -> Flags:
    """Tells which chances are below `CHANCE` and kept by Benjamini and Hochberg (1995) among so many."""
    ordered = np.sort(chance)
    kept = ordered <= FALSE_SHARE * np.arange(1, len(ordered) + 1) / max(family, 1)
    limit = ordered[kept][-1] if kept.any() else -1.0
    return np.asarray((chance < CHANCE) & (chance <= limit))


def _nothing_known(known: Flags) -> Trends:
    """Returns what can be said without days to compare with."""
    count = len(known)
    return Trends(
        growth=np.full(count, np.nan),
        surprise=np.zeros(count),
        trend=[Trend.STEADY.value if is_known else Trend.NEW.value for is_known in known],
        alarm=np.zeros(count, bool),
        window=np.ones(count, np.int64),
        chance=np.ones(count),
        chance_fewer=np.ones(count),
        quiet=np.ones(count, bool),
    )
