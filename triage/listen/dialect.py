"""Decides how a delimited file is written, from its first 64 KiB."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from triage.listen.names import fold, make_unique

if TYPE_CHECKING:
    from collections.abc import Collection

_DELIMITERS: Final = (",", ";", "\t", "|")
_SEP_LINE: Final = re.compile(r'"?sep=([^\r\n])"?\s*$', re.IGNORECASE)
_NUMBER: Final = re.compile(r"[+-]?\d[\d.,  '\u00a0]*(?:[eE][+-]?\d+)?\s?%?")
_DATE: Final = re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}(?:[T ,].*)?|[A-Z][a-z]{2} [A-Z][a-z]{2} \d+ \d\d:\d\d.*")
_URL: Final = re.compile(r"(?:https?://|www\.)\S+")
#: What one column of text scores: less than a table of two columns that is right in most rows.
_SINGLE: Final = 0.3
#: Trust in quotes that mean nothing: the reader mends a few stray ones, so there must be many.
_UNQUOTED: Final = 0.5
#: What rows above the table cost.
_PREAMBLE: Final = 0.5
_SAMPLE_ROWS: Final = 300
_LONG_WORDS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How a delimited file is written.

    Attributes:
        delimiter: Column delimiter; "," for a single column.
        quote: Quote character, "" for none.
        escape: Escape character before a quote, "" where quotes are doubled.
        skip_blanks: Whether blanks after a delimiter belong to it.
        columns: Column names, unique.
        header_row: Row of the header as a spreadsheet counts it, 0 for none.
        skip_lines: Lines before the first row of data.
        skip_rows: Rows before the first row of data.
    """

    delimiter: str
    quote: str
    escape: str
    skip_blanks: bool
    columns: tuple[str, ...]
    header_row: int
    skip_lines: int
    skip_rows: int

    def arguments(self) -> dict[str, Any]:
        """Returns the arguments of `csv.reader` that read this dialect."""
        return _arguments(self.delimiter, self.quote, self.escape, skip_blanks=self.skip_blanks)


@dataclass(slots=True)
class _Candidate:
    """One way to read the head, with what it makes of it."""

    delimiter: str
    quote: str
    escape: str
    skip_blanks: bool
    rows: list[list[str]]
    ends: list[int]
    width: int = 1
    score: float = 0.0


def decide_dialect(head: str, *, is_whole: bool, known: Collection[str] = ()) -> Dialect:
    r"""Chooses the dialect that makes the most consistent table.

    Args:
        head: The beginning of the file.
        is_whole: Whether it is the whole file; else its last row may be cut and is left out.
        known: Folded column names that a header is likely to have.

    Returns:
        The dialect, with where the data begins.

    >>> decide_dialect("id;text\r\n1;gut, sehr gut\r\n", is_whole=True).columns
    ('id', 'text')
    """
    lines = list(io.StringIO(head, newline=""))
    told = _SEP_LINE.match(lines[0]) if lines else None
    skipped = 1 if told else 0
    delimiters = (told[1],) if told else _DELIMITERS
    body = lines[skipped:]
    candidates = [
        candidate
        for delimiter in delimiters
        if told or delimiter in head
        for quote, escape in _quotings(head, delimiter)
        if (candidate := _read(body, delimiter, quote, escape, known, is_whole=is_whole)).width > 1
    ]
    single = _read_single(body, known, is_whole=is_whole)
    best = max([single, *candidates], key=lambda candidate: candidate.score)
    return _with_header(best, skipped, known)


def _quotings(head: str, delimiter: str) -> list[tuple[str, str]]:
    mark = re.escape(delimiter)
    doubles = len(re.findall(rf'(?:^|{mark}) ?"', head, re.MULTILINE))
    singles = len(re.findall(rf"(?:^|{mark}) ?'", head, re.MULTILINE))
    found = [('"', "")]
    if '"' in head:
        found.append(("", ""))
    if '\\"' in head and '""' not in head.replace(f'{delimiter}""', ""):
        found.insert(0, ('"', "\\"))
    if singles > max(1, doubles):
        found.append(("'", "\\" if "\\'" in head and "''" not in head else ""))
    return found


def _arguments(delimiter: str, quote: str, escape: str, *, skip_blanks: bool) -> dict[str, Any]:
    return {
        "delimiter": delimiter,
        "quotechar": quote or None,
        "quoting": csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
        "escapechar": escape or None,
        "doublequote": not escape,
        "skipinitialspace": skip_blanks,
    }


def _read(
    lines: list[str], delimiter: str, quote: str, escape: str, known: Collection[str], *, is_whole: bool
) -> _Candidate:
    first = next((line for line in lines if delimiter in line), "")
    skip_blanks = delimiter != "\t" and delimiter in first and first.count(delimiter) == first.count(delimiter + " ")
    candidate = _Candidate(delimiter, quote, escape, skip_blanks, [], [])
    reader = csv.reader(lines, **_arguments(delimiter, quote, escape, skip_blanks=skip_blanks))
    csv.field_size_limit(max(csv.field_size_limit(), sum(map(len, lines)) + 1))
    try:
        for row in reader:
            candidate.rows.append(row)
            candidate.ends.append(reader.line_num)
    except csv.Error:
        return candidate
    if not is_whole and len(candidate.rows) > 1:
        del candidate.rows[-1], candidate.ends[-1]
    _score(candidate, known)
    return candidate


def _read_single(lines: list[str], known: Collection[str], *, is_whole: bool) -> _Candidate:
    """Reads a table of one column: the comma stays inside its cells unless they are quoted."""
    quoted = sum(line.startswith('"') for line in lines)
    delimiter = "," if quoted * 2 >= len(lines) or "," not in "".join(lines) else "\x1f"
    single = _read(lines, delimiter, '"' if quoted else "", "", known, is_whole=is_whole)
    single.width = 1
    cells = [row[:1] for row in single.rows[:_SAMPLE_ROWS] if row]
    has_known = bool(cells) and all(len(row) == 1 for row in single.rows[:1]) and _is_known(cells[0], known)
    single.score = _SINGLE * _type_score(cells) + has_known
    return single


def _score(candidate: _Candidate, known: Collection[str]) -> None:
    """Scores how many rows agree on a width, times how clean their cells look; a header of known names settles it."""
    named = [row for row in candidate.rows[:_SAMPLE_ROWS] if len(row) > 1 and _is_known(row, known)]
    header = max(named, key=lambda row: sum(fold(cell) in known for cell in row), default=None)
    counts = Counter(len(row) for row in candidate.rows if row)
    wide = {width: count * (1 - 1 / width) for width, count in counts.items() if width > 1}
    if not wide:
        return
    candidate.width = len(header) if header else max(wide, key=lambda width: (wide[width], width))
    start = next(place for place, row in enumerate(candidate.rows) if len(row) == candidate.width)
    table = [row for row in candidate.rows[start:] if row]
    alike = [row for row in table if len(row) == candidate.width]
    share = len(alike) / len(table)
    trust = (1.0 if candidate.quote else _UNQUOTED) * (1 - _PREAMBLE * start / len(candidate.rows))
    candidate.score = trust * share * (1 - 1 / candidate.width) * _type_score(alike[:_SAMPLE_ROWS])
    candidate.score += header is not None


def _is_known(row: list[str], known: Collection[str]) -> bool:
    """Whether at least half of a row's cells are names of columns, and none is a value."""
    cells = [cell.strip() for cell in row if cell.strip()]
    return sum(fold(cell) in known for cell in cells) * 2 >= max(1, len(row)) and not any(map(_is_no_name, cells))


def _is_no_name(cell: str) -> bool:
    """Whether a cell is a value, or a label of the preamble such as "From:"."""
    return is_value(cell) or cell.endswith(":")


def _type_score(rows: list[list[str]]) -> float:
    cells = [cell for row in rows for cell in row]
    return sum(map(_cell_score, cells)) / max(1, len(cells))


def _cell_score(cell: str) -> float:
    cell = cell.strip()
    if not cell or is_value(cell):
        return 1.0
    if cell[0] in "\"'" or cell[-1] == '"' or cell.count('"') % 2:
        return 0.1
    if any(mark in cell for mark in ";\t|"):
        return 0.25
    return 0.8


def is_value(cell: str) -> bool:
    """Whether a cell is a number, a date or a link, as no column's name is.

    >>> [is_value(cell) for cell in ("1,234", "2015-02-24 11:35", "Likes at Posting")]
    [True, True, False]
    """
    return any(pattern.fullmatch(cell) for pattern in (_NUMBER, _DATE, _URL))


def _with_header(best: _Candidate, skipped: int, known: Collection[str]) -> Dialect:
    place = _table_start(best, known)
    row = best.rows[place] if place < len(best.rows) else []
    has_header = bool(row) and _is_header(row, best.rows[place + 1 : place + _SAMPLE_ROWS], known)
    if has_header:
        place += 1
    names = [name.strip() for name in row] if has_header else [""] * best.width
    names += [""] * (best.width - len(names))
    return Dialect(
        delimiter=best.delimiter,
        quote=best.quote,
        escape=best.escape,
        skip_blanks=best.skip_blanks,
        columns=tuple(make_unique(names)),
        header_row=place + skipped if has_header else 0,
        skip_lines=skipped + (best.ends[place - 1] if place else 0),
        skip_rows=skipped + place,
    )


def _table_start(best: _Candidate, known: Collection[str]) -> int:
    """Finds the first row that is as wide as the table and mostly filled: what stands above is preamble."""
    wide = [place for place, row in enumerate(best.rows) if len(row) == best.width and any(map(str.strip, row))]
    named = next((place for place in wide if place < _SAMPLE_ROWS and _is_known(best.rows[place], known)), None)
    if named is not None:
        return named
    half = best.width / 2
    start = next((place for place in wide if sum(1 for cell in best.rows[place] if cell.strip()) >= half), None)
    if start is None:
        return wide[0] if wide else 0
    above = best.rows[start - 1] if start else []
    ragged = 2
    is_header_above = (
        min(len(above), best.width) > 1
        and abs(len(above) - best.width) <= ragged
        and all(cell.strip() and not is_value(cell.strip()) for cell in above)
        and any(is_value(cell.strip()) for cell in best.rows[start])
    )
    return start - 1 if is_header_above else start


def _is_header(row: list[str], below: list[list[str]], known: Collection[str]) -> bool:
    if _is_known(row, known):
        return True
    cells = [cell.strip() for cell in row]
    for place, cell in enumerate(cells):
        under = [other[place].strip() for other in below if place < len(other) and other[place].strip()]
        if is_value(cell) and (not under or sum(map(is_value, under)) * 2 > len(under)):
            return False
    if any(fold(cell) in known for cell in cells):
        return True
    if len(cells) == 1:
        return False
    return not any(len(cell.split()) > _LONG_WORDS for cell in cells)
