"""Reads the playbook: what to do first about each kind of action, in the company's own words."""

from __future__ import annotations

import csv
import functools
import io
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Final

from triage.model.column import did_you_mean
from triage.model.errors import UsageError
from triage.model.vocabulary import JOINER, Kind, Risk

COLUMNS: Final = ("action", "risk", "channel", "en", "de")
_NEEDED: Final = ("action", "risk", "channel")
_HINT: Final = "`triage init` writes a playbook.csv to begin with"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What to do first about actions of one kind.

    Attributes:
        kind: Kind of the action.
        risk: A risk that must count; "" for any action of the kind.
        channels: Main channels that it is for; empty means all.
        words: Language -> one sentence.
        own: Whether it is the company's.
    """

    kind: str
    risk: str
    channels: tuple[str, ...]
    words: dict[str, str]
    own: bool = False


@functools.cache
def shipped_playbook() -> tuple[Step, ...]:
    """Returns the playbook that comes with triage."""
    rows = csv.DictReader(io.StringIO(playbook_template(), newline=""))
    return tuple(_step(row, own=False) for row in rows)


def playbook_template() -> str:
    """Returns the playbook that comes with triage as a file to edit."""
    return resources.files("triage.act").joinpath("playbook.csv").read_text(encoding="utf-8")


def read_playbook(path: Path | str) -> tuple[Step, ...]:
    """Reads a company's playbook, and adds the steps that come with triage where it has none.

    Args:
        path: A file with the columns action, risk, channel and en or de, comma, semicolon or tab; "" for none.

    Returns:
        The company's steps, then the others.

    Raises:
        UsageError: The file cannot be read, or rows are wrong; all of them are named with their number.
    """
    if not str(path):
        return shipped_playbook()
    text = _text(Path(path))
    lines = text.splitlines()
    delimiter = max(",;\t", key=lines[0].count) if lines else ","
    table = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header = [cell.strip().casefold() for cell in next(table, [])]
    _check_header(header, str(path))
    problems: list[str] = []
    own: dict[tuple[str, str, str], Step] = {}
    for number, cells in enumerate(table, start=2):
        row = {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
        if not any(row.values()):
            continue
        problems += [f"{path}:{number}: {problem}" for problem in _problems(row, len(cells), len(header))]
        key = (row.get("action", "").casefold(), row.get("risk", "").casefold(), row.get("channel", "").casefold())
        if key in own:
            problems.append(f"{path}:{number}: there is a row for the same action, risk and channel above")
        own[key] = _step(row, own=True)
    if problems:
        raise UsageError("\n".join(problems))
    return (*own.values(), *shipped_playbook())


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise UsageError("there is no such playbook", where=str(path), hint=_HINT) from None
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror or error}", where=str(path)) from error
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise UsageError("is a workbook", where=str(path), hint="save it as CSV")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:  # a spreadsheet's plain "CSV" on Windows
        return content.decode("cp1252", errors="replace")


def _check_header(header: list[str], where: str) -> None:
    missing = [name for name in _NEEDED if name not in header]
    if not {"en", "de"} & set(header):
        missing.append("en")
    if missing:
        other = next((guess for cell in header if (guess := did_you_mean(cell, missing))), "")
        raise UsageError(f"there is no column '{missing[0]}'{other}", where=f"{where}:1", hint=_HINT)


def _problems(row: dict[str, str], cells: int, columns: int) -> list[str]:
    """Says what is wrong with a row."""
    found = []
    for name, words, blank in (("action", tuple(Kind), False), ("risk", tuple(Risk), True)):
        cell = row.get(name, "").casefold()
        if cell not in words and not (blank and not cell):
            known = ", ".join(words)
            found.append(f"{name} {row.get(name, '')!r} is not one of {known}{did_you_mean(cell, words)}")
    if cells > columns:
        found.append(f"there are {cells} cells where the header has {columns}; put a step with commas into quotes")
    elif not row.get("en") and not row.get("de"):
        found.append("the step is empty; write it under en or de")
    return found


def _step(row: dict[str, str], *, own: bool) -> Step:
    return Step(
        kind=row.get("action", "").casefold(),
        risk=row.get("risk", "").casefold(),
        channels=tuple(name.strip().casefold() for name in row.get("channel", "").split(JOINER) if name.strip()),
        words={lang: row[lang] for lang in ("en", "de") if row.get(lang)},
        own=own,
    )
