"""Fuzzes the readers by coverage, by hand.

`pip install atheris`, then `python -m tests.listen.fuzz_atheris table FOLDER -max_total_time=3600`, with "json" for the
other reader. The smallest input for each place that failed is kept in FOLDER/faults, and the run goes on.
"""

from __future__ import annotations

import importlib
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

#: What takes longer is kept as a fault.
_MAX_SECONDS: Final = 2.0
_OPTIONS: Final = (
    "-max_len=8192",
    "-len_control=0",
    "-timeout=60",
    "-rss_limit_mb=3000",
    "-close_fd_mask=0",
    "-print_final_stats=1",
)


class Faults:
    """Keeps the smallest input of each fault."""

    def __init__(self, folder: Path, run: Callable[[bytes], str]) -> None:
        """Keeps them in a folder; run returns the place that failed, or nothing."""
        self._folder = folder
        self._run = run
        self._smallest: dict[str, int] = {}

    def try_one(self, data: bytes) -> None:
        """Runs one input, and makes it smaller if it fails anew."""
        place = self._run(data)
        if place and len(data) < self._smallest.get(place, sys.maxsize) // 2:
            self._keep(place, self._shrink(data, place))

    def _keep(self, place: str, data: bytes) -> None:
        self._smallest[place] = len(data)
        name = "".join(letter if letter.isalnum() else "_" for letter in place)[:120]
        (self._folder / name).write_bytes(data)
        sys.stderr.write(f"\nFAULT {place}: {len(data)} bytes: {data[:200]!r}\n")

    def _shrink(self, data: bytes, place: str) -> bytes:
        """Takes blocks out while the same place fails, for at most a minute."""
        size, end = max(1, len(data) // 2), time.monotonic() + 60
        while size and time.monotonic() < end:
            start = 0
            while start < len(data):
                shorter = data[:start] + data[start + size :]
                if self._run(shorter) == place:
                    data = shorter
                else:
                    start += size
            size //= 2
        return data


def place_of(error: BaseException) -> str:
    """Names an exception by its type and the innermost line of ours."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "/triage/" in frame.filename]
    last = frames[-1] if frames else traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno} {last.name}"


def _runner(seeds: Any, *, is_json: bool) -> Callable[[bytes], str]:
    path = Path(tempfile.mkdtemp()) / ("it.json" if is_json else "it.csv")

    def run(data: bytes) -> str:
        path.write_bytes(data)
        try:
            seconds = seeds.seconds_of(path, is_json=is_json)
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            return place_of(error)
        return "slow" if seconds > _MAX_SECONDS else ""

    return run


def main() -> None:
    """Reads the command line, and fuzzes until libFuzzer ends the process."""
    kind, folder, *options = sys.argv[1:]
    atheris: Any = importlib.import_module("atheris")
    import pandas  # noqa: F401, ICN001 - what is imported before is not instrumented

    with atheris.instrument_imports(include=["triage"]):
        seeds = importlib.import_module("tests.listen.fuzz_seeds")
        for name in ("reading", "tables"):
            importlib.import_module(f"triage.listen.{name}")
    corpus, faults = Path(folder) / "corpus", Path(folder) / "faults"
    for place in (corpus, faults):
        place.mkdir(parents=True, exist_ok=True)
    is_json = kind == "json"
    for number, data in enumerate(seeds.DOCUMENTS if is_json else seeds.TABLES):
        (corpus / f"seed_{number}").write_bytes(data)
    words = Path(folder) / "tokens.dict"
    lines = ['"' + "".join(f"\\x{byte:02x}" for byte in token) + '"' for token in seeds.TOKENS if len(token) < 64]
    words.write_text("\n".join(lines) + "\n", encoding="ascii")
    found = Faults(faults, _runner(seeds, is_json=is_json))
    atheris.Setup([sys.argv[0], *_OPTIONS, f"-dict={words}", *options, str(corpus)], found.try_one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
