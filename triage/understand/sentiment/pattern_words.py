"""Splits text into the words that TextBlob reads, in time that grows with its length only."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from textblob import _text as textblob

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARKS: Final = textblob.PUNCTUATION
_MARKS_BUT_PERIOD: Final = _MARKS.replace(".", "")
_TRAILING: Final = re.compile(r"\.{3,}|.", re.DOTALL)
#: TextBlob's contractions all begin with an apostrophe, which stands alone in the end, but this one.
_CONTRACTION: Final = ("n't", " n't")
_QUOTES: Final = str.maketrans({quote: f" {quote} " for quote in "\u201c\u201d\u2018\u2019'\""})
_PARAGRAPH: Final = re.compile(r"\n{2,}")
_SENTENCE_ENDS: Final = frozenset(("...", ".", "!", "?", textblob.EOS))
_AFTER_SENTENCE: Final = _SENTENCE_ENDS | {"\u201d", "\u2019", ")"}
#: What TextBlob joins across blanks, sarcasm among it.
JOINED: Final = ("(!)", *(emoticon for emoticons in textblob.EMOTICONS.values() for emoticon in emoticons))
#: Two characters next to each other in one of them.
JOINTS: Final = frozenset(emoticon[i : i + 2] for emoticon in JOINED for i in range(len(emoticon) - 1))


def words_of(text: str) -> list[str]:
    """Returns the words that TextBlob's analyser looks at: `" ".join(find_tokens(text)).split()`.

    >>> words_of("I can't... (wait) : )")
    ['I', 'ca', 'n', "'", 't', '...', '(', 'wait', ')', ':)']
    """
    spaced = text.replace(*_CONTRACTION).translate(_QUOTES)
    if "\n" in spaced:
        spaced = _PARAGRAPH.sub(f" {textblob.EOS} ", spaced.replace("\r\n", "\n"))
    tokens = [token for chunk in spaced.split() for token in _peeled(chunk)]
    if textblob.EOS in tokens or any(before[-1] + after[0] in JOINTS for before, after in pairwise(tokens)):
        sentences = textblob.RE_SARCASM.sub("(!)", "".join(_sentences(tokens)))
        joined: str = textblob.RE_EMOTICONS.sub(lambda found: found[1].replace(" ", "") + found[2], sentences)
        return joined.split()
    return tokens


def _peeled(chunk: str) -> list[str]:
    """Splits marks off both ends; TextBlob copies the rest for each of them, which takes 9 s for 320,000."""
    inner = chunk.lstrip(_MARKS_BUT_PERIOD)
    core = inner.rstrip(_MARKS)
    if len(core) < len(inner):
        core = _with_period(inner, core)
    words = [*chunk[: len(chunk) - len(inner)], core] if core else [*chunk[: len(chunk) - len(inner)]]
    if len(core) < len(inner):
        words += ("..." if len(mark) > 1 else mark for mark in _TRAILING.findall(inner, len(core)))
    return words


def _with_period(inner: str, core: str) -> str:
    """Returns the core with the period of its abbreviation, if it is one.

    Only the first period can belong to one; between may stand "|", which TextBlob takes for a consonant.
    """
    end = inner.find(".", len(core))
    if end < 0 or inner.startswith("...", end) or inner[len(core) : end].strip("|"):
        return core
    whole = inner[: end + 1]
    rules = (textblob.RE_ABBR1, textblob.RE_ABBR2, textblob.RE_ABBR3)
    return whole if whole in textblob.ABBREVIATIONS or any(rule.match(whole) for rule in rules) else core


def _sentences(tokens: list[str]) -> Iterator[str]:
    """Yields the tokens with what stands between: a line feed where a sentence ends, which no emoticon crosses."""
    ended = False
    for token in tokens:
        if token in (_AFTER_SENTENCE if ended else _SENTENCE_ENDS):
            ended = True
        elif ended:
            ended = False
            yield "\n"
        if token != textblob.EOS:
            yield token
            yield " "
