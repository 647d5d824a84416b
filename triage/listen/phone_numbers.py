"""Finds phone numbers in texts: international ones, and national ones of German, American and British form."""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What a text with a phone number has, in the syntax of RE2.
PHONE_HINT: Final = r"\p{Nd}(?:[ \x{a0}\x{202f}./()\[\]\x{2010}-\x{2013}-]{0,3}\p{Nd}){6}"

_GAP: Final = r"[ \xa0\u202f./()\[\]\u2010-\u2013-]{1,3}"
#: Digits in groups; nothing in it can be matched in two ways, so the time grows with the text.
_RUN: Final = re.compile(rf"\d+(?:{_GAP}\d+)*")
_GROUP: Final = re.compile(r"\d+")
#: Where a link has a number that is one.
_LINKED: Final = re.compile(r"(?:\bwa\.me/|\btel:|[?&]phone=)((?:\+|%2[Bb])?(\d{8,15}))(?!\d)")
_URL: Final = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)

_DATE: Final = re.compile(
    r"(?:(?:19|20)\d\d[-./ ](?:0?[1-9]|1[0-2])[-./ ](?:0?[1-9]|[12]\d|3[01])"
    r"|(?:0?[1-9]|[12]\d|3[01])[-./](?:0?[1-9]|[12]\d|3[01])[-./](?:19|20)?\d\d)(?!\d)"
)
_TIME: Final = re.compile(r"(?:[01]?\d|2[0-4])[:.][0-5]\d(?!\d)(?:[:.][0-5]\d(?!\d))?")
_CLOCK: Final = re.compile(r"(?:[01]\d|2[0-4])[0-5]\d")
#: What comes after a number that counts something.
_UNIT: Final = re.compile(
    r"\s?(?:[€$£%°]|(?:EUR|Euro|USD|GBP|dollars?|pounds?|km|kg|GB|MB|mAh|Stück|Follower|followers|views)\b)"
)
#: What a number does not run into; behind digits that stand alone no letter either.
_GLUED: Final = (re.compile(r"[:,]\d"), re.compile(r"[^\W\d]|[:,]\d"))
_LABEL_CHARS: Final = 25
_LABEL_WORD: Final = re.compile(r"\w+|[^\w\s]")
_LABEL_BREAK: Final = re.compile(r"[\d\n]|\[(?:phone|email|IBAN)\]")

#: Country codes of the ITU, E.164.
_COUNTRY: Final = re.compile(
    r"1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|(?:2[1-689]|3[578]|42|5[09]|6[789]|8[0578]|9[679])\d"
)
#: Those that are so common that digits in one piece, behind 00, are told from an id with zeros before it.
_NEIGHBOURS: Final = frozenset(
    ("31", "32", "33", "34", "36", "39", "41", "43", "44", "45", "46", "47", "48", "49", "351", "353", "420")
)
_NORTH_AMERICA: Final = ("1", "7")
_PLUS: Final = re.compile(r"(?<![\w+])\+ ?[(\[]?$")
_BEFORE_A_WORD: Final = re.compile(r"(?:[^\W\d]|[/=&%#@$€£]|\w-)$")
_BEFORE_A_NUMBER: Final = re.compile(r"(?:\d[-./]\d{1,2}[-./]\d{2,4}|-\d\d-\d\d|:\d\d|(?<!\d)\d{1,2})$")
_MOST: Final = 15
_FEWEST: Final = 7
_FEWEST_ABROAD: Final = 8
_MOST_NATIONAL: Final = 13
_FEWEST_NATIONAL: Final = 9
_THOUSANDS: Final = 3
#: A group so long, where one stands alone, ends a number.
_WHOLE_GROUP: Final = 6
_AREA: Final = re.compile(r"0[1-9]\d{1,4}")
_AREA_APART: Final = re.compile(r"[1-9]\d{1,4}")
_UNBROKEN: Final = re.compile(r"01[5-7]\d{8,9}|07\d{9}|0800\d{6,8}")
_PAIRS: Final = [2, 2, 2, 2, 2]
_MOBILE: Final = [2, 8]
_AMERICAN: Final = re.compile(r"1?[2-9]\d{9}")


class _Run:
    """Digits in groups, and what stands around them; the digits are those of ASCII."""

    def __init__(self, text: str, begin: int, end: int) -> None:
        self.text = text
        self.groups = [match.span() for match in _GROUP.finditer(text, begin, end)]
        self.label = _label(text, begin)

    def digits(self, first: int, last: int) -> str:
        """Returns the digits of groups, the last one included."""
        return "".join(self.text[begin:end] for begin, end in self.groups[first : last + 1])

    def lengths(self, first: int, last: int) -> list[int]:
        """Returns the number of digits of each group."""
        return [end - begin for begin, end in self.groups[first : last + 1]]

    def gaps(self, first: int, last: int) -> list[str]:
        """Returns what stands between groups."""
        pairs = zip(self.groups[first:last], self.groups[first + 1 : last + 1], strict=True)
        return [self.text[one[1] : other[0]] for one, other in pairs]

    def before(self, group: int) -> str:
        """Returns the few characters before a group."""
        begin = self.groups[group][0]
        return self.text[max(0, begin - 5) : begin]


def find_phones(text: str) -> list[tuple[int, int]]:
    """Returns where phone numbers begin and end.

    A number counts if it has a form of its own (+49 171 1234567, (030) 12345-67, 555-123-4567), or if the words before
    it say so ("call 5551234"). Dates, times, amounts, ids and what is in a link are none.

    >>> text = "Order 112-4567890 of 24.02.2015, +49 (0)171 1234567 or 030/1234567"
    >>> [text[begin:end] for begin, end in find_phones(text)]
    ['+49 (0)171 1234567', '030/1234567']
    """
    text = _ascii_digits(text)
    links = list(_LINKED.finditer(text))
    found, linked = [match.span(1) for match in links], {match.start(2) for match in links}
    urls = _URL.finditer(text)
    url = next(urls, None)
    for match in _RUN.finditer(text):
        while url and url.end() <= match.start():
            url = next(urls, None)
        in_url = url is not None and url.start() <= match.start()
        if match.end() - match.start() >= _FEWEST and not in_url and match.start() not in linked:
            found += _numbers(_Run(text, match.start(), match.end()))
    return found


def _numbers(run: _Run) -> Iterator[tuple[int, int]]:
    first, follows = 0, False
    while first < len(run.groups):
        last = _last_group(run, first, follows=follows)
        if last is None:
            first, follows = first + 1, False
            continue
        begin, end = run.groups[first][0], run.groups[last][1]
        sign = re.search(r"\(?\+ ?\(?$|\($", run.before(first))
        if sign:
            begin -= len(sign[0])
        inside = run.text[begin + 1 : end]
        if run.text[begin] == "(" and inside.count(")") <= inside.count("("):
            begin += 1
        yield begin, end
        first, follows = last + 1, True


def _last_group(run: _Run, first: int, *, follows: bool) -> int | None:
    """Returns the last group of the number that begins with a group, None where none does."""
    is_abroad = _PLUS.search(run.before(first)) is not None
    may_begin = is_abroad or _may_begin(run, first, follows=follows)
    if not may_begin:
        return None
    last = first
    while last + 1 < len(run.groups) and run.groups[last + 1][1] - run.groups[first][0] <= 2 * _MOST:
        last += 1
    for end in range(last, first - 1, -1):
        number = run.digits(first, end)
        if not _FEWEST <= len(number) <= _MOST + 2 or not _may_end(run, first, end):
            continue
        if _is_international(run, first, end, number) if is_abroad else _is_national(run, first, end, number):
            return end
    return None


def _may_begin(run: _Run, first: int, *, follows: bool) -> bool:
    begin, end = run.groups[first]
    if first == 0 and run.label:
        return run.label == "phone"
    if run.text[begin] not in "01" and end - begin != _THOUSANDS:
        return False
    if first == 0:
        return not _BEFORE_A_WORD.search(run.before(0))
    gap = run.gaps(first - 1, first)[0]
    earlier = run.text[max(0, begin - 14) : begin - len(gap)]
    return follows or gap.endswith(" (") or (gap != gap.strip(" ") and _BEFORE_A_NUMBER.search(earlier) is not None)


def _may_end(run: _Run, first: int, last: int) -> bool:
    end = run.groups[last][1]
    after = run.text[end : end + 12]
    if last + 1 == len(run.groups):
        is_alone = first == last and not _PLUS.search(run.before(first))
        return not _GLUED[is_alone].match(after) and not _UNIT.match(after)
    gap = run.gaps(last, last + 1)[0]
    start = run.groups[last + 1][0]
    if _DATE.match(run.text, start) or _TIME.match(run.text, start):
        return True
    if any(mark in gap for mark in " /(\xa0"):
        inside = run.gaps(first, last)
        return gap not in inside or run.lengths(last, last)[0] >= _WHOLE_GROUP
    return False


def _is_international(run: _Run, first: int, last: int, number: str) -> bool:
    country = _COUNTRY.match(number)
    if not country or not _FEWEST_ABROAD <= len(number) <= _MOST:
        return False
    if country[0] in _NORTH_AMERICA:
        return len(number) == len("1") + 10
    gaps, lengths = run.gaps(first, last), run.lengths(first, last)
    is_amount = len(number) <= _FEWEST_NATIONAL and lengths[0] <= _THOUSANDS and set(lengths[1:]) == {_THOUSANDS}
    is_decimal = gaps == ["."] or number[len(country[0]) :].startswith("00")
    return not is_amount and not is_decimal


def _is_national(run: _Run, first: int, last: int, number: str) -> bool:
    begin, gaps, lengths = run.groups[first][0], run.gaps(first, last), run.lengths(first, last)
    if _DATE.match(run.text, begin) or _TIME.match(run.text, begin):
        return False
    groups = [run.text[a:b] for a, b in run.groups[first : last + 1]]
    if all(map(_CLOCK.fullmatch, groups)) or (set(gaps) == {"."} and max(lengths) <= _THOUSANDS):
        return False
    if number.startswith("00"):
        return _is_behind_zeros(groups, number[2:], run, first, last)
    if first == 0 and run.label == "phone" and len(number) <= _MOST:
        return True
    return _is_american(number, lengths, gaps, run.before(first)) or _is_trunk(groups, number, gaps)


def _is_behind_zeros(groups: list[str], number: str, run: _Run, first: int, last: int) -> bool:
    if len(groups) > 1:
        return _is_international(run, first, last, number)
    country = _COUNTRY.match(number)
    is_near = country is not None and country[0] in _NEIGHBOURS and number[len(country[0])] != "0"
    return is_near and _FEWEST_NATIONAL < len(number) <= _MOST_NATIONAL


def _is_american(number: str, lengths: list[int], gaps: list[str], before: str) -> bool:
    if not _AMERICAN.fullmatch(number):
        return False
    if lengths[0] == 1:
        lengths, gaps, before = lengths[1:], gaps[1:], gaps[0]
    if before.endswith("("):
        return lengths in ([3, 7], [3, 3, 4])
    if lengths != [3, 3, 4] or gaps[1] not in {"-", ".", " ", "\u2011", "\u2013"}:
        return False
    return gaps == ["-", "-"] or number[-7] not in "01"  # no exchange begins so; invented numbers do


def _is_trunk(groups: list[str], number: str, gaps: list[str]) -> bool:
    """Tells numbers with the 0 that stands for the own country."""
    if len(groups) == 1:
        return _UNBROKEN.fullmatch(number) is not None
    if not _FEWEST_NATIONAL <= len(number) <= _MOST_NATIONAL:
        return False
    lengths = [len(group) for group in groups]
    if lengths[0] == 1:
        return (
            number[0] == "0" and gaps[0] == " " and lengths[2:] != [] and _AREA_APART.fullmatch(groups[1]) is not None
        )
    if lengths in (_PAIRS, _MOBILE):
        return number[0] == "0" and len(set(gaps)) == 1
    return _AREA.fullmatch(groups[0]) is not None


def _label(text: str, begin: int) -> str:
    """Returns what the words before a number call it: "phone", "other" or ""."""
    words = _LABEL_BREAK.split(text[max(0, begin - _LABEL_CHARS) : begin])[-1]
    return next(filter(None, map(_kind, reversed(_LABEL_WORD.findall(words.lower())))), "")


@functools.lru_cache(maxsize=10_000)
def _kind(word: str) -> str:
    return next((kind for kind, words in _labels().items() if words.fullmatch(word)), "")


@functools.cache
def _labels() -> dict[str, re.Pattern[str]]:
    with Path(__file__).with_name("phone_words.toml").open("rb") as file:
        return {kind: re.compile("|".join(words)) for kind, words in tomllib.load(file).items()}


def _ascii_digits(text: str) -> str:
    """Returns the text with the digits of all scripts as those of ASCII, character for character."""
    if text.isascii():
        return text
    return re.sub(r"[^\x00-\x7f]", lambda match: str(unicodedata.decimal(match[0], match[0])), text)
