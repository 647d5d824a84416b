"""Tells whether acting helped: themes before and after, beside like themes that nobody acted on."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from triage.act.baseline import Baseline, negative_shares
from triage.model.headway import Difference, Effect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from triage.act.first_actions import Course
    from triage.model.history import History

    Floats = NDArray[np.float64]
    #: Numbers of a theme and its baseline, their measure before and after; its own first.
    Compared = tuple[NDArray[np.intp], Floats, Floats]

#: Themes, and different ones of the baseline, that it takes to tell anything.
LEAST_THEMES: Final = 10

_DRAWS: Final = 1000
_SEED: Final = 7


def effects(history: History, chosen: Sequence[Course], courses: Sequence[Course], *, days: int) -> tuple[Effect, ...]:
    """Tells whether acting helped: of all themes that were acted on, and of those that were done.

    Themes are acted on when they are loud, and what is loud tonight is mostly less loud next week, whatever anybody
    does (regression to the mean). So a plain before and after would praise every action. Here each theme is compared
    with the nearest of those that stood in the same night's list with the same priority, had nearly as many voices in
    the days before and in the last two of them and nearly the same negative share, and that nobody had acted on by
    then. What those lost by themselves is taken off: difference in differences, on the logarithms of voices + 1/2, so
    that silence has one. The day of the first action counts on neither side. What was acted on in the days after stays
    in the baseline: leaving it out would keep what went quiet by itself. It makes the effect look smaller.

    A theme may be marked as done because it had gone quiet; so "acted on" is the fairer group of the two. Themes that
    people chose for what the store cannot see, such as a fix that was due anyway, are beyond any such comparison.

    The interval is that of the Bayesian bootstrap (Rubin, Annals of Statistics 9, 1981) over themes with a fixed seed,
    the matches kept: a theme that serves many as a baseline moves all of them.

    Args:
        history: What the store tells.
        chosen: The actions of which the effect is asked.
        courses: All actions, of which the others may be a baseline.
        days: Days before and after the first action that are compared.

    Returns:
        The groups "acted on" and "done".
    """
    baseline = Baseline(history, courses, days)
    acted = [course for course in chosen if course.first and course.action_id not in history.merged]
    done = [course for course in acted if course.done]
    return tuple(_effect(name, group, baseline, days) for name, group in (("acted on", acted), ("done", done)))


def _effect(name: str, group: Sequence[Course], baseline: Baseline, days: int) -> Effect:
    observed = [course for course in group if baseline.observes(course)]
    matches = [match for match in map(baseline.match, observed) if len(match.places) > 1]
    logs = [(match.places, np.log(match.before[0] + 0.5), np.log(match.after[0] + 0.5)) for match in matches]
    shares = [(match.places, negative_shares(match.before), negative_shares(match.after)) for match in matches]
    voices = _difference(logs)
    return Effect(
        group=name,
        days=days,
        themes=len(group),
        observed=len(observed),
        compared=len(matches),
        later=sum(match.later for match in matches) / len(matches) if matches else 0.0,
        least=LEAST_THEMES,
        voices=_typical(voices, days) if voices else None,
        negative=_difference(shares),
    )


def _difference(compared: Sequence[Compared]) -> Difference | None:
    """Compares measures with those of the baselines; NaN is unknown and left out; None where too few are left."""
    kept = [known for known in map(_known, compared) if known is not None]
    baseline = {int(place) for places, _, _ in kept for place in places[1:]}
    if min(len(kept), len(baseline)) < LEAST_THEMES:
        return None
    low, high = _interval(kept)
    own = np.mean([(before[0], after[0]) for _, before, after in kept], axis=0).tolist()
    others = np.mean([(before[1:].mean(), after[1:].mean()) for _, before, after in kept], axis=0).tolist()
    return Difference(
        themes=len(kept),
        baseline=len(baseline),
        before=own[0],
        after=own[1],
        baseline_before=others[0],
        baseline_after=others[1],
        effect=(own[1] - own[0]) - (others[1] - others[0]),
        low=low,
        high=high,
    )


def _known(compared: Compared) -> Compared | None:
    """Returns what is known before and after; None unless that is so of the theme and of some of its baseline."""
    places, before, after = compared
    known = ~np.isnan(before + after)
    return (places[known], before[known], after[known]) if known[0] and known[1:].any() else None


def _interval(kept: Sequence[Compared]) -> tuple[float, float]:
    """Returns the 90 % interval of the mean change beyond the baseline's."""
    themes, numbers = np.unique(np.concatenate([places for places, _, _ in kept]), return_inverse=True)
    draws = np.random.default_rng(_SEED).exponential(size=(_DRAWS, len(themes)))
    total, weight, start = np.zeros(_DRAWS), np.zeros(_DRAWS), 0
    for places, before, after in kept:
        drawn = draws[:, numbers[start : start + len(places)]]
        changed, own, others = after - before, drawn[:, 0], drawn[:, 1:]
        total += own * (changed[0] - others @ changed[1:] / others.sum(axis=1))
        weight += own
        start += len(places)
    low, high = np.quantile(total / weight, (0.05, 0.95)).tolist()
    return float(low), float(high)


def _typical(logs: Difference, days: int) -> Difference:
    """Returns logarithms of voices as voices a day, and their difference as a relative change."""
    return Difference(
        themes=logs.themes,
        baseline=logs.baseline,
        before=math.exp(logs.before) / days,
        after=math.exp(logs.after) / days,
        baseline_before=math.exp(logs.baseline_before) / days,
        baseline_after=math.exp(logs.baseline_after) / days,
        effect=math.expm1(logs.effect),
        low=math.expm1(logs.low),
        high=math.expm1(logs.high),
    )
