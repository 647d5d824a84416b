"""Reads triage.toml into settings, and writes the commented one to begin with."""

from __future__ import annotations

import dataclasses
import inspect
import json
import math
import re
import tomllib
import types
import typing
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn

from triage.model.column import did_you_mean
from triage.model.errors import UsageError
from triage.model.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: Settings that take one of a few words.
_WORDS: Final = {
    "lang": ("en", "de"),
    "spreadsheet": ("", "us", "de"),
    "listen.date_order": ("", "dmy", "mdy"),
    "sentiment.by": ("model", "source", "textblob"),
}
#: Tables and keys whose numbers go from -1 to 1.
_SIGNED: Final = ("sentiment.words.", "sentiment.textblob_")
#: Numbers that go from 0 to 1.
_SHARES: Final = ("duplicates.agreement",)

_EXPECTED: Final = {str: "text in quotes", bool: "true or false", int: "a whole number", float: "a number"}

_ABOUT: Final = """\
## The settings of triage. Every key stands here with its default: take away the "# " before a key to change it.
"""


class _Place(NamedTuple):
    """Where a value stands: the file, and the path of its key."""

    file: str
    path: tuple[str, ...] = ()

    def inner(self, key: str) -> _Place:
        return _Place(self.file, (*self.path, key))

    def fail(self, what: str) -> NoReturn:
        raise UsageError(f"{'.'.join(self.path)} {what}", where=self.file)


def load_settings(config: Path | None) -> Settings:
    """Reads settings from a TOML file; what it does not name keeps its default.

    Args:
        config: The file; None gives the defaults.

    Returns:
        Settings, each value of the type that its field declares.

    Raises:
        UsageError: The file is missing or no TOML, a key is unknown, or a value is of another type.
    """
    if config is None:
        return Settings()
    place = _Place(str(config))
    settings: Settings = _settings(Settings, _document(config), Settings(), place)
    return settings


def parse_instant(text: str) -> datetime:
    """Reads an ISO 8601 date or date and time; without an offset it is UTC.

    Raises:
        UsageError: The text is neither.

    >>> parse_instant("2026-11-23T07:30+01:00")
    datetime.datetime(2026, 11, 23, 6, 30, tzinfo=datetime.timezone.utc)
    """
    try:
        instant = datetime.fromisoformat(text.strip())
        return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
    except (ValueError, OverflowError):
        hint = "write it as 2026-11-23 or 2026-11-23T06:00+01:00"
        raise UsageError(f"{text!r} is not a date or time", hint=hint) from None


def settings_template() -> str:
    """Writes a triage.toml with every key at its default, commented out.

    Prose begins with "## " and a key with "# ": with every "# " taken away it loads to `Settings()` exactly.
    """
    return _ABOUT + "".join(f"{line}\n" for line in _table_lines(Settings(), ()))


def _document(config: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(config.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        hint = "`triage init` writes one to begin with"
        raise UsageError("there is no such settings file", where=str(config), hint=hint) from None
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror or error}", where=str(config)) from error
    except UnicodeDecodeError as error:
        raise UsageError(f"is not UTF-8 (byte {error.start})", where=str(config)) from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"is not TOML: {error}", where=str(config)) from error
    except (ValueError, RecursionError) as error:
        raise UsageError("holds a number too long or tables nested too deep", where=str(config)) from error


def _settings(noun: type, given: object, default: object, place: _Place) -> Any:  # noqa: ANN401 - an instance of noun
    hints = typing.get_type_hints(noun)
    values = {
        key: _value(hints[key], value, getattr(default, key), place.inner(key))
        for key, value in _known(given, tuple(hints), place).items()
    }
    return noun(**values)


def _known(given: object, keys: tuple[str, ...], place: _Place) -> dict[str, Any]:
    if not isinstance(given, dict):
        place.fail(f"should be a table [{'.'.join(place.path)}], not {given!r}")
    for key in given:
        if keys and key not in keys:
            place.inner(key).fail(f"is no setting{did_you_mean(key, keys)}")
    return given


def _value(hint: Any, given: object, default: object, place: _Place) -> object:  # noqa: ANN401 - an annotation
    if dataclasses.is_dataclass(hint):
        return _settings(typing.cast("type", hint), given, default, place)
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is types.UnionType:
        return None if given == "" else _value(inner[0], given, default, place)
    if origin is dict:
        before = typing.cast("dict[str, Any]", default or {})
        table = _known(given, tuple(before), place)
        return before | {key: _value(inner[1], value, None, place.inner(key)) for key, value in table.items()}
    if origin is tuple:
        if not isinstance(given, list):
            place.fail(f'should be a list such as ["a", "b"], not {given!r}')
        return tuple(_value(inner[0], item, None, place) for item in given)
    return _instant(given, place) if hint is datetime else _plain(hint, given, place)


def _plain(kind: type, given: object, place: _Place) -> object:
    if kind is float and type(given) is int:
        given = float(given) if abs(given) < 2**1000 else math.inf
    if type(given) is not kind:
        place.fail(f"should be {_EXPECTED[kind]}, not {given!r}")
    if ".".join(place.path).startswith(_SIGNED):
        if isinstance(given, float) and not -1 <= given <= 1:
            place.fail(f"should be -1 to 1, not {given!r}")
    elif isinstance(given, (int, float)) and not 0 <= given < math.inf:
        place.fail(f"should be 0 or more, not {given!r}")
    elif ".".join(place.path) in _SHARES and isinstance(given, float) and given > 1:
        place.fail(f"should be 0 to 1, not {given!r}")
    words = _WORDS.get(".".join(place.path))
    if words and given not in words:
        place.fail(f"should be {' or '.join(map(repr, words))}, not {given!r}{did_you_mean(str(given), words)}")
    return given


def _instant(given: object, place: _Place) -> datetime:
    if isinstance(given, date) and not isinstance(given, datetime):
        given = datetime.combine(given, time())
    if isinstance(given, datetime):
        given = given.isoformat()
    if not isinstance(given, str):
        place.fail(f"should be a date or time such as 2026-11-23, not {given!r}")
    try:
        return parse_instant(given)
    except UsageError as error:
        raise UsageError(f"{'.'.join(place.path)}: {error.what}", where=place.file, hint=error.hint) from None


def _table_lines(table: object, path: tuple[str, ...]) -> Iterator[str]:
    sentences = _sentences(type(table))
    fields = {field.name: getattr(table, field.name) for field in dataclasses.fields(typing.cast("Any", table))}
    tables = [name for name, value in fields.items() if dataclasses.is_dataclass(value) or isinstance(value, dict)]
    for name in (name for name in fields if name not in tables):
        yield f"## {sentences.get(name, name)}"
        yield f"# {name} = {_toml(fields[name])}"
    for name in tables:
        yield from ("", f"## {sentences.get(name, name)}", f"[{'.'.join((*path, name))}]")
        if isinstance(fields[name], dict):
            yield from (f"# {key} = {_toml(value)}" for key, value in fields[name].items())
        else:
            yield from _table_lines(fields[name], (*path, name))


def _sentences(noun: type) -> dict[str, str]:
    """Returns the sentence about each attribute, from the Attributes section of a docstring."""
    attributes = inspect.cleandoc(noun.__doc__ or "").partition("Attributes:\n")[2]
    found = re.findall(r"^ {4}(\w+): (.+(?:\n {8,}.+)*)", attributes, re.MULTILINE)
    return {name: " ".join(sentence.split()).replace("None", '""') for name, sentence in found}


def _toml(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps("" if value is None else value, ensure_ascii=False)
