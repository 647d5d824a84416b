"""Expands SOURCE arguments into the files to read."""

from __future__ import annotations

import glob
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from triage.model.errors import TriageError
from triage.model.source import SourceReport

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: Standard input, as an argument and as a source's name.
STDIN: Final = "-"
#: Endings that make a file of a folder an export; each also with .gz.
ENDINGS: Final = (".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson")

_BACKUP: Final = re.compile(r"~$|\.~\d+~")


class RefusedError(TriageError):
    """A whole file cannot be used; the others go on."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read.

    Attributes:
        name: The path as given, or "-"; it names the file in every message.
        path: Where it lies; None for standard input.
    """

    name: str
    path: Path | None


def expand(arguments: str | Path | Iterable[str | Path]) -> tuple[list[Source], list[SourceReport]]:
    """Expands files, folders, globs and "-" into files.

    Args:
        arguments: One argument or several. A folder is searched with its folders.

    Returns:
        The files sorted by name, each real path once; and a refused report for each argument that names none.
    """
    if isinstance(arguments, str | Path):
        arguments = [arguments]
    found: dict[str, Source] = {}
    refused: list[SourceReport] = []
    for argument in sorted({str(argument) for argument in arguments}):
        try:
            sources = list(_expand_one(argument))
        except RefusedError as error:
            refused.append(SourceReport(source=error.where, refused=error.what))
            continue
        for source in sources:
            real = STDIN if source.path is None else os.path.realpath(source.path)
            if real not in found or source.name < found[real].name:
                found[real] = source
    return sorted(found.values(), key=lambda source: source.name), refused


def _expand_one(argument: str) -> Iterator[Source]:
    if argument == STDIN:
        yield Source(STDIN, None)
        return
    path = Path(argument)
    if path.is_dir():
        names = list(_exports_below(path))
        if not names:
            raise RefusedError(f"folder without exports ({' '.join(ENDINGS)}, each also with .gz)", where=argument)
    elif path.exists() or not glob.has_magic(argument):
        names = [argument]
    else:
        # Path.glob takes no absolute pattern
        found = glob.glob(argument, recursive=True)  # noqa: PTH207 - see above
        names = sorted(name for name in found if _is_visible(name) and Path(name).is_file())
        if not names:
            raise RefusedError("no file matches", where=argument)
    for name in names:
        yield Source(name, Path(name))


def _exports_below(folder: Path) -> Iterator[str]:
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if _is_visible(name) and name.lower().removesuffix(".gz").endswith(ENDINGS):
                yield os.path.join(parent, name)  # noqa: PTH118 - keeps the folder as given


def _is_visible(name: str) -> bool:
    base = os.path.basename(name)  # noqa: PTH119 - a glob gives strings
    return not base.startswith(".") and _BACKUP.search(base) is None
