"""Rejects rows that repeat the header, as files put together from several have."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from triage.listen.names import fold
from triage.listen.readers.raw import RawTable, reject

if TYPE_CHECKING:
    import numpy.typing as npt

_NUMBER: Final = re.compile(r"_\d+$")


def without_repeated_header(raw: RawTable, source: str) -> RawTable:
    """Returns a table without the rows whose cells are the names of its columns."""
    if raw.frame.empty:
        return raw
    is_header = (raw.frame.iloc[:, 0].str.strip() == str(raw.frame.columns[0])).to_numpy(bool, copy=True)
    for place, name in enumerate(raw.frame.columns):
        left = np.flatnonzero(is_header)
        if not len(left):
            return raw
        is_header[left] = _is_named(raw.frame.iloc[left, place], str(name))
    if is_header.any():
        rows = raw.rows[is_header].tolist()
        raw.rejects.extend(reject(source, row, "repeats the header", "") for row in rows)
        raw.frame = raw.frame[~is_header].reset_index(drop=True)
        raw.rows = raw.rows[~is_header]
    return raw


def _is_named(cells: pd.Series[Any], name: str) -> npt.NDArray[np.bool_]:
    """Returns which cells are a name, but for the number that a repeated one has."""
    codes, distinct = pd.factorize(cells)
    wanted = _bare(name)
    return np.asarray([_bare(cell) == wanted for cell in distinct], dtype=bool)[codes]


def _bare(name: str) -> str:
    return fold(_NUMBER.sub("", name))
