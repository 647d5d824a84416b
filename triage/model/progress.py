"""How a step tells how far it is, without knowing who listens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

#: Tells how many more units are done.
Advance = Callable[[int], None]


class Progress(Protocol):
    """Listens to the steps of a night."""

    def step(self, name: str, total: int | None, unit: str) -> Advance:
        """A step begins; the returned function is called with each number of units done."""

    def done(self) -> None:
        """The step that began last has ended."""


class Silent:
    """A listener that shows nothing."""

    def step(self, name: str, total: int | None, unit: str) -> Advance:  # noqa: ARG002 - the protocol's names
        """Ignores the step."""
        return lambda _count: None

    def done(self) -> None:
        """Ignores the end."""


@contextmanager
def stage(progress: Progress, name: str, total: int | None, unit: str) -> Iterator[Advance]:
    """Brackets one step of a night, so that its end is told even after an error."""
    advance = progress.step(name, total, unit)
    try:
        yield advance
    finally:
        progress.done()
