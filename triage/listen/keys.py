"""Hashes mentions and authors with a secret key, so that nights know them again without keeping who they are."""

from __future__ import annotations

import hashlib
import unicodedata
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from triage.listen.same_text import normalised

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

_SEPARATOR: Final = "\x1f"
_BYTES: Final = 8
_MINUTE: Final = 60 * 1_000_000
#: Minutes.
_DAY: Final = 24 * 60


def author_keys(names: Sequence[str], secret: bytes) -> list[int | None]:
    """Returns the keyed hash of each name, whatever its case and with or without @; None for no name.

    >>> anna, again, nobody = author_keys(["@Anna", "anna", ""], b"k" * 32)
    >>> anna == again, nobody is None
    (True, True)
    """
    codes, distinct = pd.factorize(np.asarray(names, dtype=object))
    folded = [unicodedata.normalize("NFKC", str(name)).strip().lstrip("@").casefold() for name in distinct]
    found = [hashed if name else None for name, hashed in zip(folded, _hashed(folded, secret, b"author"), strict=True)]
    return [found[code] for code in codes.tolist()]


def mention_keys(mentions: pd.DataFrame, secret: bytes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Returns two keyed hashes of each mention; a mention with either of an earlier night's is the same one.

    The first is of channel, id and minute, for an id alone tells little: some tools count their rows, and tell a day
    for a time. So at midnight, or where no time is known, it is of the text too. The second is of text, author and
    minute, for another tool gives another id; where minute or author is unknown it is the first.

    Args:
        mentions: The night's mentions, of which none repeats another.
        secret: The store's secret key.

    Returns:
        The hashes by id, each different, and by content; shape (mentions,).
    """
    times = mentions["created_at"].dt.tz_localize(None).to_numpy("datetime64[us]").astype(np.int64) // _MINUTE
    dated = mentions["created_at"].notna().to_numpy(bool)
    minute = pd.Series(np.where(dated, times.astype(str), ""), index=mentions.index, dtype="str")
    text = normalised(mentions["text"])
    name = mentions["channel"] + _SEPARATOR + mentions["mention_id"] + _SEPARATOR + minute
    name = name.where(dated & (times % _DAY != 0), name + _SEPARATOR + text)
    by_id = np.array(_hashed(name, secret, b"id"), np.int64)
    twice = pd.Series(by_id).duplicated(keep=False).to_numpy(bool)
    if twice.any():  # one id for texts that do not agree, or a table that nobody looked through for repetitions
        named = (name + _SEPARATOR + text)[twice]
        again = named.groupby(named).cumcount().astype("str")
        by_id[twice] = _hashed(named + _SEPARATOR + again, secret, b"id")
    content = text + _SEPARATOR + mentions["author"].str.casefold() + _SEPARATOR + minute
    told = dated & (mentions["author"] != "").to_numpy(bool)
    by_content = by_id.copy()
    by_content[told] = _hashed(content[told], secret, b"content")
    return by_id, by_content


def _hashed(parts: Iterable[Any], secret: bytes, purpose: bytes) -> list[int]:
    keyed = hashlib.blake2b(key=secret[:64], digest_size=_BYTES, person=purpose)
    found = []
    for part in parts:
        each = keyed.copy()
        each.update(str(part).encode("utf-8", "surrogatepass"))
        found.append(int.from_bytes(each.digest(), "big", signed=True))
    return found
