"""The customs post: a plain frame in, a checked frame out, by the columns that a noun declares."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, NewType

import pandas as pd

from triage.model.action import Action
from triage.model.column import ColumnSpec, columns_of, did_you_mean, names_of
from triage.model.mention import Mention, ScoredMention
from triage.model.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Iterable

#: A frame with exactly the columns of `Mention`, checked.
MentionFrame = NewType("MentionFrame", pd.DataFrame)
#: A frame with the columns of `Mention` and of `ScoredMention`, checked.
ScoredFrame = NewType("ScoredFrame", pd.DataFrame)
#: A frame with exactly the columns of `Theme`, checked.
ThemeFrame = NewType("ThemeFrame", pd.DataFrame)
#: A frame with exactly the columns of `Action`, checked.
ActionFrame = NewType("ActionFrame", pd.DataFrame)

_DTYPES: Final = {
    (str, False): "str", (int, False): "int64", (int, True): "Int64",
    (float, False): "float64", (float, True): "float64",
    (bool, False): "bool", (datetime, True): "datetime64[us, UTC]", (datetime, False): "datetime64[us, UTC]",
}  # fmt: skip


class FrameError(ValueError):
    """A frame does not have the columns that its noun declares."""


def dtype_of(spec: ColumnSpec) -> str:
    """Returns the pandas dtype of a declared column."""
    return _DTYPES[spec.kind, spec.nullable and spec.kind is not str]


def mention_frame(frame: pd.DataFrame) -> MentionFrame:
    """Checks a plain frame against the columns of a mention.

    Args:
        frame: One row a mention; optional columns may be absent.

    Returns:
        The columns of `Mention` in order, with their dtypes; absent ones are empty.

    Raises:
        FrameError: A required column is absent, or a column cannot be converted.

    >>> mention_frame(pd.DataFrame({"mention_id": ["007"], "text": ["null"]})).loc[0, "mention_id"]
    '007'
    """
    return MentionFrame(_checked(frame, (Mention,)))


def scored_frame(frame: pd.DataFrame) -> ScoredFrame:
    """Checks a plain frame against the columns of a mention and those that `understand` adds."""
    return ScoredFrame(_checked(frame, (Mention, ScoredMention)))


def theme_frame(frame: pd.DataFrame) -> ThemeFrame:
    """Checks a plain frame against the columns of a theme."""
    return ThemeFrame(_checked(frame, (Theme,)))


def action_frame(actions: Iterable[Action]) -> ActionFrame:
    """Makes the action list's frame from actions, in their order."""
    rows = [tuple(getattr(action, name) for name in names_of(Action)) for action in actions]
    return ActionFrame(_checked(pd.DataFrame(rows, columns=list(names_of(Action))), (Action,)))


def read_actions(frame: ActionFrame) -> list[Action]:
    """Returns the rows of an action list as nouns."""
    plain = frame.astype(object).where(frame.notna(), None)
    rows = plain.to_dict("records")
    return [Action(**{str(name): _plain(value) for name, value in row.items()}) for row in rows]


def _plain(value: Any) -> Any:  # noqa: ANN401 - a cell
    return value.to_pydatetime() if isinstance(value, pd.Timestamp) else value


def _checked(frame: pd.DataFrame, nouns: tuple[type, ...]) -> pd.DataFrame:
    specs = [spec for noun in nouns for spec in columns_of(noun)]
    missing = [spec.name for spec in specs if spec.column.required and spec.name not in frame.columns]
    if missing:
        guess = next(
            (did_you_mean(column, missing) for column in map(str, frame.columns) if did_you_mean(column, missing)), ""
        )
        message = f"column {missing[0]!r} is missing; there are {list(frame.columns)}{guess}"
        raise FrameError(message)
    checked = pd.DataFrame({spec.name: _column(frame, spec) for spec in specs}, index=range(len(frame)))
    checked.attrs = dict(frame.attrs)
    return checked


def _column(frame: pd.DataFrame, spec: ColumnSpec) -> pd.Series[Any]:
    dtype: Any = dtype_of(spec)
    if spec.name not in frame.columns:
        empty: Any = "" if spec.kind is str else 0 if dtype in {"int64", "bool"} else None
        absent: pd.Series[Any] = pd.Series([empty] * len(frame), dtype=dtype)
        return absent
    column: pd.Series[Any] = frame[spec.name].reset_index(drop=True)
    try:
        column = _instants(column) if spec.kind is datetime else column
        filled: pd.Series[Any] = (column.fillna("") if spec.kind is str else column).astype(dtype)
    except (TypeError, ValueError) as error:
        message = f"column {spec.name!r} should be {dtype}: {error}"
        raise FrameError(message) from error
    return filled


def _instants(column: pd.Series[Any]) -> pd.Series[Any]:
    """Reads texts as ISO 8601: else pandas takes the first row's form for all, and asks the clock for "now"."""
    if column.dtype.kind != "M":
        column = column.astype("str")
        if column.isin(["now", "today"]).any():
            message = "now and today are no instants"
            raise ValueError(message)
    instants: pd.Series[Any] = pd.to_datetime(column, utc=True, format="ISO8601")
    return instants
