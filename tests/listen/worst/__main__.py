"""Times the reading of the worst megabytes, each in a process of its own."""

from __future__ import annotations

import argparse
import faulthandler
import fnmatch
import multiprocessing
import resource
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tests.listen.fuzz_seeds import check_mentions, check_table
from tests.listen.worst.cases import every_case

if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.connection import Connection

_MOST_MEMORY: Final = 3 * 1024**3
_MOST_SECONDS: Final = 12
_MIB: Final = 1024


def measure(path: Path, kind: str, where: float = 0.0) -> dict[str, Any]:
    """Reads a file as a table or as mentions in a process of its own; returns seconds, MiB and what went wrong."""
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=_read, args=(path, kind, where, theirs))
    process.start()
    theirs.close()
    try:
        return dict(ours.recv())
    except EOFError:
        process.join()
        return {"seconds": float(_MOST_SECONDS), "mebibytes": 0, "fault": f"ended with {process.exitcode}"}
    finally:
        process.join()


def _read(path: Path, kind: str, where: float, told: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    faulthandler.register(signal.SIGPROF, all_threads=False)
    signal.setitimer(signal.ITIMER_PROF, where, 1_000)
    fault, start = "", time.process_time()
    try:
        (check_table if kind == "table" else check_mentions)(path)
    except BaseException as error:  # noqa: BLE001 - that is what is looked for
        fault = f"{type(error).__name__}: {error}"[:200]
    seconds = time.process_time() - start
    told.send(
        {"seconds": seconds, "mebibytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // _MIB, "fault": fault}
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints a line a case, the slow ones at the end again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pattern", nargs="*", default=["*"], help="cases, e.g. 'table: half*'")
    parser.add_argument("--least", type=float, default=5.0, help="seconds from which a case is told again")
    parser.add_argument("--where", type=float, default=0.0, help="show where a reader is after so many seconds")
    chosen = parser.parse_args(arguments)
    import triage.listen  # noqa: F401 - loaded once, before the processes part

    bad = []
    with tempfile.TemporaryDirectory() as folder:
        for name, (ending, make) in every_case().items():
            if not any(fnmatch.fnmatch(name, pattern) for pattern in chosen.pattern):
                continue
            path = Path(folder) / f"it{ending}"
            path.write_bytes(make())
            for kind in ("table", "mentions"):
                found = measure(path, kind, chosen.where)
                line = f"{found['seconds']:6.2f} s {found['mebibytes']:6,} MiB  {name} ({kind}) {found['fault']}"
                sys.stdout.write(line + "\n")
                sys.stdout.flush()
                if found["seconds"] > chosen.least or found["fault"] or found["mebibytes"] > 1_500:
                    bad.append(line)
            path.unlink()
    sys.stdout.write("\n".join(["", "Worst:", *sorted(bad, reverse=True), ""]))


if __name__ == "__main__":
    main()
