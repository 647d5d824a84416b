"""Recognises whose export a table is, with the column that holds each field."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from triage.listen.chosen_columns import FIELDS, by_fold
from triage.listen.column_fits import fit
from triage.listen.generic import (
    KNOWN_NAME,
    LEAST_CONFIDENCE,
    LEAST_TEXT_CONFIDENCE,
    Candidate,
    Combination,
    Table,
    alike,
    candidates,
    is_shorter,
    parts_of,
    time_beside,
    with_fallbacks,
)
from triage.listen.names import fold
from triage.listen.own_files import refuse_own
from triage.listen.profile_choice import choose_profile
from triage.listen.sources import RefusedError
from triage.listen.vendors import CONSTANT, GENERIC, PLUS, Profile, load_profiles

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

#: Fields in the order in which they choose among the columns of a table that no vendor's profile fits.
_CHOICE: Final = (
    "text", "title", "created_at", "url", "mention_id", "author", "language", "channel", "source_sentiment",
    "followers", "reach", "engagement",
)  # fmt: skip
#: Fields where only one column counts: rows would not be comparable else.
_ONE_COLUMN: Final = ("mention_id", "title", "channel", "language", "source_sentiment")
#: Fields that are looked for by their values in a vendor's export too.
_NEEDED: Final = ("text", "created_at")
_MOSTLY: Final = 0.5
#: A channel that a single column's name tells, or that a column of many words tells.
_HINT: Final = 0.8
_SHOWN_COLUMNS: Final = 60
_SHOWN_CHARS: Final = 60
_MOST_ALIKE: Final = 3


@dataclass(slots=True, kw_only=True)
class FieldMapping:
    """Which columns hold which field.

    Attributes:
        profile: The profile that recognised the table.
        fields: Field -> combinations of columns in order of preference; the first that is filled in a row counts.
        constants: Field -> the value of every row.
        parts: Columns that add up to the engagement where no column holds it whole.
        warnings: What was assumed.
        confidence: Field -> how sure its column is, 0 to 1.
        near: Another profile that fits nearly as well, or "".
    """

    profile: Profile
    fields: dict[str, tuple[Combination, ...]] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    parts: Combination = ()
    warnings: list[str] = field(default_factory=list)
    confidence: dict[str, float] = field(default_factory=dict)
    near: str = ""

    @property
    def used(self) -> set[str]:
        """The columns that any field is read from."""
        entries = [entry for entries in self.fields.values() for entry in entries]
        return {name for entry in (*entries, self.parts) for name in entry}

    def described(self) -> dict[str, str]:
        """Returns field -> columns, for the report."""
        told = {name: " or ".join(PLUS.join(entry) for entry in entries) for name, entries in self.fields.items()}
        if self.parts and "engagement" not in told:
            told["engagement"] = PLUS.join(self.parts)
        return {name: told[name] for name in FIELDS if name in told}


def recognise(frame: pd.DataFrame, chosen: Mapping[str, str]) -> FieldMapping:
    """Finds the profile of a table and the columns of its fields.

    Args:
        frame: The raw table.
        chosen: Field -> column from the settings; it wins over every profile.

    Returns:
        The mapping; it has a text, except for a table without rows.

    Raises:
        RefusedError: No column holds text, or triage wrote the table itself.
    """
    refuse_own(set(frame.columns))
    table = Table(frame, by_fold(frame.columns))
    vendor, near = choose_profile(table.columns)
    mapping = FieldMapping(profile=vendor or load_profiles()[GENERIC], near=near)
    if vendor and near:
        mapping.warnings.append(f"was taken for an export of {vendor.name}; {near} fits nearly as well")
    for name, column in chosen.items():
        combination = table.combination(column)
        if combination:
            _put(mapping, name, (combination,), 1.0)
        else:
            mapping.warnings.append(f"has no column {_cut(column)!r}; {name} is read as without --map")
    if vendor is not None:
        _apply_vendor(mapping, vendor, table)
    _apply_generic(mapping, table)
    _find_text(mapping, table)
    _check_text(mapping, table)
    return mapping


def profile_of(frame: pd.DataFrame) -> Profile:
    """Returns the profile that the columns of a table speak for, the generic one where no other does."""
    return choose_profile(by_fold(frame.columns))[0] or load_profiles()[GENERIC]


def _put(mapping: FieldMapping, name: str, entries: tuple[Combination, ...], confidence: float) -> None:
    mapping.fields[name] = entries
    mapping.confidence[name] = round(confidence, 2)


def _apply_vendor(mapping: FieldMapping, profile: Profile, table: Table) -> None:
    """Fills the fields as a profile says, but for columns that are blank throughout."""
    for name, entries in profile.fields.items():
        if name in mapping.fields:
            continue
        constant = next((entry for entry in entries if entry.startswith(CONSTANT)), "")
        if constant:
            mapping.constants[name] = constant.removeprefix(CONSTANT)
        found = dict.fromkeys(filter(None, (table.combination(entry) for entry in entries)))
        good = tuple(entry for entry in found if not table.values(entry[0]).is_blank)
        if name == "text":
            good = tuple(entry for entry in good if fit("text", table.values(entry[0])))
        if good:
            _put(mapping, name, good[:1] if name == "mention_id" else good, 1.0)
        elif found and name in _NEEDED:
            mapping.warnings.append(f"{_cut(PLUS.join(next(iter(found))))!r}, its {name}, holds nothing")
    listed = ([table.columns[fold(name)] for name in group if fold(name) in table.columns] for group in profile.parts)
    firsts = (next(iter(names), "") for names in listed)
    mapping.parts = tuple(dict.fromkeys(name for name in firsts if name))
    if "channel" not in mapping.fields and "channel" not in mapping.constants:
        _hint_channel(mapping, profile, table)


def _apply_generic(mapping: FieldMapping, table: Table) -> None:
    """Fills the fields that have no column yet by names and values."""
    generic = load_profiles()[GENERIC]
    is_vendor = mapping.profile.name != GENERIC
    closed = {name for name, entries in mapping.profile.fields.items() if not entries} if is_vendor else set[str]()
    for name in _CHOICE:
        if name in mapping.fields or name in mapping.constants or name in closed:
            continue
        text = mapping.fields.get("text", ((),))[0]
        found = candidates(name, table, mapping.used, () if is_vendor else text)
        if is_vendor and name not in _NEEDED:
            found = [one for one in found if one.confidence == KNOWN_NAME]
        if name == "title" and "text" in mapping.fields:
            found = [one for one in found if is_shorter(one.columns[0], text[0], table)]
        least = LEAST_TEXT_CONFIDENCE if name == "text" else LEAST_CONFIDENCE
        found = [one for one in found if one.confidence >= least]
        if found and not _is_empty_beside(found, table):
            entries = (found[0].columns,) if name in _ONE_COLUMN else with_fallbacks(found, table)
            if name == "created_at":
                entries = _with_time(entries, mapping, table)
            _put(mapping, name, entries, found[0].confidence)
            if name == "text" and not found[0].is_named:
                told = f"no column is named like a text; {_cut(found[0].columns[0])!r} was taken for it by its content"
                mapping.warnings.append(told)
    if not mapping.parts and "engagement" not in closed:
        mapping.parts = parts_of(generic, table, mapping.used)
    if not {"channel"} & (mapping.fields.keys() | mapping.constants.keys()):
        _hint_channel(mapping, generic, table)


def _find_text(mapping: FieldMapping, table: Table) -> None:
    """Takes the title for the text where there is no other, else a text of the profile's that holds nothing."""
    if "text" in mapping.fields:
        return
    if "title" in mapping.fields and not all(table.values(one[0]).is_blank for one in mapping.fields["title"]):
        mapping.fields["text"] = mapping.fields.pop("title")
        mapping.confidence["text"] = mapping.confidence.pop("title")
        return
    blank = [table.combination(entry) for entry in mapping.profile.fields.get("text", ())]
    blank = [entry for entry in blank if entry and all(table.values(name).is_blank for name in entry)]
    if blank and mapping.profile.name != GENERIC:
        _put(mapping, "text", (blank[0],), 1.0)


def _is_empty_beside(found: list[Candidate], table: Table) -> bool:
    """Whether the best candidate is a blank column that only its words speak for."""
    return table.values(found[0].columns[0]).is_blank and found[0].score < LEAST_CONFIDENCE


def _with_time(entries: tuple[Combination, ...], mapping: FieldMapping, table: Table) -> tuple[Combination, ...]:
    if len(entries[0]) > 1:
        return entries
    clock = time_beside(entries[0][0], table, mapping.used)
    return ((entries[0][0], clock), *entries) if clock else entries


def _hint_channel(mapping: FieldMapping, profile: Profile, table: Table) -> None:
    """Takes the channel from a column that says it now and then, or from one that only one channel has."""
    for name in profile.channel_if_known:
        column = table.columns.get(fold(name))
        if column and column not in mapping.used and table.values(column).channels > _MOSTLY:
            _put(mapping, "channel", ((column,),), _HINT)
            return
    hint = next((channel for name, channel in profile.channel_by_column.items() if name in table.columns), "")
    if hint:
        mapping.constants["channel"] = hint


def _check_text(mapping: FieldMapping, table: Table) -> None:
    """Says how sure the text is.

    Raises:
        RefusedError: No column holds a text.
    """
    if not len(table.frame):
        return
    if "text" not in mapping.fields:
        raise RefusedError(_no_text(mapping, table))
    text = mapping.fields["text"][0]
    if mapping.profile.name != GENERIC or mapping.confidence["text"] == 1.0:
        return
    for column in alike(text, table, mapping.used)[:_MOST_ALIKE]:
        joined = PLUS.join((*text, column))
        mapping.warnings.append(
            f"{_cut(column)!r} looks like a text too and is not used; say --map text={_cut(joined)!r} to join them"
        )


def _no_text(mapping: FieldMapping, table: Table) -> str:
    names = [name for name in table.judged if not table.values(name).is_blank] or table.judged
    numbers = sum(table.values(name).numbers > _MOSTLY for name in names)
    what = "no text column found"
    if "created_at" in mapping.fields and numbers >= len(names) * _MOSTLY:
        what += " (does it hold counts per day, and no mentions?)"
    elif "created_at" not in mapping.fields:
        what += ", nor one of dates (is it an export of numbers, without the mentions?)"
    free = [name for name in names if name not in mapping.used] or names
    looks = {name: table.values(name) for name in free}
    likely = max(free, key=lambda name: (looks[name].prose, looks[name].words, looks[name].length), default="COLUMN")
    seen = ", ".join(_cut(name) for name in list(table.frame.columns)[:_SHOWN_COLUMNS])
    more = len(table.frame.columns) - _SHOWN_COLUMNS
    return f"{what}; columns are {seen}{f' and {more} more' if more > 0 else ''}; say --map text={_cut(likely)}"


def _cut(name: str) -> str:
    return name if len(name) <= _SHOWN_CHARS else name[: _SHOWN_CHARS - 1] + "\u2026"
