"""Reads a status as people write it, in English and German."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib import resources
from typing import Final

from triage.model.column import did_you_mean
from triage.model.vocabulary import Status

#: A status, then the day until which it holds: "snoozed until 2026-12-01", "zurückgestellt (bis 1.12.2026)".
_UNTIL: Final = re.compile(
    r"(?P<word>[^\d:,;(]*?)[\s:,;(]*(?:\b(?:until|till?|bis(?: zum)?|auf(?: den)?|to|am)\b|[:,;(]|(?=\d))[\s:]*"
    r"(?P<day>\S.*?)[\s)]*",
    re.IGNORECASE | re.DOTALL,
)
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def read_status(text: str) -> tuple[str, str]:
    """Returns the status that a text names, with what it says of a day; ("", "") where it names none.

    >>> read_status("Erledigt"), read_status("IN PROGRESS")
    (('done', ''), ('in-progress', ''))
    >>> read_status("zurückgestellt bis 1.12.2026")
    ('snoozed', '1.12.2026')
    """
    words = _statuses()
    if status := words.get(_folded(text)):
        return status, ""
    found = _UNTIL.fullmatch(text.strip())
    status = words.get(_folded(found["word"])) if found else None
    return (status, found["day"]) if found and status else ("", "")


def status_expected(text: str) -> str:
    """Says what a status can be, and which one was perhaps meant.

    >>> status_expected("dnoe")
    "is not one of open, acknowledged, in-progress, done, snoozed, dismissed, did you mean 'done'?"
    """
    return f"is not one of {', '.join(Status)}{did_you_mean(_folded(text), _statuses())}"


@functools.cache
def _statuses() -> dict[str, str]:
    """Returns the folded words with their statuses."""
    data = tomllib.loads(resources.files("triage.act").joinpath("statuses.toml").read_text(encoding="utf-8"))
    return {_folded(word): Status(status).value for status, words in data.items() for word in words}


def _folded(text: str) -> str:
    spelled = text.casefold().translate(_UMLAUTS)
    return " ".join(re.sub(r"[\W_]+", " ", spelled).split())
