"""Recognises whose export a table is, with the column that holds each field."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from triage.listen.names import fold
from triage.listen.patterns import found_in
from triage.listen.sources import RefusedError
from triage.listen.values import known_channel_share, number_share
from triage.listen.vendors import CONSTANT, GENERIC, PLUS, Profile, column_of, load_profiles, strongest
from triage.model.column import did_you_mean, names_of
from triage.model.errors import UsageError
from triage.model.mention import Mention

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

#: Fields that a column can be mapped to; the title is put before the text.
FIELDS: Final = ("title", *(name for name in names_of(Mention) if name not in ("source", "row")))
#: Fields where only one column counts: rows would not be comparable else.
_ONE_COLUMN: Final = ("mention_id",)
_MOSTLY: Final = 0.5
_LEAST_TEXT_CHARS: Final = 12
_OWN_ACTIONS: Final = {"action_id", "next_step"}
_OWN_REJECTS: Final = frozenset({"source", "row", "reason", "content"})
_OWN_MENTIONS: Final = {"mention_id", "duplicate_group", "polarity", "theme"}

#: Columns read together, e.g. ("Date", "Time").
Combination = tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class FieldMapping:
    """Which columns hold which field.

    Attributes:
        profile: The profile that recognised the table.
        fields: Field -> combinations of columns in order of preference; the first that is filled in a row counts.
        constants: Field -> the value of every row.
        parts: Columns that add up to the engagement where no column holds it whole.
        warnings: What was assumed.
    """

    profile: Profile
    fields: dict[str, tuple[Combination, ...]] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    parts: Combination = ()
    warnings: list[str] = field(default_factory=list)

    def described(self) -> dict[str, str]:
        """Returns field -> columns, for the report."""
        told = {name: " or ".join(PLUS.join(entry) for entry in entries) for name, entries in self.fields.items()}
        if self.parts and "engagement" not in told:
            told["engagement"] = PLUS.join(self.parts)
        return {name: told[name] for name in FIELDS if name in told}


def check_map(chosen: Mapping[str, str]) -> None:
    """Checks the fields of --map.

    Raises:
        UsageError: A field is none of a mention's.
    """
    for name in chosen:
        if name not in FIELDS:
            message = f"{name!r} is no field of a mention{did_you_mean(name, FIELDS)}"
            raise UsageError(message, where="--map", hint=f"fields are {', '.join(FIELDS)}")


def check_map_columns(chosen: Mapping[str, str], seen: Iterable[list[str]]) -> None:
    """Checks that each column of --map is in one of the tables at least.

    Raises:
        UsageError: A column is in none.
    """
    tables = list(seen)
    columns = list(dict.fromkeys(name for table in tables for name in table))
    for field_name, column in chosen.items():
        if tables and not any(_combination(column, _by_fold(table)) for table in tables):
            message = f"{field_name}={column}: no source has a column {column!r}{did_you_mean(column, columns)}"
            raise UsageError(message, where="--map", hint=f"there are {', '.join(columns[:60])}")


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
    columns = _by_fold(frame.columns)
    _refuse_own(set(frame.columns))
    profiles = load_profiles()
    best = strongest(columns)
    mapping = FieldMapping(profile=best or profiles[GENERIC])
    for name, column in chosen.items():
        combination = _combination(column, columns)
        if combination:
            mapping.fields[name] = (combination,)
        else:
            mapping.warnings.append(f"has no column {column!r}; {name} is read as without --map")
    if best is not None:
        _apply(mapping, best, columns, frame)
    _apply(mapping, profiles[GENERIC], columns, frame)
    _find_text(mapping, frame)
    return mapping


def _by_fold(names: Iterable[str]) -> dict[str, str]:
    columns: dict[str, str] = {}
    for name in names:
        columns.setdefault(fold(name), name)
        columns[name] = name
    return columns


def _combination(entry: str, columns: Mapping[str, str]) -> Combination:
    """Returns the columns of an entry, "A + B" being two; empty where one is absent."""
    whole = column_of(entry, columns)
    if whole:
        return (whole,)
    parts = [column_of(part, columns) for part in entry.split(PLUS)]
    return tuple(part for part in parts if part) if len(parts) > 1 and all(parts) else ()


def _apply(mapping: FieldMapping, profile: Profile, columns: Mapping[str, str], frame: pd.DataFrame) -> None:
    """Fills the fields that have no column yet."""
    is_vendor = profile.name != GENERIC
    for name, entries in profile.fields.items():
        if name in mapping.fields or name in mapping.constants:
            continue
        constant = next((entry for entry in entries if entry.startswith(CONSTANT)), "")
        found = dict.fromkeys(filter(None, (_combination(entry, columns) for entry in entries)))
        good = tuple(entry for entry in found if is_vendor or _is_plausible(name, frame[entry[0]]))
        if good:
            mapping.fields[name] = good[:1] if name in _ONE_COLUMN else good
        if constant:
            mapping.constants[name] = constant.removeprefix(CONSTANT)
    if not mapping.parts:
        firsts = (next((columns[fold(name)] for name in group if fold(name) in columns), "") for group in profile.parts)
        mapping.parts = tuple(dict.fromkeys(name for name in firsts if name))
    if "channel" not in mapping.fields and "channel" not in mapping.constants:
        _apply_channel(mapping, profile, columns, frame)


def _apply_channel(mapping: FieldMapping, profile: Profile, columns: Mapping[str, str], frame: pd.DataFrame) -> None:
    for name in profile.channel_if_known:
        column = columns.get(fold(name))
        if column and known_channel_share(frame[column]) > _MOSTLY:
            mapping.fields["channel"] = ((column,),)
            return
    hint = next((channel for name, channel in profile.channel_by_column.items() if name in columns), "")
    if hint:
        mapping.constants["channel"] = hint


def _is_plausible(name: str, column: pd.Series[str]) -> bool:
    """Whether a column that only its name speaks for may hold the field: a text is no number, a count is one."""
    if name in ("text", "title", "author", "language", "url") and not len(column):
        return True
    if name in ("text", "title", "language", "url"):
        return number_share(column) < _MOSTLY
    if name in ("reach", "followers", "engagement"):
        return number_share(column) > _MOSTLY or not (column != "").any()
    return True


def _find_text(mapping: FieldMapping, frame: pd.DataFrame) -> None:
    """Finds the text by its content where no name tells it: the longest of many distinct words."""
    if "text" in mapping.fields or frame.empty:
        return
    taken = {name for key, group in mapping.fields.items() if key != "title" for entry in group for name in entry}
    weights = {name: _text_weight(frame[name]) for name in frame.columns if name not in taken}
    best = max(weights, key=lambda name: (weights[name], name), default="")
    if best and weights[best] > 0:
        if mapping.fields.get("title") == ((best,),):
            del mapping.fields["title"]
        mapping.fields["text"] = ((best,),)
        mapping.warnings.append(f"no column is named like a text; {best!r} was taken for it by its content")
        return
    seen = ", ".join(map(str, frame.columns[:60]))
    longest = max(frame.columns, key=lambda name: float(frame[name].str.len().mean()), default="COLUMN")
    raise RefusedError(f"no text column found; columns are {seen}; say --map text={longest}")


def _text_weight(column: pd.Series[str]) -> float:
    filled = column[column != ""]
    if filled.empty or number_share(filled) > _MOSTLY:
        return 0.0
    length = float(filled.str.len().mean())
    is_prose = float(found_in(filled, r"\S\s+\S").mean()) > _MOSTLY
    is_link = float(found_in(filled, r"^https?://\S+$").mean()) > _MOSTLY
    if length < _LEAST_TEXT_CHARS or not is_prose or is_link:
        return 0.0
    return length * filled.nunique() / len(filled)


def _refuse_own(columns: set[str]) -> None:
    if columns >= _OWN_ACTIONS and columns & {"volume_points", "priority"}:
        raise RefusedError("is an action list that triage wrote")
    if columns >= _OWN_MENTIONS:
        raise RefusedError("is a mentions file that triage wrote")
    if columns == _OWN_REJECTS:
        raise RefusedError("is a file of rejects that triage wrote")
