"""One polluted file, with the tables that are right for it."""

from __future__ import annotations

from dataclasses import dataclass
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
    """

    name: str
    family: str
    data: bytes
    truths: dict[str, Table]
    weight: float = 1.0

    @property
    def truth(self) -> Table:
        """What should be read."""
        return next(iter(self.truths.values()))
