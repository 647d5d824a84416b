"""Matches whole columns against patterns in Arrow, ten times as fast as one cell after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    import numpy.typing as npt

_MOST_PIECES: Final = 8


def found_in(column: pd.Series[Any], pattern: str) -> npt.NDArray[np.bool_]:
    r"""Returns which cells hold the pattern, in the syntax of RE2; anchor it with ^ and $.

    >>> found_in(pd.Series(["007", "x7"], dtype="str"), r"^\d+$").tolist()
    [True, False]
    """
    return np.asarray(pc.match_substring_regex(_arrow(column), pattern), dtype=np.bool_)


def replaced(column: pd.Series[Any], pattern: str, replacement: str) -> pd.Series[Any]:
    """Returns the cells with each match of the pattern replaced, in the syntax of RE2."""
    cells = pc.replace_substring_regex(_arrow(column), pattern, replacement)
    return pd.Series(cells, index=column.index, dtype="str")


def stripped(column: pd.Series[Any]) -> pd.Series[Any]:
    """Returns the cells without white space around them; the column itself, not a copy, where there is none."""
    cells = _arrow(column)
    bare = pc.utf8_trim_whitespace(cells)
    if _bytes_in(bare) == _bytes_in(cells):
        return column
    return pd.Series(bare, index=column.index, dtype="str")


def _bytes_in(cells: Any) -> int:  # noqa: ANN401 - pyarrow has no types
    return pc.sum(pc.binary_length(cells)).as_py() or 0


def _arrow(column: pd.Series[Any]) -> Any:  # noqa: ANN401 - pyarrow has no types
    cells = pa.array(column, type=pa.large_string())
    # each piece would have the pattern compiled anew
    is_in_pieces = isinstance(cells, pa.ChunkedArray) and cells.num_chunks > _MOST_PIECES
    return cells.combine_chunks() if is_in_pieces else cells
