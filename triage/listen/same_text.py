"""Makes the texts of one mention alike, as far as tools change them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from triage.listen.patterns import found_in, replaced

if TYPE_CHECKING:
    import numpy.typing as npt

_BLANKS: Final = r"[\s\x{a0}\x{200b}\x{202f}]+"
#: What makes blanks worth replacing: most texts have single ones.
_LOOSE: Final = r"  |[\t\r\n\x{a0}\x{200b}\x{202f}]"
_LINK: Final = r"(?:https?://|www\.|t\.co/|pic\.twitter\.com/)\S*"
_REPOST: Final = r"^\s*(?:rt|qt) @\w+:? ?"
_CUT_SIGN: Final = r"\s*(?:…|\.\.\.|\[\.\.\.\]|\[…\]|\(more\))\s*$"
#: Lengths at which platforms and tools cut a text.
_CUTS: Final = ((137, 140), (277, 280), (253, 256), (497, 500))
#: Shortest text that, cut off, may stand for a longer one.
LEAST_CUT: Final = 15
#: Shortest text that is looked for inside another one.
_LEAST_INSIDE: Final = 30


def normalised(texts: pd.Series[Any]) -> pd.Series[Any]:
    """Returns texts without case, links, sign of a repost, ellipsis, and with single blanks.

    A text that is nothing but a link stays.

    >>> normalised(pd.Series(["RT @ann: Late  AGAIN https://t.co/x1 …", "https://a.example"], dtype="str")).tolist()
    ['late again', 'https://a.example']
    """
    cells = pc.utf8_lower(pa.array(texts, type=pa.large_string()))
    plain = pd.Series(cells, index=texts.index, dtype="str")
    has_link = np.asarray(pc.match_substring_regex(cells, r"://|www\.|t\.co/|twitter\.com"), dtype=bool)
    bare = plain.copy()
    if has_link.any():
        bare[has_link] = replaced(plain[has_link], _LINK, " ")
    is_loose = found_in(bare, _LOOSE)
    if is_loose.any():
        bare[is_loose] = replaced(bare[is_loose], _BLANKS, " ")
    for sign, pattern in (("t @", _REPOST), ("…", _CUT_SIGN), ("...", _CUT_SIGN), ("[", _CUT_SIGN)):
        holds = np.asarray(pc.match_substring(pa.array(bare, type=pa.large_string()), sign), dtype=bool)
        if holds.any():
            bare[holds] = replaced(bare[holds], pattern, "")
    bare = bare.str.strip()
    return bare.mask(bare == "", plain)


def looks_cut(texts: pd.Series[Any]) -> npt.NDArray[np.bool_]:
    """Returns which texts end with an ellipsis, or are as long as where tools cut."""
    lengths = texts.str.len().to_numpy("int64")
    at_limit = np.zeros(len(texts), dtype=bool)
    for least, most in _CUTS:
        at_limit |= (lengths >= least) & (lengths <= most)
    return at_limit | found_in(texts, _CUT_SIGN)


def is_one_text(one: str, other: str) -> bool:
    """Returns whether one normalised text may be the other, cut off or with a title before it.

    >>> is_one_text("the train was late", "the train was late again today"), is_one_text("late", "later")
    (True, False)
    """
    short, long = sorted((one, other), key=len)
    if short == long:
        return True
    if len(short) < LEAST_CUT:
        return False
    return long.startswith(short) or (len(short) >= _LEAST_INSIDE and short in long)
