from __future__ import annotations

import csv
import io
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.frames import action_frame, scored_frame
from triage.model.action import Action
from triage.model.column import columns_of, names_of
from triage.model.mention import Mention
from triage.present.delimited import CELL_LIMIT, CSV, SPREADSHEETS, TSV, Dialect, cut_cell, delimited
from triage.present.safe import plain_text, safe_cell, unsafe_cell

MENTION_SPECS = [spec for spec in columns_of(Mention) if spec.name in {"mention_id", "text"}]
ANY_TEXT = st.text() | st.text(st.sampled_from("\"',;\t\r\n =+-@\x00\u200b\ufeffaä日"))


def read_back(content: bytes, dialect: Dialect = CSV) -> list[list[str]]:
    text = content.decode("utf-8-sig" if dialect.bom else "utf-8")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=dialect.delimiter))


def mentions(texts: list[str]) -> pd.DataFrame:
    return scored_frame(pd.DataFrame({"mention_id": [str(i) for i in range(len(texts))], "text": texts}, dtype="str"))


@pytest.mark.parametrize("dialect", [CSV, TSV, SPREADSHEETS["us"], SPREADSHEETS["de"]])
@given(texts=st.lists(ANY_TEXT))
def test_what_was_written_reads_back(dialect: Dialect, texts: list[str]) -> None:
    rows = read_back(b"".join(delimited(mentions(texts), MENTION_SPECS, dialect)), dialect)
    assert rows[0] == ["mention_id", "text"]
    assert [unsafe_cell(row[1]) for row in rows[1:]] == [plain_text(text) for text in texts]


@given(st.lists(ANY_TEXT))
def test_it_is_what_the_csv_module_would_write(texts: list[str]) -> None:
    content = b"".join(delimited(mentions(texts), MENTION_SPECS))
    expected = io.StringIO(newline="")
    writer = csv.writer(expected, lineterminator="\r\n")
    writer.writerow(["mention_id", "text"])
    writer.writerows([str(i), safe_cell(plain_text(text))] for i, text in enumerate(texts))
    assert content.decode() == expected.getvalue()


@given(st.lists(ANY_TEXT))
def test_a_single_column_loses_no_empty_row(texts: list[str]) -> None:
    rows = read_back(b"".join(delimited(mentions(texts), MENTION_SPECS[1:])))
    assert len(rows) == len(texts) + 1


def test_hostile_strings_read_back(hostile: list[str]) -> None:
    rows = read_back(b"".join(delimited(mentions(hostile), MENTION_SPECS)))
    assert [unsafe_cell(row[1]) for row in rows[1:]] == [plain_text(text) for text in hostile]


def test_plain_csv_is_rfc_4180(make_action: Any) -> None:
    frame = action_frame([make_action(theme='say "no", twice', quote="one\ntwo", note="=1")])
    specs = [spec for spec in columns_of(Action) if spec.name in {"rank", "score", "theme", "note", "reach", "quote"}]
    assert b"".join(delimited(frame, specs)) == (
        b'rank,score,theme,note,reach,quote\r\n1,61.2,"say ""no"", twice",\'=1,,"one\ntwo"\r\n'
    )


def test_german_spreadsheets_get_semicolons_commas_and_a_byte_order_mark(make_action: Any) -> None:
    specs = [spec for spec in columns_of(Action) if spec.name in {"rank", "score", "theme"}]
    content = b"".join(delimited(action_frame([make_action(theme="zu spät; wieder")]), specs, SPREADSHEETS["de"]))
    assert content == b"\xef\xbb\xbf" + 'rank;score;theme\r\n1;61,2;"zu spät; wieder"\r\n'.encode()


def test_an_empty_list_has_its_header() -> None:
    content = b"".join(delimited(action_frame([]), columns_of(Action)))
    assert content.decode() == ",".join(names_of(Action)) + "\r\n"


@pytest.mark.parametrize("letter", ["a", "ä", "😀"])
def test_spreadsheets_get_no_cell_longer_than_they_hold(letter: str) -> None:
    long = "=" + letter * 40_000
    for name in ("us", "de"):
        dialect = SPREADSHEETS[name]
        cell = read_back(b"".join(delimited(mentions([long, "short"]), MENTION_SPECS, dialect)), dialect)[1][1]
        assert CELL_LIMIT - 1 <= len(cell.encode("utf-16-le")) // 2 <= CELL_LIMIT
        assert cell.endswith("…")
        assert cell.startswith("'=")
    assert read_back(b"".join(delimited(mentions([long]), MENTION_SPECS)))[1][1] == "'" + long


@given(st.text(), st.integers(2, 20))
def test_a_cut_cell_fits_and_is_the_beginning(text: str, limit: int) -> None:
    cell = cut_cell(text, limit)
    assert len(cell.encode("utf-16-le")) <= 2 * limit
    assert cell == text or (cell.endswith("…") and text.startswith(cell[:-1]))
