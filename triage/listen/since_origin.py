"""Reads dates that are counted from an origin: seconds since 1970, days since 1900."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from triage.listen.date_forms import EPOCH, SCIENTIFIC, SERIAL, WRAPPED_EPOCH
from triage.listen.moments import parts_of
from triage.listen.patterns import found_in, replaced

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt
    import pandas as pd

    Places = npt.NDArray[np.intp]
    Put = Callable[[Places, npt.NDArray[np.datetime64], str], None]

#: Share of the filled rows that must look like days since 1900 before any is read so.
_MOST: Final = 0.9
_SERIAL_ORIGIN: Final = np.datetime64("1899-12-30", "us")
_ORIGIN: Final = np.datetime64("1970-01-01", "us")
_SECONDS_A_DAY: Final = 86_400
_SHARES_DIGITS: Final = 6
#: Digits of a count since 1970 -> what makes microseconds of it.
_TO_MICROS: Final = {9: 10**6, 10: 10**6, 13: 10**3, 16: 1, 19: 10**-3}


def read_counted(cells: pd.Series[str], places: Places, rows: npt.NDArray[np.int64], put: Put) -> None:
    """Reads counts since 1970, then days since 1900 where nearly all rows look like that.

    Args:
        cells: Distinct cells.
        places: Which of them to try.
        rows: How many rows have each.
        put: Takes places, their times and the family's name.
    """
    texts = pa.array(cells, type=pa.large_string())
    if not len(places):
        return
    is_wrapped = found_in(cells.iloc[places], WRAPPED_EPOCH)
    if is_wrapped.any():
        texts = pc.replace_substring_regex(texts, WRAPPED_EPOCH, r"\1")
    epochs = parts_of(texts, places, EPOCH)
    if len(epochs.places):
        put(epochs.places, _epoch(epochs.text("whole"), epochs.text("part")), "epoch")
    floats = parts_of(texts, places, SCIENTIFIC)
    if len(floats.places):
        put(floats.places, _scientific(floats.groups), "epoch")
    is_serial = found_in(cells.iloc[places], SERIAL)
    filled = rows[(cells != "").to_numpy(bool)].sum()
    if is_serial.any() and rows[places[is_serial]].sum() >= _MOST * filled:
        put(places[is_serial], _serial(cells.iloc[places[is_serial]]), "serial")


def _epoch(whole: Any, part: Any) -> npt.NDArray[np.datetime64]:  # noqa: ANN401 - pyarrow has no types
    """Adds a fraction to seconds only; thousandths of milliseconds do not matter."""
    digits = np.asarray(pc.utf8_length(whole))
    counts = np.asarray(pc.cast(pc.cast(whole, pa.uint64()), pa.int64(), safe=False))
    micros = np.zeros_like(counts)
    for length, factor in _TO_MICROS.items():
        here = digits == length
        micros[here] = counts[here] * int(factor) if factor >= 1 else counts[here] // 1000
    share = pc.utf8_rpad(pc.utf8_slice_codeunits(part, 0, _SHARES_DIGITS), _SHARES_DIGITS, "0")
    shares = np.asarray(pc.cast(share, pa.int64()))
    return _ORIGIN + (micros + np.where(digits <= len("1234567890"), shares, 0)).astype("timedelta64[us]")


def _scientific(groups: dict[str, Any]) -> npt.NDArray[np.datetime64]:
    times = []
    for lead, rest, power in zip(*(groups[name].to_pylist() for name in ("lead", "rest", "power")), strict=True):
        size = int(power) + 1
        digits = (lead + rest).ljust(size, "0")[:size]
        is_whole = len(lead + rest) >= len("1234567890")
        factor = _TO_MICROS[size]
        micros = int(digits) * int(factor) if factor >= 1 else int(digits) // 1000
        times.append(_ORIGIN + np.timedelta64(micros, "us") if is_whole else np.datetime64("NaT", "us"))
    return np.array(times, dtype="datetime64[us]")


def _serial(cells: pd.Series[str]) -> npt.NDArray[np.datetime64]:
    days = replaced(cells, ",", ".").astype("float64").to_numpy()
    return _SERIAL_ORIGIN + np.round(days * _SECONDS_A_DAY).astype("timedelta64[s]")
