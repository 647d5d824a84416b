"""Lists the worst megabytes there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.listen.worst.documents import DOCUMENTS
from tests.listen.worst.packed import ENDINGS, PACKED
from tests.listen.worst.tables import TABLES
from tests.listen.worst.texts import TEXTS

if TYPE_CHECKING:
    from collections.abc import Callable


def every_case() -> dict[str, tuple[str, Callable[[], bytes]]]:
    """Returns case -> the ending of its file's name, and what makes its bytes."""
    found: dict[str, tuple[str, Callable[[], bytes]]] = {}
    for kind, cases in (("table", TABLES), ("text", TEXTS)):
        found |= {f"{kind}: {name}": (".csv", make) for name, make in cases.items()}
    found |= {f"json: {name}": (".json", make) for name, make in DOCUMENTS.items()}
    for name, make in PACKED.items():
        found[f"packed: {name}"] = (ENDINGS.get(name.split()[0], ".csv"), make)
    return found
