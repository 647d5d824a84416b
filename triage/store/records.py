"""Turns nouns into what a table holds, and back."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

import orjson

from triage.model.action import Action
from triage.model.column import columns_of
from triage.model.standing import Measures

#: What customers said stands in a table of its own.
_WORDS: Final = ("quote", "url")
_TIMES: Final = tuple(spec.name for spec in columns_of(Action) if spec.kind is datetime)


def action_cells(action: Action) -> str:
    """Returns the row of a list as JSON, without what a customer said."""
    cells = asdict(action)
    for name in _WORDS:
        cells[name] = ""
    return as_json(cells)


def read_action(cells: str, *, quote: str = "", url: str = "") -> Action:
    """Reads the row of a list."""
    values: dict[str, Any] = orjson.loads(cells)
    for name in _TIMES:
        values[name] = datetime.fromisoformat(values[name]) if values[name] else None
    return Action(**values | {"quote": quote, "url": url})


def measures_json(measures: Measures) -> str:
    """Returns what a row was made from as JSON."""
    return as_json(asdict(measures))


def read_measures(cells: str) -> Measures:
    """Reads what a row was made from."""
    values: dict[str, Any] = orjson.loads(cells)
    return Measures(**values | {"roles": tuple(values["roles"])})


def as_json(value: Any) -> str:  # noqa: ANN401 - anything that JSON knows
    """Returns JSON with its keys in the order given."""
    return orjson.dumps(value, option=orjson.OPT_SERIALIZE_NUMPY).decode()
