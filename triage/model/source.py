"""What was found in one source, with the rows of it that could not be used."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

_Finding = TypeVar("_Finding")


class Findings(list[_Finding]):
    """A list that a frame hands on as it is.

    pandas copies what is in a frame's `attrs` deeply whenever it makes a frame or a column of another; a copy of
    100,000 rejects takes longer than the step that it is made for.
    """

    __slots__ = ()

    def __deepcopy__(self, memo: object) -> Findings[_Finding]:
        """Returns the list itself: what was found in a file stays what it is."""
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """One row that could not be used.

    Attributes:
        source: Name of the file.
        row: Row as a spreadsheet counts it (1 is the first), or number of the record in JSON; 0 for a whole file.
        reason: What is wrong, in one sentence; no text of a mention.
        content: The row's beginning, at most 200 characters, for mending it.
    """

    source: str
    row: int
    reason: str
    content: str = ""


@dataclass(slots=True, kw_only=True)
class SourceReport:
    """What was found in one file. Rows = mentions + duplicates + rejects.

    Attributes:
        source: Name of the file as given ("-" for standard input).
        shape: "csv", "json", "ndjson"; empty where the file was refused.
        encoding: Encoding it was read with, e.g. "utf-8", "utf-16-le", "cp1252".
        compression: "gzip" or "".
        delimiter: Column delimiter of a delimited file, else "".
        quote: Quote character, or "" for none.
        header_row: Row of the header as a spreadsheet counts it, 0 for none.
        records_at: Path of the array in a JSON document, e.g. "data" ("" is the top).
        profile: Name of the vendor profile that recognised it, or "generic".
        columns: Columns seen, in order.
        mapping: Field of a mention -> column(s) it was read from, joined by " + ".
        rows: Data rows read.
        mentions: Rows that became mentions.
        duplicates: Rows that repeat a mention already counted.
        rejects: Rows that could not be used.
        undecodable: Bytes that became U+FFFD.
        date_order: "iso", "dmy", "mdy", "epoch", "named month" or "" where there is no date column.
        first: Earliest created_at in ISO 8601, or "".
        last: Newest created_at in ISO 8601, or "".
        languages: Mentions per language code.
        channels: Mentions per channel, most first.
        warnings: What was assumed, one sentence each.
        refused: Why the whole file could not be used, or "".
        preamble_rows: Rows before the table that were left out.
        footer_rows: Rows behind the table that were left out.
        header_rows: Rows that the header takes.
        tables: Tables that the file holds; the largest was read.
        confidence: How sure the profile is, 0 to 1; without a vendor's profile, how sure the text is.
        field_confidence: Field of a mention -> how sure its columns are, 0 to 1.
        filled: Field of a mention -> share of the rows that have it.
        examples: Field of a mention -> a typical value, cut.
        unused: Columns that no field was read from.
        reject_reasons: Reason -> rows that could not be used for it.
        preview: Some mentions, a field a key; filled by `triage inspect` only.
    """

    source: str
    shape: str = ""
    encoding: str = ""
    compression: str = ""
    delimiter: str = ""
    quote: str = ""
    header_row: int = 0
    records_at: str = ""
    profile: str = ""
    columns: list[str] = field(default_factory=list)
    mapping: dict[str, str] = field(default_factory=dict)
    rows: int = 0
    mentions: int = 0
    duplicates: int = 0
    rejects: int = 0
    undecodable: int = 0
    date_order: str = ""
    first: str = ""
    last: str = ""
    languages: dict[str, int] = field(default_factory=dict)
    channels: dict[str, int] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    refused: str = ""
    preamble_rows: int = 0
    footer_rows: int = 0
    header_rows: int = 0
    tables: int = 0
    confidence: float = 0.0
    field_confidence: dict[str, float] = field(default_factory=dict)
    filled: dict[str, float] = field(default_factory=dict)
    examples: dict[str, str] = field(default_factory=dict)
    unused: list[str] = field(default_factory=list)
    reject_reasons: dict[str, int] = field(default_factory=dict)
    preview: list[dict[str, str]] = field(default_factory=list)
