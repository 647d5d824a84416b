"""Makes new files that appear whole, are their owner's alone, and take no name that another process took meanwhile."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """Gives a file its name once it is written.

    Args:
        path: Its name, in a folder that is there.

    Yields:
        An empty file beside it to write to; it is gone afterwards, come what may.

    Raises:
        FileExistsError: There is something of that name, which is left as it is.
        OSError: The file cannot be made.
    """
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    aside = Path(name)
    try:
        os.close(descriptor)
        aside.chmod(0o600)  # a umask may have taken even the owner's bits
        yield aside
        with aside.open("rb") as file:
            os.fsync(file.fileno())
        os.link(aside, path)
    finally:
        aside.unlink()
    if hasattr(os, "O_DIRECTORY"):  # the name must outlast a power cut
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
