"""Groups reposts and copies, so that volume counts them all and voice counts them once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from triage.understand.tokens import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from triage.understand.tokens import Tokens

#: Fewer words than this are what different people happen to say alike ("still waiting"), no copy of one another.
LEAST_WORDS: Final = 5


def group_copies(tokens: Tokens, text_of: NDArray[np.int64], authors: Sequence[str]) -> NDArray[np.int64]:
    """Groups mentions whose texts are equal but for case, marks, urls, handles and a leading RT.

    Args:
        tokens: Tokens of the distinct texts.
        text_of: Number of each mention's text; shape (mentions,).
        authors: Author of each mention, empty where unknown.

    Returns:
        A group number for each mention, 0..n-1, that does not depend on the order of the mentions. A text of fewer than
        `LEAST_WORDS` words is a copy only of the same author's; without an author it stands alone.
    """
    keys = tokens.keys()[text_of]
    said = np.isin(tokens.kinds, (Kind.WORD, Kind.NUMBER, Kind.HASHTAG))[tokens.ids]
    words = np.bincount(tokens.owners()[said], minlength=len(tokens))[text_of]
    author: pd.Series[Any] = pd.Series(list(authors), dtype="str")
    unknown = (author == "").to_numpy(bool)
    speaker = pd.factorize(author, sort=True)[0].astype(np.int64)
    short = words < LEAST_WORDS
    nobody = np.where(unknown, -2 - np.arange(len(author)), speaker)
    table = pd.DataFrame({"key": keys, "speaker": np.where(short, nobody, -1)})
    return np.asarray(table.groupby(["key", "speaker"], sort=True).ngroup(), np.int64)
