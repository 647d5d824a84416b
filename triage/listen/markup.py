"""Reads HTML as the plain text that a person sees."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAG_NAME: Final = re.compile(r"/?([A-Za-z][A-Za-z0-9:-]*)")
_QUOTE_OR_END: Final = re.compile(r"[\"'>]")
_BREAKING_NAMES: Final = """
    address article aside blockquote br dd details div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr
    li main nav ol p pre section summary table tbody td tfoot th thead tr ul
"""
_BREAKING: Final = frozenset(_BREAKING_NAMES.split())
_UNSEEN: Final = {name: re.compile(rf"</{name}", re.IGNORECASE) for name in ("script", "style", "template", "title")}
_EMOJI: Final = re.compile(r"""\salt=(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_BLANKS: Final = re.compile(r"\s+")
#: A character that no text of the web holds stands for a line break until all blanks are one.
_BREAK: Final = "\0"


def plain_text(markup: str) -> str:
    r"""Returns the text of HTML: a line a paragraph, links as their text, entities resolved.

    Scripts and styles are dropped; what only looks like a tag ("a < b", "<3") stays. The time grows with the length
    of the text alone, whatever the text.

    >>> plain_text('<p>Hi <a href="https://x.example">there</a> &amp; all<br>of you</p><p>a &lt; b</p>')
    'Hi there & all\nof you\na < b'
    """
    if "<" not in markup:
        return resolved(markup).strip()
    text = "".join(_seen(markup.replace(_BREAK, "")))
    lines = (_BLANKS.sub(" ", line).strip() for line in text.split(_BREAK))
    return "\n".join(line for line in lines if line)


def resolved(text: str) -> str:
    """Resolves the entities of a text; one that names no character stays as it is.

    >>> resolved("&auml; &#8364; &#x1F600; &nosuch;")
    'ä € 😀 &nosuch;'
    """
    if "&" not in text:
        return text
    try:
        return html.unescape(text)
    except ValueError:  # the number of a character has thousands of digits
        return text


def _seen(markup: str) -> Iterator[str]:
    """Yields the pieces that are shown, with marks for line breaks."""
    tags = _Tags(markup)
    place = 0
    while (start := markup.find("<", place)) >= 0:
        yield resolved(markup[place:start])
        end = tags.end_of(start)
        if end < 0:
            yield "<"
            place = start + 1
            continue
        match = _TAG_NAME.match(markup, start + 1)
        name = match[1].lower() if match else ""
        if name in _BREAKING:
            yield _BREAK
        elif name == "img":
            alt = _EMOJI.search(markup, start, end) if "emoji" in markup[start:end] else None
            yield (alt[1] or alt[2] or "") if alt else ""
        place = end
        if name in _UNSEEN and markup[start + 1] != "/":
            closing = _UNSEEN[name].search(markup, end)
            place = closing.start() if closing else len(markup)
    yield resolved(markup[place:])


class _Tags:
    """Finds where tags end, and remembers what is nowhere ahead, so that nothing is searched for twice."""

    def __init__(self, markup: str) -> None:
        self._markup = markup
        self._absent: set[str] = set()
        self._has_quotes = True

    def end_of(self, start: int) -> int:
        """Returns the place behind the tag or comment that begins at `start`, -1 where none does."""
        markup = self._markup
        if markup.startswith("<!--", start):
            end = self._find("-->", start + 2)
            return end + 3 if end >= 0 else -1
        if markup.startswith(("<!", "<?"), start):
            return self._find(">", start) + 1 or -1
        if not _TAG_NAME.match(markup, start + 1):
            return -1
        if self._has_quotes:
            end = self._end_outside_quotes(start)
            if end >= 0:
                return end
            self._has_quotes = False  # quotes do not pair up: they count as letters from here on
        return self._find(">", start) + 1 or -1

    def _end_outside_quotes(self, start: int) -> int:
        place = start
        while match := _QUOTE_OR_END.search(self._markup, place):
            if match[0] == ">":
                return match.end()
            closing = self._find(match[0], match.end())
            place = closing + 1 if closing >= 0 else match.end()
        return -1

    def _find(self, mark: str, place: int) -> int:
        if mark in self._absent:
            return -1
        found = self._markup.find(mark, place)
        if found < 0:
            self._absent.add(mark)
        return found
