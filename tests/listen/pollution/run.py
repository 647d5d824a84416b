"""Runs a reader over polluted files."""

from __future__ import annotations

import tempfile
import time
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests.listen.pollution.scoring import FAILED, Score, score

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tests.listen.pollution.mention_table import Table
    from tests.listen.pollution.polluted import Polluted


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a reader made of one file.

    Attributes:
        polluted: The file.
        read: What was read; None where the reader raised.
        error: What it raised.
        strict: Its score, text for text, against the first truth.
        tolerant: Its score as the benchmark compares.
        others: Its strict score against each other truth.
        seconds: How long the reader took.
    """

    polluted: Polluted
    read: Table | None
    error: str
    strict: Score
    tolerant: Score
    others: dict[str, Score] = field(default_factory=dict)
    seconds: float = 0.0


def sample(files: Iterable[Polluted], every: int, start: int = 0) -> Iterator[Polluted]:
    """Yields every nth defect of a single row, in place of those it is taken from, and all other files.

    Args:
        files: A whole set.
        every: 1 for all of them, 0 for none.
        start: Which one comes first.
    """
    seen = start
    for polluted in files:
        if not polluted.is_row_defect:
            yield polluted
        elif every:
            seen += 1
            if seen % every == 0:
                yield polluted.times(every)


def read_all(reader: Callable[[Path], Table], files: Iterable[Polluted]) -> list[Result]:
    """Reads every file from a temporary folder."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "polluted.csv"
        results = []
        for polluted in files:
            path.write_bytes(polluted.data)
            results.append(read_one(reader, polluted, path))
        return results


def read_one(reader: Callable[[Path], Table], polluted: Polluted, path: Path) -> Result:
    """Reads one file that is already written; whatever the reader raises is a failure."""
    start = time.perf_counter()
    try:
        with warnings.catch_warnings(action="ignore"):
            read = reader(path)
    except Exception as error:  # noqa: BLE001 - that is what is measured
        told = f"{type(error).__name__}: {error}".splitlines()[0]
        return Result(polluted=polluted, read=None, error=told, strict=FAILED, tolerant=FAILED)
    seconds = time.perf_counter() - start
    truths = list(polluted.truths.items())
    return Result(
        polluted=polluted,
        read=read,
        error="",
        strict=score(read, polluted.truth),
        tolerant=score(read, polluted.truth, tolerant=True),
        others={label: score(read, truth) for label, truth in truths[1:]},
        seconds=seconds,
    )


def means(results: Iterable[Result], *, tolerant: bool = False) -> tuple[float, float]:
    """Returns the simple score, every file weighing 1, and the weighted one."""
    scored = [(one.polluted, (one.tolerant if tolerant else one.strict).total) for one in results]
    simple = sum(total * file.count for file, total in scored) / sum(file.count for file, _ in scored)
    weighted = sum(total * file.weight for file, total in scored) / sum(file.weight for file, _ in scored)
    return simple, weighted
