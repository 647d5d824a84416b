"""Stores to test with: each test that takes `settings` runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
from itertools import count
from typing import TYPE_CHECKING

import pytest

from tests.store.server import found_binaries, running_server
from triage.model.settings import StoreSettings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_schemas = count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The URL of a server that the tests start themselves."""
    binaries = found_binaries()
    if binaries is None:
        if os.environ.get("TRIAGE_POSTGRESQL") == "required":
            pytest.fail("no initdb and pg_ctl, and TRIAGE_POSTGRESQL says that they are required")
        pytest.skip("no PostgreSQL is installed: neither on the path nor in /usr/lib/postgresql")
    with running_server(binaries) as url:
        yield url


@pytest.fixture
def postgresql(server: str, tmp_path: Path) -> StoreSettings:
    """A store in an empty schema of a PostgreSQL server."""
    import psycopg

    name = f"store{next(_schemas)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
    return StoreSettings(path=f"{server}&options=-csearch_path={name}", key=str(tmp_path / "key"))


@pytest.fixture
def sqlite(tmp_path: Path) -> StoreSettings:
    """A store in a file that is not there yet."""
    return StoreSettings(path=str(tmp_path / "nights.db"), key=str(tmp_path / "nights.db.key"))


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest) -> StoreSettings:
    """A store that is not there yet, in either database."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, StoreSettings)
    return found
