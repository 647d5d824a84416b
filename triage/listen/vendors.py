"""Loads the profiles of vendors and platforms, which are data."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass, field
from importlib import resources
from typing import Any, Final

from triage.listen.names import fold

#: The profile that knows column names of no vendor in particular.
GENERIC: Final = "generic"
#: Joins two columns in one entry of a profile: "Date + Time".
PLUS: Final = " + "


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How one vendor or platform writes its exports.

    Attributes:
        name: Name of the file without its ending.
        requires: Each entry lists columns of which one must be there.
        fields: Field of a mention -> entries in order of preference: a column, "A + B", or "=constant" for channel.
        parts: Each entry lists columns in order of preference; the first there counts, and the entries are added
            to the engagement where no column holds it whole.
        channel_if_known: Columns that say the channel only where their values are channels' names.
        channel_by_column: Column whose presence alone says the channel -> channel.
        channel_values: Value of the channel's column -> channel.
        url: Template of a link, "{mention_id}" standing for the id.
        links: Templates of links; "{column}" stands for a cell, "{/column}" for what follows its last "/".
        html: Columns whose cells are HTML.
        no_text: Cells that stand for a text or an author that is gone, such as "[deleted]".
        left_out: Reason -> column -> values; a row with one of the values is no customer's mention.
    """

    name: str
    requires: tuple[tuple[str, ...], ...] = ()
    fields: dict[str, tuple[str, ...]] = field(default_factory=dict)
    parts: tuple[tuple[str, ...], ...] = ()
    channel_if_known: tuple[str, ...] = ()
    channel_by_column: dict[str, str] = field(default_factory=dict)
    channel_values: dict[str, str] = field(default_factory=dict)
    url: str = ""
    links: tuple[str, ...] = ()
    html: tuple[str, ...] = ()
    no_text: tuple[str, ...] = ()
    left_out: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)


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
        fields={key: tuple(entries) for key, entries in content.get("fields", {}).items()},
        parts=tuple(tuple(entry) for entry in content.get("parts", {}).get("engagement", [])),
        channel_if_known=tuple(content.get("channel_if_known", [])),
        channel_by_column={fold(key): value for key, value in content.get("channel_by_column", {}).items()},
        channel_values={fold(key): value for key, value in content.get("channel_values", {}).items()},
        url=content.get("url", ""),
        links=tuple(content.get("links", [])),
        html=tuple(content.get("html", [])),
        no_text=tuple(content.get("no_text", [])),
        left_out={
            reason: {column: tuple(values) for column, values in columns.items()}
            for reason, columns in content.get("left_out", {}).items()
        },
    )


@functools.cache
def known_names() -> frozenset[str]:
    """Returns the folded names of all columns that any profile knows, by which a header is told."""
    names: set[str] = set()
    for profile in load_profiles().values():
        entries = [entry for group in (*profile.fields.values(), *profile.requires) for entry in group]
        names.update(fold(part) for entry in entries if not entry.startswith("=") for part in entry.split(PLUS))
        names.update(fold(name) for group in profile.parts for name in group)
    return frozenset(names)


def load_table(name: str) -> dict[str, Any]:
    """Returns a table of this folder, "channels" or "languages"."""
    text = (resources.files("triage.listen") / f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text)
