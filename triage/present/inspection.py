"""Shows what was found in each source on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

from triage.present.safe import terminal_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from triage.model.source import SourceReport

_DELIMITERS = {"\t": "tab", " ": "space"}


def report_table(reports: Iterable[SourceReport]) -> Group:
    """Returns one block a source: its name, then what was found, a line each.

    Args:
        reports: What was found in each source.

    Returns:
        A Rich renderable; no text of it is markup.
    """
    parts: list[Text | Table] = []
    for report in reports:
        parts.append(Text(terminal_text(report.source), style="bold"))
        table = Table.grid(padding=(0, 2))
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold")
        for name, value in _lines(report):
            table.add_row(Text(f"  {name}", style="dim"), Text(terminal_text(value)))
        parts += [table, Text("")]
    return Group(*parts)


def _lines(report: SourceReport) -> list[tuple[str, str]]:
    if report.refused:
        seen = [("columns", ", ".join(report.columns))] if report.columns else []
        return [("refused", report.refused), *seen]
    lines = [
        ("read as", ", ".join(part for part in (report.shape, report.compression, report.encoding) if part)),
        ("dialect", _dialect(report)),
        ("records at", report.records_at),
        ("profile", report.profile),
        ("rows", _rows(report)),
        ("dates", _dates(report)),
        ("languages", ", ".join(f"{code} {count:,}" for code, count in list(report.languages.items())[:8])),
        ("undecodable", f"{report.undecodable:,} bytes" if report.undecodable else ""),
    ]
    lines += [(field, f"<- {columns}") for field, columns in report.mapping.items()]
    unused = [column for column in report.columns if column not in " + ".join(report.mapping.values())]
    lines.append(("not used", ", ".join(unused)))
    lines += [("assumed", warning) for warning in report.warnings]
    return [(name, value) for name, value in lines if value]


def _rows(report: SourceReport) -> str:
    lost = f"{report.duplicates:,} duplicates + {report.rejects:,} rejects"
    return f"{report.rows:,} = {report.mentions:,} mentions + {lost}"


def _dialect(report: SourceReport) -> str:
    if not report.delimiter:
        return ""
    quote = f"quoted by {report.quote}" if report.quote else "no quotes"
    header = f"header in row {report.header_row}" if report.header_row else "no header"
    return f"delimiter {_DELIMITERS.get(report.delimiter, report.delimiter)}, {quote}, {header}"


def _dates(report: SourceReport) -> str:
    if not report.first:
        return report.date_order
    return f"{report.first} to {report.last}" + (f", {report.date_order}" if report.date_order else "")
