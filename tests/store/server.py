"""Starts a PostgreSQL server of its own for tests."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Where Debian and Ubuntu put what is not on the path.
_DEBIAN = Path("/usr/lib/postgresql")


def found_binaries() -> Path | None:
    """Returns the folder of initdb, pg_ctl and postgres; None where they are not installed."""
    places = sorted(_DEBIAN.glob("*/bin"), key=lambda each: -float(each.parent.name))
    if on_path := shutil.which("initdb"):
        places.append(Path(on_path).resolve().parent)
    return next((each for each in places if all((each / name).exists() for name in ("initdb", "pg_ctl"))), None)


@contextlib.contextmanager
def running_server(binaries: Path) -> Iterator[str]:
    """Runs a server that only a socket in a folder of its own leads to.

    Args:
        binaries: What `found_binaries` returns.

    Yields:
        Its URL, to which options can be added.
    """
    user = "nobody" if os.name == "posix" and os.geteuid() == 0 else None  # it refuses to run as root
    with tempfile.TemporaryDirectory(prefix="pg") as name:
        folder = Path(name)
        folder.chmod(0o755)
        home = folder / "home"
        home.mkdir(0o700)
        if user:
            shutil.chown(home, user)

        def run(program: str, *arguments: str) -> None:
            log = home / f"{program}.log"
            with log.open("ab") as told:
                done = subprocess.run(
                    [binaries / program, "-D", str(home / "data"), *arguments],
                    check=False, user=user, cwd=home, stdout=told, stderr=told, timeout=60,
                )  # fmt: skip
            if done.returncode:
                raise RuntimeError(f"{program} failed: {log.read_text(encoding='utf-8', errors='replace')}")

        run("initdb", "--no-sync", "--auth=trust", "--username=triage", "--encoding=UTF8", "--locale=C")
        options = f"-k {home} -c listen_addresses= -c fsync=off -c full_page_writes=off -c max_connections=30"
        run("pg_ctl", "start", "-w", "-o", options)
        try:
            yield f"postgresql://triage@/postgres?host={home}"
        finally:
            run("pg_ctl", "stop", "-m", "immediate")
