"""Reads team.csv, as a spreadsheet saves it."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Final

from triage.model.column import did_you_mean
from triage.model.errors import UsageError
from triage.model.member import Level, Member, Role
from triage.model.vocabulary import Priority

#: Header as people write it, simplified -> column.
_HEADERS: Final = {
    "name": "name", "vorname": "name", "mitglied": "name", "member": "name",
    "email": "email", "mail": "email", "emailadresse": "email", "mailadresse": "email",
    "role": "role", "rolle": "role",
    "level": "level", "stufe": "level",
    "skills": "skills", "skill": "skills", "kenntnisse": "skills", "fähigkeiten": "skills", "themen": "skills",
    "channels": "channels", "channel": "channels", "kanäle": "channels", "kanal": "channels",
    "languages": "languages", "language": "languages", "sprachen": "languages", "sprache": "languages",
    "traineduntil": "trained_until", "geschultbis": "trained_until", "schulungbis": "trained_until",
    "maxpriority": "max_priority", "maxpriorität": "max_priority", "höchstepriorität": "max_priority",
    "minutes": "minutes", "minuten": "minutes",
    "volunteer": "volunteer", "freiwillig": "volunteer",
}  # fmt: skip

_COLUMNS: Final = tuple(dict.fromkeys(_HEADERS.values()))
_REQUIRED: Final = ("name", "role", "level", "languages", "minutes")

#: A longer line is no row of a table that people keep.
MAX_LINE_CHARS: Final = 100_000
_YES_NO: Final = {
    **dict.fromkeys(("yes", "y", "ja", "j", "true", "wahr", "1", "x"), True),
    **dict.fromkeys(("no", "n", "nein", "false", "falsch", "0", ""), False),
}

#: How languages are written that mentions have by another code.
_CODES: Final = {
    **dict.fromkeys(("german", "deutsch", "deu", "ger"), "de"),
    **dict.fromkeys(("english", "englisch", "eng"), "en"),
}

#: Letters that tell which word was meant; P5 is as near to P1 as to P4.
_TELLING_LETTERS: Final = 4
_MINUTES_A_DAY: Final = 24 * 60


@dataclass(slots=True)
class _Row:
    """The cells of one row by column, with what is wrong in them."""

    where: str
    cells: dict[str, str]
    problems: list[str] = field(default_factory=list)

    def fail(self, column: str, what: str) -> None:
        """Notes that a cell is not what was expected."""
        self.problems.append(f"{self.where}: {column} {self.cells.get(column, '')!r} {what}")

    def word(self, column: str, words: tuple[str, ...], blank: str) -> str:
        """Reads one word of a closed list, in any case."""
        cell = self.cells.get(column, "")
        if not cell and blank:
            return blank
        found = next((word for word in words if word.casefold() == cell.casefold()), "")
        if not found:
            self.fail(column, f"is not one of {', '.join(words)}{_suggestion(cell.casefold(), words)}")
        return found

    def words(self, column: str) -> tuple[str, ...]:
        """Reads a list, each word once."""
        parts = re.split(r"[;|,\n]", self.cells.get(column, ""))
        return tuple(dict.fromkeys(" ".join(part.split()) for part in parts if part.strip()))


def read_team(path: Path | str) -> tuple[Member, ...]:
    """Reads the team file: comma, semicolon or tab, with or without BOM, headers in English or German.

    Args:
        path: The file; lines that begin with # are skipped.

    Returns:
        The members, in the order of the file.

    Raises:
        UsageError: The file cannot be read, or cells are wrong; all of them are named, each with its row.
    """
    path = Path(path)
    records = _records(path)
    if not records:
        raise UsageError("has no header", where=str(path), hint="`triage init` writes a team.csv to begin with")
    header_row, header = records[0]
    columns = _columns(header, f"{path}:{header_row}")
    rows = [_row(cells, columns, f"{path}:{number}") for number, cells in records[1:]]
    members = tuple(_member(row) for row in rows)
    counts = Counter(member.name.casefold() for member in members if member.name)
    for row, member in zip(rows, members, strict=True):
        if counts[member.name.casefold()] > 1:
            row.fail("name", "stands in more than one row; owners are told apart by name")
    if problems := [problem for row in rows for problem in row.problems]:
        raise UsageError("\n".join(problems))
    if not members:
        hint = "write a row for each, or leave the team out, and then nothing is given out"
        raise UsageError("names nobody", where=f"{path}:{header_row + 1}", hint=hint)
    return members


def team_template() -> str:
    """Returns a commented example of a team file, with five invented people."""
    return resources.files("triage.act").joinpath("team.csv").read_text(encoding="utf-8")


def _records(path: Path) -> list[tuple[int, list[str]]]:
    """Returns the rows that are neither blank nor a comment, with their numbers as a spreadsheet counts them."""
    text = _text(path)
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip('"').startswith("#")]
    if any(len(line) > MAX_LINE_CHARS for line in lines):
        raise UsageError(f"is no table: a line has over {MAX_LINE_CHARS:,} characters", where=str(path))
    delimiter = max(",;\t", key=lines[0].count) if lines else ","
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise UsageError(f"is no table: {error}", where=str(path)) from error
    return [
        (number, [cell.strip() for cell in cells])
        for number, cells in enumerate(records, start=1)
        if any(cell.strip() for cell in cells) and not cells[0].startswith("#")
    ]


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        hint = "`triage init` writes one to begin with"
        raise UsageError("there is no such team file", where=str(path), hint=hint) from None
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror or error}", where=str(path)) from error
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise UsageError("is a workbook", where=str(path), hint="save it as CSV")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:  # a spreadsheet's plain "CSV" on Windows
        return content.decode("cp1252", errors="replace")


def _columns(header: list[str], where: str) -> list[str]:
    """Returns the column that each header means, "" for one that means none."""
    columns = [_HEADERS.get(re.sub(r"[^\w]|_", "", cell.casefold()), "") for cell in header]
    missing = [column for column in _COLUMNS if column not in columns]
    unknown = [cell for cell, column in zip(header, columns, strict=True) if cell and not column]
    problems = [f"{where}: there is no column '{column}'" for column in missing if column in _REQUIRED]
    problems += [f"{where}: {cell!r} is no column{did_you_mean(cell.casefold(), missing)}"
                 for cell in unknown if problems or did_you_mean(cell.casefold(), missing)]  # fmt: skip
    problems += [
        f"{where}: the column '{column}' stands twice" for column, n in Counter(columns).items() if column and n > 1
    ]
    if problems:
        raise UsageError("\n".join(problems))
    return columns


def _row(cells: list[str], columns: list[str], where: str) -> _Row:
    named = zip(columns, cells, strict=False)
    row = _Row(where, {column: cell for column, cell in named if column})
    if any(cells[len(columns) :]):
        row.problems.append(
            f"{where}: there are {len(cells)} cells where the header has {len(columns)}; join the words of a list by |"
        )
    return row


def _member(row: _Row) -> Member:
    name = " ".join(row.cells.get("name", "").split())
    if not name:
        row.fail("name", "is empty")
    role = row.word("role", tuple(Role), "")
    return Member(
        name=name,
        email=_email(row),
        role=role,
        level=row.word("level", tuple(Level), ""),
        skills=row.words("skills"),
        channels=tuple(channel.casefold() for channel in row.words("channels")),
        languages=_languages(row),
        trained_until=_date(row),
        max_priority=row.word("max_priority", tuple(Priority), "" if role == Role.EMPLOYEE else Priority.P1),
        minutes=_minutes(row),
        volunteer=_yes_no(row),
    )


def _suggestion(cell: str, words: tuple[str, ...]) -> str:
    """Returns ", did you mean 'professional'?" for "profi"; nothing for what is too short to tell."""
    if len(cell) < _TELLING_LETTERS:
        return ""
    return did_you_mean(
        next((word for word in words if word[:_TELLING_LETTERS] == cell[:_TELLING_LETTERS]), cell), words
    )


def _email(row: _Row) -> str:
    cell = row.cells.get("email", "")
    if cell and not re.fullmatch(r"[^@\s]+@[^@\s]+", cell):
        row.fail("email", "should be an address such as anna@example.org, or empty")
    return cell


def _languages(row: _Row) -> tuple[str, ...]:
    codes = [re.split(r"[-_]", word.lower())[0] for word in row.words("languages")]
    if not codes or not all(re.fullmatch(r"[a-z]{2,3}", code) and code not in _CODES for code in codes):
        meant = "|".join(_CODES.get(code, code) for code in codes)
        guess = f", did you mean '{meant}'?" if any(code in _CODES for code in codes) else ""
        row.fail("languages", f"should be codes such as en or de|en{guess}")
    return tuple(dict.fromkeys(codes))


def _date(row: _Row) -> date | None:
    cell = row.cells.get("trained_until", "")
    if not cell:
        return None
    try:
        if found := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", cell):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if found := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", cell):
            return _slashed(int(found[1]), int(found[2]), int(found[3]))
        return date.fromisoformat(cell)
    except ValueError:
        row.fail("trained_until", "should be a date such as 2027-12-31")
        return None


def _slashed(first: int, second: int, year: int) -> date:
    """Reads 12/31/2027 or 31/12/2027, and refuses what could be either."""
    if first != second and max(first, second) <= 12:  # noqa: PLR2004 - months of a year
        raise ValueError("could be either day or month first")
    return date(year, min(first, second), max(first, second))


def _minutes(row: _Row) -> int:
    cell = row.cells.get("minutes", "")
    if not re.fullmatch(r"[0-9]{1,4}", cell) or int(cell) > _MINUTES_A_DAY:
        row.fail("minutes", f"should be whole minutes a night, 0 to {_MINUTES_A_DAY}")
        return 0
    return int(cell)


def _yes_no(row: _Row) -> bool:
    answer = _YES_NO.get(row.cells.get("volunteer", "").casefold())
    if answer is None:
        row.fail("volunteer", "should be yes or no")
    return bool(answer)
