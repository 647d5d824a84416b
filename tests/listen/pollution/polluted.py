"""One polluted file, with the tables that are right for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.listen.pollution.mention_table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Polluted:
    """One polluted file.

    Attributes:
        name: Says what is wrong with it, unique among all.
        family: The class of pollution.
        data: The file.
        truths: What should be read; the first counts, the others are acceptable too and are scored beside it.
        weight: How often the pollution occurs in real files.
        count: How many files of the set it stands for, where only some of them are read.
    """

    name: str
    family: str
    data: bytes
    truths: dict[str, Table]
    weight: float = 1.0
    count: int = 1

    @property
    def is_row_defect(self) -> bool:
        """Whether it is one of the hundreds of files in which a single row is broken."""
        return self.family.startswith("row_") and self.name != self.family

    def times(self, count: int) -> Polluted:
        """Lets it stand for several files of its class."""
        return replace(self, count=count, weight=self.weight * count)

    @property
    def truth(self) -> Table:
        """What should be read."""
        return next(iter(self.truths.values()))
