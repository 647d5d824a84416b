"""Decides how a delimited file is written, from its first 64 KiB."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from triage.listen.layout import RAGGED, SAMPLE_ROWS, Layout, choose_width, find_layout, is_named, profiles_of
from triage.listen.names import fold
from triage.listen.records import Marks, read_rows, split
from triage.listen.shapes import is_value, kind_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from triage.listen.shapes import ColumnProfile

#: Single delimiters with the trust in each; others must be found in nearly every line as often.
_DELIMITERS: Final = {",": 1.0, ";": 1.0, "\t": 1.0, "|": 1.0, " ": 0.9, ":": 0.8, "~": 0.9, "^": 0.9}
_FOUND_TRUST: Final = 0.9
_PATTERNS: Final = re.compile(
    r"[^\w\s\"'.@#/\\$%()&+*=<>!?-]{2,3}|\t\t| [,;|] |[,;|] |\\t|\t\|\t|[\x01-\x08\x1c-\x1f\u00a6\u00a7\u00ac\u00b6]"
)
#: Marks that texts are full of: delimiters only where every line has as many as the first.
_RARE_MARKS: Final = "#$%&*=+!?/@\\"
_RARE: Final = re.compile(f"[{re.escape(_RARE_MARKS)}]")
_WRAPPED: Final = re.compile(r'^"((?:[^"]|"")*+)"(?=\r?\n|\r|\Z)', re.MULTILINE)
_FEWEST_WRAPPED: Final = 2
_SEP_LINE: Final = re.compile(r'"?sep=([^\r\n])"?\s*$', re.IGNORECASE)
_RETURN: Final = re.compile(r"\r(?!\n)")
#: Stands in for a carriage return that ends no line.
BARE_RETURN: Final = "\ufdd0"
#: Stands in for a delimiter of several characters.
STAND_INS: Final = ("\x1f", "\x1e", "\x1d", "\x1c", "\x01", "\x02")
#: What one column of text scores: less than a table of two columns that is right in most rows.
_SINGLE: Final = 0.3
#: Trust in quotes that mean nothing: the reader mends a few stray ones, so there must be many.
_UNQUOTED: Final = 0.5
#: What rows above the table cost.
_PREAMBLE: Final = 0.5
_MOST_LINES: Final = 0.8
#: As many lines, where cells may have line breaks.
_MANY_LINES: Final = 0.6
#: What ends lines where neither a return nor a line feed does.
_OTHER_ENDS: Final = ("\x1e", "\x85", "\u2028", "\u2029", "\x0b", "\x0c", "\x1d")
_TAILS: Final = ";|~^#$"
_TYPED_ROWS: Final = 100
#: Share of the lines that must end with a bare return for it to be one of the line ends.
_FEW_RETURNS: Final = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    r"""How a delimited file is written.

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
        line_end: What ends a line: "\n" (also with a return before it), "\r", or another character.
        line_tail: What stands before each line's end and means nothing.
        is_wrapped: Whether whole rows are quoted.
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
    line_end: str = "\n"
    line_tail: str = ""
    is_wrapped: bool = False
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
    line_end = _line_end(head)
    lines = list(io.StringIO(plain_lines(head, line_end), newline=""))
    told = _SEP_LINE.match(lines[0]) if lines else None
    skipped = 1 if told else 0
    tail = _line_tail(lines)
    is_wrapped = _is_wrapped(head)
    body = list(io.StringIO(unwrapped("".join(lines[skipped:]), tail, is_wrapped=is_wrapped), newline=""))
    delimiters = {told[1]: 1.0} if told else _delimiters(body)
    head = "".join(body)
    candidates = [
        candidate
        for delimiter, trust in delimiters.items()
        for quote, escape in _quotings(head, delimiter)
        if (candidate := _read(body, delimiter, quote, escape, known, is_whole=is_whole, trust=trust)).width > 1
    ]
    single = _read_single(body, known, is_whole=is_whole)
    best = max([single, *candidates], key=lambda candidate: candidate.score)
    dialect = _with_layout(best, find_layout(best.rows, best.width, known), skipped)
    return replace(dialect, line_end=line_end, line_tail=tail, is_wrapped=is_wrapped)


def _line_end(head: str) -> str:
    """Returns what ends lines; a return that stands alone only now and then is part of a text."""
    returns = len(_RETURN.findall(head))
    other = max(_OTHER_ENDS, key=head.count)
    if head.count(other) > max(1, returns + head.count("\n")):
        return other
    return "\r" if returns > _FEW_RETURNS * head.count("\n") else "\n"


def _line_tail(lines: Sequence[str]) -> str:
    """Returns what stands at the end of every line and nowhere else, as a delimiter that is none."""
    tails = Counter(line.rstrip("\r\n")[-1:] for line in lines if line.strip())
    tail, count = max(tails.items(), key=lambda item: (item[1], item[0]), default=("", 0))
    is_alone = not any(tail in line.rstrip("\r\n")[:-1] for line in lines[:1])
    return (
        tail
        if tail
        and tail in _TAILS
        and count > _MANY_LINES * tails.total() > 1
        and is_alone
        and lines[0].rstrip("\r\n").endswith(tail)
        else ""
    )


def plain_lines(text: str, line_end: str) -> str:
    """Makes line feeds of other line ends, and marks the returns that end no line."""
    if line_end == "\n":
        return _RETURN.sub(BARE_RETURN, text) if "\r" in text else text
    return text if line_end == "\r" else text.replace(line_end, "\n")


def _is_wrapped(head: str) -> bool:
    """Whether whole rows are quoted, as a table put into one column of another is."""
    rows = [row.replace('""', '"') for row in _WRAPPED.findall(head)][1:SAMPLE_ROWS]
    if len(rows) < _FEWEST_WRAPPED or sum(map(len, rows)) < _MANY_LINES * len(head) * len(rows) / (len(rows) + 1) / 2:
        return False
    for mark in ",;\t|":
        widths = Counter(len(split(row, Marks(mark, '"'))) for row in rows)
        width, count = widths.most_common(1)[0]
        if width > 1 and count > _MOST_LINES * len(rows):
            return True
    return False


def unwrapped(text: str, tail: str, *, is_wrapped: bool) -> str:
    """Returns rows without the quotes around all of each, and without what ends every line."""
    if tail:
        text = text.replace(tail + "\n", "\n").replace(tail + "\r\n", "\r\n").removesuffix(tail)
    return _WRAPPED.sub(lambda row: row[1].replace('""', '"'), text) if is_wrapped else text


def _delimiters(lines: Sequence[str]) -> dict[str, float]:
    """Returns the delimiters to try: the common ones that occur, and what stands in nearly every line."""
    filled = [line for line in lines[:SAMPLE_ROWS] if line.strip()]
    text = "".join(filled)
    found = {mark: trust for mark, trust in _DELIMITERS.items() if mark in text}
    seen: Counter[str] = Counter()
    for line in filled:
        seen.update(set(_PATTERNS.findall(line.rstrip("\r\n"))))
    seen.update(mark for line in filled for mark in set(_RARE.findall(line)))
    for mark in sorted(seen, key=lambda mark: (len(mark), mark)):
        letters = set(mark) - {" "}
        if seen[mark] < _MANY_LINES * len(filled) or (len(mark) == 1 and mark in found):
            continue
        counts = Counter(line.count(mark) for line in filled)
        is_even = mark in filled[0] and counts[filled[0].count(mark)] >= _MANY_LINES * len(filled)
        whole = [all(line.count(one) == mark.count(one) * line.count(mark) for one in letters) for line in filled]
        is_whole = whole[0] and sum(whole) >= _MOST_LINES * len(filled) and seen[mark] >= _MOST_LINES * len(filled)
        if (is_whole or is_even) and (mark not in _RARE_MARKS or is_even):
            singles = letters & set(found) if is_whole or whole[0] else set()
            found[mark] = min((found.pop(one) for one in singles if len(mark) > 1), default=_FOUND_TRUST)
    return found


def _quotings(head: str, delimiter: str) -> list[tuple[str, str]]:
    mark = re.escape(delimiter)
    doubles = len(re.findall(rf'(?:^|{mark}) ?"', head, re.MULTILINE))
    singles = len(re.findall(rf"(?:^|{mark}) ?'", head, re.MULTILINE))
    found = [('"', "")]
    if '"' in head:
        found.append(("", ""))
    if '\\"' in head and '""' not in head.replace('\\"', "").replace(f'{delimiter}""', ""):
        found.insert(0, ('"', "\\"))
    if singles > max(1, doubles):
        found.append(("'", "\\" if "\\'" in head and "''" not in head else ""))
    return found


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
    if not is_whole and len(candidate.rows) > 1:
        del candidate.rows[-1], candidate.ends[-1]
    _unwrap(candidate, lines)
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
        candidate.score += max(sum(fold(cell) in known for cell in row) / max(width, len(row)) for row in named)


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


def _with_layout(best: _Candidate, layout: Layout, skipped: int) -> Dialect:
    start = layout.data_at
    sample = [row for row in best.rows[start:] if len(row) == best.width][:SAMPLE_ROWS]
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
        profiles=profiles_of(sample, len(columns)),
        sample=sample,
    )
