"""How the line that names the columns is read where it is damaged."""

from __future__ import annotations

import pytest

from triage.listen.dialect import decide_dialect

ROWS = "".join(f'{place:02}.03.2026,{place},"seat {place}, aisle",\n' for place in range(1, 20))
NAMES = ("day", "number", "seat", "remark")


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ('"day,number,"seat","remark"', ('"day', *NAMES[1:])),
        ('day,"number,"seat",remark', ("day", '"number', *NAMES[2:])),
        ('day,number,""seat",remark', ("day", "number", '"seat', "remark")),
        ("day number seat remark", NAMES),
        ("day;number;seat;remark", NAMES),
        ('day,number"seat","remark"', NAMES),
        ('day,number,"seat""remark"', NAMES),
        ('day,number,"seat"remark', NAMES),
    ],
)
def test_a_damaged_header_still_names_the_columns(header: str, columns: tuple[str, ...]) -> None:
    found = decide_dialect(f"{header}\n{ROWS}", is_whole=True)
    assert (found.columns, found.header_row, found.skip_lines) == (columns, 1, 1)


@pytest.mark.parametrize("above", ["Seats sold this month", "Halvara;seats;sold;today"])
def test_a_title_of_as_many_words_is_no_header(above: str) -> None:
    found = decide_dialect(f"{above}\n{','.join(NAMES)}\n{ROWS}", is_whole=True)
    assert (found.columns, found.header_row) == (NAMES, 2)


def test_a_header_over_a_single_longer_row_is_no_table_of_its_own() -> None:
    found = decide_dialect('"run";"state";"seconds"\n"a_1";"DONE";"2.5";"\n"\n', is_whole=True)
    assert found.columns == ("run", "state", "seconds", "column_4")
