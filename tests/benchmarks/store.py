"""Times what a night spends in its store, as the store grows.

Run by hand: python -m tests.benchmarks.store --nights 100 --mentions 10000 [--url postgresql://...]
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.store.nights import FIRST, night_of
from triage.model.settings import StoreSettings
from triage.store.keeping import keep_night
from triage.store.opening import open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    import numpy as np
    from numpy.typing import NDArray

    from triage.store.keeping import KeptNight
    from triage.store.store import Store

#: Days back that a night counts voices for: `triage.understand.trend.HISTORY`.
DAYS: Final = 63
THEMES: Final = 5_000
LISTED: Final = 100


def timed_night(settings: StoreSettings, kept: KeptNight) -> dict[str, float]:
    """Does with a store what a night does; returns the seconds of each step."""
    seconds: dict[str, float] = {}
    begin = time.perf_counter()
    with open_store(settings, writing=True) as store:
        seconds["open"] = time.perf_counter() - begin
        keys = kept.mentions["id_key"].to_numpy(), kept.mentions["content_key"].to_numpy()
        since = (kept.as_of or FIRST) - timedelta(days=DAYS)
        for name, step in _steps(store, kept, keys, since).items():
            start = time.perf_counter()
            step()
            seconds[name] = time.perf_counter() - start
    seconds["all"] = time.perf_counter() - begin
    return seconds


def _steps(
    store: Store, kept: KeptNight, keys: tuple[NDArray[np.int64], NDArray[np.int64]], since: datetime
) -> dict[str, Callable[[], object]]:
    return {
        "seen": lambda: store.seen(*keys),
        "known": store.known,
        "standing": store.standing,
        "voices": lambda: store.voices(since),
        "keep": lambda: keep_night(store, kept),
        "commit": store.commit,
    }


def main() -> None:
    """Keeps nights, and prints what some of them took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nights", type=int, default=100)
    parser.add_argument("--mentions", type=int, default=10_000, help="a night")
    parser.add_argument("--url", help="a database of PostgreSQL without tables")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "nights.db"
        settings = StoreSettings(path=asked.url or str(path), key=str(Path(name) / "key"))
        for number in range(1, asked.nights + 2):
            kept = night_of(number, asked.mentions, themes=THEMES, listed=LISTED)
            seconds = timed_night(settings, kept)
            if number == 1 or (number - 1) % max(1, asked.nights // 5) == 0:
                size = path.stat().st_size / 1e6 if path.exists() else 0
                steps = "  ".join(f"{step} {took:.2f}" for step, took in seconds.items())
                sys.stdout.write(f"{(number - 1) * asked.mentions:>9,} mentions, {size:6.1f} MB: {steps} seconds\n")
    sys.stdout.write(f"most memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB\n")


if __name__ == "__main__":
    main()
