"""Tells mentions apart: their ids, and which rows repeat a mention already counted."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from triage.listen.patterns import found_in

if TYPE_CHECKING:
    from collections.abc import Sequence

_MANGLED: Final = r"^(?:\d[.,]\d+[eE]\+?|\d[eE]\+)\d{1,3}$"
#: A spreadsheet keeps 15 digits and writes zeros for the rest.
_CUT: Final = r"^[1-9]\d{14}(0+)$"
_FEWEST: Final = 3
_HASH_BYTES: Final = 8
#: Two rows with these alike are one mention.
KEY: Final = ("mention_id", "channel", "text")
_ORDER: Final = ("created_at", "channel", "mention_id", "text", "author", "url", "source", "row")
_WORDS: Final = ("author", "language", "url", "source_sentiment")
_COUNTS: Final = ("followers", "reach", "engagement")


def own_ids(column: pd.Series[Any]) -> tuple[pd.Series[Any], list[str]]:
    """Keeps the ids of an export that a spreadsheet has not mangled.

    Returns:
        The ids, blank where there is none to use; and what was found.

    >>> own_ids(pd.Series(["007", "1.23E+17"], dtype="str"))[0].tolist()
    ['007', '']
    """
    mangled = found_in(column, _MANGLED)
    long = found_in(column, r"^[1-9]\d{15,}$")
    cut = found_in(column, _CUT) & long
    if cut.sum() >= _FEWEST and cut.sum() == long.sum():
        mangled |= cut
    if not mangled.any():
        return column, []
    warning = f"{int(mangled.sum())} ids were mangled by a spreadsheet (like 1.23E+17) and are not used"
    return column.mask(mangled, ""), [warning]


def give_ids(frame: pd.DataFrame) -> pd.Series[Any]:
    """Returns the own ids, and a hash of channel, author, time and text where there is none.

    >>> frame = pd.DataFrame({"mention_id": [""], "channel": "x", "author": "ann", "text": "hi"}, dtype="str")
    >>> give_ids(frame.assign(created_at=pd.Series([pd.NaT], dtype="datetime64[us, UTC]"))).str.len().item()
    16
    """
    ids = frame["mention_id"]
    is_blank = ids == ""
    if not is_blank.any():
        return ids
    rows = frame[is_blank]
    times = rows["created_at"].dt.tz_localize(None).to_numpy("datetime64[us]").astype("int64")
    parts = zip(rows["channel"], rows["author"], times.tolist(), rows["text"], strict=True)
    hashes = [
        hashlib.blake2b("\x1f".join((channel, author, str(time), text)).encode(), digest_size=_HASH_BYTES).hexdigest()
        for channel, author, time, text in parts
    ]
    ids = ids.copy()
    ids[is_blank] = hashes
    return ids


def split_duplicates(frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Splits rows into mentions and repetitions of them.

    Of rows that are one mention the one with most filled fields stays, then with the largest engagement and reach,
    then the one whose values come first; so the choice does not depend on the order of rows and files.

    Args:
        frame: The mentions of all files.

    Returns:
        The rows that stay, and the rows that repeat one of them.
    """
    is_repeated = frame.duplicated(list(KEY), keep=False).to_numpy(bool)
    if not is_repeated.any():
        return frame, frame.iloc[:0]
    group = frame[is_repeated].reset_index(drop=True)
    filled = np.zeros(len(group), dtype=np.int64)
    filled += sum((group[name] != "").to_numpy("int64") for name in _WORDS)
    filled += sum(group[name].notna().to_numpy("int64") for name in (*_COUNTS, "created_at"))
    group["filled"] = filled
    ascending = (*KEY, *_WORDS, "created_at", "followers", "source", "row")
    keys = [(name, "ascending") for name in KEY]
    keys += [(name, "descending") for name in ("filled", "engagement", "reach")]
    keys += [(name, "ascending") for name in ascending[len(KEY) :]]
    group = group.take(_sorted_places(group, keys))
    is_first = ~group.duplicated(list(KEY), keep="first").to_numpy(bool)
    group = group.drop(columns="filled")
    return pd.concat([frame[~is_repeated], group[is_first]], ignore_index=True), group[~is_first]


def in_order(frame: pd.DataFrame) -> pd.DataFrame:
    """Sorts mentions by time, missing times last, then by what they say, so that no order of files or rows shows."""
    places = _sorted_places(frame, [(name, "ascending") for name in _ORDER])
    return frame.take(places).reset_index(drop=True)


def _sorted_places(frame: pd.DataFrame, keys: Sequence[tuple[str, str]]) -> np.ndarray[Any, np.dtype[np.int64]]:
    table = pa.table({name: pa.array(frame[name]) for name, _ in keys})
    places = pc.sort_indices(table, sort_keys=list(keys))
    return np.asarray(places, dtype=np.int64)
