"""Finds rows of two exports that hold one mention by its content, author and time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from triage.listen.patterns import replaced
from triage.listen.same_text import looks_cut, normalised
from triage.listen.values import WEB

if TYPE_CHECKING:
    import numpy.typing as npt

#: Pairs of rows that are one mention, as two equally long arrays of places.
Links = tuple["npt.NDArray[np.int64]", "npt.NDArray[np.int64]"]

_MICROSECONDS: Final = 1_000_000
#: How exact the times of an export are, with the length of such a unit in microseconds; 0 is an export without times.
_NONE, _DAY, _MINUTE, _SECOND = range(4)
_UNITS: Final = {_SECOND: _MICROSECONDS, _MINUTE: 60 * _MICROSECONDS, _DAY: 86_400 * _MICROSECONDS}
_QUARTER_HOUR: Final = 900 * _MICROSECONDS
_WIDEST_OFFSET: Final = 14 * 3_600 * _MICROSECONDS
#: Mentions of two exports that must be apart by the same hours before that is taken for a zone.
_LEAST_OFFSET: Final = 3
_OFFSET_SHARE: Final = 0.6
_PREFIX: Final = 100
_SIGNATURE: Final = 24
_LEAST_WITHOUT_TIME: Final = 40
_LEAST_WITHOUT_AUTHOR: Final = 20
_LEAST_CUT: Final = 40
_NO_TIME: Final = np.iinfo(np.int64).min


def content_links(frame: pd.DataFrame) -> Links:
    """Links rows of different exports whose text, author and time are those of one mention.

    Only another export's rows are compared: an export that gives two rows different ids knows them apart. The
    second of two equal posts in one export is linked to the second in the other.

    Args:
        frame: Columns of a mention, and `own_id`.

    Returns:
        Places of rows that belong together.
    """
    rows = _comparable(frame)
    if rows.empty:
        return _nothing(), _nothing()
    levels = sorted(set(rows["level"].tolist()), reverse=True)
    links = [_at_level(rows, level) for level in levels]
    links += [_cut_off(rows), _zones_apart(rows, links)]
    return np.concatenate([link[0] for link in links]), np.concatenate([link[1] for link in links])


def _nothing() -> npt.NDArray[np.int64]:
    return np.empty(0, dtype=np.int64)


def _comparable(frame: pd.DataFrame) -> pd.DataFrame:
    """Returns codes of what is compared, for rows whose text begins alike in another export."""
    sources = pd.factorize(frame["source"], sort=True)[0]
    if not len(frame) or sources.max() == 0:
        return pd.DataFrame()
    times = _times(frame)
    levels = _levels(times, sources)
    handles = replaced(frame["author"], r"^\s*@|[\s._-]+", "").str.lower()
    authors = pd.factorize(handles, sort=True)
    is_blank = np.asarray(authors[1] == "")[authors[0]]
    places = np.flatnonzero(_may_meet(authors[0], is_blank, times, levels, sources))
    beginnings = normalised(frame["text"].iloc[places].str.slice(0, _PREFIX)).str.slice(0, _SIGNATURE)
    places = places[_in_several(pd.factorize(beginnings)[0], sources[places])]
    if not len(places):
        return pd.DataFrame()
    chosen = frame.iloc[places]
    rows = _looked_at(chosen, places, sources[places], times[places], levels[places])
    channels = pd.factorize(chosen["channel"].where(chosen["channel"] != WEB, ""), sort=True)
    is_unknown = np.asarray(channels[1] == "")[channels[0]]
    rows["channel"] = _known(rows, np.where(is_unknown, -1, channels[0]), ["code"])
    rows["author"] = _known(rows, np.where(is_blank, -1, authors[0])[places], ["code", "channel"])
    rows["who"] = rows.groupby(["author", "channel"], sort=False).ngroup()
    rows["base"] = rows.groupby(["code", "who"], sort=False).ngroup()
    own_ids = pd.factorize(chosen["own_id"], sort=True)[0]
    wordings = pd.factorize(chosen["text"], sort=True)[0]
    addresses = pd.factorize(chosen["url"], sort=True)[0]
    order = np.lexsort((addresses, wordings, own_ids, rows["source"], rows["time"]))
    # from here on a row's place says its time, export and id: sorts are stable
    return rows.iloc[order].reset_index(drop=True)


def _looked_at(
    chosen: pd.DataFrame,
    places: npt.NDArray[np.int64],
    sources: npt.NDArray[np.int64],
    times: npt.NDArray[np.int64],
    levels: npt.NDArray[np.int64],
) -> pd.DataFrame:
    texts = normalised(chosen["text"])
    return pd.DataFrame(
        {
            "place": places,
            "source": sources,
            "text": texts.to_numpy(),
            "code": pd.factorize(texts)[0],
            "length": texts.str.len().to_numpy("int64"),
            "time": times,
            "level": levels,
            "is_cut": looks_cut(chosen["text"]),
        }
    )


def _may_meet(
    authors: npt.NDArray[np.int64],
    is_blank: npt.NDArray[np.bool_],
    times: npt.NDArray[np.int64],
    levels: npt.NDArray[np.int64],
    sources: npt.NDArray[np.int64],
) -> npt.NDArray[np.bool_]:
    """Returns which rows have an author, and a minute of a quarter of an hour, that another export has too."""
    minutes = np.where(times == _NO_TIME, 0, times // _UNITS[_MINUTE])
    quarter = minutes % 15 if (levels >= _MINUTE).all() else minutes * 0
    may = ~is_blank & _in_several(authors * 15 + quarter, sources)
    if is_blank.any():
        with_blank = pd.Series(is_blank).groupby(minutes).transform("any").to_numpy()
        may |= with_blank & _in_several(minutes, sources)
    return may


def _in_several(keys: npt.NDArray[np.int64], sources: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Returns which rows have a key that rows of another export have."""
    groups = pd.Series(sources).groupby(keys, sort=False)
    return (groups.transform("min") != groups.transform("max")).to_numpy(bool)


def _times(frame: pd.DataFrame) -> npt.NDArray[np.int64]:
    times: npt.NDArray[np.int64] = frame["created_at"].dt.tz_localize(None).to_numpy("datetime64[us]").astype(np.int64)
    return times


def _known(rows: pd.DataFrame, codes: npt.NDArray[np.int64], beside: list[str]) -> npt.NDArray[np.int64]:
    """Returns the codes; an unknown one, -1, is the only other that rows of the same text and minute have, if so."""
    is_unknown = codes < 0
    if not is_unknown.any():
        return codes.astype(np.int64)
    keys = [rows[name] for name in beside] + [rows["time"] // _UNITS[_MINUTE]]
    groups = pd.Series(np.where(is_unknown, np.nan, codes)).groupby(keys, sort=False)
    least, most = groups.transform("min"), groups.transform("max")
    is_told = is_unknown & (least == most).to_numpy() & (rows["time"] != _NO_TIME).to_numpy()
    known: npt.NDArray[np.int64] = codes.astype(np.int64)
    known[is_told] = least.fillna(-1).to_numpy("int64")[is_told]
    return known


def _levels(times: npt.NDArray[np.int64], sources: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Returns how exact each row's time is; that is the same for all rows of an export that have one."""
    has_time = times != _NO_TIME
    level = np.full(len(times), _SECOND)
    for coarse, unit in ((_MINUTE, _UNITS[_MINUTE]), (_DAY, _UNITS[_DAY])):
        is_finer = pd.Series(has_time & (times % unit != 0)).groupby(sources).transform("any").to_numpy()
        level[~is_finer] = coarse
    return np.where(has_time, level, _NONE)


def _at_level(rows: pd.DataFrame, level: int) -> Links:
    """Links rows as exact as a level with those at least as exact, the first with the first of each export."""
    is_there = (rows["level"] >= level) & (rows["author"] >= 0)
    if level >= _MINUTE:
        is_there |= (rows["level"] >= level) & (rows["length"] >= _LEAST_WITHOUT_AUTHOR)
    if level == _NONE:
        is_there &= rows["length"] >= _LEAST_WITHOUT_TIME
    chosen = rows[is_there]
    unit = _UNITS.get(level, 0)
    moment = chosen["time"] // unit if unit else chosen["time"] * 0
    group = chosen.groupby([chosen["base"], moment], sort=False).ngroup().to_numpy()
    source, is_finer = chosen["source"].to_numpy(), (chosen["level"] > level).to_numpy()
    # rows of one export without ids are copies already; those with ids are counted apart
    rank = pd.Series(group).groupby([group, source], sort=False).cumcount().to_numpy()
    order = np.lexsort((is_finer, rank, group))
    group, rank, is_finer = group[order], rank[order], is_finer[order]
    follows = (group[1:] == group[:-1]) & (rank[1:] == rank[:-1])
    # one finer row at most: two that are finer have been compared with each other already
    follows &= ~(is_finer[1:] & is_finer[:-1])
    places = chosen["place"].to_numpy()[order]
    return places[:-1][follows], places[1:][follows]


def _cut_off(rows: pd.DataFrame) -> Links:
    """Links a text that was cut off with the whole one, by the same author in the same minute."""
    chosen = rows[(rows["author"] >= 0) & (rows["level"] >= _MINUTE) & (rows["length"] >= _LEAST_CUT)]
    group = chosen.groupby([chosen["who"], chosen["time"] // _UNITS[_MINUTE]], sort=False).ngroup().to_numpy()
    meets = np.bincount(group, minlength=1)[group] > 1
    meets &= pd.Series(chosen["is_cut"].to_numpy()).groupby(group).transform("any").to_numpy(bool)
    chosen, group = chosen[meets], group[meets]
    order = np.lexsort((pd.factorize(chosen["text"], sort=True)[0], group))
    chosen, group = chosen.iloc[order], group[order]
    source, code = chosen["source"].to_numpy(), chosen["code"].to_numpy()
    near = np.flatnonzero((group[1:] == group[:-1]) & (source[1:] != source[:-1]) & (code[1:] != code[:-1]))
    near = near[chosen["is_cut"].to_numpy()[near]]
    texts, places = chosen["text"].to_numpy(), chosen["place"].to_numpy()
    kept = np.array([place for place in near.tolist() if texts[place + 1].startswith(texts[place])], dtype=np.int64)
    return places[kept], places[kept + 1]


def _zones_apart(rows: pd.DataFrame, links: list[Links]) -> Links:
    """Links mentions that two exports give at times apart by the same whole hours: one lacks its zone."""
    linked = np.concatenate([side for link in links for side in link])
    is_open = ~np.isin(rows["place"].to_numpy(), linked)
    chosen = rows[is_open & (rows["author"] >= 0) & (rows["level"] >= _MINUTE)]
    chosen = chosen[~chosen.duplicated(["base", "source"], keep=False)].sort_values(["base", "source"], kind="stable")
    same = chosen["base"].to_numpy()[1:] == chosen["base"].to_numpy()[:-1]
    first, second = chosen[:-1][same], chosen[1:][same]
    unit = np.where((first["level"].to_numpy() == _MINUTE) | (second["level"].to_numpy() == _MINUTE), _MINUTE, _SECOND)
    width = np.where(unit == _MINUTE, _UNITS[_MINUTE], _UNITS[_SECOND])
    apart = second["time"].to_numpy() // width * width - first["time"].to_numpy() // width * width
    pairs = pd.DataFrame({"one": first["source"].to_numpy(), "other": second["source"].to_numpy(), "apart": apart})
    votes = pairs.groupby(["one", "other", "apart"])["apart"].transform("size")
    compared = pairs.groupby(["one", "other"])["apart"].transform("size")
    is_zone = (votes >= _LEAST_OFFSET) & (votes >= _OFFSET_SHARE * compared)
    is_zone &= (pairs["apart"] % _QUARTER_HOUR == 0) & (pairs["apart"].abs() <= _WIDEST_OFFSET) & (pairs["apart"] != 0)
    return first["place"].to_numpy()[is_zone], second["place"].to_numpy()[is_zone]
