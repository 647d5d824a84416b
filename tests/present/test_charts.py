from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from triage.present.charts import bar, sparkline

NUMBERS = st.lists(st.none() | st.floats(0, 1e9), max_size=40)


@given(values=NUMBERS)
def test_a_number_is_one_character(values: list[float | None]) -> None:
    line = sparkline(values)
    assert len(line) == len(values)
    assert [sign == "·" for sign in line] == [value is None for value in values]


@given(values=NUMBERS.filter(lambda values: None not in values))
def test_a_larger_number_is_never_drawn_lower(values: list[float]) -> None:
    by_size = sparkline(sorted(values))
    assert list(by_size) == sorted(by_size)


def test_nothing_but_zeros_is_a_flat_line() -> None:
    assert sparkline([0, 0, 0]) == "▁▁▁"


@given(value=st.floats(-1, 1e6), top=st.floats(0, 1e6), width=st.integers(1, 60))
def test_a_bar_fits_and_is_empty_only_for_nothing(value: float, top: float, width: int) -> None:
    drawn = bar(value, top, width)
    assert len(drawn) <= width
    assert bool(drawn) == (value > 0 and top > 0)
