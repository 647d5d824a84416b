from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from triage.model.errors import OutputError, UsageError
from triage.store.key import fingerprint, read_key, read_or_make_key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(params=[0o000, 0o022, 0o777])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


@pytest.mark.usefixtures("umask")
def test_a_new_key_is_its_owners_alone_whatever_the_umask(tmp_path: Path) -> None:
    path = tmp_path / "night.db.key"
    key = read_or_make_key(path)
    assert len(key) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text(encoding="ascii") == key.hex() + "\n"
    assert list(tmp_path.iterdir()) == [path]


def test_a_key_stays_the_same_and_is_no_other_ones(tmp_path: Path) -> None:
    key = read_or_make_key(tmp_path / "a.key")
    assert read_or_make_key(tmp_path / "a.key") == key == read_key(tmp_path / "a.key")
    other = read_or_make_key(tmp_path / "b.key")
    assert other != key
    assert fingerprint(other) != fingerprint(key)
    assert key.hex()[:16] not in fingerprint(key)


def test_many_who_make_it_at_once_have_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        keys = list(pool.map(lambda _: read_or_make_key(tmp_path / "key"), range(64)))
    assert len(set(keys)) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


@pytest.mark.parametrize("content", [b"", b"\n", b"ab" * 31, b"ab" * 33, b"zz" * 32, b"\xff" * 64, b" 1" * 32])
def test_what_is_no_key_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(UsageError, match="key: this is no key, which is 64 hexadecimal digits; put the key back"):
        read_or_make_key(path)
    assert path.read_bytes() == content


@pytest.mark.parametrize("ending", [b"", b"\n", b"\r\n"])
def test_a_key_may_end_as_an_editor_left_it(tmp_path: Path, ending: bytes) -> None:
    path = tmp_path / "key"
    path.write_bytes(b"AB" * 32 + ending)
    path.chmod(0o600)
    assert read_key(path) == b"\xab" * 32


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_key_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "key"
    read_or_make_key(path)
    path.chmod(mode)
    with pytest.raises(UsageError, match=f"mode 0{mode:o}, expected 0600.; say chmod 600 "):
        read_or_make_key(path)


def test_a_key_that_is_gone_is_not_made_anew_for_a_store_that_is_there(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be read: No such file or directory; put the key back"):
        read_key(tmp_path / "key")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("place", ["missing/key", "file/key"])
def test_a_key_that_cannot_be_made_says_where_and_what_next(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("", encoding="ascii")
    with pytest.raises(OutputError, match=r"/key: the secret key could not be made: .*\[store\] key"):
        read_or_make_key(tmp_path / place)


def test_a_link_to_nothing_is_not_followed_into_a_new_key(tmp_path: Path) -> None:
    (tmp_path / "key").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError, match="cannot be read"):
        read_or_make_key(tmp_path / "key")
    assert not (tmp_path / "elsewhere").exists()
