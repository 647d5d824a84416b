"""Makes the addresses of one post alike, however a tool writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Callable

_SCHEME: Final = r"^\s*(?:[hH][tT][tT][pP][sS]?:)?//(?:(?:[wW]{3}\d?|[mM]|mobile|old|new|amp|touch|np)\.)?"
_HOST_AND_REST: Final = r"^(?P<host>[^/?#]*)(?P<rest>(?s:.*))$"
_FRAGMENT: Final = r"#.*$"
#: Parameters that say where a reader came from, not what is read.
_TRACKING: Final = (
    r"[?&](?:utm_\w+|fbclid|gclid|dclid|msclkid|mc_cid|mc_eid|igshid|igsh|ref|ref_src|ref_url|ref_source|"
    r"cmpid|wt_\w+|xtor|share_id|rdt|refsrc|__tn__|__cft__\[\d\]|__xts__\[\d\])=[^&]*"
)
_LEFT_AMPERSAND: Final = r"^([^?&]*)&"
_SLASHES: Final = r"/+(\?.*)?$"
#: Platform -> patterns of a post's address without scheme and www; the last group that matched is the post.
_POSTS: Final = {
    "x": (r"^(?i:twitter|x)\.com/(?:[^/?#]+|i/web)/status(?:es)?/(?P<post>\d+)",),
    "reddit": (
        r"^(?i:reddit)\.com(?:/(?:r|user)/[^/]+)?/comments/\w+/[^/?#]*/(?P<post>\w+)",
        r"^(?i:reddit)\.com(?:/(?:r|user)/[^/]+)?/comments/(?P<post>\w+)",
        r"^(?i:redd)\.it/(?P<post>\w+)",
    ),
    "youtube": (
        r"^(?i:youtube)\.com/.*[?&]lc=(?P<post>[\w.-]{10,})",
        r"^(?i:youtube)\.com/(?:watch\?(?:[^#]*&)?v=|shorts/|embed/|live/)(?P<post>[\w-]{6,})",
        r"^(?i:youtu)\.be/(?P<post>[\w-]{6,})",
    ),
}
_EMPTY: Final = pa.scalar("", pa.large_string())
_COLON: Final = pa.scalar(":", pa.large_string())
#: Ids that are the platform's own, as far as their form tells.
_OWN: Final = {"x": r"^(?P<post>\d{15,20})$", "reddit": r"^(?:t[13]_)?(?P<post>[0-9a-z]{5,8})$"}


def address_keys(urls: pd.Series[Any]) -> pd.Series[Any]:
    """Returns a key for each address, equal for all spellings of one; blank for a home page.

    >>> urls = ["https://twitter.com/ann/status/123?s=20", "http://mobile.twitter.com/i/web/status/123"]
    >>> urls += ["https://www.Acme.example/a/?utm_source=x#top", "http://acme.example/a", "https://acme.example/"]
    >>> address_keys(pd.Series(urls, dtype="str")).tolist()
    ['x:123', 'x:123', 'acme.example/a', 'acme.example/a', '']
    """
    bare = _replaced(_arrow(urls), _SCHEME, "")
    parts = pc.extract_regex(bare, _HOST_AND_REST)
    host, rest = pc.utf8_lower(pc.struct_field(parts, "host")), pc.struct_field(parts, "rest")
    rest = _where_found(rest, "#", lambda cells: _replaced(cells, _FRAGMENT, ""))
    query = _where_found(rest, "?", _without_tracking)
    rest = _where_found(query, "/", lambda cells: _replaced(cells, _SLASHES, r"\1"))
    keys = pd.Series(pc.binary_join_element_wise(host, rest, _EMPTY), index=urls.index, dtype="str")
    keys = keys.fillna("").mask((pc.utf8_length(rest).to_numpy(zero_copy_only=False) == 0), "")
    for platform, patterns in _POSTS.items():
        stem = {"x": "tter.com|x.com", "reddit": "redd", "youtube": "youtu"}[platform]
        is_there = np.asarray(pc.match_substring_regex(bare, f"(?i){stem}"), dtype=bool)
        if is_there.any():
            keys[is_there] = _posts(bare.filter(pa.array(is_there)), platform, patterns, keys[is_there])
    return keys


def id_keys(ids: pd.Series[Any], channels: pd.Series[Any]) -> pd.Series[Any]:
    """Returns the key that a post's address would have, for ids that are the platform's own; else blank.

    >>> id_keys(pd.Series(["570306133677760513", "7"], dtype="str"), pd.Series(["x", "x"], dtype="str")).tolist()
    ['x:570306133677760513', '']
    """
    keys = pd.Series([""] * len(ids), index=ids.index, dtype="str")
    for platform, pattern in _OWN.items():
        is_there = (channels == platform).to_numpy(bool)
        if is_there.any():
            keys[is_there] = _posts(_arrow(ids[is_there]), platform, (pattern,), keys[is_there])
    return keys


def _posts(bare: Any, platform: str, patterns: tuple[str, ...], otherwise: pd.Series[Any]) -> Any:  # noqa: ANN401
    found = pa.nulls(len(bare), pa.large_string())
    for pattern in patterns:
        found = pc.coalesce(found, pc.struct_field(pc.extract_regex(bare, pattern), "post"))
    named = pc.binary_join_element_wise(pa.scalar(platform, pa.large_string()), found, _COLON)
    return pc.coalesce(named, _arrow(otherwise)).to_numpy(zero_copy_only=False)


def _without_tracking(cells: Any) -> Any:  # noqa: ANN401 - pyarrow has no types
    return _replaced(_replaced(cells, _TRACKING, ""), _LEFT_AMPERSAND, r"\1?")


def _where_found(cells: Any, sign: str, change: Callable[[Any], Any]) -> Any:  # noqa: ANN401 - pyarrow has no types
    """Changes the cells that hold a sign; most addresses have none."""
    mask = pc.match_substring(cells, sign)
    return pc.replace_with_mask(cells, mask, change(cells.filter(mask))) if pc.any(mask).as_py() else cells


def _replaced(cells: Any, pattern: str, replacement: str) -> Any:  # noqa: ANN401 - pyarrow has no types
    return pc.replace_substring_regex(cells, pattern, replacement)


def _arrow(column: pd.Series[Any]) -> Any:  # noqa: ANN401 - pyarrow has no types
    array = pa.array(column, type=pa.large_string())
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
