"""Turns times that clocks showed into UTC."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, timezone, tzinfo
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from triage.listen.zones import is_ambiguous, zone_of

if TYPE_CHECKING:
    import numpy.typing as npt

    from triage.listen.moments import Parts

    Times = npt.NDArray[np.datetime64]

_MOST_TOLD: Final = 10


@dataclass(slots=True)
class Zones:
    """The zones of a column, with what had to be assumed about them.

    Attributes:
        default: The zone of times that name none; UTC where nothing is known.
        naive: Rows without a zone.
        unknown: Names that are no zone.
        ambiguous: Names that are several.
    """

    default: tzinfo | None
    naive: int = 0
    unknown: set[str] = field(default_factory=set)
    ambiguous: set[str] = field(default_factory=set)

    def of_naive(self, times: Times, rows: int) -> Times:
        """Returns times without a zone in UTC."""
        self.naive += rows
        return to_utc(times, self.default or UTC)

    def utc(self, times: Times, parts: Parts, rows: npt.NDArray[np.int64]) -> Times:
        """Returns the times of one form in UTC, each by the zone beside it.

        Args:
            times: What the clocks showed.
            parts: The parts of the cells; "z" is the zone, "H" the hour.
            rows: How many rows each cell stands in.
        """
        times = times.copy()
        encoded = parts.text("z").dictionary_encode()
        indices = np.asarray(encoded.indices)
        has_hour = np.asarray(parts.text("H").to_numpy(zero_copy_only=False) != "") if "H" in parts.groups else None
        for number, name in enumerate(encoded.dictionary.to_pylist()):
            here = (indices == number) & ~np.isnat(times)
            if not here.any():
                continue
            if name:
                times[here] = to_utc(times[here], self._zone(name))
                continue
            self.naive += int(rows[parts.places[here]].sum())
            if self.default is not None and has_hour is not None:
                here &= has_hour
                times[here] = to_utc(times[here], self.default)
        return times

    def _zone(self, name: str) -> tzinfo:
        zone = zone_of(name)
        if zone is None:
            self.unknown.add(name)
        elif is_ambiguous(name):
            self.ambiguous.add(name)
        return zone or UTC

    def warnings(self) -> list[str]:
        """Returns what was assumed."""
        said = []
        if self.naive:
            zone = "UTC" if self.default in (None, UTC) else f"{self.default}, as their column says"
            said.append(f"times without a zone were read as {zone}")
        if self.unknown:
            said.append(f"zones not known were read as UTC: {', '.join(sorted(self.unknown)[:_MOST_TOLD])}")
        told = [f"{name.upper()} as {zone_of(name)}" for name in sorted({name.upper() for name in self.ambiguous})]
        if told:
            said.append(f"zones with several meanings were read so: {', '.join(told)}")
        return said


def to_utc(times: Times, zone: tzinfo) -> Times:
    """Returns what clocks of a zone showed in UTC.

    A time shown twice, when summer time ends, is the first; one never shown, when it begins, is the next that is.

    >>> from zoneinfo import ZoneInfo
    >>> to_utc(np.array(["2015-10-25T02:30", "2015-03-29T02:30"], "datetime64[us]"), ZoneInfo("Europe/Berlin")).tolist()
    [datetime.datetime(2015, 10, 25, 0, 30), datetime.datetime(2015, 3, 29, 1, 0)]
    """
    if isinstance(zone, timezone):
        distance = zone.utcoffset(None)
        return times - np.timedelta64(distance) if distance else times
    index = pd.DatetimeIndex(times)
    local = index.tz_localize(zone, ambiguous=np.ones(len(index), dtype=bool), nonexistent="shift_forward")
    return local.tz_convert("UTC").tz_localize(None).as_unit("us").to_numpy("datetime64[us]")
