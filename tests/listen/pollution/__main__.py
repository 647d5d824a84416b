"""Scores readers on polluted files, from the command line."""

from __future__ import annotations

import argparse
import fnmatch
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tests.listen.pollution.own import own
from tests.listen.pollution.published import published
from tests.listen.pollution.readers import installed_readers
from tests.listen.pollution.run import read_all, read_one, sample
from tests.listen.pollution.tables import class_table, differences, summary, worst

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.listen.pollution.polluted import Polluted

_SOURCES = {"minimal": False, "quoted": True}


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the scores, or what is wrong with one file."""
    chosen = _parser().parse_args(arguments)
    readers = installed_readers()
    names = list(readers) if chosen.reader == ["all"] else chosen.reader
    tables = {}
    for source in chosen.source:
        files = _files(chosen, always_quoted=_SOURCES[source])
        if chosen.show:
            _show(files, names, chosen)
            continue
        for name in names:
            results = read_all(readers[name], files)
            tables[f"{name}/{source}"] = results
    if not chosen.show:
        _say(class_table(tables, tolerant=chosen.tolerant))
        for title, results in tables.items():
            _say(worst(title, results, chosen.worst, tolerant=chosen.tolerant))
        _say(summary(tables))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.listen.pollution", description=__doc__)
    add = parser.add_argument
    add(
        "--reader",
        nargs="+",
        default=["triage"],
        metavar="NAME",
        help="triage pandas sniffer comma clevercsv duckdb, or all",
    )
    add("--set", choices=("published", "own", "both"), default="both", help="whose pollutions")
    add("--source", nargs="+", choices=tuple(_SOURCES), default=list(_SOURCES), help="how the clean file is quoted")
    add("--seed", type=int, nargs="+", default=[0], help="of the clean table; several give more files")
    add("--class", dest="family", default="*", metavar="GLOB", help="only these classes")
    add("--files-only", action="store_true", help="leave out the defects of single rows")
    add("--every", type=int, default=1, metavar="N", help="every Nth of the defects of single rows")
    add("--tolerant", action="store_true", help="compare as the benchmark does")
    add("--worst", type=int, default=10, metavar="N", help="how many of the worst files to name")
    add("--show", metavar="NAME", help="write this file (a glob), and print its first differences")
    add("--to", type=Path, default=Path(tempfile.gettempdir()), help="folder that --show writes to")
    return parser


def _files(chosen: argparse.Namespace, *, always_quoted: bool) -> list[Polluted]:
    makers = {"published": [published], "own": [own], "both": [published, own]}[chosen.set]
    every = 0 if chosen.files_only else chosen.every
    files = []
    for seed in chosen.seed:
        mark = f".{seed}" if len(chosen.seed) > 1 else ""
        for make in makers:
            files += [
                replace(polluted, name=polluted.name + mark)
                for polluted in sample(make(seed, always_quoted=always_quoted), every)
                if fnmatch.fnmatch(polluted.family, chosen.family)
            ]
    return files


def _show(files: list[Polluted], names: list[str], chosen: argparse.Namespace) -> None:
    readers = installed_readers()
    for polluted in files:
        if not fnmatch.fnmatch(polluted.name, chosen.show):
            continue
        path = chosen.to / f"{polluted.name.replace('/', '_')}.csv"
        path.write_bytes(polluted.data)
        for name in names:
            result = read_one(readers[name], polluted, path)
            _say(
                f"{path} read by {name}: {result.strict.total:.3f}, tolerant {result.tolerant.total:.3f} {result.error}"
            )
            _say(differences(result))


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
