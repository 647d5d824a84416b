"""How a delimited file is found to be written."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.listen.dialect import decide_dialect
from triage.listen.vendors import known_names

WORDS = st.sampled_from(
    ["refund", "late, again", 'a "good" one', "so; so", "line\nbreak", "Grüße", "12", "2026-01-02", "", "it's"]
)


@given(
    st.lists(st.tuples(st.integers(1, 999), WORDS, WORDS), min_size=2, max_size=20),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_what_the_csv_module_writes_is_found(rows: list[tuple[int, str, str]], delimiter: str, end: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end)
    writer.writerow(["id", "text", "author"])
    writer.writerows(rows)
    found = decide_dialect(out.getvalue(), is_whole=True, known=known_names())
    assert (found.delimiter, found.columns, found.header_row, found.skip_lines) == (
        delimiter,
        ("id", "text", "author"),
        1,
        1,
    )


@pytest.mark.parametrize(
    ("head", "delimiter", "columns", "header_row"),
    [
        ("a;b\n1,5;2,5\n3,5;4,5\n", ";", ("a", "b"), 1),
        ("sep=|\na|b\n1|2\n", "|", ("a", "b"), 2),
        ("text\nHello, you\nGood, bad, ugly\n", "\x1f", ("text",), 1),
        ("1,2026-01-02,hello you\n2,2026-01-03,hello me\n", ",", ("column_1", "column_2", "column_3"), 0),
        ("Report of all\n\nx,y,y,\n1,2,3,4\n1,2,3,4\n", ",", ("x", "y", "y_2", "column_4"), 3),
        (
            "Brand:,Acme,,,\nFrom:,2026-01-01,,,\nalpha,beta,gamma,delta,epsilon\n1,2,3,4,5\n",
            ",",
            ("alpha", "beta", "gamma", "delta", "epsilon"),
            3,
        ),
        (
            (
                'Report:,Mentions\nBrand:,Acme\nFrom:,"Mon Jan 01"\nTo:,"Tue Jan 02"\nLabel:,\n\n'
                "Date,Full Text,Url\n2024-01-01,late,https://a.example/1\n2024-01-01,good,https://a.example/2\n"
            ),
            ",",
            ("Date", "Full Text", "Url"),
            7,
        ),
        ("id,author,text\n1,',\n1,',\n", ",", ("id", "author", "text"), 1),
        ("a, b, c\n1, 2, 3\n", ", ", ("a", "b", "c"), 1),
        ("alpha,beta\n1,2,\n3,4,\n", ",", ("alpha", "beta", "column_3"), 1),
        ("", ",", ("column_1",), 0),
    ],
)
def test_a_head_is_read_as_a_person_would(head: str, delimiter: str, columns: tuple[str, ...], header_row: int) -> None:
    found = decide_dialect(head, is_whole=True, known=known_names())
    assert (found.delimiter, found.columns, found.header_row) == (delimiter, columns, header_row)


@given(st.text(max_size=300))
def test_no_text_crashes(head: str) -> None:
    assert decide_dialect(head, is_whole=True, known=known_names()).columns
