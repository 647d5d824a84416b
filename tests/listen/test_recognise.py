"""Whose export a table is, by the true headers of each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from triage.listen.chosen_columns import FIELDS, check_map
from triage.listen.dialect import decide_dialect
from triage.listen.recognise import recognise
from triage.listen.sources import RefusedError
from triage.listen.vendors import known_names, load_profiles
from triage.model.errors import UsageError

if TYPE_CHECKING:
    from triage.listen.recognise import FieldMapping

#: Vendor -> the header that its exports have, as seen in public files.
HEADERS = dict(line.split(": ", 1) for line in (Path(__file__).parent / "vendor_headers.txt").read_text().splitlines())


def mapped(header: str, **chosen: str) -> FieldMapping:
    return recognise(pd.DataFrame(columns=header.split(","), dtype="str"), chosen)


@pytest.mark.parametrize("vendor", HEADERS)
def test_each_vendor_is_recognised_by_its_header(vendor: str) -> None:
    mapping = mapped(HEADERS[vendor])
    assert mapping.profile.name == vendor
    assert {"text"} <= set(mapping.described())


def test_every_profile_has_a_header_in_this_test_or_a_sample() -> None:
    samples = {folder.name for folder in (Path(__file__).parent / "samples").iterdir()}
    expectations = (Path(__file__).parent / "samples").glob("*/expected.json")
    read_whole = {json.loads(path.read_text(encoding="utf-8")).get("profile") for path in expectations}
    assert set(load_profiles()) <= {*HEADERS, *samples, *read_whole, "generic"}


@pytest.mark.parametrize("vendor", sorted(load_profiles()))
def test_every_field_of_a_profile_is_a_field_of_a_mention(vendor: str) -> None:
    assert set(load_profiles()[vendor].fields) <= set(FIELDS)


@pytest.mark.parametrize("vendor", HEADERS)
def test_every_vendors_header_is_found_below_a_preamble(vendor: str) -> None:
    columns = HEADERS[vendor].split(",")
    row = ",".join(f"cell {number}" for number in range(len(columns)))
    head = f"Report:,All\n\nLabel:\n{HEADERS[vendor]}\n{row}\n{row}\n"
    assert decide_dialect(head, is_whole=True, known=known_names()).columns == tuple(columns)


def test_two_columns_hold_the_time_of_meltwater() -> None:
    assert mapped(HEADERS["meltwater"]).described()["created_at"].startswith("Date + Time")


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("tweet_id,airline,text,tweet_created", "mention_id=tweet_id text=text created_at=tweet_created"),
        ("Datum,Verfasser,Beitrag,Kanal", "text=Beitrag created_at=Datum channel=Kanal author=Verfasser"),
        ("ID,Titel,Nachricht,Likes,Kommentare", "title=Titel mention_id=ID text=Nachricht engagement=Likes+Kommentare"),
    ],
)
def test_known_names_are_found_in_english_and_german(header: str, expected: str) -> None:
    told = mapped(header).described()
    assert " ".join(f"{name}={column.replace(' + ', '+')}" for name, column in told.items()) == expected


def test_a_column_named_like_a_text_that_holds_numbers_is_none() -> None:
    frame = pd.DataFrame(
        {"Bewertung": ["5", "4"], "Spalte": ["Sehr gut gelaufen", "Das war leider nichts"]}, dtype="str"
    )
    mapping = recognise(frame, {})
    assert mapping.fields["text"] == (("Spalte",),)
    assert "'Spalte'" in mapping.warnings[0]


def test_a_chosen_column_wins_and_two_may_be_joined() -> None:
    mapping = mapped("id,text,Day,Clock,note", text="note", created_at="Day + Clock")
    assert mapping.described() == {"mention_id": "id", "text": "note", "created_at": "Day + Clock"}


def test_a_field_that_is_none_is_an_error_with_a_guess() -> None:
    with pytest.raises(UsageError, match="did you mean 'text'"):
        check_map({"txet": "a"})


def test_a_table_without_text_is_refused_with_the_option_that_helps() -> None:
    with pytest.raises(RefusedError, match=r"columns are id, n; say --map text="):
        recognise(pd.DataFrame({"id": ["1"], "n": ["2"]}, dtype="str"), {})


@pytest.mark.parametrize(
    "columns",
    [["action_id", "next_step", "volume_points"], ["mention_id", "duplicate_group", "polarity", "theme", "text"]],
)
def test_what_triage_wrote_is_refused(columns: list[str]) -> None:
    with pytest.raises(RefusedError, match="that triage wrote"):
        recognise(pd.DataFrame(columns=columns, dtype="str"), {})
