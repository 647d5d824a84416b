"""Finds rows that hold one mention by its id or its address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from triage.listen.addresses import address_keys, id_keys
from triage.listen.same_text import is_one_text, normalised

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from triage.listen.same_moment import Links

_MINUTE: Final = 60 * 1_000_000
#: Addresses of one post, whatever stands in them; any other may be an article with many comments.
_POST: Final = ("x:", "reddit:")


def key_links(frame: pd.DataFrame) -> Links:
    """Links rows with the same id on one channel, or the same address, whose texts agree too.

    An id or an address alone is not enough: tools count their rows 1, 2, 3, and comments carry the address of what
    they are about. Texts agree if one may be the other cut off; if they do not, the same author in the same minute
    has edited a post, in another export. An address that one export gives to different texts is none of a post.

    Args:
        frame: Columns of a mention, and `own_id`.

    Returns:
        Places of rows that belong together.
    """
    if frame.empty or (frame["source"] == frame["source"].iloc[0]).all():
        # one tool writes an address in one way
        frame = frame.assign(url=frame["url"].where(frame["url"].duplicated(keep=False), ""))
    ids = frame["own_id"]
    keys = [ids.where(ids == "", ids + "\x1f" + frame["channel"])]
    has_url = bool((frame["url"] != "").any())
    posts = id_keys(ids, frame["channel"])
    addresses = _addresses(frame["url"]) if has_url else posts
    is_post = addresses.str.startswith(_POST)
    keys.append(posts.mask(is_post, addresses) if has_url else posts)
    if has_url:
        keys.append(addresses.mask(is_post, ""))
    links = [_agreeing(frame, key, is_post=number < len(keys) - 1 or not has_url) for number, key in enumerate(keys)]
    return np.concatenate([link[0] for link in links]), np.concatenate([link[1] for link in links])


def _addresses(urls: pd.Series[Any]) -> pd.Series[Any]:
    is_filled = (urls != "").to_numpy(bool)
    return address_keys(urls[is_filled]).reindex(urls.index, fill_value="")


def _agreeing(frame: pd.DataFrame, keys: pd.Series[Any], *, is_post: bool) -> Links:
    """Links rows of one key whose texts agree."""
    codes, distinct = pd.factorize(keys)
    codes[np.asarray(distinct == "")[codes]] = -1
    counts = np.bincount(codes[codes >= 0], minlength=1)
    places = np.flatnonzero((codes >= 0) & (counts[codes] > 1))
    times = frame["created_at"].iloc[places].dt.tz_localize(None).to_numpy("datetime64[us]").astype("int64")
    rows = pd.DataFrame(
        {
            "place": places,
            "key": codes[places],
            "text": normalised(frame["text"].iloc[places]).to_numpy(),
            "author": frame["author"].to_numpy()[places],
            "minute": times // _MINUTE,
            "source": frame["source"].to_numpy()[places],
        }
    ).sort_values(["key", "text", "source", "author", "minute"], kind="stable", ignore_index=True)
    key, text = rows["key"].to_numpy(), pd.factorize(rows["text"])[0]
    follows = key[1:] == key[:-1]
    is_equal = follows & (text[1:] == text[:-1])
    other = np.flatnonzero(follows & ~is_equal)
    agree = np.fromiter(_agree(rows, other), dtype=bool, count=len(other))
    if is_post:
        author, minute, source = (rows[name].to_numpy() for name in ("author", "minute", "source"))
        edited = (author[other] == author[other + 1]) & (author[other] != "") & (minute[other] == minute[other + 1])
        agree |= edited & (minute[other] > 0) & (source[other] != source[other + 1])
    joined = is_equal.copy()
    joined[other[agree]] = True
    if not is_post:
        joined &= ~_is_shared(rows, joined)
    return rows["place"].to_numpy()[:-1][joined], rows["place"].to_numpy()[1:][joined]


def _agree(rows: pd.DataFrame, places: npt.NDArray[np.int64]) -> Iterator[bool]:
    texts = rows["text"].to_numpy()
    return (is_one_text(texts[place], texts[place + 1]) for place in places.tolist())


def _is_shared(rows: pd.DataFrame, joined: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Returns for all rows but the last whether one export gives their key to texts that do not agree."""
    run = np.concatenate(([0], np.cumsum(~joined)))
    texts = pd.Series(run).groupby([rows["key"], rows["source"]]).transform("nunique")
    return (texts.groupby(rows["key"]).transform("max") > 1).to_numpy()[:-1]
