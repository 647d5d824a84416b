"""Makes hostile text harmless in spreadsheets, terminals, Markdown and links.

Each place has its own danger, so each has its own function; all of them take any str, lone surrogates included.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

#: Stands for what an output cannot hold.
REPLACEMENT: Final = "\ufffd"

#: The sign that makes a spreadsheet take a cell as text.
MARK: Final = "'"

#: Control characters that RFC 4180 has no place for and that steer a terminal; tab, LF and CR stay. Without lone
#: surrogates, so that Arrow's RE2 takes it too.
CONTROLS: Final = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"

# Characters that show nothing: soft hyphen, joiners, fillers, bidi marks, overrides and isolates, variation
# selectors, byte order marks, tags. As literal characters: RE2 and re agree on those, not on how to escape them.
_UNSEEN: Final = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
_BLANKS: Final = "\x00-\x20\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"

#: A cell that some spreadsheet may run, or that already has a mark before such a text. Both `re` and RE2 take it.
#: The apostrophes make marking reversible: what looks marked is marked once more.
FORMULA: Final = f"^'*[{_BLANKS}{_UNSEEN}]*[=+\\-@\t\r\n＝＋－＠]"  # noqa: RUF001 - the full-width forms are meant

_FORMULA: Final = re.compile(FORMULA)
_UNWRITABLE: Final = re.compile(f"{CONTROLS}|[\ud800-\udfff]")
_LINE_ENDS: Final = re.compile("\r\n|[\t\n\x0b\x0c\r\x85\u2028\u2029]")
_INVISIBLE: Final = re.compile(f"[{_UNSEEN}]")
_NOT_SHOWN: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_WEB: Final = re.compile(r"https?://[^/?#\\@\s]+(?:[/?#]|$)", re.IGNORECASE)
_LONGEST_LINK: Final = 2_000

_MARKDOWN_SIGNS: Final = re.compile(r"[\\`*_\[\]#|~$]|\.(?=[^\W\d])|:(?=[^\s\d])")
_MARKDOWN_START: Final = re.compile(r"^(\d+(?=[.)])|(?=[-+=]))")
# A word joiner keeps "@name" from calling somebody in a chat; a backslash does not everywhere.
_MARKDOWN_WORDS: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "@\u2060"})


def plain_text(text: str) -> str:
    r"""Replaces what no text output can hold: control characters but tab, LF and CR, and lone surrogates.

    >>> plain_text("caf\u00e9\x00\ud800")
    'café��'
    """
    return text if text.isprintable() else _UNWRITABLE.sub(REPLACEMENT, text)


def safe_cell(text: str) -> str:
    """Puts an apostrophe before a text that a spreadsheet might run as a formula.

    >>> safe_cell("=1+1"), safe_cell("fine"), safe_cell("'=1+1")
    ("'=1+1", 'fine', "''=1+1")
    """
    return MARK + text if _FORMULA.match(text) else text


def unsafe_cell(text: str) -> str:
    """Takes off the mark that `safe_cell` put on, and nothing else.

    >>> unsafe_cell("'=1+1"), unsafe_cell("'tis fine")
    ('=1+1', "'tis fine")
    """
    return text[1:] if text.startswith(MARK) and _FORMULA.match(text[1:]) else text


def terminal_text(text: str) -> str:
    r"""Makes one line of a text that cannot steer a terminal.

    Line ends and tabs become blanks, control characters U+FFFD; characters that show nothing, among them those that
    turn the direction of writing, are left out. The result still has to be given to Rich as `Text`, never as a str,
    which Rich reads as markup.

    >>> terminal_text("red \x1b[31malert\r\n\u202egpj.exe")
    'red �[31malert gpj.exe'
    """
    line = _LINE_ENDS.sub(" ", text)
    return _NOT_SHOWN.sub(REPLACEMENT, _INVISIBLE.sub("", line))


def markdown_text(text: str) -> str:
    r"""Makes one line of a text that Markdown shows as it is: no markup, HTML, link or call of a person.

    >>> markdown_text("# [free](https://x.example) | <b>")
    '\\# \\[free\\](https\\://x\\.example) \\| &lt;b&gt;'
    """
    line = " ".join(terminal_text(text).split())
    escaped = _MARKDOWN_START.sub(r"\1\\", _MARKDOWN_SIGNS.sub(r"\\\g<0>", line))
    return escaped.translate(_MARKDOWN_WORDS)


def web_link(url: str) -> str:
    """Returns an address that is safe to link, or "" where it is not http or https, names a user, or is too long.

    >>> web_link("https://x.example/a b"), web_link("javascript:alert(1)")
    ('https://x.example/a%20b', '')
    """
    address = url.strip()
    if len(address) > _LONGEST_LINK or not _WEB.match(address) or _NOT_SHOWN.search(address):
        return ""
    return quote(address, safe="/:?#@!$&*+,;=~%-._")


def shorten(text: str, length: int) -> str:
    """Cuts a text to at most `length` characters, with an ellipsis where something is missing.

    >>> shorten("much too long", 8)
    'much to…'
    """
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
