"""Finds what a mention asks for, and why it must not be answered by just anybody, by the phrases of the cue lists."""

from __future__ import annotations

import functools
import re
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from triage.model.vocabulary import JOINER, UNDETERMINED, Intent, Risk
from triage.understand import lang
from triage.understand.cue_lists import Cue, CueList, CuePhrase, Role, cue_list
from triage.understand.phrases import MAX_WORD_CHARS, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

#: Cues are looked for in the beginning of a text that is longer.
MAX_CHARS: Final = 20_000

_TOKEN: Final = re.compile(
    r"https?:\S+|www\.\S+|&(?:amp|lt|gt|quot);"
    r"|(@\w+|[^\W_]+(?:[.,:]\d+)*|[.!?…]+|[\u2600-\u27bf\U0001f300-\U0001faff])"
)
_URL: Final = re.compile(r"https?:|www\.")
#: In a text of more tokens than this a cue counts near the beginning, or in a sentence in which somebody speaks.
_LONG_TEXT: Final = 80
#: Words before a negatable phrase in which a negation takes it back.
_NEGATION_REACH: Final = 3
_MARKS: Final = frozenset(".!?")
_MARK: Final = re.compile(r" [.!?] ")
#: How far a sentence is looked through for somebody who speaks.
_SENTENCE_CHARS: Final = 300
_HANDLE_FIRST: Final = " . @ "
_CUE_NUMBER: Final = attrgetter("cue")
#: Chunks remembered at most, so that memory does not grow with the texts.
_MOST_CHUNKS: Final = 300_000


#: The tokens of a chunk as one string and as words, and the phrases that they make possible.
_Chunk: TypeAlias = tuple[str, tuple[str, ...], tuple[int, ...]]
_NOTHING: Final[_Chunk] = ("", (), ())


class _Written(NamedTuple):
    """A text as its tokens, each with a blank behind it, and what is lost by that."""

    text: str
    words: set[str]
    has_url: bool
    is_long: bool


def _strike_out(idioms: list[CuePhrase], text: str) -> str:
    for idiom in idioms:
        text = idiom.phrase.pattern.sub("_ ", text)
    return text


def _plain(token: str) -> str:
    if token[0] in ".!?…":
        return "?" if "?" in token else "!" if "!" in token else "."
    return "@" if token[0] == "@" else token[:MAX_WORD_CHARS]


def find_cues(
    texts: Sequence[str], languages: Sequence[str], lists: Mapping[str, CueList] | None = None
) -> tuple[list[str], list[str]]:
    """Finds the risks and intents of each text.

    Args:
        texts: Any texts.
        languages: Their ISO 639-1 codes; "und" is tried in every scored language, others have no cues.
        lists: The cues of each scored language; those of this package without.

    Returns:
        Two cells a text, words of `Risk` and of `Intent`, each in the order of its list, joined by "|".

    >>> find_cues(["My charger caught fire, I will sue you!", "thanks for the help"], ["en", "en"])
    (['safety|legal', ''], ['', 'praise'])
    """
    keys = list(zip(texts, (code.lower()[:2] if code != UNDETERMINED else code for code in languages), strict=True))
    lists = lists or {code: cue_list(code) for code in lang.SCORED_LANGUAGES}
    seekers = {code: _Seeker(cues) for code, cues in lists.items()}
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for text, code in dict.fromkeys(keys):
        tried = seekers.values() if code == UNDETERMINED else (seekers[code],) if code in seekers else ()
        names = {name for seeker in tried for name in seeker.cues_of(text)}
        found[text, code] = (_cell(names, Risk), _cell(names, Intent))
    return [found[key][0] for key in keys], [found[key][1] for key in keys]


def _cell(names: set[str], words: Iterable[str]) -> str:
    return JOINER.join(word for word in words if word in names) if names else ""


class _Seeker(dict[str, _Chunk]):
    """Seeks one language's cues; looks into each chunk between white space once."""

    def __init__(self, cues: CueList) -> None:
        super().__init__()
        self._list = cues
        self._possible = functools.lru_cache(maxsize=_MOST_CHUNKS)(cues.possible)

    def __missing__(self, chunk: str) -> _Chunk:
        if _URL.match(chunk):
            return _NOTHING
        if len(self) > _MOST_CHUNKS:
            self.clear()
        folded = fold(chunk)
        if folded.isalpha():
            word = folded[:MAX_WORD_CHARS]
            entry: _Chunk = (f"{word} ", (word,), self._possible(word))
        else:
            words = tuple([_plain(token) for token in _TOKEN.findall(folded) if token])
            possible = tuple([number for word in words for number in self._possible(word)])
            entry = (" ".join((*words, "")), words, possible)
        self[chunk] = entry
        return entry

    def cues_of(self, text: str) -> set[str]:
        """Returns the names of the cues of one text."""
        entries = [self[chunk] for chunk in text[:MAX_CHARS].split()]
        possible = {number for _, _, numbers in entries for number in numbers}
        if not possible:
            return set()
        words = {word for _, words, _ in entries for word in words} | {"."}
        tokens = f" . {''.join(entry[0] for entry in entries)}. "
        written = _Written(tokens, words, _URL.search(text) is not None, tokens.count(" ") > _LONG_TEXT)
        phrases = (self._list.phrases[number] for number in sorted(possible))
        hits: dict[str, bool] = {}
        for number, group in groupby(phrases, key=_CUE_NUMBER):
            sure = self._find(self._list.cues[number], group, written)
            if sure is not None:
                hits[self._list.cues[number].name] = sure
        return {name for name, sure in hits.items() if sure or self._list.yields_to[name].isdisjoint(hits)}

    def _find(self, cue: Cue, phrases: Iterable[CuePhrase], written: _Written) -> bool | None:
        """Returns True for a sure phrase, False for a likely one, None where there is none."""
        likely = False
        text = written.text
        idioms: list[CuePhrase] = []
        for entry in phrases:
            if (likely and entry.role is Role.LIKELY) or any(map(written.words.isdisjoint, entry.phrase.also)):
                continue
            if entry.role is Role.IDIOMS:
                idioms.append(entry)
            elif self._stands(cue, entry, text, written):
                # Most texts have no phrase at all, so idioms are struck out only once there is one.
                text, struck = _strike_out(idioms, text), bool(idioms)
                idioms = []
                if struck and not self._stands(cue, entry, text, written):
                    continue
                if entry.role is Role.SURE:
                    return True
                if entry.role is Role.WITH and likely:
                    return False
                likely = likely or entry.role is Role.LIKELY
        return False if likely and not cue.companions else None

    def _stands(self, cue: Cue, entry: CuePhrase, text: str, written: _Written) -> bool:
        # A search that finds nothing, the usual case, is cheaper than an iterator.
        if not entry.phrase.pattern.search(text):
            return False
        return any(
            not (cue.negatable and self._is_negated(text, match.start())) and self._is_spoken(cue, text, match, written)
            for match in entry.phrase.pattern.finditer(text)
        )

    def _is_negated(self, text: str, start: int) -> bool:
        before = text[max(0, start - (_NEGATION_REACH + 1) * MAX_WORD_CHARS) : start].split()[-_NEGATION_REACH:]
        marks = [place for place, token in enumerate(before) if token in _MARKS]
        return not self._list.negations.isdisjoint(before[marks[-1] + 1 :] if marks else before)

    def _is_spoken(self, cue: Cue, text: str, match: re.Match[str], written: _Written) -> bool:
        """Tells whether somebody says it for themselves, rather than news or a long text about something else."""
        if not cue.personal and (not written.is_long or text.count(" ", 0, match.start()) <= _LONG_TEXT):
            return True
        if not written.is_long and (not written.has_url or text.startswith(_HANDLE_FIRST)):
            return True
        before = text[max(0, match.start() - _SENTENCE_CHARS) : match.start()]
        after = text[match.end() - 1 : match.end() + _SENTENCE_CHARS]
        if written.is_long:
            before, after = _MARK.split(before)[-1], _MARK.split(after)[0]
        return not self._list.persons.isdisjoint(f"{before}{match.group()}{after}".split())
