"""Finds the column of each field where no vendor's profile tells it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from triage.listen.column_fits import fit, found_by_values
from triage.listen.column_names import is_filler, is_vetoed, kind_of, name_score, speaks, words_of
from triage.listen.column_values import ColumnValues, pool_columns
from triage.listen.names import fold
from triage.listen.sampling import sample
from triage.listen.vendors import GENERIC, PLUS, Profile, column_of, load_profiles

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import pandas as pd

#: How sure a name is that is known as a whole, and one that is told by its words.
KNOWN_NAME: Final = 0.95
_WORDS_OF_NAME: Final = 0.8
_PLAUSIBLE: Final = 0.3
_DOUBTED: Final = 0.6
#: A name that speaks so much for one field is no other's by its values alone.
_CLAIM: Final = 0.6
#: Below it a field is left empty; for the text the person is asked instead.
LEAST_CONFIDENCE: Final = 0.3
LEAST_TEXT_CONFIDENCE: Final = 0.45
#: Columns after the first that may fill its blanks.
_MOST_FALLBACKS: Final = 4
_LEAST_FALLBACK: Final = 0.5
#: A name further down the list of known ones is preferred a little less.
_STEP: Final = 0.002
#: A column of the text's own kind is preferred if it is not much worse: "review_date", but no "review_updated_date".
_BESIDE: Final = 0.6
_ALIKE_LENGTH: Final = 25
_ALIKE_FIT: Final = 0.6
_TITLE_SHARE: Final = 0.7
_NEARLY_ALL: Final = 0.8
_BLANK: Final = 0.1
#: Columns that are held against the fields: of a wider table those whose names speak for one, then the first.
_MOST_JUDGED: Final = 500
#: The columns of a wider table are looked at together, if they have no more cells than this.
_MANY_COLUMNS: Final = 40
_MOST_CELLS: Final = 400_000

#: Columns read together, e.g. ("Date", "Time").
Combination = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A column, or a date and its time in two, that may hold a field.

    Attributes:
        columns: The columns.
        score: By which candidates of one field are compared.
        confidence: How sure it is that this is the field, 0 to 1.
        is_named: Whether its name speaks for it, and not its values alone.
    """

    columns: Combination
    score: float
    confidence: float
    is_named: bool = True


@dataclass(slots=True)
class Table:
    """A table whose columns are looked at when asked for.

    Attributes:
        frame: All rows.
        columns: Name, whole or folded -> column.
    """

    frame: pd.DataFrame
    columns: Mapping[str, str]
    _sampled: pd.DataFrame | None = None
    _values: dict[str, ColumnValues] = field(default_factory=dict)
    _judged: list[str] = field(default_factory=list)

    @property
    def judged(self) -> list[str]:
        """The columns that may hold a field, in their order; of a very wide table only the likeliest."""
        if not self._judged:
            names = list(self.frame.columns)
            if len(names) > _MOST_JUDGED:
                speaking = {name for name in names if speaks(name)}
                chosen = sorted(range(len(names)), key=lambda place: (names[place] not in speaking, place))
                names = [names[place] for place in sorted(chosen[:_MOST_JUDGED])]
            self._judged = names
        return self._judged

    def values(self, name: str) -> ColumnValues:
        """Returns what the cells of a column look like."""
        if self._sampled is None:
            self._sampled = sample(self.frame)
        if not self._values and _MANY_COLUMNS < len(self.judged) < _MOST_CELLS / max(1, len(self._sampled)):
            self._values = {column: ColumnValues(self._sampled[column], self.frame[column]) for column in self.judged}
            pool_columns(list(self._values.values()))
        if name not in self._values:
            self._values[name] = ColumnValues(self._sampled[name], self.frame[name])
        return self._values[name]

    def combination(self, entry: str) -> Combination:
        """Returns the columns of an entry, "A + B" being two; empty where one is absent."""
        whole = column_of(entry, self.columns)
        if whole:
            return (whole,)
        parts = [column_of(part, self.columns) for part in entry.split(PLUS)]
        return tuple(part for part in parts if part) if len(parts) > 1 and all(parts) else ()


def candidates(name: str, table: Table, taken: Collection[str], text: Combination = ()) -> list[Candidate]:
    """Returns the columns that may hold a field, the likeliest first.

    A name known as a whole says most, then the words of a name, then the values; values that cannot be the field's
    rule a column out whatever its name.

    Args:
        name: Field of a mention, or "title".
        table: The table.
        taken: Columns that hold another field.
        text: The columns of the text, where they are known: beside "review_text" stands "review_rating" for the
            mention, and "rating" for what it is about.
    """
    found: dict[Combination, Candidate] = {}
    for rank, entry in enumerate(load_profiles()[GENERIC].fields.get(name, ())):
        columns = table.combination(entry)
        if columns and columns not in found and not set(columns) & set(taken):
            suits = fit(name, table.values(columns[0]))
            if len(columns) > 1:
                suits *= table.values(columns[1]).clocks > _NEARLY_ALL or not len(table.frame)
            if suits:
                score = (1 - _STEP * rank) * (0.4 + 0.6 * suits)
                found[columns] = Candidate(columns, score, KNOWN_NAME if suits >= _PLAUSIBLE else _DOUBTED)
    for column in table.judged:
        if (column,) not in found and column not in taken:
            candidate = _by_words_or_values(name, column, table)
            if candidate.confidence:
                found[column,] = candidate
    places = {column: place for place, column in enumerate(table.frame.columns)}
    kind = kind_of(text[0]) if text else ""
    least = _BESIDE * max((one.score for one in found.values()), default=0.0)
    return sorted(
        found.values(),
        key=lambda one: (
            one.score < least or not _belongs(one, name, kind),
            -round(one.score, 6),
            places[one.columns[0]],
        ),
    )


def _belongs(candidate: Candidate, name: str, kind: str) -> bool:
    """Returns whether a column's name begins with the kind that the text's name begins with."""
    column = candidate.columns[0]
    if not kind or candidate.confidence < LEAST_CONFIDENCE or not candidate.is_named:
        return False
    is_sentiment = name == "source_sentiment" and "sentiment" in words_of(column)
    return is_sentiment or (kind_of(column) == kind and len(words_of(column)) > 1)


def _by_words_or_values(name: str, column: str, table: Table) -> Candidate:
    worth = name_score(column, name)
    if worth and not (name == "mention_id" and worth < 1 and table.values(column).is_row_number):
        suits = fit(name, table.values(column))
        confidence = _WORDS_OF_NAME * worth * (0.4 + 0.6 * suits) if suits else 0.0
        if confidence >= LEAST_CONFIDENCE:
            values = found_by_values(name, table.values(column))
            return Candidate((column,), confidence, min(0.9, max(confidence, values + 0.1 if values else 0.0)))
    if is_vetoed(column, name) or _is_claimed(column, name, table):
        return Candidate((column,), 0.0, 0.0)
    confidence = found_by_values(name, table.values(column))
    return Candidate((column,), confidence * _weight(name, table.values(column)), confidence, is_named=False)


def _is_claimed(column: str, name: str, table: Table) -> bool:
    """Returns whether a column's name speaks for another field, which its values do not forbid."""
    others = (other for other in load_profiles()[GENERIC].fields if other != name)
    return any(name_score(column, other) >= _CLAIM and fit(other, table.values(column)) > 0 for other in others)


def _weight(name: str, values: ColumnValues) -> float:
    """Prefers, of columns that only their values speak for, the longest text and the fullest of the others."""
    if name == "text":
        spread: float = (min(values.length, 500.0) * values.variety) ** 0.5
        return min(1.0, 0.2 + spread / 25)
    return 0.5 + 0.5 * values.filled


def with_fallbacks(found: list[Candidate], table: Table) -> tuple[Combination, ...]:
    """Returns the likeliest columns, with others by name where the first has blanks that they can fill."""
    best = found[0]
    if not len(table.frame) or table.values(best.columns[0]).filled == 1.0:
        return (best.columns,)
    others = [one.columns for one in found[1:] if one.score >= _LEAST_FALLBACK]
    filled = [columns for columns in others if not table.values(columns[0]).is_blank]
    return (best.columns, *filled[:_MOST_FALLBACKS])


def parts_of(profile: Profile, table: Table, taken: Collection[str]) -> Combination:
    """Returns the columns of counts that add up to the engagement: likes, shares, comments, one of each kind.

    Words around them say nothing: "Anzahl Likes", "tweet.like_count".
    """
    chosen: dict[str, None] = {}
    for group in profile.parts:
        known = [_counted(name) for name in group]
        ranks: dict[str, int] = {}
        for column in table.judged:
            rank = known.index(_counted(column)) if _counted(column) in known else -1
            if (
                rank >= 0
                and column not in taken
                and column not in chosen
                and fit("part", table.values(column)) > _BLANK
            ):
                ranks[column] = rank
        if ranks:
            chosen[min(ranks, key=lambda column: ranks[column])] = None
    return tuple(chosen)


def _counted(name: str) -> str:
    """Returns what a count counts: "Anzahl Likes" and "tweet.like_count" are likes."""
    words = [word for word in words_of(name) if not is_filler(word)]
    return "".join(words).removesuffix("s") or fold(name)


def time_beside(date: str, table: Table, taken: Collection[str]) -> str:
    """Returns the column that holds the time of day of a date without one, or ""."""
    if not len(table.frame) or table.values(date).share(r"\d:\d\d|^\d{9,}$|T\d\d") > 1 - _NEARLY_ALL:
        return ""
    clocks = [
        column
        for column in table.judged
        if column not in taken and column != date and table.values(column).clocks > _NEARLY_ALL
    ]
    named = [column for column in clocks if name_score(column, "created_at")]
    clear = [column for column in clocks if table.values(column).share(r"\d[:hH]") > _NEARLY_ALL]
    places = {column: place for place, column in enumerate(table.frame.columns)}
    return min(named or clear, key=lambda column: abs(places[column] - places[date]), default="")


def alike(text: Combination, table: Table, taken: Collection[str]) -> list[str]:
    """Returns columns that look like a text too, and are not used."""
    return [
        column
        for column in table.judged
        if column not in taken
        and column not in text
        and not is_vetoed(column, "text")
        and table.values(column).length >= _ALIKE_LENGTH
        and found_by_values("text", table.values(column)) > _ALIKE_FIT
    ]


def is_shorter(title: str, text: str, table: Table) -> bool:
    """Returns whether a title is the shorter beside its text, as far as there are values."""
    one, other = table.values(title), table.values(text)
    return one.cells.empty or other.cells.empty or one.length <= max(other.length * _TITLE_SHARE, 60.0)
