"""How dates are read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.listen.dates import Dates, read_dates
from triage.listen.day_order import DateHints, suggests_day_first
from triage.listen.names import fold
from triage.listen.vendors import load_table
from triage.listen.zones import zone_of_name

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
        ("20150224T113552Z", "2015-02-24T11:35:52", "iso"),
        ("20150224 11:35", "2015-02-24T11:35", "iso"),
        ("20150224113552", "2015-02-24T11:35:52", "iso"),
        ("20150224", "2015-02-24", "iso"),
        ("2015-W09-2", "2015-02-24", "iso"),
        ("2009-W53-7", "2010-01-03", "iso"),
        ("2015-055T11:35Z", "2015-02-24T11:35", "iso"),
        ("2015-02-24T11:35:52,5Z", "2015-02-24T11:35:52.5", "iso"),
        ("2015-02-24T11:35:52.1234567Z", "2015-02-24T11:35:52.123456", "iso"),
        ("2015-02-24 11:35:52+01", "2015-02-24T10:35:52", "iso"),
        ("2015-02-24 11:35:52 GMT+2", "2015-02-24T09:35:52", "iso"),
        ("2015-02-24 11:35:52 UTC", "2015-02-24T11:35:52", "iso"),
        ("2015-02-24T11:35:52 Europe/Berlin", "2015-02-24T10:35:52", "iso"),
        ("2015-02-24T11:35:52+01:00[Europe/Berlin]", "2015-02-24T10:35:52", "iso"),
        ("2015-07-24 11:35 Europe/Berlin", "2015-07-24T09:35", "iso"),
        ("2015-02-24T24:00:00Z", "2015-02-25T00:00", "iso"),
        ("2015-02-24T11Z", "2015-02-24T11:00", "iso"),
        ("2015. 2. 24. 11:35", "2015-02-24T11:35", "iso"),
        ("2015年2月24日 11:35", "2015-02-24T11:35", "iso"),
        ("２０１５-０２-２４ １１:３５", "2015-02-24T11:35", "iso"),
        ('="2015-02-24"', "2015-02-24", "iso"),
        ("1424777752.123", "2015-02-24T11:35:52.123", "epoch"),
        ("1424777752123456", "2015-02-24T11:35:52.123456", "epoch"),
        ("1424777752123456789", "2015-02-24T11:35:52.123456", "epoch"),
        ("1.424777752123E+12", "2015-02-24T11:35:52.123", "epoch"),
        ("1,424777752e+09", "2015-02-24T11:35:52", "epoch"),
        ("/Date(1424777752123+0100)/", "2015-02-24T11:35:52.123", "epoch"),
        ("Feb 28 11:35:52 2015", "2015-02-28T11:35:52", "named month"),
        ("Tue Feb 24 2015 11:35:52 GMT+0100 (Central European Standard Time)", "2015-02-24T10:35:52", "named month"),
        ("Tuesday, February 24, 2015 11:35:52 AM Pacific Standard Time", "2015-02-24T19:35:52", "named month"),
        ("Sept 3, 2024", "2024-09-03", "named month"),
        ("Feb 24 '15", "2015-02-24", "named month"),
        ("3rd March 2024", "2024-03-03", "named month"),
        ("März 2024", "2024-03-01", "named month"),
        ("the 3rd of March 2024", "2024-03-03", "named month"),
        ("3. Mrz. 2024 um 9.05 Uhr", "2024-03-03T09:05", "named month"),
        ("3. Maerz 2024, 9 Uhr", "2024-03-03T09:00", "named month"),
        ("3-MAR-24", "2024-03-03", "named month"),
        ("2024-Mar-03 9:05 PM", "2024-03-03T21:05", "named month"),
        ("9:05 PM · Mar 3, 2024", "2024-03-03T21:05", "named month"),
        ("3 mars 2024 à 14h05", "2024-03-03T14:05", "named month"),
        ("1er août 2024", "2024-08-01", "named month"),
        ("3 de marzo de 2024 9:05 p. m.", "2024-03-03T21:05", "named month"),
        ("3 settembre 2024 alle 14:05", "2024-09-03T14:05", "named month"),
        ("3 de março de 2024", "2024-03-03", "named month"),
        ("zo 3 maart 2024", "2024-03-03", "named month"),
        ("3 października 2024", "2024-10-03", "named month"),
        ("Di., 24.02.2015, 11:35 Uhr", "2015-02-24T11:35", "dmy"),
        ("24.02.15", "2015-02-24", "dmy"),
        ("24-02-2015 11.35.52", "2015-02-24T11:35:52", "dmy"),
        ("24/02/2015 - 11:35", "2015-02-24T11:35", "dmy"),
        ("11:35 24.02.2015", "2015-02-24T11:35", "dmy"),
        ("2/24/2015 9:05 p.m.", "2015-02-24T21:05", "mdy"),
        ("2/24/2015 12:05 AM EST", "2015-02-24T05:05", "mdy"),
        ("2/24/15, 9 PM", "2015-02-24T21:00", "mdy"),
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


@pytest.mark.parametrize(
    "cell",
    ["2015-02-29", "2015-W60-1", "2015-366", "24 Foo 2015", "2015-02-24T25:00", "2015-02-24T11:61", "20151324", "2015",
     "1.7E+12", "1.42478E+09", "12345678901", "0", "0000-00-00", "1970-01-01T00:00:00Z", "24.02.2015 11:35 or so",
     "2 hours ago", "vor 3 Stunden", "gestern", "9:05 PM", "-1424777752", "+01:00", "Mon", "a" * 100_000],
)  # fmt: skip
def test_what_is_no_date_is_missing(cell: str) -> None:
    found = read(cell, "2015-02-24")
    assert found.times.notna().tolist() == [False, True]
    assert "1 dates could not be read; their mentions have no created_at" in found.warnings


def test_times_told_from_the_exports_own_are_counted() -> None:
    found = read("2 hours ago", "gestern", "vor 3 Tagen", "5h", "2015-02-24Z")
    assert any(warning.startswith("4 times are told from the export's own") for warning in found.warnings)


def test_ten_days_of_april_are_no_ten_months() -> None:
    days = [f"{day:02}/04/2015" for day in range(3, 13)]
    assert read(*days).times.dt.month.unique().tolist() == [4]
    assert read(*days).order == "dmy"
    assert "set date_order = mdy" in " ".join(read(*days).warnings)
    months = [f"04/{day:02}/2015 10:00" for day in range(3, 13)]
    assert (read(*months).order, read(*months, order="dmy").order) == ("mdy", "dmy")


@pytest.mark.parametrize(
    "cells", [["03/04/2015"] * 9, ["01/02/2015", "02/09/2015"], ["05/05/2015"], ["3/4/15 5:00 PM"]]
)
def test_a_few_dates_far_apart_tell_no_order(cells: list[str]) -> None:
    found = read(*cells)
    assert found.order == "mdy"
    assert any(
        warning.endswith("were read month first; set date_order = dmy if they are not") for warning in found.warnings
    )


def test_german_columns_and_a_column_beside_tell_the_order() -> None:
    cells = pd.Series(["03/04/2015", "05/09/2015"], dtype="str")
    assert read_dates(cells, "", DateHints(day_first=suggests_day_first(["Datum"]))).order == "dmy"
    assert read_dates(cells, "", DateHints(day_first=suggests_day_first(["Date"]))).order == "mdy"
    beside = read("2015-04-03T10:00Z", "2015-09-05T10:00Z").times
    assert read_dates(cells, "", DateHints(beside=beside)).order == "dmy"
    assert read_dates(cells, "", DateHints(beside=read("", "2015-05-09").times)).order == "mdy"


def test_zones_lean_to_the_order_of_their_people() -> None:
    assert read("3/4/2015 11:35 MEZ").order == "dmy"
    assert read("3/4/2015 11:35 PST").order == "mdy"


@given(
    st.lists(st.sampled_from(["03/04/2015", "04/04/2015", "5.6.15", "1424777752", "soon", "x", "2015-04-04T10:00 CST",
                              "07/08/2016 5 PM"]), max_size=12), st.randoms(),
)  # fmt: skip
def test_the_order_of_rows_changes_nothing(cells: list[str], random: object) -> None:
    rows = list(range(len(cells)))
    random.shuffle(rows)  # type: ignore[attr-defined]  # hypothesis hands in a Random
    first, second = read(*cells), read(*(cells[row] for row in rows))
    assert first.times.iloc[rows].tolist() == second.times.tolist() or first.times.isna().any()
    assert (
        first.times.iloc[rows].fillna(pd.Timestamp(0, tz="UTC")).tolist()
        == second.times.fillna(pd.Timestamp(0, tz="UTC")).tolist()
    )
    assert (first.order, first.warnings) == (second.order, second.warnings)


def test_a_zone_with_several_meanings_is_read_as_most_mean_it_and_said() -> None:
    found = read("2015-02-24 11:35 IST")
    assert found.times[0] == pd.Timestamp("2015-02-24T06:05Z")
    assert found.warnings == ["zones with several meanings were read so: IST as UTC+05:30"]


def test_a_zone_of_the_column_counts_for_times_that_name_none() -> None:
    hints = DateHints(zone=zone_of_name("Created (Europe/Berlin)"))
    found = read_dates(pd.Series(["2015-07-24 11:35", "24.7.2015 11:35", "2015-07-24 11:35Z", "2015-07-24"]), "", hints)
    assert found.times.dt.hour.tolist() == [9, 9, 11, 0]
    assert "times without a zone were read as Europe/Berlin, as their column says" in found.warnings


@pytest.mark.parametrize(
    ("name", "hours"),
    [("Date (GMT)", 0), ("Created (UTC+1)", 1), ("Published (CET)", 1), ("created_at_utc", 0), ("Zeit (MEZ)", 1),
     ("Posted EST", -5), ("Date (local)", None), ("DATE", None), ("Post Created Date", None), ("Published at", None)],
)  # fmt: skip
def test_the_zone_in_a_columns_name_is_told(name: str, hours: int | None) -> None:
    zone = zone_of_name(name)
    assert (zone.utcoffset(None) if zone else None) == (None if hours is None else timedelta(hours=hours))


def test_few_dates_far_ahead_of_all_others_are_kept_but_counted() -> None:
    found = read(*["2015-02-24Z", "2015-03-01Z", "2014-01-01Z"] * 10, "2051-02-24Z", "2105-02-24Z")
    assert found.times.notna().all()
    assert found.warnings == ["2 dates lie more than a year after all others"]
    assert read("2015-02-24Z", "2019-02-24Z").warnings == []


def test_no_name_of_a_month_means_two() -> None:
    numbers: dict[str, set[int]] = {}
    for names in load_table("months").values():
        assert len(names) == 12
        for number, listed in enumerate(names, 1):
            for name in listed.split():
                numbers.setdefault(fold(name), set()).add(number)
    assert [name for name, meant in numbers.items() if len(meant) > 1] == []


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
