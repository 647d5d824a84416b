"""Chooses the columns of a large JSON file that a field may be read from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from triage.listen.chosen_columns import by_fold
from triage.listen.names import fold
from triage.listen.profile_choice import choose_profile
from triage.listen.readers.flatten import flatten
from triage.listen.vendors import CONSTANT, GENERIC, PLUS, Profile, column_of, known_names, load_profiles

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from triage.model.settings import ListenSettings

_DATE: Final = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}|\d\d:\d\d|^\d{10}(?:\d{3})?(?:\.\d+)?$")
_PROSE: Final = re.compile(r"\S\s+\S")
_IN_LINK: Final = re.compile(r"\{/?([^{}]+)\}")
_MOSTLY: Final = 0.5
#: Records for which it is checked that the record with its wanted keys alone gives the same cells.
_TRIALS: Final = 200


class Wanted:
    """The columns that any profile or --map names; where those hold no text or date, also what looks like one.

    Attributes:
        unread: Names seen of the others.
    """

    def __init__(self, first: Mapping[str, Sequence[str]], settings: ListenSettings) -> None:
        """Decides.

        Args:
            first: The first cells of each column seen so far.
            settings: The map says what else is wanted.
        """
        vendor, near = choose_profile(by_fold(first))
        if vendor and not near:
            self._known = _names_for(vendor, by_fold(name for name, cells in first.items() if any(cells)))
        else:
            self._known = set(known_names()).union(*map(_ruled, load_profiles().values()))
        self._mapped = {name for entry in settings.map.values() for name in (entry, *entry.split(PLUS))}
        self._mapped |= {fold(name) for name in self._mapped}
        self._guessed: set[str] = set()
        for field, looks_alike in (("text", _PROSE), ("created_at", _DATE)):
            names = _names_of(field)
            if not any(fold(name) in names and any(cells) for name, cells in first.items()):
                self._guessed |= {name for name, cells in first.items() if _looks(cells, looks_alike)}
        self.unread: dict[str, None] = {}
        self._keys: set[str] = set()
        self._kept: list[str] = []
        for name in first:
            self._learn(name.partition(".")[0], [name])
        self._trials = _TRIALS
        self._may_prune = True

    def is_wanted(self, name: str) -> bool:
        """Whether a column is kept."""
        folded = fold(name)
        return folded in self._known or name in self._guessed or name in self._mapped or folded in self._mapped

    def cells(self, record: dict[str, Any], max_depth: int) -> dict[str, str]:
        """Flattens the part of a record that is wanted; other cells may be there too.

        Raises:
            NotARecordError: It is nested deeper than `max_depth`.
        """
        if not self._may_prune:
            return flatten(record, max_depth)
        if not record.keys() <= self._keys:
            for key in [key for key in record if key not in self._keys]:
                self._learn(key, list(flatten({key: record[key]}, max_depth)))
        cells = flatten({key: record[key] for key in self._kept if key in record}, max_depth)
        if self._trials:
            self._trials -= 1
            whole = flatten(record, max_depth)
            if {name: cell for name, cell in whole.items() if self.is_wanted(name)} != {
                name: cell for name, cell in cells.items() if self.is_wanted(name)
            }:
                self._may_prune = False
                return whole
        return cells

    def _learn(self, key: str, names: list[str]) -> None:
        if any(map(self.is_wanted, names)) and key not in self._kept:
            self._kept.append(key)
        self._keys.add(key)
        self.unread.update(dict.fromkeys(name for name in names if not self.is_wanted(name)))


def _ruled(profile: Profile) -> set[str]:
    """Returns the folded names that a profile's rules read."""
    in_links = [name for link in profile.links for name in _IN_LINK.findall(link)]
    rules = (profile.channel_if_known, profile.channel_by_column, profile.forbids, profile.html, in_links)
    return {fold(name) for names in (*rules, *profile.left_out.values()) for name in names}


def _names_for(vendor: Profile, filled: Mapping[str, str]) -> set[str]:
    """Returns the folded names that a vendor's profile reads, and generic ones for what it leaves open here."""
    generic = load_profiles()[GENERIC]
    is_open = {
        field
        for field in generic.fields
        if not any(
            entry.startswith(CONSTANT) or all(column_of(part, filled) for part in entry.split(PLUS))
            for entry in vendor.fields.get(field, ())
        )
    }
    has_parts = any(column_of(name, filled) for part in vendor.parts for name in part)
    parts = () if has_parts else generic.parts
    names = vendor.names().union(*(generic.fields[field] for field in is_open), *parts)
    hints = _ruled(generic) if "channel" in is_open else set[str]()
    return {fold(part) for name in names for part in name.split(PLUS)} | _ruled(vendor) | hints


def _looks(cells: Sequence[str], pattern: re.Pattern[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return sum(bool(pattern.search(cell)) for cell in filled) > _MOSTLY * len(filled)


def _names_of(field: str) -> set[str]:
    entries = [entry for profile in load_profiles().values() for entry in profile.fields.get(field, ())]
    return {fold(name) for entry in entries for name in entry.split(PLUS)}
