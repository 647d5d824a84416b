"""How dates are read."""

from __future__ import annotations

from datetime import UTC, datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.listen.dates import Dates, read_dates

TIMES = st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants naive bounds


def read(*cells: str, order: str = "") -> Dates:
    return read_dates(pd.Series(list(cells), dtype="str"), order)


@pytest.mark.parametrize(
    ("cell", "expected", "order"),
    [
        ("2015-02-24T11:35:52Z", "2015-02-24T11:35:52", "iso"),
        ("2015-02-24 11:35:52 -0800", "2015-02-24T19:35:52", "iso"),
        ("2015-02-24T11:35:52.123+01:00", "2015-02-24T10:35:52.123", "iso"),
        ("2023-11-13 04:30:36 EST", "2023-11-13T09:30:36", "iso"),
        ("2015/02/24 11:35", "2015-02-24T11:35", "iso"),
        ("1424777752", "2015-02-24T11:35:52", "epoch"),
        ("1424777752.0", "2015-02-24T11:35:52", "epoch"),
        ("1424777752123", "2015-02-24T11:35:52.123", "epoch"),
        ("Sat Feb 28 11:35:52 -0800 2015", "2015-02-28T19:35:52", "named month"),
        ("Mon Apr 06 22:19:45 PDT 2009", "2009-04-07T05:19:45", "named month"),
        ("Tue, 24 Feb 2015 11:35:52 +0000", "2015-02-24T11:35:52", "named month"),
        ("24-Feb-2015 05:12PM", "2015-02-24T17:12", "named month"),
        ("Jul 7, 2025 5:12 PM", "2025-07-07T17:12", "named month"),
        ("July 7, 2025 at 12:05:01\u202fAM", "2025-07-07T00:05:01", "named month"),
        ("24. Februar 2015 11:35 Uhr", "2015-02-24T11:35", "named month"),
        ("Dienstag, 3. März 2015, 11:35", "2015-03-03T11:35", "named month"),
        ("24.02.2015 11:35", "2015-02-24T11:35", "dmy"),
        ("3.2.15 11:35 MEZ", "2015-02-03T10:35", "dmy"),
        ("2/24/2015 11:35", "2015-02-24T11:35", "mdy"),
        ("24/02/2015 1:35 pm", "2015-02-24T13:35", "dmy"),
        ("42059.5", "2015-02-24T12:00", "serial"),
    ],
)
def test_the_forms_that_exports_use_are_read(cell: str, expected: str, order: str) -> None:
    found = read(cell)
    assert (found.times[0], found.order) == (pd.Timestamp(expected, tz="UTC"), order)


@given(
    st.lists(TIMES, min_size=1, max_size=20), st.sampled_from(["%d/%m/%Y %H:%M:%S", "%m/%d/%Y %H:%M:%S"]), st.randoms()
)
def test_one_row_that_tells_decides_for_all_whatever_the_order(
    moments: list[datetime], form: str, random: object
) -> None:
    moments = [*moments, datetime(2020, 5, 25, tzinfo=UTC)]
    random.shuffle(moments)  # type: ignore[attr-defined]  # hypothesis hands in a Random
    found = read(*(moment.strftime(form) for moment in moments))
    assert found.times.tolist() == [moment.replace(microsecond=0) for moment in moments]


def test_what_cannot_be_told_follows_the_setting_else_month_first_with_a_warning() -> None:
    assert read("03/04/2015", order="dmy").times[0].month == 4
    found = read("03/04/2015")
    assert found.times[0].month == 3
    assert "date_order" in " ".join(found.warnings)


def test_a_date_that_is_none_is_missing_and_counted_by_rows() -> None:
    found = read("31.02.2024", "soon", "soon", "", "1.2.2024", "0001-01-01", "9999-12-31T23:59:59Z", "12:30")
    assert found.times.notna().tolist() == [False, False, False, False, True, False, False, False]
    assert any(warning.startswith("6 dates") for warning in found.warnings)


def test_a_time_without_a_zone_is_said_to_be_utc() -> None:
    assert "times without a zone were read as UTC" in read("2015-02-24 11:35").warnings
    assert read("2015-02-24 11:35Z").warnings == []


@given(st.lists(st.text(max_size=30)))
def test_no_text_crashes(cells: list[str]) -> None:
    assert len(read(*(cell.encode("utf-8", "replace").decode() for cell in cells)).times) == len(cells)


@given(
    st.lists(
        st.from_regex(r"\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}( \d{1,2}:\d{2})?( ?[+-]\d{1,2}:?\d{0,2})?", fullmatch=True)
    )
)
def test_nothing_that_looks_like_a_date_crashes(cells: list[str]) -> None:
    assert len(read(*cells).times) == len(cells)
