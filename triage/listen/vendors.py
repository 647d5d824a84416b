"""Loads the profiles of vendors and platforms, which are data."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass, field
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from triage.listen.names import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The profile that knows column names of no vendor in particular.
GENERIC: Final = "generic"
#: Joins two columns in one entry of a profile: "Date + Time".
PLUS: Final = " + "
#: Begins a constant in a profile: "=facebook".
CONSTANT: Final = "="
#: Ends a name or a value of which only the beginning is known: "Timestamp (*".
ANY: Final = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How one vendor or platform writes its exports.

    Attributes:
        name: Name of the file without its ending.
        requires: Each entry lists columns of which one must be there.
        forbids: Columns that only the exports of others have.
        fields: Field of a mention -> entries in order of preference: a column, "A + B", "Beginning of a name*", or
            "=constant" for channel, where "=" alone leaves it to the link.
        parts: Each entry lists columns in order of preference; the first there counts, and the entries are added
            to the engagement where no column holds it whole.
        channel_if_known: Columns that say the channel only where their values are channels' names.
        channel_by_column: Column whose presence alone says the channel -> channel.
        channel_values: Value of the channel's column -> channel.
        rejects: Reason -> column -> values of the rows that are no mention: an answer of the company, a second
            header. "" stands for a blank cell, "Beginning*" for all that begins so.
        url: Template of a link, "{mention_id}" standing for the id.
    """

    name: str
    requires: tuple[tuple[str, ...], ...] = ()
    forbids: tuple[str, ...] = ()
    fields: dict[str, tuple[str, ...]] = field(default_factory=dict)
    parts: tuple[tuple[str, ...], ...] = ()
    channel_if_known: tuple[str, ...] = ()
    channel_by_column: dict[str, str] = field(default_factory=dict)
    channel_values: dict[str, str] = field(default_factory=dict)
    rejects: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    url: str = ""

    def claim(self, columns: Mapping[str, str]) -> int:
        """Returns how many columns of a table the profile knows, 0 where the table cannot be its own.

        Args:
            columns: Folded name -> name.
        """
        is_own = all(any(column_of(name, columns) for name in group) for group in self.requires)
        if not is_own or any(column_of(name, columns) for name in self.forbids):
            return 0
        return len({column for entry in self.names() if (column := column_of(entry, columns))})

    def names(self) -> set[str]:
        """Returns all names in the profile, without constants."""
        groups = (*self.requires, *self.fields.values(), *self.parts)
        return {part for group in groups for entry in group if entry[:1] != CONSTANT for part in entry.split(PLUS)}


@functools.cache
def load_profiles() -> dict[str, Profile]:
    """Returns all profiles by name."""
    folder = resources.files("triage.listen") / "profiles"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    profiles = [_profile(file.name.removesuffix(".toml"), tomllib.loads(file.read_text("utf-8"))) for file in files]
    return {profile.name: profile for profile in profiles}


def _profile(name: str, content: dict[str, Any]) -> Profile:
    return Profile(
        name=name,
        requires=tuple(tuple(entry) if isinstance(entry, list) else (entry,) for entry in content.get("requires", [])),
        forbids=tuple(content.get("forbids", [])),
        fields={key: tuple(entries) for key, entries in content.get("fields", {}).items()},
        parts=tuple(tuple(entry) for entry in content.get("parts", {}).get("engagement", [])),
        channel_if_known=tuple(content.get("channel_if_known", [])),
        channel_by_column={fold(key): value for key, value in content.get("channel_by_column", {}).items()},
        channel_values={fold(key): value for key, value in content.get("channel_values", {}).items()},
        rejects={
            reason: {column: tuple(values) for column, values in columns.items()}
            for reason, columns in content.get("rejects", {}).items()
        },
        url=content.get("url", ""),
    )


def column_of(entry: str, columns: Mapping[str, str]) -> str:
    """Returns the column that one name of a profile stands for, "" where there is none.

    Args:
        entry: The name; "Timestamp (*" stands for every name that begins so; a constant is none.
        columns: Folded name -> name.

    >>> column_of("Timestamp (*", {"timestamppt": "Timestamp (PT)"})
    'Timestamp (PT)'
    """
    if entry.startswith(CONSTANT):
        return ""
    if entry.endswith(ANY):
        return columns[min(fitting)] if (fitting := [name for name in columns if name.startswith(fold(entry))]) else ""
    return columns.get(entry) or columns.get(fold(entry), "")


def strongest(columns: Mapping[str, str]) -> Profile | None:
    """Returns the vendor's profile that knows most columns of a table, None where none fits.

    Args:
        columns: Folded name -> name.
    """
    claims = {name: profile.claim(columns) for name, profile in load_profiles().items() if name != GENERIC}
    best = max(claims, key=lambda name: (claims[name], len(load_profiles()[name].requires), name))
    return load_profiles()[best] if claims[best] else None


@functools.cache
def known_names() -> frozenset[str]:
    """Returns the folded names of all columns that any profile knows, by which a header is told."""
    names: set[str] = set()
    for profile in load_profiles().values():
        names.update(fold(name) for name in profile.names())
    return frozenset(names - {""})


def load_table(name: str) -> dict[str, Any]:
    """Returns a table of this folder, "channels" or "languages"."""
    text = (resources.files("triage.listen") / f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text)
