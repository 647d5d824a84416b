"""What processes of their own do with a store in tests of several at once."""

from __future__ import annotations

import multiprocessing
import os
import resource
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import sqlalchemy.dialects.sqlite  # noqa: F401 - loaded before a process gives up its rights

from tests.store.dump import dump_of
from tests.store.nights import night_of
from triage.model.errors import TriageError
from triage.store.keeping import keep_night
from triage.store.opening import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection

    from triage.model.settings import StoreSettings

#: Who may do nothing.
NOBODY = 65534
#: Each process is forked from one that has loaded what it needs and nothing else.
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload([__name__])


@contextmanager
def running(act: Callable[..., None], *arguments: Any) -> Iterator[tuple[Any, Connection]]:
    """Runs a function in a process of its own.

    Args:
        act: Called with the other end of the pipe, and the arguments.
        arguments: For the function.

    Yields:
        The process, and an end of a pipe to it.
    """
    mine, its = _context.Pipe()
    process = _context.Process(target=act, args=(its, *arguments))
    process.start()
    its.close()
    try:
        yield process, mine
    finally:
        process.kill()
        process.join()
        mine.close()


def write(pipe: Connection, settings: StoreSettings, mentions: int, *, ask: bool = True) -> None:
    """Keeps the next night; tells when it waits, before it commits and after, and asks whether to commit."""
    try:
        with open_store(settings, writing=True, on_wait=lambda: pipe.send("waits")) as store:
            number = store.last().night + 1
            kept = night_of(number, mentions)
            pipe.send(f"opened {number}")
            keep_night(store, kept)
            pipe.send("kept")
            if ask:
                pipe.recv()
            store.commit()
        pipe.send("done")
    except TriageError as error:
        pipe.send(str(error))
    except KeyboardInterrupt:
        pipe.send("interrupted")


def write_into_little_room(pipe: Connection, settings: StoreSettings, room: int) -> None:
    """Keeps a night where no file may grow over a size."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    write(pipe, settings, 5_000, ask=False)


def read_as_nobody(pipe: Connection, settings: StoreSettings) -> None:
    """Reads as somebody who may not write, after a first reading that loads what is needed."""
    dump_of(settings)
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    pipe.send("ready")
    pipe.recv()
    try:
        pipe.send(dump_of(settings))
        with open_store(settings, writing=True):
            pipe.send("may write")
    except TriageError as error:
        pipe.send(str(error))
