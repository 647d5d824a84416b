"""Takes words that may be one person's out of what is remembered of themes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import orjson
from sqlalchemy import delete, select, update

from triage.model.action import OTHER_VOICES_ID
from triage.model.vocabulary import JOINER
from triage.store.records import as_json
from triage.store.schema import listed, memory, theme

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

_WORD: Final = re.compile(r"[^\W_]+")
#: Words of a title that is made anew, and letters of each at least.
_TITLE_WORDS: Final = 3
_TITLE_LETTERS: Final = 3


@dataclass(frozen=True, slots=True)
class Words:
    """Whose words are looked for.

    Attributes:
        said: Theme -> mentions that were taken out of it and what was merged into it; other voices too.
        family: Theme -> what it was merged into, maybe itself; of all themes.
        voices: What themes were merged into -> distinct texts that were counted there, those taken out too.
        common: Words that are nobody's own.
    """

    said: Mapping[str, int]
    family: Mapping[str, str]
    voices: Mapping[str, int]
    common: frozenset[str]


class Cleansed(NamedTuple):
    """How many words of the memory, and how many titles, topics and terms were taken out."""

    words: int
    cells: int


def cleanse(connection: Connection, words: Words) -> Cleansed:
    """Drops words that may be the target's alone from the memory, and titles, topics and terms that hold such words.

    A word is kept where it is in more texts than the target had mentions there. What stood alone, or was split off for
    its risk, may have moved a theme too, which then remembers more texts than were counted there: its words are kept
    where they are in more texts of all themes together than the target had such mentions.
    """
    if not words.said:
        return Cleansed(0, 0)
    dropped, kept = _cleanse_memory(connection, words)
    titles = _Titles(connection, words, kept)
    return Cleansed(dropped, titles.cleanse_themes() + titles.cleanse_lists())


def _cleanse_memory(connection: Connection, words: Words) -> tuple[int, dict[str, dict[str, float]]]:
    """Returns how many words were dropped, and what is left of each theme's by its id."""
    rows = connection.execute(select(memory).order_by(memory.c.entry)).all()
    # what was split off for its risk is also in the theme that it was split from
    remembered = {words.family.get(row.born_id, "") for row in rows if not row.risk}
    loose = sum(count for root, count in words.said.items() if root not in remembered)
    held: list[dict[str, float]] = [orjson.loads(row.words) for row in rows]
    totals: dict[str, float] = {}
    for counts in held:
        _add(totals, counts)
    dropped = 0
    kept: dict[str, dict[str, float]] = {}
    for row, counts in zip(rows, held, strict=True):
        root = words.family.get(row.born_id, row.born_id)
        said = words.said.get(root, 0)
        moved = loose if row.texts > words.voices.get(root, 0) else 0
        left = {word: texts for word, texts in counts.items() if texts > said and totals[word] > moved}
        _add(kept.setdefault(root, {}), left)
        dropped += len(counts) - len(left)
        which = memory.c.entry == row.entry
        if not left:
            connection.execute(delete(memory).where(which))
        elif len(left) < len(counts):
            texts = max(row.texts - said, *left.values())
            connection.execute(update(memory).where(which).values(words=as_json(left), texts=texts))
    return dropped, kept


def _add(totals: dict[str, float], counts: Mapping[str, float]) -> None:
    for word, texts in counts.items():
        totals[word] = totals.get(word, 0.0) + texts


class _Titles:
    """Titles, topics and terms, with the words that they may keep."""

    def __init__(self, connection: Connection, words: Words, kept: Mapping[str, Mapping[str, float]]) -> None:
        self._connection, self._words, self._kept = connection, words, kept
        self._safe = {piece for counts in kept.values() for word in counts for piece in _pieces(word)} | words.common
        self._family = {member: root for member, root in words.family.items() if root in words.said}
        self._topics: dict[str, str] = {}
        rows = connection.execute(select(listed).order_by(listed.c.night.desc())).all()
        self._lists = [(row, orjson.loads(row.cells)) for row in rows]
        self._terms: dict[str, str] = {}
        for row, cells in self._lists:
            if row.action_id in self._family:
                for term in filter(self._is_safe, filter(None, cells["terms"].split(JOINER))):
                    self._terms.setdefault(self._family[row.action_id], term)

    def cleanse_themes(self) -> int:
        """Gives new titles and topics to themes; returns how many."""
        rows = self._connection.execute(select(theme).order_by(theme.c.theme_id)).all()
        changed = 0
        for row in rows:
            if row.theme_id in self._family:
                self._topics.setdefault(row.topic, self._kept_or(row.topic, row.theme_id))
        for row in rows:
            title = self._kept_or(row.title, row.theme_id) if row.theme_id in self._family else row.title
            topic = self._topics.get(row.topic, row.topic)
            changed += (title != row.title) + (topic != row.topic)
            if (title, topic) != (row.title, row.topic):
                which = theme.c.theme_id == row.theme_id
                self._connection.execute(update(theme).where(which).values(title=title, topic=topic))
        return changed

    def cleanse_lists(self) -> int:
        """Does the same with the rows of lists, and takes terms out; returns how many."""
        for row, cells in self._lists:
            if row.action_id in self._family:
                self._topics.setdefault(cells["topic"], self._kept_or(cells["topic"], row.action_id))
        changed = 0
        for row, cells in self._lists:
            new = self._cells(row.action_id, cells)
            if new != cells:
                changed += sum(new[name] != cells[name] for name in cells)
                which = (listed.c.night == row.night, listed.c.action_id == row.action_id)
                self._connection.execute(update(listed).where(*which).values(cells=as_json(new)))
        return changed

    def _cells(self, action_id: str, cells: dict[str, Any]) -> dict[str, Any]:
        new = cells | {"topic": self._topics.get(cells["topic"], cells["topic"])}
        if action_id not in self._family and action_id not in self._words.said:
            return new
        terms = cells["terms"].split(JOINER)
        new["terms"] = JOINER.join(term for term in terms if self._is_safe(term))
        if action_id != OTHER_VOICES_ID:
            new["theme"] = self._kept_or(cells["theme"], action_id)
        for name in ("why", "next_step"):  # a sentence may name the theme
            new[name] = cells[name].replace(cells["theme"], new["theme"]) if cells["theme"] else cells[name]
        return new

    def _is_safe(self, phrase: str) -> bool:
        return all(piece in self._safe for piece in _pieces(phrase))

    def _kept_or(self, title: str, theme_id: str) -> str:
        """Returns a title if all of its words may stay, else a term of the theme, else its commonest words."""
        if self._is_safe(title):
            return title
        if self._family[theme_id] in self._terms:
            return self._terms[self._family[theme_id]]
        counts = self._kept.get(self._family[theme_id], {})
        commonest = sorted(counts, key=lambda word: (-counts[word], word))
        telling = [word for word in commonest if word.isalpha() and len(word) >= _TITLE_LETTERS]
        named = [word for word in telling if word not in self._words.common] or telling
        return " ".join(named[:_TITLE_WORDS]) or theme_id


def _pieces(phrase: str) -> list[str]:
    return [piece for piece in _WORD.findall(phrase.lower()) if len(piece) > 1]
