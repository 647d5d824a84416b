"""How much more counts vary than chance alone has them."""

from __future__ import annotations

import numpy as np
import pytest

from triage.understand.dispersion import DISPERSION, pool_dispersion


def counts(dispersion: float, mean: float, days: int = 35, themes: int = 200) -> np.ndarray:
    size = 1 / dispersion
    return np.random.default_rng(5).negative_binomial(size, size / (size + mean), size=(themes, days))


def expected(of: np.ndarray) -> np.ndarray:
    return np.repeat(of.mean(axis=1, keepdims=True), of.shape[1], axis=1)


@pytest.mark.parametrize("mean", [5.0, 50.0])
@pytest.mark.parametrize("dispersion", [0.05, 0.25, 0.8])
def test_the_dispersion_that_was_drawn_is_found(dispersion: float, mean: float) -> None:
    drawn = counts(dispersion, mean)
    assert pool_dispersion(drawn, expected(drawn)) == pytest.approx(dispersion, rel=0.2)


def test_sums_of_independent_days_vary_less() -> None:
    drawn = counts(0.25, 20.0, days=63)
    assert pool_dispersion(drawn, expected(drawn), 7) == pytest.approx(0.25 / 7, rel=0.3)


def test_little_history_leaves_what_is_believed() -> None:
    drawn = counts(1.0, 20.0, days=3, themes=3)
    assert pool_dispersion(drawn, expected(drawn)) == pytest.approx(DISPERSION, rel=0.5)
    assert pool_dispersion(drawn[:, :1], expected(drawn[:, :1])) == DISPERSION
    assert pool_dispersion(drawn, expected(drawn), 3) == DISPERSION / 3


def test_incidents_of_the_past_do_not_hide_those_of_tonight() -> None:
    drawn = counts(0.25, 20.0)
    plain = pool_dispersion(drawn, expected(drawn))
    usual = expected(drawn)
    drawn[:10, 20] = 900
    assert pool_dispersion(drawn, usual) < 1.3 * plain
