"""Recognises posts of X by the time that is written in their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from triage.listen.patterns import found_in

if TYPE_CHECKING:
    import pandas as pd

#: Bits of an id behind its milliseconds, and the first of these (Twitter's announcement of Snowflake, 2010).
_BITS: Final = 22
_EPOCH_MILLISECONDS: Final = 1_288_834_974_657
_ID: Final = r"^\d{15,19}$"
#: Exports write local times too.
_MOST_APART: Final = np.timedelta64(15, "h")
_NEARLY_ALL: Final = 0.9


def are_of_x(ids: pd.Series[Any], times: pd.Series[Any]) -> bool:
    """Returns whether nearly all ids are those that X gave at the times beside them.

    Args:
        ids: Ids of mentions, as text.
        times: When they were written, in UTC.

    >>> import pandas as pd
    >>> ids = pd.Series(["1546349336111595520"], dtype="str")
    >>> are_of_x(ids, pd.to_datetime(pd.Series(["2022-07-11 04:23:06"]), utc=True))
    True
    >>> are_of_x(ids, pd.to_datetime(pd.Series(["2023-07-11 04:23:06"]), utc=True))
    False
    """
    can_be = found_in(ids, _ID) & times.notna().to_numpy(bool)
    if not can_be.any() or can_be.mean() < _NEARLY_ALL:
        return False
    given = (ids[can_be].astype("int64").to_numpy() >> _BITS) + _EPOCH_MILLISECONDS
    told = times[can_be].dt.tz_localize(None).to_numpy("datetime64[ms]")
    apart = np.abs(given.astype("datetime64[ms]") - told)
    return bool((apart <= _MOST_APART).sum() >= _NEARLY_ALL * len(ids))
