"""Writes down what was found in a file, with warnings before it hurts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from triage.listen.compose import NO_TEXT
from triage.listen.sampling import lengths_of, sample
from triage.listen.vendors import GENERIC, PLUS

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    from triage.listen.compose import Composed
    from triage.listen.generic import Combination
    from triage.listen.readers.raw import RawTable
    from triage.listen.recognise import FieldMapping
    from triage.model.source import SourceReport

#: Share of rows without a text, or of rejects, that is told.
_WORTH_TELLING: Final = 0.05
_EXAMPLE_CHARS: Final = 80
_FAR_APART_YEARS: Final = 5
_LEAST_DATES: Final = 20
_OUTLIERS: Final = 0.02


def describe(report: SourceReport, raw: RawTable, mapping: FieldMapping, composed: Composed) -> None:
    """Notes in the report what columns were read as what, how full they are, and what may be wrong.

    Args:
        report: Takes the findings.
        raw: The table.
        mapping: Which column holds which field.
        composed: The mentions made of it.
    """
    report.profile, report.mapping = mapping.profile.name, mapping.described()
    report.date_order = composed.date_order
    report.rejects = len(composed.rejects)
    report.rows = len(composed.frame) + report.rejects
    told = Counter(reject.reason for reject in composed.rejects)
    report.reject_reasons = dict(sorted(told.items(), key=lambda item: (-item[1], item[0])))
    entries = dict(mapping.fields)
    if mapping.parts and "engagement" not in entries:
        entries["engagement"] = tuple((name,) for name in mapping.parts)
    entries = {name: entries[name] for name in report.mapping}
    report.field_confidence = {name: mapping.confidence.get(name, 1.0) for name in entries}
    is_vendor = mapping.profile.name != GENERIC
    report.confidence = 1.0 if is_vendor else report.field_confidence.get("text", 0.0)
    report.filled = {name: _share(_is_filled(raw.frame, entry)) for name, entry in entries.items()}
    sampled = sample(raw.frame[sorted(mapping.used)])
    report.examples = {name: _example(sampled, entry) for name, entry in entries.items()}
    report.unused = [name for name in report.columns if name not in mapping.used]
    report.warnings += mapping.warnings + composed.warnings + _warnings(report, raw, mapping, composed)


def _is_filled(frame: pd.DataFrame, entries: tuple[Combination, ...]) -> npt.NDArray[np.bool_]:
    """Returns which rows have something in any of the columns."""
    filled = np.zeros(len(frame), dtype=bool)
    for entry in entries:
        if not filled.all():
            filled |= lengths_of(frame[entry[0]]) > 0
    return filled


def _share(is_there: npt.NDArray[np.bool_]) -> float:
    return round(float(is_there.mean()), 4) if len(is_there) else 0.0


def _example(sampled: pd.DataFrame, entries: tuple[Combination, ...]) -> str:
    """Returns the middle of the distinct values, which is a typical one and the same in any order of rows."""
    for entry in entries:
        first = sampled[entry[0]]
        distinct = sorted(set(first[first.str.strip() != ""].tolist()))
        if distinct:
            middle = distinct[len(distinct) // 2]
            rest = [str(sampled.loc[first == middle, name].min()) for name in entry[1:]]
            return " ".join([middle.strip(), *rest])[:_EXAMPLE_CHARS]
    return ""


def _warnings(report: SourceReport, raw: RawTable, mapping: FieldMapping, composed: Composed) -> list[str]:
    if not report.rows:
        return []
    warnings = [*_blank_texts(report, raw.frame, mapping)]
    others = report.rejects - report.reject_reasons.get(NO_TEXT, 0)
    if others > _WORTH_TELLING * report.rows:
        warnings.append(f"{_percent(others / report.rows)} of the rows could not be placed; --rejects lists them")
    if "created_at" not in mapping.fields:
        warnings.append("no column of dates was found; its mentions have no time")
    if "author" not in mapping.fields:
        warnings.append("no column of authors was found; voices cannot be counted")
    if not {"mention_id", "author", "created_at", "url"} & mapping.fields.keys():
        warnings.append("rows of equal text count once, because nothing else tells them apart")
    return warnings + _far_apart(composed.frame["created_at"])


def _blank_texts(report: SourceReport, frame: pd.DataFrame, mapping: FieldMapping) -> list[str]:
    lost = report.reject_reasons.get(NO_TEXT, 0)
    warnings = []
    if lost > _WORTH_TELLING * report.rows:
        warnings.append(f"{_percent(lost / report.rows)} of the rows have no text (the vendor may not export it)")
    entries = mapping.fields.get("text", ())
    blank = 1 - _share(_is_filled(frame, entries[:1])) if entries and len(frame) else 0.0
    others = [*entries[1:], *mapping.fields.get("title", ())]
    if blank - lost / report.rows > _WORTH_TELLING and others:
        first, rest = PLUS.join(entries[0]), ", ".join(dict.fromkeys(PLUS.join(entry) for entry in others))
        warnings.append(f"{_percent(blank)} of the rows have nothing in {first!r}; what {rest} says is read instead")
    return warnings


def _far_apart(times: pd.Series[Any]) -> list[str]:
    """Warns of a few dates that lie years from all others."""
    known = np.sort(times.dropna().dt.tz_localize(None).to_numpy("datetime64[D]"))
    if len(known) < _LEAST_DATES:
        return []
    cut = max(1, int(len(known) * _OUTLIERS))
    years = np.timedelta64(365 * _FAR_APART_YEARS, "D")
    is_far = known[cut] - known[0] > years or known[-1] - known[-1 - cut] > years
    return [f"dates are far apart, {known[0]} to {known[-1]}; a few may be wrong"] if is_far else []


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
