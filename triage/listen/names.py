"""Compares column names as a person would."""

from __future__ import annotations

import functools
import unicodedata
from typing import Final

_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})

#: A longer cell is no name.
_LONGEST: Final = 1_000


@functools.lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """Returns the first thousand letters of a name without case, blanks, punctuation, accents and umlauts.

    >>> fold("Full Text"), fold("full_text"), fold("Beiträge")
    ('fulltext', 'fulltext', 'beitraege')
    """
    spelled = unicodedata.normalize("NFC", name[:_LONGEST]).casefold().translate(_UMLAUTS)
    return "".join(letter for letter in unicodedata.normalize("NFKD", spelled) if letter.isalnum())


def make_unique(names: list[str]) -> list[str]:
    """Names empty columns column_1.. by their place, and numbers repeated names.

    >>> make_unique(["id", "", "id"])
    ['id', 'column_2', 'id_2']
    """
    taken = set(names)
    seen: set[str] = set()
    free: dict[str, int] = {}
    unique = []
    for place, given in enumerate(names, 1):
        base = given.strip() or "column"
        name = given if given.strip() else f"column_{place}"
        if name in seen or (name != given and name in taken):
            number = max(free.get(base, 2), 2 if given.strip() else place + 2)
            while (name := f"{base}_{number}") in seen or name in taken:
                number += 1
            free[base] = number + 1
        seen.add(name)
        unique.append(name)
    return unique
