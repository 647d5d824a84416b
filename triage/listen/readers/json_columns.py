"""Puts the records of a JSON file into columns."""

from __future__ import annotations

from itertools import repeat
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from triage.listen.readers.flatten import NotARecordError, flatten, records_of
from triage.listen.readers.json_wanted import Wanted
from triage.listen.readers.raw import ColumnStore, reject

if TYPE_CHECKING:
    from triage.model.settings import ListenSettings
    from triage.model.source import Reject

_BLOCK_RECORDS: Final = 2_000
_MAX_COLUMNS: Final = 1_000
#: A table of more rows holds the columns only that a field may be read from.
MANY_ROWS: Final = 20_000


class Collector:
    """Collects records block by block.

    Attributes:
        rejects: What is no record, or cannot be one.
        count: Records so far.
        unread: Names that were left out of a large table.
        is_cut: Whether there were more names than a table may have.
    """

    def __init__(self, source: str, settings: ListenSettings) -> None:
        """Begins without records."""
        self.rejects: list[Reject] = []
        self.count = 0
        self.is_cut = False
        self.unread: dict[str, None] = {}
        self._store = ColumnStore()
        self._source = source
        self._settings = settings
        self._wanted: Wanted | None = None
        self._records: list[dict[str, str]] = []
        self._rows: list[int] = []
        self._values = 0
        self._names: dict[str, None] = {}

    def add(self, value: object, row: int, chars: int, content: str = "") -> None:
        """Adds one value of the file, which may stand for several records.

        Args:
            value: The value.
            row: Its number.
            chars: Length of the text that it was read from at most, so that no cell is longer.
            content: Its beginning, for a reject.
        """
        depth, limit = self._settings.max_depth, self._settings.max_cell_chars
        self._values += 1
        try:
            for record in records_of(value):
                cells = flatten(record, depth) if self._wanted is None else self._wanted.cells(record, depth)
                if chars > limit and (longest := max(map(len, cells.values()), default=0)) > limit:
                    reason = f"a cell of {longest:,} characters is over max_cell_chars ({limit:,})"
                    self.refuse(row, reason, content or str(value)[:200])
                    continue
                self._records.append(cells)
                self._rows.append(row)
        except NotARecordError as error:
            self.refuse(row, str(error), content or str(value)[:200])
        if len(self._records) >= _BLOCK_RECORDS:
            self._flush()

    def refuse(self, row: int, reason: str, content: str) -> None:
        """Adds a reject."""
        self.rejects.append(reject(self._source, row, reason, content))

    def store(self) -> ColumnStore:
        """Returns the columns collected; where one value stood for all records, they are numbered in its order."""
        self._flush()
        if self._values == 1:
            self._store.count_rows()
        return self._store

    def _flush(self) -> None:
        if not self._records:
            return
        for record in self._records:
            if not record.keys() <= self._names.keys():
                self._names.update(dict.fromkeys(record))
        names = list(self._names)
        if self._wanted is not None:
            self.unread.update(self._wanted.unread)
            self.unread.update(dict.fromkeys(name for name in names if not self._wanted.is_wanted(name)))
            names = [name for name in names if name not in self.unread]
        if len(names) > _MAX_COLUMNS:
            self.is_cut = True
            names = names[:_MAX_COLUMNS]
        self._names = dict.fromkeys(names)
        self._store.add(_columns(self._records, names), self._rows)
        self.count += len(self._records)
        self._records, self._rows = [], []
        if self._wanted is None and self.count >= MANY_ROWS:
            self._leave_out()

    def _leave_out(self) -> None:
        self._wanted = wanted = Wanted(self._store.first_cells(), self._settings)
        self.unread = {name: None for name in self._names if not wanted.is_wanted(name)}
        self._store.drop(self.unread)
        for name in self.unread:
            del self._names[name]


def _columns(records: list[dict[str, str]], names: list[str]) -> dict[str, Any]:
    if len(names) == 1:
        return {names[0]: [record.get(names[0], "") for record in records]}
    if not names:
        return {}
    try:
        rows = list(map(itemgetter(*names), records))
    except KeyError:
        rows = [tuple(map(record.get, names, repeat(""))) for record in records]
    return dict(zip(names, zip(*rows, strict=True), strict=True))
