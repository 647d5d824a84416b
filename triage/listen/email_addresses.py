"""Finds email addresses in texts, those that are spelled out to hide them from robots too."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What a text with an address has, in the syntax of RE2.
EMAIL_HINT: Final = (
    r"""(?i)[^\s@][@\x{FF20}\x{FE6B}][^\s@]|%40|[(\[{<]\s?(?:at|\x{E4}t|@)\s?[)\]}>]"""
    r"""| (?:at|@) [^\s.]+(?:\.\S| ?[(\[{<]| dot | punkt )"""
)

_SIGN: Final = re.compile(
    r"(?P<spelled>\s?[(\[{<]\s?(?:at|ät|@)\s?[)\]}>]\s?)|(?P<loose>[ ](?:at|@)[ ])|[@\uFF20\uFE6B]|%40",
    re.IGNORECASE,
)
#: All parts are bounded, so the time grows with the text, whatever it holds.
_LABEL: Final = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_DOT: Final = r"(?:\.|\s?[(\[{<]\s?(?:dot|punkt|\.)\s?[)\]}>]\s?|[ ](?:dot|punkt)[ ])"
_DOMAIN: Final = re.compile(rf"{_LABEL}(?:\.{_LABEL}){{1,8}}")
_SPELLED_DOMAIN: Final = re.compile(rf"{_LABEL}(?:{_DOT}{_LABEL}){{1,5}}", re.IGNORECASE)
#: The name before the sign, in the text read backwards.
_NAME: Final = re.compile(r"""[\w.+'&!#$*-]{1,128}|"[^"\n]{1,64}\"""")
_SPELLED_NAME: Final = re.compile(
    r"[\w.+'-]{1,64}(?:(?:\s?[)\]}>]\s?(?:tod|tknup|\.)\s?[(\[{<]\s?|[ ](?:tod|tknup)[ ])[\w.+'-]{1,64}){0,3}",
    re.IGNORECASE,
)
#: " at " is a word too: it is a sign before these, and after a name such as jane.doe.
_MAILBOXES: Final = re.compile(
    r"(?:gmail|googlemail|gmx|web|yahoo|hotmail|outlook|icloud|aol|t-online|freenet|posteo|proton|protonmail)\b",
    re.IGNORECASE,
)
_FULL_NAME: Final = re.compile(r"[^\W\d_]+[._][^\W\d_]{3,}\w*")
#: Names of networks that are no part of the internet.
_INTERNAL: Final = frozenset({"local", "internal", "intern", "lan", "corp"})


def find_emails(text: str) -> Iterator[tuple[int, int]]:
    """Yields where addresses begin and end, in their order.

    >>> texts = ["to Jürgen.Groß+x@müller.de!", "joe (at) acme [dot] com", "@acme.com, was late@night.What"]
    >>> [text[begin:end] for text in texts for begin, end in find_emails(text)]
    ['Jürgen.Groß+x@müller.de', 'joe (at) acme [dot] com']
    """
    backwards, done = "", 0
    for sign in _SIGN.finditer(text):
        is_plain = sign.lastgroup is None
        domain = (_DOMAIN if is_plain else _SPELLED_DOMAIN).match(text, sign.end())
        length = domain and _known_length(domain[0])
        if not domain or not length:
            continue
        backwards = backwards or text[::-1]
        name = (_NAME if is_plain else _SPELLED_NAME).match(backwards, len(text) - sign.start(), len(text) - done)
        shown = name[0][::-1].lstrip(".'+&!#$*-") if name else ""
        if not shown or (sign.lastgroup == "loose" and not _is_loose_address(shown, domain[0])):
            continue
        done = domain.start() + length
        yield sign.start() - len(shown), done


def _is_loose_address(name: str, domain: str) -> bool:
    return bool(_MAILBOXES.match(domain) or _FULL_NAME.fullmatch(name))


def _known_length(domain: str) -> int:
    """Returns how much of what looks like a domain is one, which ends as domains do; 0 if nothing.

    >>> _known_length("firma.de.Bitte"), _known_length("example (dot) com"), _known_length("night.What")
    (8, 17, 0)
    """
    ends = [match.end() for match in re.finditer(_LABEL, domain)]
    for end in reversed(ends):
        last = re.split(r"[^\w-]+", domain[:end])
        if len(last) > 1 and _is_known(last[-1].lower()):
            return end
    return 0


def _is_known(end: str) -> bool:
    if not end.isascii():
        try:
            end = end.encode("idna").decode()
        except UnicodeError:
            return False
    return end in _INTERNAL or end in _known_ends()


@functools.cache
def _known_ends() -> frozenset[str]:
    lines = Path(__file__).with_name("tlds.txt").read_text(encoding="ascii").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
