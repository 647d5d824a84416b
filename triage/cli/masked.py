"""Masks what a store tells of customers, where the settings say so; a night before them may have kept it plain."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triage.model.action import Action
    from triage.model.past import Quote
    from triage.model.settings import PrivacySettings

#: Columns in customers' own words; the note is the analyst's.
_WORDS: Final = {"theme", "topic", "terms", "quote", "text", "url"}

_Said = TypeVar("_Said", "Action", "Quote")


def masked(said: Sequence[_Said], privacy: PrivacySettings) -> list[_Said]:
    """Returns rows or quotes with emails, phone numbers and IBANs masked, if that is set."""
    if not privacy.mask or not said:
        return list(said)
    import pandas as pd

    from triage.listen.masking import mask_texts

    names = [field.name for field in fields(said[0]) if field.name in _WORDS]
    columns = [mask_texts(pd.Series([getattr(each, name) for each in said], dtype="str")).tolist() for name in names]
    rows = zip(said, *columns, strict=True)
    return [replace(each, **dict(zip(names, words, strict=True))) for each, *words in rows]
