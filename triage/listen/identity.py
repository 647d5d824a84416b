"""Tells mentions apart: their ids, and which rows repeat a mention already counted."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from triage.listen.patterns import found_in, replaced
from triage.listen.same_key import key_links
from triage.listen.same_moment import content_links
from triage.listen.values import WEB

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from triage.listen.same_moment import Links

#: A number as a spreadsheet writes one that is too long for it.
MANGLED: Final = r"^(?:\d[.,]\d+[eE]\+?|\d[eE]\+)\d{1,3}$"
#: A spreadsheet keeps 15 digits and writes zeros for the rest.
_CUT: Final = r"^[1-9]\d{14}(0+)$"
#: An id that went through a number with decimals; a longer one has lost its last digits.
_DECIMAL: Final = r"^-?\d{1,15}\.0+$"
_LONG_DECIMAL: Final = r"^\d{16,}\.0+$"
_FEWEST: Final = 3
#: A text shorter than this share of a copy's was cut off.
_WHOLE: Final = 0.9
_HASH_BYTES: Final = 8
#: Two rows with these alike are one mention.
KEY: Final = ("mention_id", "channel", "text")
#: What else tells rows apart when they are compared.
_COMPARED: Final = ("own_id", "url", "author", "created_at")
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
    column = _without_decimals(column)
    mangled = found_in(column, MANGLED) | found_in(column, _LONG_DECIMAL)
    long = found_in(column, r"^[1-9]\d{15,}$")
    cut = found_in(column, _CUT) & long
    if cut.sum() >= _FEWEST and cut.sum() == long.sum():
        mangled |= cut
    if not mangled.any():
        return column, []
    warning = f"{int(mangled.sum())} ids were mangled by a spreadsheet (like 1.23E+17) and are not used"
    return column.mask(mangled, ""), [warning]


def _without_decimals(column: pd.Series[Any]) -> pd.Series[Any]:
    """Turns "123.0" into "123" where every id is a number with a decimal."""
    is_decimal = found_in(column, _DECIMAL)
    if not is_decimal.any() or not (is_decimal | found_in(column, _LONG_DECIMAL) | (column == "")).all():
        return column
    return column.mask(is_decimal, replaced(column, r"\.0+$", ""))


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

    Rows are one mention if they share id, channel and text; or an id or address and texts that agree; or, in different
    exports, text, author and time. Of such rows stays the one whose text was not cut off, then with most filled
    fields, then with the largest engagement and reach, then the one whose values come first; so neither the groups nor
    the choice depend on the order of rows and files. What it lacks is taken from the others, and the largest counts.

    Args:
        frame: The mentions of all files; `own_id` holds the export's id, and is all blank where it is absent.

    Returns:
        The rows that stay, and the rows that repeat one of them; without `own_id`.
    """
    if "own_id" not in frame.columns:
        frame = frame.assign(own_id=pd.Series([""] * len(frame), index=frame.index, dtype="str"))
    frame = frame.reset_index(drop=True)
    groups = _groups(frame)
    is_repeated = pd.Series(groups).duplicated(keep=False).to_numpy(bool)
    if not is_repeated.any():
        return frame.drop(columns="own_id"), frame.iloc[:0].drop(columns="own_id")
    rows = frame[is_repeated].assign(group=groups[is_repeated]).reset_index(drop=True)
    rows = rows.take(_fullest_first(rows)).reset_index(drop=True)
    is_first = ~rows["group"].duplicated(keep="first").to_numpy(bool)
    kept, copies = _merged(rows, is_first), rows[~is_first]
    extra = ["own_id", "group"]
    mentions = pd.concat([frame[~is_repeated].drop(columns="own_id"), kept.drop(columns=extra)], ignore_index=True)
    return mentions, copies.drop(columns=extra)


def _groups(frame: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Returns a number for each row, the same for rows that are one mention."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    alike = _alike(frame)
    first = np.flatnonzero(~pd.Series(alike).duplicated().to_numpy(bool))
    distinct = frame if len(first) == len(frame) else _distinct(frame, alike, first)
    linked = [_equal_links(distinct), key_links(distinct), content_links(distinct)]
    one, other = (np.concatenate([links[side] for links in linked]) for side in (0, 1))
    ones = np.ones(len(one), dtype=np.int8)
    labels = connected_components(coo_array((ones, (one, other)), shape=(len(first), len(first))), directed=False)[1]
    # ngroup without sort numbers the groups in the order in which `first` lists them
    return np.asarray(labels, dtype=np.int64)[alike]


def _distinct(frame: pd.DataFrame, alike: npt.NDArray[np.int64], first: npt.NDArray[np.int64]) -> pd.DataFrame:
    """Returns one row for those that are alike, with the source that comes first."""
    sources = frame["source"].groupby(alike).min().to_numpy()
    return frame.iloc[first].reset_index(drop=True).assign(source=pd.Series(sources, dtype="str"))


def _alike(frame: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Numbers the rows, those that are alike in all that is compared the same."""
    if frame["mention_id"].is_unique:
        return np.arange(len(frame))
    return np.asarray(frame.groupby([*KEY, *_COMPARED], sort=False, dropna=False).ngroup(), dtype=np.int64)


def _equal_links(frame: pd.DataFrame) -> Links:
    """Links rows with the same id, channel and text."""
    key = frame.groupby(list(KEY), sort=False).ngroup().to_numpy()
    places = np.argsort(key, kind="stable")
    follows = key[places][1:] == key[places][:-1]
    return places[:-1][follows], places[1:][follows]


def _fullest_first(rows: pd.DataFrame) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Returns the places of the rows by group, the one that stays first."""
    lengths = rows["text"].str.len()
    longest = lengths.groupby(rows["group"]).transform("max")
    filled = np.zeros(len(rows), dtype=np.int64)
    filled += sum((rows[name] != "").to_numpy("int64") for name in (*_WORDS, "own_id"))
    filled += sum(rows[name].notna().to_numpy("int64") for name in (*_COUNTS, "created_at"))
    rows = rows.assign(filled=filled, is_cut=(lengths < longest * _WHOLE).to_numpy("int64"))
    keys = [("group", "ascending"), ("is_cut", "ascending")]
    keys += [(name, "descending") for name in ("filled", "engagement", "reach")]
    ascending = (*KEY, *_WORDS, "created_at", "followers", "source", "row")
    keys += [(name, "ascending") for name in ascending]
    return _sorted_places(rows, keys)


def _merged(rows: pd.DataFrame, is_first: npt.NDArray[np.bool_]) -> pd.DataFrame:
    """Returns the first row of each group with what the others know beside it."""
    kept = rows[is_first].copy()
    for name in (*_WORDS, "channel"):
        is_blank = rows[name].isin(["", WEB] if name == "channel" else [""])
        if is_blank.any() and not is_blank.all():
            known = rows.loc[~is_blank].drop_duplicates("group").set_index("group")[name]
            lacks = is_blank.to_numpy(bool)[is_first]
            told = kept["group"].map(known)
            kept[name] = kept[name].mask(lacks & told.notna().to_numpy(bool), told).astype("str")
    for name in _COUNTS:
        largest = rows.groupby("group", sort=True)[name].max()
        kept[name] = largest.reindex(kept["group"]).astype("Int64").to_numpy()
        kept[name] = kept[name].astype("Int64")
    earliest = rows.groupby("group", sort=True)["created_at"].min()
    told_time = earliest.reindex(kept["group"]).set_axis(kept.index)
    kept["created_at"] = kept["created_at"].fillna(told_time)
    return kept


def in_order(frame: pd.DataFrame) -> pd.DataFrame:
    """Sorts mentions by time, missing times last, then by what they say, so that no order of files or rows shows."""
    places = _sorted_places(frame, [(name, "ascending") for name in _ORDER])
    return frame.take(places).reset_index(drop=True)


def _sorted_places(frame: pd.DataFrame, keys: Sequence[tuple[str, str]]) -> np.ndarray[Any, np.dtype[np.int64]]:
    table = pa.table({name: pa.array(frame[name]) for name, _ in keys})
    places = pc.sort_indices(table, sort_keys=list(keys))
    return np.asarray(places, dtype=np.int64)
