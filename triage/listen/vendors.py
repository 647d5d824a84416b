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
        yields: Whether any other profile that fits is the better one.
        url: Template of a link, "{mention_id}" standing for the id.
        links: Templates of links; "{column}" stands for a cell, "{/column}" for what follows its last "/".
        html: Columns whose cells are HTML.
        no_text: Cells that stand for a text or an author that is gone, such as "[deleted]".
        left_out: Reason -> column -> values of the rows that are no customer's mention: an answer of the company, a
            second header. "" stands for a blank cell, "Beginning*" for all that begins so; case does not matter.
    """

    name: str
    requires: tuple[tuple[str, ...], ...] = ()
    forbids: tuple[str, ...] = ()
    fields: dict[str, tuple[str, ...]] = field(default_factory=dict)
    parts: tuple[tuple[str, ...], ...] = ()
    channel_if_known: tuple[str, ...] = ()
    channel_by_column: dict[str, str] = field(default_factory=dict)
    channel_values: dict[str, str] = field(default_factory=dict)
    yields: bool = False
    url: str = ""
    links: tuple[str, ...] = ()
    html: tuple[str, ...] = ()
    no_text: tuple[str, ...] = ()
    left_out: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)

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
        yields=content.get("yields", False),
        url=content.get("url", ""),
        links=tuple(content.get("links", [])),
        html=tuple(content.get("html", [])),
        no_text=tuple(content.get("no_text", [])),
        left_out={
            reason: {column: tuple(values) for column, values in columns.items()}
            for reason, columns in content.get("left_out", {}).items()
        },
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
