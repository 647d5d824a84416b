"""Decides how a delimited file is written, from its first 64 KiB."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from triage.listen.delimiters import likely_delimiters, likely_quotes
from triage.listen.header_line import mend_header
from triage.listen.layout import RAGGED, SAMPLE_ROWS, Layout, choose_width, find_layout, is_named, profiles_of
from triage.listen.line_form import BARE_RETURN, PLAIN, LineForm, line_form
from triage.listen.names import fold
from triage.listen.records import Marks, read_rows, split
from triage.listen.shapes import is_value, kind_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from triage.listen.shapes import ColumnProfile

_SEP_LINE: Final = re.compile(r'"?sep=([^\r\n])"?\s*$', re.IGNORECASE)
#: Stands in for a delimiter of several characters.
STAND_INS: Final = ("\x1f", "\x1e", "\x1d", "\x1c", "\x01", "\x02")
#: What one column of text scores: less than a table of two columns that is right in most rows.
_SINGLE: Final = 0.3
#: Trust in quotes that mean nothing: the reader mends a few stray ones, so there must be many.
_UNQUOTED: Final = 0.5
#: What rows above the table cost.
_PREAMBLE: Final = 0.5
_TYPED_ROWS: Final = 100
#: In wider tables no row is held against what the columns hold.
_MOST_PROFILED: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How a delimited file is written.

    Attributes:
        marks: Delimiter, quote and escape as they are read: a delimiter of several characters is replaced by one.
        delimiter: Column delimiter as it stands in the file; "," for a single column.
        skip_blanks: Whether blanks around a cell belong to the delimiter.
        columns: Column names, unique.
        header_row: Row of the header as a spreadsheet counts it, 0 for none.
        header_rows: Rows that the header takes.
        preamble_rows: Rows above the header.
        skip_lines: Lines before the first row of data.
        skip_rows: Rows before the first row of data.
        lines: What its lines are like.
        header: The cells of the header as they stand there.
        profiles: What the cells of each column look like.
        sample: Rows that the profiles were made from.
    """

    marks: Marks
    delimiter: str
    skip_blanks: bool
    columns: tuple[str, ...]
    header_row: int
    header_rows: int
    preamble_rows: int
    skip_lines: int
    skip_rows: int
    lines: LineForm = PLAIN
    header: tuple[str, ...] = ()
    profiles: Sequence[ColumnProfile] = field(default=(), repr=False)
    sample: Sequence[Sequence[str]] = field(default=(), repr=False)

    @property
    def quote(self) -> str:
        """The quote character, "" for none."""
        return self.marks.quote

    def stand_in(self, text: str) -> str:
        """Replaces a delimiter of several characters by the one that stands in for it."""
        return text if self.delimiter == self.marks.delimiter else text.replace(self.delimiter, self.marks.delimiter)

    def restored(self, text: str) -> str:
        """Returns a cell or a record as it stands in the file."""
        return text.replace(self.marks.delimiter, self.delimiter).replace(BARE_RETURN, "\r")


@dataclass(slots=True)
class _Candidate:
    """One way to read the head, with what it makes of it."""

    marks: Marks
    delimiter: str
    rows: list[list[str]]
    ends: list[int]
    width: int = 1
    score: float = 0.0


def decide_dialect(head: str, *, is_whole: bool, known: Collection[str] = (), delimiter: str = "") -> Dialect:
    r"""Chooses the dialect that makes the most consistent table.

    Args:
        head: The beginning of the file.
        is_whole: Whether it is the whole file; else its last row may be cut and is left out.
        known: Folded column names that a header is likely to have.
        delimiter: The delimiter where it is known; all else is proper CSV then.

    Returns:
        The dialect, with where the data begins.

    >>> decide_dialect("id;text\r\n1;gut, sehr gut\r\n", is_whole=True).columns
    ('id', 'text')
    """
    if delimiter:
        body = list(io.StringIO(head, newline=""))
        candidate = _read(body, delimiter, '"', "", known, is_whole=is_whole)
        return _with_layout(candidate, find_layout(candidate.rows, candidate.width, known), 0)
    form = line_form(head)
    lines = list(io.StringIO(form.ends_plainly(head), newline=""))
    told = _SEP_LINE.match(lines[0]) if lines else None
    skipped = 1 if told else 0
    head = form.unwrapped("".join(lines[skipped:]))
    body = list(io.StringIO(head, newline=""))
    delimiters = {told[1]: 1.0} if told else likely_delimiters(body)
    candidates = [
        candidate
        for delimiter, trust in delimiters.items()
        for quote, escape in likely_quotes(head, delimiter)
        if (candidate := _read(body, delimiter, quote, escape, known, is_whole=is_whole, trust=trust)).width > 1
    ]
    single = _read_single(body, known, is_whole=is_whole)
    best = max([single, *candidates], key=lambda candidate: candidate.score)
    dialect = _with_layout(best, find_layout(best.rows, best.width, known), skipped)
    return replace(dialect, lines=form)


def _read(
    lines: list[str],
    delimiter: str,
    quote: str,
    escape: str,
    known: Collection[str],
    *,
    is_whole: bool,
    trust: float = 1.0,
) -> _Candidate:
    single = delimiter
    if len(delimiter) > 1 or not delimiter.isascii():
        single = next(mark for mark in STAND_INS if not any(mark in line for line in lines))
        lines = [line.replace(delimiter, single) for line in lines]
    marks = Marks(single, quote, escape)
    candidate = _Candidate(marks, delimiter, [], [])
    for row, used in read_rows(lines, marks):
        candidate.rows.append(row)
        candidate.ends.append(used)
    _unwrap(candidate, lines)
    mend_header(candidate.rows, candidate.ends, lines, marks)
    if not is_whole and len(candidate.rows) > 1:
        del candidate.rows[-1], candidate.ends[-1]
    _score(candidate, known, trust)
    return candidate


def _unwrap(candidate: _Candidate, lines: list[str]) -> None:
    """Reads rows of several lines anew, a line each, where those fit the other rows and the long row does not."""
    widths = Counter(len(row) for row in candidate.rows)
    width = max(widths, key=lambda number: (widths[number] * (number > 1), number), default=1)
    rows: list[list[str]] = []
    ends: list[int] = []
    begin = 0
    for row, end in zip(candidate.rows, candidate.ends, strict=True):
        if end - begin > 1 and len(row) != width:
            parts = [split(line, candidate.marks) for line in lines[begin:end]]
            if sum(len(part) == width for part in parts) * 2 > len(parts):
                rows += parts
                ends += range(begin + 1, end + 1)
                begin = end
                continue
        rows.append(row)
        ends.append(end)
        begin = end
    candidate.rows, candidate.ends = rows, ends


def _read_single(lines: list[str], known: Collection[str], *, is_whole: bool) -> _Candidate:
    """Reads a table of one column: the comma stays inside its cells unless they are quoted."""
    quoted = sum(line.startswith('"') for line in lines)
    delimiter = "," if quoted * 2 >= len(lines) or "," not in "".join(lines) else "\x1f"
    single = _read(lines, delimiter, '"' if quoted else "", "", known, is_whole=is_whole)
    single.width = 1
    cells = [row[:1] for row in single.rows[:SAMPLE_ROWS] if row]
    has_known = bool(cells) and all(len(row) == 1 for row in single.rows[:1]) and is_named(cells[0], known)
    single.score = _SINGLE * _type_score(cells) + has_known
    return single


def _score(candidate: _Candidate, known: Collection[str], trust: float) -> None:
    """Scores how many rows agree on a width, times how clean their cells look; a header of known names settles it."""
    width = choose_width(candidate.rows, known)
    if width == 1:
        return
    candidate.width = width
    start = next(place for place, row in enumerate(candidate.rows) if len(row) == width)
    if start and len(candidate.rows[start - 1]) > 1 and abs(len(candidate.rows[start - 1]) - width) <= RAGGED:
        start -= 1
    table = [row for row in candidate.rows[start:] if row]
    alike = [row for row in table if len(row) == width]
    share = len(alike) / len(table)
    trust *= (1.0 if candidate.marks.quote else _UNQUOTED) * (1 - _PREAMBLE * start / len(candidate.rows))
    candidate.score = trust * share * (1 - 1 / width) * _type_score(alike[:_TYPED_ROWS])
    named = [row for row in table[:SAMPLE_ROWS] if abs(len(row) - width) <= RAGGED and is_named(row, known)]
    if named:
        most = max(sum(fold(cell) in known for cell in row) / max(width, len(row)) for row in named)
        candidate.score += share * most


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
    return 0.8 if kind_of(cell) == "word" or cell[0] not in ",:;" else 0.5


def _without_end(rows: list[list[str]]) -> list[list[str]]:
    """Drops rows from the end that are half blank where most are not, as sums and notes are."""

    def is_half_blank(row: list[str]) -> bool:
        return sum(map(bool, map(str.strip, row))) * 2 <= len(row)

    if sum(map(is_half_blank, rows)) * 2 > len(rows):
        return rows
    end = len(rows)
    while end > 1 and is_half_blank(rows[end - 1]):
        end -= 1
    return rows[:end]


def _with_layout(best: _Candidate, layout: Layout, skipped: int) -> Dialect:
    start = layout.data_at
    sample = _without_end([row for row in best.rows[start:] if len(row) == best.width][:SAMPLE_ROWS])
    if len(layout.columns) > _MOST_PROFILED:
        sample = []
    columns = tuple(name.replace(BARE_RETURN, " ") for name in layout.columns)
    return Dialect(
        marks=best.marks,
        delimiter=best.delimiter,
        skip_blanks=best.delimiter.endswith(" ") and len(best.delimiter) > 1,
        columns=columns,
        header_row=layout.header_at + 1 + skipped if layout.header_at >= 0 else 0,
        header_rows=layout.header_rows,
        preamble_rows=start - layout.header_rows,
        skip_lines=skipped + (best.ends[start - 1] if start else 0),
        skip_rows=skipped + start,
        header=tuple(best.rows[layout.header_at]) if layout.header_at >= 0 else (),
        profiles=profiles_of(sample, len(columns)) if sample else (),
        sample=sample,
    )
