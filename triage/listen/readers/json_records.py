"""Reads JSON into a raw table: an array, an object that holds one, lines, or objects one after the other."""

from __future__ import annotations

import contextlib
import gc
import re
from typing import TYPE_CHECKING, Final

from triage.listen.readers.json_document import DocumentReader
from triage.listen.readers.json_groups import Groups
from triage.listen.readers.json_lines import LinesReader
from triage.listen.readers.json_script import is_script
from triage.listen.readers.json_values import BrokenError, decode, mend

if TYPE_CHECKING:
    from collections.abc import Iterator

    from triage.listen.encoding import TextStream
    from triage.listen.readers.raw import RawTable
    from triage.model.settings import ListenSettings

_BLANK: Final = " \t\r\n,;\ufeff"
_OPENS: Final = re.compile(r"""[\s\ufeff]*(?:\{\s*(?:["'}]|\Z)|\[\s*(?:[\[{"\]]|\Z))""")
_SAMPLE: Final = 20


def json_shape(head: str, *, is_whole: bool, told: bool) -> str:
    r"""Returns "ndjson", "json" or "" for text that is neither.

    Args:
        head: The beginning of the file.
        is_whole: Whether it is the whole file.
        told: Whether the file's name says that it is JSON.

    >>> json_shape('{"a": 1}\n{"a": 2}\n', is_whole=True, told=False)
    'ndjson'
    >>> json_shape("window.YTD.tweets.part0 = [ {} ]", is_whole=True, told=False)
    'json'
    >>> json_shape('[deleted],5', is_whole=True, told=False)
    ''
    """
    lines = [line for line in (line.strip(_BLANK) for line in head.split("\n")) if line]
    whole = lines if is_whole or len(lines) == 1 else lines[:-1]
    objects = [line for line in whole if line.startswith("{") and line.endswith("}")]
    begins = bool(lines) and lines[0][0] == "{" and lines[0][-1] not in "[,"
    if (
        len(lines) > 1
        and begins
        and len(objects) * 2 > len(whole)
        and any(_is_object(line) for line in objects[:_SAMPLE])
    ):
        return "ndjson"
    if _OPENS.match(head) or is_script(head):
        return "json"
    return "json" if told and head.lstrip("\ufeff \t\r\n")[:1] in ("[", "{", "/", '"') else ""


def _is_object(line: str) -> bool:
    try:
        value, end = decode(line, 0)
    except BrokenError:
        with contextlib.suppress(BrokenError):
            return isinstance(mend(line), dict)
        return False
    return isinstance(value, dict) and end == len(line)


def read_ndjson(stream: TextStream, *, source: str, settings: ListenSettings) -> RawTable:
    """Reads one record a line; a bad line is a reject with its number."""
    groups = Groups(source, settings)
    with _without_collection():
        LinesReader(groups, settings).read(iter(stream))
        return groups.table()


def read_document(stream: TextStream, *, source: str, settings: ListenSettings) -> RawTable:
    """Reads an array, an object that holds arrays, or values one after the other, also as a script writes them.

    What is broken or cut off is a reject with its position; what is whole is kept. A value of up to 16 million
    characters is looked at as a whole; of a larger one each element or member is, so that posts and users in one
    answer of the X API are joined up to that size.
    """
    groups = Groups(source, settings)
    with _without_collection():
        DocumentReader(iter(stream), groups, settings).read()
        return groups.table()


@contextlib.contextmanager
def _without_collection() -> Iterator[None]:
    """Pauses the collection of cycles: records have none, and looking for them takes more time than all the rest."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
