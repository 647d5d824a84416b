"""Holds the cue lists of one language, compiled and indexed by the words that make a phrase possible."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from triage.model.column import did_you_mean
from triage.model.errors import UsageError
from triage.model.vocabulary import Intent, Risk
from triage.understand import lang
from triage.understand.phrases import Phrase, compile_phrase, fold, split_phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from triage.model.settings import CueSettings


class Role(IntEnum):
    """What a phrase of a cue is for, in the order in which phrases are tried."""

    IDIOMS = 0
    SURE = 1
    LIKELY = 2
    WITH = 3


@dataclass(frozen=True, slots=True)
class Cue:
    """How one risk or intent is recognised.

    Attributes:
        name: Word of `Risk` or `Intent`.
        personal: Whether it counts only where somebody speaks for themselves, not in news.
        negatable: Whether a negation shortly before takes it back.
        yields_to: Other cues beside which only the sure phrases count.
        companions: Whether a likely phrase needs a phrase of `with` in the same text.
    """

    name: str
    personal: bool = False
    negatable: bool = False
    yields_to: frozenset[str] = frozenset()
    companions: bool = False


@dataclass(frozen=True, slots=True)
class CuePhrase:
    """One phrase, with the number of its cue and its role there."""

    cue: int
    role: Role
    phrase: Phrase


@dataclass(frozen=True)
class CueList:
    """The cues of one language.

    Attributes:
        cues: In the order of the files.
        phrases: By cue, then by role.
        negations: Folded words that take a negatable phrase back.
        persons: Folded words of somebody who speaks for themselves.
        exact: Phrases that a word makes possible.
        wild: The same for words with a *, as patterns.
        any_wild: Matches every word that one of `wild` matches.
    """

    cues: tuple[Cue, ...]
    phrases: tuple[CuePhrase, ...]
    negations: frozenset[str]
    persons: frozenset[str]
    exact: Mapping[str, tuple[int, ...]]
    wild: tuple[tuple[re.Pattern[str], tuple[int, ...]], ...]
    any_wild: re.Pattern[str]

    @functools.cached_property
    def yields_to(self) -> dict[str, frozenset[str]]:
        """The cues beside which only the sure phrases of a cue count, by the cue's name."""
        return {cue.name: cue.yields_to for cue in self.cues}

    def possible(self, word: str) -> tuple[int, ...]:
        """Returns the numbers of the phrases that a folded word makes possible."""
        found = self.exact.get(word, ())
        if self.any_wild.fullmatch(word):
            found += tuple(number for pattern, numbers in self.wild if pattern.fullmatch(word) for number in numbers)
        return found


def compile_cues(
    tables: Sequence[Mapping[str, Any]],
    *,
    common: Iterable[str] = (),
    negations: Iterable[str] = (),
    persons: Iterable[str] = (),
) -> CueList:
    """Compiles the cues of one language.

    Args:
        tables: Parsed TOML files: one table a cue, and `sets` for names used in the phrases of that file.
        common: Words too frequent to look phrases up by.
        negations: Words that take a negatable phrase back.
        persons: Words of somebody who speaks for themselves.

    Raises:
        ValueError: A phrase cannot be read; the message quotes it.
    """
    cues: list[Cue] = []
    phrases: list[CuePhrase] = []
    for table in tables:
        for name, entries in table.items():
            if name == "sets":
                continue
            for role in Role:
                listed = entries.get(role.name.lower(), [])
                split = (part for phrase in listed for part in split_phrase(phrase))
                compiled = (compile_phrase(part, table.get("sets", {}), frozenset(common)) for part in split)
                phrases += [CuePhrase(len(cues), role, phrase) for phrase in compiled]
            cues.append(_cue(name, entries))
    exact, wild = _index(phrases)
    return CueList(
        cues=tuple(cues),
        phrases=tuple(phrases),
        negations=frozenset(map(fold, negations)),
        persons=frozenset(map(fold, persons)),
        exact=exact,
        wild=tuple((re.compile(pattern), numbers) for pattern, numbers in wild.items()),
        any_wild=re.compile("|".join(wild) or r"(?!)"),
    )


def extended_lists(own: CueSettings) -> dict[str, CueList]:
    """Returns the cue lists of all scored languages, with a company's own phrases in them.

    Raises:
        UsageError: A cue, a language or a phrase is wrong; the message names the entry.
    """
    if not own.add and not own.ignore:
        return {language: cue_list(language) for language in lang.SCORED_LANGUAGES}
    extra: dict[str, dict[str, dict[str, list[str]]]] = {language: {} for language in lang.SCORED_LANGUAGES}
    for key, role, table in (("add", Role.SURE, own.add), ("ignore", Role.IDIOMS, own.ignore)):
        for name, by_language in table.items():
            _check_word(f"cues.{key}", name, [*Risk, *Intent], "risk or intent")
            for language, phrases in by_language.items():
                where = f"cues.{key}.{name}"
                _check_word(where, language, lang.SCORED_LANGUAGES, "language with cues")
                for number, phrase in enumerate(phrases, start=1):
                    _check_phrase(f"{where}.{language}, phrase {number}", phrase)
                extra[language].setdefault(name, {})[role.name.lower()] = list(phrases)
    return {language: _extended(language, extra[language]) for language in lang.SCORED_LANGUAGES}


def _check_word(where: str, word: str, known: Iterable[str], what: str) -> None:
    listed = list(map(str, known))
    if word not in listed:
        raise UsageError(
            f"{word!r} is no {what}{did_you_mean(word, listed)}", where=where, hint=f"known are {', '.join(listed)}"
        )


def _check_phrase(where: str, phrase: str) -> None:
    try:
        for part in split_phrase(phrase):
            compile_phrase(part, {}).pattern  # noqa: B018 - compiles it
    except (ValueError, re.error) as error:
        raise UsageError(f"{phrase!r}: {error}", where=where) from None


def _extended(language: str, extra: Mapping[str, Mapping[str, list[str]]]) -> CueList:
    """Adds phrases to the roles of their cues; the sets of a file stay with that file."""
    tables = []
    for file in ("risks", "intents"):
        table = dict(lang.table(file, language))
        for name in extra.keys() & table.keys():
            roles = extra[name]
            table[name] = table[name] | {role: [*table[name].get(role, ()), *more] for role, more in roles.items()}
        tables.append(table)
    return _compiled(language, tables)


@functools.cache
def cue_list(language: str) -> CueList:
    """Returns the cues of a scored language, from its files; compiled once."""
    return _compiled(language, [lang.table("risks", language), lang.table("intents", language)])


def _compiled(language: str, tables: Sequence[Mapping[str, Any]]) -> CueList:
    return compile_cues(
        tables,
        common=lang.words(language, "stop_words") | lang.words(language, "common_words"),
        negations=lang.words(language, "negations"),
        persons=lang.words(language, "persons"),
    )


def _cue(name: str, entries: Mapping[str, Any]) -> Cue:
    known = {*Risk, *Intent}
    if name not in known:
        message = f"{name!r} is no risk or intent; there are {', '.join(sorted(known))}"
        raise ValueError(message)
    return Cue(
        name=name,
        personal=bool(entries.get("personal", False)),
        negatable=bool(entries.get("negatable", False)),
        yields_to=frozenset(entries.get("yields_to", ())),
        companions="with" in entries,
    )


def _index(phrases: Sequence[CuePhrase]) -> tuple[dict[str, tuple[int, ...]], dict[str, tuple[int, ...]]]:
    exact: dict[str, tuple[int, ...]] = {}
    wild: dict[str, tuple[int, ...]] = {}
    for number, entry in enumerate(phrases):
        for anchor in sorted(entry.phrase.anchors):
            if "*" in anchor:
                pattern = re.escape(anchor).replace(r"\*", r"\S*")
                wild[pattern] = (*wild.get(pattern, ()), number)
            else:
                exact[anchor] = (*exact.get(anchor, ()), number)
    return exact, wild
