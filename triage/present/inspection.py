"""Shows what was found in each source on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.console import Group
from rich.table import Table
from rich.text import Text

from triage.present.safe import shorten, terminal_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from triage.model.source import SourceReport

_DELIMITERS: Final = {"\t": "tab", " ": "space"}
_EXAMPLE_CHARS: Final = 40
_NAME_CHARS: Final = 40
_TEXT_CHARS: Final = 140
_LANGUAGES: Final = 8
_UNUSED: Final = 40
#: Fields of a mention that the preview shows beside its text.
_PREVIEWED: Final = ("created_at", "channel", "author")
_TO_THE_MINUTE: Final = 16


def report_table(reports: Iterable[SourceReport]) -> Group:
    """Returns one block a source: its name, what was found, its columns, what was assumed, some mentions.

    Args:
        reports: What was found in each source.

    Returns:
        A Rich renderable; no text of it is markup.
    """
    parts: list[Text | Table] = []
    for report in reports:
        parts += [Text(terminal_text(report.source), style="bold"), _grid(_lines(report))]
        if report.mapping and not report.refused:
            parts.append(_fields(report))
        parts.append(_grid(_remarks(report)))
        if report.preview:
            parts.append(_preview(report))
        parts.append(Text(""))
    return Group(*parts)


def _grid(lines: list[tuple[str, str]]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, min_width=13)
    table.add_column(overflow="fold")
    for name, value in lines:
        if value:
            table.add_row(Text(f"  {name}", style="dim"), Text(terminal_text(value)))
    return table


def _lines(report: SourceReport) -> list[tuple[str, str]]:
    if report.refused:
        return [("refused", report.refused), ("columns", _names(report.columns))]
    sure = f", {report.confidence:.0%} sure" if report.confidence else ""
    return [
        ("read as", ", ".join(part for part in (report.shape, report.compression, report.encoding) if part)),
        ("dialect", _dialect(report)),
        ("left out", _left_out(report)),
        ("records at", report.records_at),
        ("profile", f"{report.profile}{sure}" if report.profile else ""),
        ("rows", _rows(report)),
        ("rejects", ", ".join(f"{reason} {count:,}" for reason, count in report.reject_reasons.items())),
        ("dates", _dates(report)),
        ("languages", ", ".join(f"{code} {count:,}" for code, count in list(report.languages.items())[:_LANGUAGES])),
        ("undecodable", f"{report.undecodable:,} bytes" if report.undecodable else ""),
    ]


def _fields(report: SourceReport) -> Table:
    """Returns a row a field: where it is read from, how sure that is, how full it is, a typical value."""
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim", expand=True)
    table.add_column("  field", no_wrap=True)
    table.add_column("column", overflow="fold", ratio=3)
    table.add_column("sure", justify="right", no_wrap=True)
    table.add_column("filled", justify="right", no_wrap=True)
    table.add_column("for example", overflow="ellipsis", no_wrap=True, ratio=4)
    for name, columns in report.mapping.items():
        told = " or ".join(shorten(column, _NAME_CHARS) for column in columns.split(" or "))
        sure, filled = report.field_confidence.get(name), report.filled.get(name)
        table.add_row(
            Text(f"  {name}"),
            Text(terminal_text(told)),
            Text("" if sure is None else f"{sure:.0%}"),
            Text("" if filled is None or not report.rows else f"{filled:.0%}"),
            Text(shorten(" ".join(terminal_text(report.examples.get(name, "")).split()), _EXAMPLE_CHARS), style="dim"),
        )
    return table


def _remarks(report: SourceReport) -> list[tuple[str, str]]:
    if report.refused:
        return []
    return [("not used", _names(report.unused)), *(("note", warning) for warning in report.warnings)]


def _preview(report: SourceReport) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_edge=False, header_style="dim")
    shown = [name for name in _PREVIEWED if any(mention.get(name) for mention in report.preview)]
    for number, name in enumerate(shown):
        width = _TO_THE_MINUTE + 2 * (number == 0) if name == "created_at" else 14
        table.add_column(f"{'' if number else '  '}{name}", no_wrap=True, overflow="ellipsis", max_width=width)
    table.add_column("text" if shown else "  text", overflow="fold", ratio=1)
    for mention in report.preview:
        cells = [mention.get(name, "") for name in shown]
        cells = [
            cell[:_TO_THE_MINUTE] if name == "created_at" else cell for name, cell in zip(shown, cells, strict=True)
        ]
        cells.append(shorten(" ".join(terminal_text(mention.get("text", "")).split()), _TEXT_CHARS))
        cells[0] = f"  {cells[0]}"
        table.add_row(*(Text(terminal_text(cell)) for cell in cells))
    return table


def _names(columns: list[str]) -> str:
    told = ", ".join(shorten(name, _NAME_CHARS) for name in columns[:_UNUSED])
    more = len(columns) - _UNUSED
    return f"{told} and {more} more" if more > 0 else told


def _rows(report: SourceReport) -> str:
    lost = f"{report.duplicates:,} duplicates + {report.rejects:,} rejects"
    return f"{report.rows:,} = {report.mentions:,} mentions + {lost}"


def _dialect(report: SourceReport) -> str:
    if not report.delimiter:
        return ""
    quote = f"quoted by {report.quote}" if report.quote else "no quotes"
    header = f"header in row {report.header_row}" if report.header_row else "no header"
    deep = f" ({report.header_rows} rows)" if report.header_rows > 1 else ""
    return f"delimiter {_DELIMITERS.get(report.delimiter, report.delimiter)}, {quote}, {header}{deep}"


def _left_out(report: SourceReport) -> str:
    counts = ((report.preamble_rows, "before the table"), (report.footer_rows, "behind it"))
    told = [f"{count:,} {'row' if count == 1 else 'rows'} {where}" for count, where in counts if count]
    if report.tables > 1:
        told.append(f"{report.tables - 1:,} other {'table' if report.tables == 2 else 'tables'}")  # noqa: PLR2004
    return ", ".join(told)


def _dates(report: SourceReport) -> str:
    if not report.first:
        return report.date_order
    return f"{report.first} to {report.last}" + (f", {report.date_order}" if report.date_order else "")
