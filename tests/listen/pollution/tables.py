"""Puts scores into tables to print."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from tests.listen.pollution.run import means

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.listen.pollution.mention_table import Table
    from tests.listen.pollution.run import Result

_MAX_SHOWN: Final = 12
_PERFECT: Final = 9.9995
_CELL_CHARS: Final = 60


def by_family(results: Sequence[Result]) -> dict[str, list[Result]]:
    """Groups results by class of pollution, in their order."""
    groups: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        groups[result.polluted.family].append(result)
    return groups


def class_table(tables: Mapping[str, Sequence[Result]], *, tolerant: bool) -> str:
    """Returns one line a class: files, their weight, and the ten measures' sum for each reader and source."""
    titles = list(tables)
    groups = {title: by_family(results) for title, results in tables.items()}
    lines = [f"{'class':30}{'files':>6}{'weight':>8}" + "".join(f"{title:>18}" for title in titles)]
    for family, members in groups[titles[0]].items():
        weight = sum(one.polluted.weight for one in members)
        cells = [
            f"{means(groups[title][family], tolerant=tolerant)[0]:18.3f}" if family in groups[title] else " " * 18
            for title in titles
        ]
        lines.append(f"{family:30}{sum(one.polluted.count for one in members):6}{weight:8.1f}" + "".join(cells))
        for label in {label: None for one in members for label in one.others}:
            others = {
                title: [one.others[label].total for one in groups[title][family] if label in one.others]
                for title in titles
            }
            cells = [f"{sum(found) / len(found) if found else 0.0:18.3f}" for found in others.values()]
            lines.append(f"{f'  if the truth is: {label}':30}{len(others[titles[0]]):6}{'':8}" + "".join(cells))
    return "\n".join(lines)


def worst(title: str, results: Sequence[Result], count: int, *, tolerant: bool) -> str:
    """Returns the files that lose most, counted with their weight."""

    def lost(one: Result) -> float:
        return (10 - (one.tolerant if tolerant else one.strict).total) * one.polluted.weight

    found = [one for one in sorted(results, key=lost, reverse=True) if one.strict.total < _PERFECT][:count]
    lines = [f"\nworst of {title}, by what they lose times their weight:"] if found else []
    return "\n".join([*lines, *(f"  {one.polluted.name:40}{one.strict.total:8.3f}  {one.error}" for one in found)])


def summary(tables: Mapping[str, Sequence[Result]]) -> str:
    """Returns each reader's simple and weighted score; of our own files the mean over files, and over classes."""
    titles = ("published", "(tolerant)", "weighted", "(tolerant)", "own", "by class", "failed", "slowest")
    lines = ["\n" + " " * 20 + "".join(f"{title:>11}" for title in titles)]
    for title, results in tables.items():
        theirs = [one for one in results if not one.polluted.family.startswith("own_")]
        ours = [one for one in results if one.polluted.family.startswith("own_")]
        cells = " " * 44
        if theirs:
            (simple, weighted), (simple_t, weighted_t) = means(theirs), means(theirs, tolerant=True)
            cells = f"{simple:11.4f}{simple_t:11.4f}{weighted:11.4f}{weighted_t:11.4f}"
        if ours:
            classes = [means(members)[0] for members in by_family(ours).values()]
            cells += f"{means(ours)[0]:11.3f}{sum(classes) / len(classes):11.3f}"
        else:
            cells += " " * 22
        failed, slowest = sum(one.read is None for one in results), max((one.seconds for one in results), default=0.0)
        lines.append(f"{title:20}{cells}{failed:11}{slowest:10.2f}s")
    return "\n".join(lines)


def differences(result: Result) -> str:
    """Returns the first places where what was read is not the truth."""
    read, truth = result.read, result.polluted.truth
    if read is None:
        return "  nothing was read"
    lines = [f"  shape: {_shape(read)}, truth {_shape(truth)}"]
    if read.header != truth.header:
        lines += [f"  header: {_short(read.header)}", f"  truth:  {_short(truth.header)}"]
    for place in range(max(len(read.rows), len(truth.rows))):
        ours = read.rows[place] if place < len(read.rows) else None
        right = truth.rows[place] if place < len(truth.rows) else None
        if ours != right:
            lines += [f"  row {place}: {_short(ours)}", f"  truth: {' ' * len(str(place))}{_short(right)}"]
        if len(lines) > _MAX_SHOWN:
            break
    return "\n".join(lines)


def _shape(table: Table) -> str:
    return f"{len(table.header)} names, {len(table.rows)} rows of {sorted({len(row) for row in table.rows})}"


def _short(row: Sequence[str] | None) -> str:
    if row is None:
        return "(none)"
    return repr([cell if len(cell) <= _CELL_CHARS else f"{cell[:_CELL_CHARS]}...({len(cell)})" for cell in row])
