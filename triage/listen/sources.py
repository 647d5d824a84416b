"""Expands SOURCE arguments into the files to read."""

from __future__ import annotations

import glob
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from triage.model.errors import TriageError
from triage.model.source import SourceReport

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: Standard input, as an argument and as a source's name.
STDIN: Final = "-"
#: Why a file without a byte, or with blanks only, is refused.
EMPTY: Final = "is empty"
#: Endings that make a file of a folder an export; each also with one of COMPRESSIONS.
ENDINGS: Final = (
    *(".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".js"),
    *(".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".parquet", ".zip", ".tar", ".tgz"),
)
COMPRESSIONS: Final = (".gz", ".bz2", ".xz", ".zst")

_BACKUP: Final = re.compile(r"~$|\.~\d+~")
_EXPORT: Final = re.compile(f"({'|'.join(map(re.escape, ENDINGS))})({'|'.join(map(re.escape, COMPRESSIONS))})?$")


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
            sources = list(_expand_one(argument, refused))
        except RefusedError as error:
            refused.append(SourceReport(source=error.where, refused=error.what))
            continue
        for source in sources:
            real = STDIN if source.path is None else os.path.realpath(source.path)
            if real not in found or source.name < found[real].name:
                found[real] = source
    return sorted(found.values(), key=lambda source: source.name), refused


def is_export(name: str) -> bool:
    """Whether a file of a folder or an archive is an export, by its path.

    >>> is_export("night/x.CSV.gz"), is_export("README.md"), is_export("__MACOSX/._x.csv"), is_export("x.csv.~1~")
    (True, False, False, False)
    """
    return ending_of(name) != "" and is_visible(name)


def ending_of(name: str) -> str:
    """Returns the ending that says what an export is, without that of its compression; "" where it says nothing.

    >>> ending_of("x.ndjson.gz"), ending_of("x.gz")
    ('.ndjson', '')
    """
    found = _EXPORT.search(name.lower())
    return found[1] if found else ""


def is_visible(name: str) -> bool:
    """Whether a path is neither hidden nor a copy that an editor or a system keeps beside the file."""
    parts = re.split(r"[/\\]", name)
    return not any(part.startswith((".", "__MACOSX")) for part in parts) and not _BACKUP.search(name)


def _expand_one(argument: str, refused: list[SourceReport]) -> Iterator[Source]:
    if argument == STDIN:
        yield Source(STDIN, None)
        return
    path = Path(argument)
    if path.is_dir():
        names = list(_exports_below(argument, refused))
        if not names:
            told = f"{' '.join(ENDINGS)}, each also with {' '.join(COMPRESSIONS)}"
            raise RefusedError(f"folder without exports ({told})", where=argument)
    elif path.exists() or not glob.has_magic(argument):
        names = [argument]
    else:
        names = list(_exports_like(argument, refused))
        if not names:
            raise RefusedError("no file matches", where=argument)
    for name in names:
        yield Source(name, Path(name))


def _exports_like(pattern: str, refused: list[SourceReport]) -> Iterator[str]:
    """Yields the visible files that match, and the exports of folders that do."""
    parts = [part if part == "**" else re.sub(r"\*+", "*", part) for part in Path(pattern).parts]
    depth = next(place for place, part in enumerate(parts) if glob.has_magic(part))
    root = Path(*parts[:depth])
    # Path.glob follows no links for "**": two links that lead back would take glob.glob for ever
    for path in sorted(root.glob(os.path.join(*parts[depth:]))):  # noqa: PTH118 - it is a pattern
        if not all(map(is_visible, path.relative_to(root).parts)):
            continue
        if path.is_dir():
            yield from _exports_below(str(path), refused)
        elif fault := _fault(str(path)):
            refused.append(SourceReport(source=str(path), refused=fault))
        else:
            yield str(path)


def _exports_below(folder: str, refused: list[SourceReport]) -> Iterator[str]:
    """Yields the exports of a folder with those of its folders; what cannot be read is refused by name."""

    def refuse(error: OSError) -> None:
        refused.append(SourceReport(source=str(error.filename), refused=f"cannot be opened: {error.strerror}"))

    for parent, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in folders:
            path = os.path.join(parent, name)  # noqa: PTH118 - keeps the folder as given
            if Path(path).is_symlink():
                what = "is a link to a folder, which is not followed; give that folder itself"
                refused.append(SourceReport(source=path, refused=what))
        for name in sorted(files):
            path = os.path.join(parent, name)  # noqa: PTH118 - keeps the folder as given
            if not is_export(name):
                continue
            if fault := _fault(path):
                refused.append(SourceReport(source=path, refused=fault))
            else:
                yield path


def _fault(path: str) -> str:
    """Says why something with an export's name in a folder is no file to read; "" where it is one."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - a path of a listing is text
    except OSError as error:
        return f"is a link that leads nowhere: {error.strerror}"
    return "" if stat.S_ISREG(mode) else "is no file but a pipe, a socket or a device; give it by its own name"
