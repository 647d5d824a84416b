"""Counts false alarms and found incidents of rules for a trend; run by hand: python -m tests.evaluation.trend.

Counts are drawn, over-dispersed as daily counts of mentions are: variance m + m * m / 4. Most themes of a night are
steady, one in thirty changes. Themes of one night share a weekday cycle and how busy the day is. Copies of a text by
one author are mentions, which the rivals count, and no voices, which are counted here.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.stats import poisson

from triage.understand.trend import CHANCE, compare, judge_days

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    Counts = NDArray[np.int64]
    Flags = NDArray[np.bool_]
    Rule = Callable[["Days"], Flags]

MEANS: Final = (0.5, 1, 2, 5, 10, 20, 50)
HISTORIES: Final = (3, 7, 14, 28, 60)
#: Themes of each mean a night; of these the first changes where power is measured.
THEMES: Final = 30
#: Variance is m + m * m / SIZE.
SIZE: Final = 4.0
#: Monday first: half as much is said on Sundays.
CYCLE: Final = np.array([1.1, 1.1, 1.1, 1.1, 1.1, 0.8, 0.7])
#: Standard deviation of the logarithm of how busy a day is for all.
BUSY: Final = 0.1
#: Share of theme nights in which one author's text is copied 20 to 200 times.
REPOSTED: Final = 0.03
_WEEK: Final = 7


@dataclass(frozen=True, slots=True, eq=False)
class Days:
    """One night: voices and mentions a day, the newest last; shape (themes, days)."""

    voices: Counts
    mentions: Counts
    weekday: int

    def until(self, day: int) -> Days:
        """Returns what was known so many days earlier."""
        last = self.voices.shape[1] - day
        return Days(self.voices[:, :last], self.mentions[:, :last], (self.weekday - day) % _WEEK)


@dataclass(frozen=True, slots=True)
class World:
    """What besides chance moves counts: a weekday cycle, and copies."""

    cycle: bool = False
    reposts: bool = False


STEADY: Final = World()
CYCLING: Final = World(cycle=True)
COPYING: Final = World(cycle=True, reposts=True)


def draw(
    random: np.random.Generator, days: int, world: World = STEADY, change: NDArray[np.float64] | None = None
) -> Days:
    """Draws a night after so many days; change multiplies the last days of the first theme of each mean."""
    mean = np.repeat(MEANS, THEMES)[:, None] * np.exp(random.normal(0, BUSY, days + 1))
    weekday = int(random.integers(_WEEK))
    if world.cycle:
        mean = mean * CYCLE[(weekday - np.arange(days + 1)[::-1]) % _WEEK]
    if change is not None:
        mean[::THEMES, -len(change) :] *= change
    voices = random.negative_binomial(SIZE, SIZE / (SIZE + mean)).astype(np.int64)
    mentions = voices.copy()
    if world.reposts:
        copied = random.random(voices.shape) < REPOSTED
        mentions = voices + copied * random.integers(20, 200, voices.shape)
        voices = voices + copied
    return Days(voices, mentions, weekday)


def _last_week(days: Days) -> tuple[Counts, NDArray[np.float64], NDArray[np.float64]]:
    week = days.mentions[:, :-1][:, -_WEEK:]
    return days.mentions[:, -1], week.mean(axis=1), week.std(axis=1, ddof=1)


def _ours(days: Days) -> Flags:
    return judge_days(days.voices, weekday=days.weekday).alarm


def _one_window(days: Days) -> Flags:
    before = days.voices[:, :-1]
    return compare(days.voices[:, -1], before.sum(axis=1), before.shape[1]).chance < CHANCE


def _deviations(times: float) -> Rule:
    def rule(days: Days) -> Flags:
        now, mean, deviation = _last_week(days)
        return np.asarray(now > mean + times * deviation)

    return rule


def _share_of_average(days: Days) -> Flags:
    now, mean, _ = _last_week(days)
    return np.asarray(now > 1.5 * mean)


def _poisson(days: Days) -> Flags:
    return np.asarray(poisson.sf(days.mentions[:, -1] - 1, days.mentions[:, :-1].mean(axis=1)) < CHANCE)


RULES: Final[dict[str, Rule]] = {
    "ours": _ours,
    "negative binomial, one day, p < 0.001": _one_window,
    "Poisson, p < 0.001": _poisson,
    "EARS C1: mean + 3 sd of 7 days": _deviations(3),
    "mean + 2 sd of 7 days": _deviations(2),
    "150 % of the 7-day average": _share_of_average,
}


def false_alarms(rule: Rule, days: int, nights: int, world: World = STEADY, seed: int = 1) -> NDArray[np.float64]:
    """Returns the share of steady themes and nights with an alarm for each mean; shape (means,)."""
    random = np.random.default_rng([seed, days])
    alarms = np.zeros(len(MEANS) * THEMES)
    for _ in range(nights):
        alarms += rule(draw(random, days, world))
    return np.asarray(alarms.reshape(len(MEANS), THEMES).mean(axis=1) / nights)


def false_falls(days: int, nights: int, world: World = STEADY, seed: int = 1) -> float:
    """Returns the share of steady themes and nights that are said to fall."""
    random = np.random.default_rng([seed, days])
    falls = 0
    for _ in range(nights):
        night = draw(random, days, world)
        falls += judge_days(night.voices, weekday=night.weekday).trend.count("falling")
    return falls / (nights * len(MEANS) * THEMES)


def power(rule: Rule, days: int, nights: int, change: NDArray[np.float64], seed: int = 2) -> NDArray[np.float64]:
    """Returns the share of changed themes with an alarm in one of the nights of the change; shape (means,)."""
    random = np.random.default_rng([seed, days])
    found = np.zeros(len(MEANS))
    for _ in range(nights):
        night = draw(random, days + len(change) - 1, CYCLING, change)
        found += np.any([rule(night.until(day))[::THEMES] for day in range(len(change))], axis=0)
    return found / nights


def _row(name: str, shares: NDArray[np.float64] | list[float], digits: int) -> str:
    return f"| {name} | " + " | ".join(f"{100 * share:.{digits}f}" for share in shares) + " |"


def _head(first: str, names: list[str]) -> str:
    return f"\n| {first} | " + " | ".join(names) + " |\n|---|" + "---:|" * len(names)


def report(nights: int) -> Iterator[str]:
    """Yields the lines of the tables."""
    worlds = {"steady": STEADY, "weekdays": CYCLING, "weekdays and reposts": COPYING}
    for label, world in worlds.items():
        yield f"\nFalse alarms, % of themes and nights, by days of history ({label})"
        yield _head("rule", [f"{days} days" for days in HISTORIES])
        for name, rule in RULES.items():
            yield _row(name, [false_alarms(rule, days, nights, world).mean() for days in HISTORIES], 2)
        yield _row("ours, said to fall", [false_falls(days, nights, world) for days in HISTORIES], 2)
    yield "\nFalse alarms, % of themes and nights, by mean a day (28 days, weekdays)"
    yield _head("rule", [f"{mean:g}" for mean in MEANS])
    for name, rule in RULES.items():
        yield _row(name, false_alarms(rule, 28, nights, CYCLING), 2)
    changes = {f"x{factor} in the last day": np.array([float(factor)]) for factor in (2, 3, 5)}
    changes["to x3 within seven days, in one of them"] = np.linspace(1, 3, _WEEK + 1)[1:]
    for label, change in changes.items():
        for days in (7, 28):
            yield f"\nFound, % of themes that grow {label}, by mean a day ({days} days, weekdays)"
            yield _head("rule", [f"{mean:g}" for mean in MEANS])
            for name, rule in RULES.items():
                yield _row(name, power(rule, days, max(nights // 2 // len(change), 1), change), 0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nights", type=int, default=1_000, help="nights drawn for each figure")
    for line in report(parser.parse_args().nights):
        print(line, flush=True)  # noqa: T201
