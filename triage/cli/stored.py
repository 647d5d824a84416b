"""Opens the store that a command is about."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from triage.cli.console import say
from triage.cli.options import is_url
from triage.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from triage.model.settings import StoreSettings
    from triage.store.store import Store


@contextmanager
def opened(settings: StoreSettings, *, writing: bool = False, quiet: bool = False) -> Iterator[Store]:
    """Opens a store that is there already; see `triage.store.opening.open_store`.

    Args:
        settings: Where it is.
        writing: Whether to write.
        quiet: Whether to wait for another writer without a word.

    Raises:
        UsageError: No store is named, or there is none of that name.
    """
    if not settings.path:
        raise UsageError("no store is named", where="--store", hint="give --store PATH, or set path in [store]")
    if not is_url(settings.path) and not Path(settings.path).exists():
        raise UsageError("there is no such store", where=settings.path, hint="`triage run --store` makes one")
    from triage.store.opening import open_store

    def tell() -> None:
        say("another run writes to the store; waiting until it is done", quiet=quiet)

    with open_store(settings, writing=writing, on_wait=tell) as store:
        yield store
