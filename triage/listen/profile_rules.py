"""Applies what a profile says of whole rows to a table, before mentions are made of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from triage.listen.markup import plain_text
from triage.listen.names import fold
from triage.listen.patterns import found_in, replaced
from triage.listen.readers.raw import reject
from triage.listen.values import map_distinct
from triage.listen.vendors import ANY, PLUS, column_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt
    import pandas as pd

    from triage.listen.readers.raw import RawTable
    from triage.listen.vendors import Profile

_FORMULA_BEGIN = '="'
_FORMULA = r'^="([^"]*)"$'
#: Fields whose cells may say that what was there is gone.
_MAY_BE_GONE = ("text", "title", "author")


def apply_rules(raw: RawTable, profile: Profile, source: str) -> RawTable:
    """Makes plain text of HTML and of formulas, blanks what is gone, and rejects rows that no customer wrote.

    Args:
        raw: The table.
        profile: Says which columns hold HTML, which cells stand for nothing, and which rows are left out.
        source: Name of the file.

    Returns:
        The table with a reject for each row that is left out; the one given where the profile has no rules.
    """
    columns = {fold(str(name)): str(name) for name in reversed(raw.frame.columns)}
    changed = _without_formulas(raw.frame)
    changed |= {name: _plain(changed.get(name, raw.frame[name])) for name in _present(profile.html, columns)}
    if profile.no_text:
        entries = (
            part for name in _MAY_BE_GONE for entry in profile.fields.get(name, ()) for part in entry.split(PLUS)
        )
        for name in dict.fromkeys(_present(entries, columns)):
            cells = changed.get(name, raw.frame[name])
            changed[name] = cells.mask(cells.str.strip().isin(profile.no_text), "")
    frame = raw.frame.assign(**changed) if changed else raw.frame
    reasons = _reasons(frame, profile, columns)
    kept = reasons == ""
    if not changed and kept.all():
        return raw
    rejects = [
        reject(source, int(raw.rows[place]), reasons[place], "|".join(filter(None, frame.iloc[place])))
        for place in np.flatnonzero(~kept)
    ]
    left = frame if kept.all() else frame[kept].reset_index(drop=True)
    return replace(raw, frame=left, rows=raw.rows[kept], rejects=raw.rejects + rejects)


def _without_formulas(frame: pd.DataFrame) -> dict[str, pd.Series[Any]]:
    """Returns the columns that tools write as ="123", so that a spreadsheet keeps all digits, without that."""
    names = [name for name in frame.columns if frame[name].str.startswith(_FORMULA_BEGIN).any()]
    return {name: replaced(frame[name], _FORMULA, r"\1") for name in names}


def _present(names: Iterable[str], columns: dict[str, str]) -> list[str]:
    return [column for name in names if (column := column_of(name, columns))]


def _plain(cells: pd.Series[Any]) -> pd.Series[Any]:
    has_markup = found_in(cells, "[<&]")
    if not has_markup.any():
        return cells
    cells = cells.copy()
    cells[has_markup] = map_distinct(cells[has_markup], plain_text, "str")
    return cells


def _reasons(frame: pd.DataFrame, profile: Profile, columns: dict[str, str]) -> npt.NDArray[np.object_]:
    """Returns for each row why it is left out, "" where it is not."""
    reasons = np.full(len(frame), "", dtype=object)
    for reason, rule in profile.left_out.items():
        for column, values in rule.items():
            for name in _present([column], columns):
                cells = frame[name].str.strip().str.casefold()
                whole = [value.casefold() for value in values if not value.endswith(ANY)]
                beginnings = tuple(value.casefold().removesuffix(ANY) for value in values if value.endswith(ANY))
                is_meant = cells.isin(whole) | cells.str.startswith(beginnings)
                reasons[is_meant.to_numpy(bool) & (reasons == "")] = reason
    return reasons
