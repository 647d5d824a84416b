"""Which columns are found in exports of nobody in particular, against what a person would choose."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from triage.listen.chosen_columns import FIELDS
from triage.listen.generic import LEAST_TEXT_CONFIDENCE
from triage.listen.recognise import FieldMapping, recognise
from triage.listen.sampling import SAMPLE_ROWS, sample
from triage.listen.sources import RefusedError

EXPORTS: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "odd_exports.toml").read_text("utf-8"))["export"]


def table(rows: str) -> pd.DataFrame:
    header, *cells = [line.split("|") for line in rows.strip("\n").split("\n")]
    return pd.DataFrame(cells, columns=header, dtype="str")


def chosen(mapping: FieldMapping, field: str) -> str:
    return mapping.described().get(field, "").split(" or ")[0]


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: str(export["name"]))
def test_the_columns_are_those_that_a_person_would_choose(export: dict[str, Any]) -> None:
    mapping = recognise(table(export["rows"]), {})
    expected = {field: export[field] for field in FIELDS if field in export}
    found = {field: chosen(mapping, field) for field in expected}
    assert found == expected
    assert mapping.confidence["text"] >= LEAST_TEXT_CONFIDENCE


def test_forty_odd_exports_are_judged_in_every_field() -> None:
    counts = Counter(field for export in EXPORTS for field in FIELDS if field in export)
    assert len(EXPORTS) >= 40
    assert set(counts) == set(FIELDS)


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: str(export["name"]))
def test_the_order_of_the_rows_makes_no_difference(export: dict[str, Any]) -> None:
    frame = table(export["rows"])
    turned = frame[::-1].reset_index(drop=True)
    assert recognise(frame, {}).described() == recognise(turned, {}).described()


def test_a_large_table_is_judged_by_the_same_rows_in_any_order() -> None:
    texts = [f"the train number {number} was late {'again ' * (number % 7)}" for number in range(20_000)]
    frame = pd.DataFrame({"note": texts, "n": [str(number) for number in range(20_000)]}, dtype="str")
    mixed = frame.sample(frac=1, random_state=7).reset_index(drop=True)
    assert sorted(sample(frame)["n"]) == sorted(sample(mixed)["n"])
    assert SAMPLE_ROWS <= len(sample(frame)) <= 2 * SAMPLE_ROWS


def test_an_export_of_counts_is_refused_and_says_what_it_may_be() -> None:
    counts = pd.DataFrame({"Date": ["2026-03-14", "2026-03-15"], "Likes": ["3", "4"], "Views": ["9", "8"]}, dtype="str")
    with pytest.raises(RefusedError, match="counts per day, and no mentions"):
        recognise(counts, {})


def test_an_export_with_neither_text_nor_date_says_so() -> None:
    frame = pd.DataFrame(
        {
            "author": ["ann", "bob"],
            "categories": ["['Sports', 'Music']", "['Travel']"],
            "domain": ["twitter.com", "twitter.com"],
            "impressions": ["12", "40"],
            "queryId": ["7", "7"],
            "queryName": ["Brolly", "Brolly"],
            "reachEstimate": ["5", "9"],
        },
        dtype="str",
    )
    with pytest.raises(RefusedError, match=r"nor one of dates .*say --map text="):
        recognise(frame, {})


def test_a_name_of_thousands_of_characters_and_hundreds_of_columns_are_borne() -> None:
    long = "Clicks (" + ", ".join(f"Page {number}" for number in range(400)) + ")"
    columns = {"Message": ["my order never came", "thank you all"], long: ["1", "2"]}
    columns |= {f"metric {number}": ["", ""] for number in range(300)}
    mapping = recognise(pd.DataFrame(columns, dtype="str"), {})
    assert mapping.described()["text"] == "Message"
    with pytest.raises(RefusedError) as refused:
        recognise(pd.DataFrame({long: ["1", "2"]}, dtype="str"), {})
    assert len(refused.value.what) < 300


def test_a_second_text_is_told_with_the_option_that_joins_them() -> None:
    export = next(one for one in EXPORTS if "pros and cons" in one["name"])
    assert any("--map text='Pros + Cons'" in warning for warning in recognise(table(export["rows"]), {}).warnings)
