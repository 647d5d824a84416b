from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.act.waiting import Waited, waiting_quantile

WAITED = st.lists(st.builds(Waited, st.integers(0, 50).map(float), st.booleans()), max_size=30)


def test_the_quantiles_are_those_of_a_published_example() -> None:
    # 6-mercaptopurine in leukaemia (Freireich and others 1963), as in Kaplan-Meier textbooks: the median is 23 weeks
    acted = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    waiting = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    waited = [Waited(week, acted_on=True) for week in acted] + [Waited(week, acted_on=False) for week in waiting]
    assert waiting_quantile(waited, 0.5) == 23
    assert waiting_quantile(waited, 0.25) == 13
    assert waiting_quantile(waited, 0.9) is None


def test_leaving_out_what_still_waits_would_be_too_early() -> None:
    acted = [Waited(hours, acted_on=True) for hours in (1, 2, 3)]
    waited = acted + [Waited(10, acted_on=False)] * 4
    assert waiting_quantile(acted, 0.5) == 2
    assert waiting_quantile(waited, 0.5) is None


def test_nothing_has_no_quantile() -> None:
    assert waiting_quantile([], 0.5) is None


@given(waited=WAITED.filter(len))
def test_without_anything_waiting_it_is_the_plain_quantile(waited: list[Waited]) -> None:
    hours = [hours for hours, _ in waited]
    everything = [Waited(hour, acted_on=True) for hour in hours]
    assert waiting_quantile(everything, 0.5) == np.quantile(hours, 0.5, method="inverted_cdf")


@given(waited=WAITED, more=st.integers(0, 50))
def test_what_waits_longer_makes_no_time_shorter(waited: list[Waited], more: int) -> None:
    before = waiting_quantile(waited, 0.5)
    after = waiting_quantile([*waited, Waited(float(more + 50), acted_on=False)], 0.5)
    assert after is None or (before is not None and after >= before)


@pytest.mark.parametrize("share", [0.5, 0.9])
@given(waited=WAITED)
def test_the_order_does_not_matter(share: float, waited: list[Waited]) -> None:
    assert waiting_quantile(waited, share) == waiting_quantile(waited[::-1], share)
