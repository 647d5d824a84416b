"""How exports are taken out of archives."""

from __future__ import annotations

import gzip
import io
import json
import random
import struct
import tarfile
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter

from triage.listen import read_mentions
from triage.listen.packing import unpack
from triage.listen.sources import RefusedError
from triage.model.settings import ListenSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

A, B = b"text\nfirst\n", b"text\nsecond\n"


def zipped(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def tarred(members: Mapping[str, bytes], mode: str = "w", *extra: tarfile.TarInfo) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode) as archive:  # type: ignore[call-overload]  # the mode varies
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        for info in extra:
            archive.addfile(info)
    return file.getvalue()


def read(content: bytes, **limits: int) -> dict[str, bytes | str]:
    """Member -> its bytes, or why it is refused."""
    found: dict[str, bytes | str] = {}
    for one in unpack(io.BytesIO(content), "x", ListenSettings(**limits)):  # type: ignore[arg-type]  # limits are all int
        assert one.name not in found
        found[one.name] = one.refused or b"".join(one.blocks)
    return found


def link(name: str, target: str, kind: bytes = tarfile.SYMTYPE) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


PACKED: dict[str, Callable[[Mapping[str, bytes]], bytes]] = {
    "zip": zipped,
    "zip stored": lambda members: zipped(members, zipfile.ZIP_STORED),
    "zip bzip2": lambda members: zipped(members, zipfile.ZIP_BZIP2),
    "zip lzma": lambda members: zipped(members, zipfile.ZIP_LZMA),
    "tar": tarred,
    "tar.gz": lambda members: tarred(members, "w:gz"),
    "tar.bz2": lambda members: tarred(members, "w:bz2"),
    "tar.xz": lambda members: tarred(members, "w:xz"),
    "zip.gz": lambda members: gzip.compress(zipped(members)),
}
EVERY = pytest.mark.parametrize("pack", PACKED.values(), ids=PACKED)
EITHER = pytest.mark.parametrize("pack", [zipped, tarred])


@EVERY
def test_each_export_is_named_by_archive_and_path(pack: Callable[[Mapping[str, bytes]], bytes]) -> None:
    members = {"monday.csv": A, "deep/er/tuesday.csv": B}
    assert read(pack(members)) == {"x/monday.csv": A, "x/deep/er/tuesday.csv": B}


@EITHER
def test_what_is_no_export_is_left_out_quietly(pack: Callable[[Mapping[str, bytes]], bytes]) -> None:
    others = ("README.md", "__MACOSX/._a.csv", ".DS_Store", "logo.png", ".git/a.csv", "a.csv~", "lib/jquery.js")
    assert read(pack({**dict.fromkeys(others, b"(function() {})"), "a.csv": A})) == {"x/a.csv": A}


@EITHER
def test_a_script_that_only_holds_data_is_an_export(pack: Callable[[Mapping[str, bytes]], bytes]) -> None:
    tweets = b'window.YTD.tweets.part0 = [ {"tweet": {}} ]'
    assert read(pack({"data/tweets.js": tweets})) == {"x/data/tweets.js": tweets}


@EITHER
def test_an_archive_without_exports_is_named(pack: Callable[[Mapping[str, bytes]], bytes]) -> None:
    assert "archive without exports" in str(read(pack({".DS_Store": b"x"}))["x"])


def test_a_zip_whose_one_member_has_no_ending_is_read() -> None:
    assert read(zipped({"export": A})) == {"x/export": A}


def test_archives_in_archives_are_opened_but_not_without_end() -> None:
    assert read(zipped({"in.tgz": tarred({"a.csv.gz": gzip.compress(A)}, "w:gz"), "b.csv": B})) == {
        "x/in.tgz/a.csv.gz": A,
        "x/b.csv": B,
    }
    deep = zipped({"a.csv": A})
    for _ in range(4):
        deep = zipped({"a.zip": deep})
    assert [str(told) for told in read(deep).values()] == ["is packed more than 4 times over"]


def test_a_workbook_in_an_archive_is_a_workbook() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet().write(0, 0, "text")
    [one] = [
        (one.name, one.kind, one.compression)
        for one in unpack(io.BytesIO(zipped({"a.xlsx": file.getvalue()})), "x", ListenSettings())
    ]
    assert one == ("x/a.xlsx", "workbook", "zip")


@pytest.mark.parametrize(
    ("members", "what"),
    [
        ({"[Content_Types].xml": b"", "word/document.xml": b""}, "Word"),
        ({"[Content_Types].xml": b"", "ppt/presentation.xml": b""}, "PowerPoint"),
        ({"Index/Document.iwa": b""}, "Apple Numbers"),
        ({"mimetype": b"application/vnd.oasis.opendocument.text"}, "OpenDocument text"),
        ({"mimetype": b"application/epub+zip"}, "e-book"),
    ],
)
def test_documents_that_are_zip_archives_are_named(members: dict[str, bytes], what: str) -> None:
    assert what in str(read(zipped(members))["x"])


@pytest.mark.parametrize("name", ["../a.csv", "/etc/a.csv", "C:\\a.csv", "..\\a.csv", "b/../../a.csv"])
@EITHER
def test_a_path_that_leaves_the_archive_is_refused_by_name(
    pack: Callable[[Mapping[str, bytes]], bytes], name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert read(pack({name: A, "b.csv": B})) == {f"x/{name}": "has a path that leaves the archive", "x/b.csv": B}
    assert not list(tmp_path.iterdir())


def test_links_and_devices_are_refused_by_name() -> None:
    kinds = [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE]
    links = [link(f"{place}.csv", "/etc/passwd", kind) for place, kind in enumerate(kinds)]
    found = read(tarred({"a.csv": A}, "w", *links))
    assert found.pop("x/a.csv") == A
    assert set(found.values()) == {"is a link or a device, no file"}
    symlink = zipfile.ZipInfo("s.csv")
    symlink.external_attr = 0o120777 << 16
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(symlink, "/etc/passwd")
    assert read(file.getvalue()) == {"x/s.csv": "is a link or a device, no file"}


def test_two_members_of_one_name_are_told_apart() -> None:
    found = read(tarred({"a.csv": A})[:1024] + tarred({"a.csv": B}))
    assert found == {"x/a.csv": A, "x/a.csv (2)": B}


@pytest.mark.parametrize("coding", ["utf-8", "cp437"])
def test_names_with_umlauts_are_read_though_the_zip_does_not_say_how(coding: str) -> None:
    content = zipped({"Gr__e.csv": A}).replace(b"Gr__e.csv", "Gr\u00fc\u00dfe.csv".encode("cp437"))
    if coding == "utf-8":
        content = zipped({"Gr____e.csv": A}).replace(b"Gr____e.csv", "Grüße.csv".encode())
    assert read(content) == {"x/Grüße.csv": A}


def test_names_with_umlauts_are_read_from_an_old_tar() -> None:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=tarfile.GNU_FORMAT, encoding="cp1252") as archive:
        info = tarfile.TarInfo("Grüße.csv")
        info.size = len(A)
        archive.addfile(info, io.BytesIO(A))
    assert read(file.getvalue()) == {"x/Grüße.csv": A}


def test_an_encrypted_member_is_refused_with_what_to_do() -> None:
    content = bytearray(zipped({"a.csv": A, "b.csv": B}))
    for magic, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(magic) + place] |= 1
    found = read(bytes(content))
    assert "password" in str(found["x/a.csv"])
    assert found["x/b.csv"] == B


def test_a_way_of_packing_that_python_does_not_know_is_refused() -> None:
    content = bytearray(zipped({"a.csv": A}))
    for magic, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        content[content.index(magic) + place] = 9
    [one] = unpack(io.BytesIO(bytes(content)), "x", ListenSettings())
    with pytest.raises(RefusedError, match="unpack it"):
        b"".join(one.blocks)


@EITHER
def test_all_members_together_stay_within_the_limit(pack: Callable[[Mapping[str, bytes]], bytes]) -> None:
    content = gzip.compress(pack({f"{name}.csv": bytes(30_000_000) for name in "abcdef"}))
    kinds: list[str] = []

    def read_all() -> None:
        for one in unpack(io.BytesIO(content), "x", ListenSettings()):
            kinds.append(one.kind)
            b"".join(one.blocks)

    with pytest.raises(RefusedError, match="max_expansion"):
        read_all()
    assert len(kinds) < 6


def test_after_a_limit_the_rest_is_named_as_not_read() -> None:
    content = zipped({f"{name}.csv": bytes(50_000_000) for name in "abcd"})
    told = []
    for one in unpack(io.BytesIO(content), "x", ListenSettings()):
        try:
            b"".join(one.blocks)
        except RefusedError as error:
            told.append((one.name, str(error)))
    assert told[0] == ("x/b.csv", "expands by more than max_expansion (200)")
    assert told[1] == ("x", "expands by more than max_expansion (200); what comes after it is not read")
    assert len(told) == 2


@EITHER
def test_more_members_than_the_limit_are_refused_with_its_name(pack: Callable[[Mapping[str, bytes]], bytes]) -> None:
    found = read(pack({f"{number}.csv": A for number in range(12)}), max_members=10)
    assert len(found) == 11
    assert "max_members" in str(found["x"])


def test_members_that_share_their_bytes_are_a_bomb() -> None:
    whole = zipped({"a.csv": A})
    start, end = whole.index(b"PK\x01\x02"), whole.index(b"PK\x05\x06")
    entry = whole[start:end]
    entries = b"".join(entry.replace(b"a.csv", f"{name}.csv".encode()) for name in "abcde")
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 5, 5, len(entries), start, 0)
    assert "zip bomb" in str(read(whole[:start] + entries + tail)["x"])


def test_a_gzip_file_that_holds_itself_ends() -> None:
    content = gzip.compress(b"text\n")
    for _ in range(50):
        content = gzip.compress(content)
    assert read(content) == {"x": "is packed more than 4 times over"}


def test_a_damaged_member_keeps_what_came_before_and_the_others() -> None:
    noise = b"text\n" + bytes(range(256)) * 4000
    content = bytearray(zipped({"a.csv": noise, "b.csv": B}, zipfile.ZIP_STORED))
    content[600_000:600_010] = bytes(10)
    contents = {}
    warnings = {}
    for one in unpack(io.BytesIO(bytes(content)), "x", ListenSettings()):
        contents[one.name], warnings[one.name] = b"".join(one.blocks), one.warnings
    assert noise.startswith(contents["x/a.csv"][:500_000])
    assert "damaged" in warnings["x/a.csv"][0]
    assert (contents["x/b.csv"], warnings["x/b.csv"]) == (B, [])


def test_a_tar_that_is_cut_off_keeps_what_came_before() -> None:
    content = tarred({"a.csv": A, "b.csv": b"text\n" + b"x" * 30_000})[:20_000]
    found = read(content)
    assert found["x/a.csv"] == A
    assert b"text\nxxx" in bytes(found["x/b.csv"])  # type: ignore[arg-type]  # it is no refusal
    assert "cut off" in str(found["x"])


def test_a_compressed_tar_that_is_cut_off_says_so() -> None:
    noise = random.Random(1).randbytes(200_000).hex().encode()  # noqa: S311 - only noise
    content = gzip.compress(tarred({"a.csv": A, "b.csv": noise}))
    found = read(content[: len(content) // 2])
    assert found["x/a.csv"] == A
    assert noise.startswith(bytes(found["x/b.csv"]))  # type: ignore[arg-type]  # it is no refusal
    assert "cut off" in str(found["x"])


def test_a_tar_before_the_days_of_ustar_is_read() -> None:
    info = tarfile.TarInfo("a.csv")
    info.size = len(A)
    header = bytearray(info.tobuf(tarfile.USTAR_FORMAT))
    header[257:265] = bytes(8)
    header[148:156] = b" " * 8
    header[148:156] = f"{sum(header):06o}".encode() + b"\0 "
    assert read(bytes(header) + A.ljust(512, b"\0") + bytes(1024)) == {"x/a.csv": A}


def test_members_that_are_not_used_up_do_not_stop_the_next() -> None:
    content = tarred({f"{name}.csv": b"text\n" + b"x" * 9_000_000 for name in "abc"}, "w:gz")
    names = []
    for one in unpack(io.BytesIO(content), "x", ListenSettings()):
        next(one.blocks)
        names.append(one.name)
    assert names == ["x/a.csv", "x/b.csv", "x/c.csv"]


def test_a_tar_header_that_fills_memory_is_refused() -> None:
    header = tarfile.TarInfo("pax")
    header.type, header.size = tarfile.XHDTYPE, 50_000_000
    content = header.tobuf() + b" " * 50_000_000
    assert "header of more than 4 MiB" in str(read(content)["x"])


@EITHER
def test_a_file_that_cannot_seek_is_unpacked(pack: Callable[[Mapping[str, bytes]], bytes]) -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise io.UnsupportedOperation

    pipe = Pipe(pack({"a.csv": A, "b.csv": B}))
    assert [(one.name, b"".join(one.blocks)) for one in unpack(pipe, "-", ListenSettings())] == [
        ("-/a.csv", A),
        ("-/b.csv", B),
    ]


def test_a_member_without_a_name_is_no_fault() -> None:
    content = zipped({"a.csv": A, "/": b""}).replace(b"/", b"\0")
    assert read(content)["x/a.csv"] == A


def part_of_x(kind: str, *items: dict[str, Any]) -> bytes:
    return f"window.YTD.{kind}.part0 = ".encode() + json.dumps(items, indent=1).encode()


TWEET = {
    "id_str": "1801", "full_text": "The lamp is broken again", "created_at": "Mon Jul 01 08:00:00 +0000 2024",
    "lang": "en", "favorited": False, "favorite_count": "3", "retweet_count": "1", "source": "<a>X Web App</a>",
}  # fmt: skip
MESSAGE = {"text": "a secret of two", "senderId": "1", "recipientId": "2", "createdAt": "2024-07-01T08:00:00.000Z"}
ARCHIVE_OF_X = {
    "data/tweets.js": part_of_x("tweets", {"tweet": TWEET}),
    "data/deleted-tweets.js": part_of_x("deleted_tweets", {"tweet": {**TWEET, "id_str": "1700"}}),
    "data/direct-messages.js": part_of_x(
        "direct_messages", {"dmConversation": {"conversationId": "1-2", "messages": [{"messageCreate": MESSAGE}]}}
    ),
    "data/like.js": part_of_x("like", {"like": {"tweetId": "99", "fullText": "what somebody else wrote"}}),
    "data/account.js": part_of_x("account", {"account": {"email": "ann@x.example", "username": "ann"}}),
    "data/manifest.js": b'window.__THAR_CONFIG = {"userInfo": {"userName": "ann"}}',
    "assets/app.js": b"(function () { start() })()",
}


def test_of_an_archive_of_x_only_the_posts_are_mentions(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(zipped(ARCHIVE_OF_X))
    mentions = read_mentions(tmp_path / "x.zip")
    assert mentions["text"].tolist() == ["The lamp is broken again"]
    [report] = mentions.attrs["sources"]
    assert (report.profile, report.rows) == ("x_api_v1", 1)


def test_of_an_archive_of_x_in_a_folder_the_other_parts_are_refused(tmp_path: Path) -> None:
    for name, content in ARCHIVE_OF_X.items():
        if name.startswith("data/"):
            (tmp_path / name.removeprefix("data/")).write_bytes(content)
    mentions = read_mentions(tmp_path)
    assert mentions["text"].tolist() == ["The lamp is broken again"]
    refused = [report.refused for report in mentions.attrs["sources"] if report.refused]
    assert refused == ["is a part of an archive of X that holds no posts"] * 5
