r"""Tells which code page bytes above ASCII are in, by which one makes letters where letters should be.

A byte such as 9f is a letter in Mac Roman ("Gr\x9fn" is "Grün"), a rare capital in Windows-1252 and nothing in
ISO 8859-1. Each code page reads every run of high bytes together with the characters around it. Letters of one language
inside words, or a dash between blanks, speak for it; a capital after a small letter or a box-drawing line speaks
against it. Weights are roughly natural logarithms, set by hand and checked on sentences of twenty languages.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final

#: What is assumed where nothing speaks for another code page: ISO 8859-1 without its unused control characters.
WESTERN: Final = "cp1252"
#: Code pages of several bytes a character, as in code_pages.toml; known here because most files need no more.
_WIDE_PAGES: Final = frozenset({"gb18030", "cp932", "cp949", "big5"})
#: Shares and sizes by which a text of several bytes a character is known.
_WIDE_SHARE, _WIDE_CHARACTERS, _WIDE_RUN_BYTES, _WIDE_SAMPLE_BYTES = 0.15, 4, 1.25, 4096
_LAST_LATIN: Final = "\u024f"
_NO_BREAK_SPACE: Final = "\u00a0"
#: No longer than a long word, so that a file without blanks takes no longer than one with.
_RUN: Final = re.compile(rb"[\x00-\x7f]?[\x80-\xff]{1,40}[\x00-\x7f]?")
_SAMPLE_RUNS: Final = 400
#: What the code page that was right so far must show; less than nothing, so that little does not change it.
_LOYALTY: Final = -1.0
_OTHER_LANGUAGE, _MISPLACED, _NO_CHARACTER = -1.5, -4.0, -8.0


def choose_page(sample: bytes, told: str = "") -> str:
    r"""Returns the code page that reads bytes best.

    Args:
        sample: Bytes with characters above ASCII; 64 KiB are enough.
        told: The code page that was right so far; it needs less to be right again.

    Returns:
        The name of a codec; "" where no code page makes sense of the bytes.

    >>> choose_page(b"Gr\x9fe"), choose_page(b"Gr\xfc\xdfe"), choose_page(b"Gr\x81\xe1e"), choose_page(b"\xff")
    ('mac-roman', 'cp1252', 'cp850', '')
    """
    runs = Counter(_RUN.findall(sample)).most_common(_SAMPLE_RUNS)
    best, most = "", 0.0
    for page, about in _tables()["pages"].items():
        weight = _weight_of(runs, page) - (_LOYALTY if page == told else about["needed"])
        if weight > most:
            best, most = page, weight
    return (not told and _choose_wide(sample[:_WIDE_SAMPLE_BYTES], runs)) or best


@lru_cache(maxsize=1 << 16)
def fits(run: bytes, page: str) -> bool:
    r"""Whether a code page of one byte makes sense of a run of bytes with the character before and after.

    >>> fits(b"r\xfcn", "cp1252"), fits(b" \xff ", "cp1252")
    (True, False)
    """
    weight, letters = _read(run, page)
    usual: float = _tables()["tier_weights"][1]
    return weight + usual * len(letters) > 0


def runs_of(line: bytes) -> list[bytes]:
    r"""Returns the runs of bytes above ASCII, each with the character before and after.

    >>> runs_of(b"Gr\xfc\xdfe")
    [b'r\xfc\xdfe']
    """
    return _RUN.findall(line)


def is_wide_page(page: str) -> bool:
    """Whether a code page takes several bytes a character."""
    return page in _WIDE_PAGES


@cache
def _tables() -> dict[str, Any]:
    """Returns code_pages.toml, with the weights of letters by code page and language."""
    tables: dict[str, Any] = tomllib.loads(files(__package__).joinpath("code_pages.toml").read_text("utf-8"))
    weights = {
        language: {
            letter: weight for weight, tier in zip(tables["tier_weights"], tiers, strict=True) for letter in tier
        }
        for language, tiers in tables["languages"].items()
    }
    tables["weights"] = {
        page: [weights[language] for language in about["languages"]] for page, about in tables["pages"].items()
    }
    tables["letters"] = frozenset(tables["other_letters"]).union(*weights.values())
    return tables


def _weight_of(runs: list[tuple[bytes, int]], page: str) -> float:
    """Weighs how a code page reads all runs, in the language that suits it best."""
    places = 0.0
    letters: dict[str, float] = {}
    for run, count in runs:
        weight, read = _read(run, page)
        times = count**0.5  # a run that comes again says less than a new one
        places += weight * times
        for letter in read:
            letters[letter] = letters.get(letter, 0.0) + times
    languages: list[dict[str, float]] = _tables()["weights"][page]
    return places + max(
        sum(weights.get(letter, _OTHER_LANGUAGE) * times for letter, times in letters.items()) for weights in languages
    )


@lru_cache(maxsize=1 << 16)
def _read(run: bytes, page: str) -> tuple[float, str]:
    """Returns how well the characters of a run stand where they stand, and its letters."""
    text = f" {run.decode(page, 'replace')} "
    weight, letters = 0.0, ""
    for left, letter, right in zip(text, text[1:], text[2:], strict=False):
        if letter in _tables()["letters"]:
            weight += _place_of_letter(left, letter, right)
            letters += letter
        elif letter > "\x7f":
            weight += _place_of_mark(left, letter, right)
    return weight, letters


def _place_of_letter(left: str, letter: str, right: str) -> float:
    """Weighs where a letter stands: alone, as a capital inside a word, beside letters that it seldom meets."""
    places = _tables()["places"]
    is_latin = letter <= _LAST_LATIN
    if not left.isalpha() and not right.isalpha():
        alone = 0.0 if is_latin else _MISPLACED / 2
        return alone if letter in places["words"] else _MISPLACED - 1
    weight = 0.0
    if letter.isupper() and left.islower():
        weight += _MISPLACED
    if letter in places["never_first"] and not left.isalpha():
        weight -= 2.0
    for beside in (left, right):
        if beside > "\x7f" and beside.isalpha() and is_latin:
            weight -= 1.2 if beside <= _LAST_LATIN else 3.0
        elif beside.isascii() and beside.isalpha() and not is_latin:
            weight += _MISPLACED
    return weight


def _place_of_mark(left: str, mark: str, right: str) -> float:
    """Weighs where a mark stands: between letters, at the edge of a word, beside a number."""
    marks = _tables()["marks"]
    is_between = left.isalpha() and right.isalpha()
    weight = _NO_CHARACTER if mark < _NO_BREAK_SPACE or mark == "\ufffd" else _MISPLACED
    if mark in marks["apostrophes"]:
        elides = left in marks["elided_before"] or right in marks["elided_after"]
        weight = (4.0 if elides else 2.5) if is_between else 0.5 if left.isalpha() else _MISPLACED / 2
    elif mark in marks["dashes"]:
        weight = 0.8 if is_between else 2.5
    elif mark == _NO_BREAK_SPACE:
        weight = 0.5 if is_between else 3.0 if right in ":;!?»%€" else 1.0
    elif _is_quote_in_place(left, mark, right) or (mark in marks["either"] and not is_between):
        weight = 2.5
    elif mark in marks["beside_numbers"] and not is_between:
        weight = 1.5 if left.isdigit() or right.isdigit() or left == " " == right else 0.2
    elif mark in marks["loose"] and not is_between:
        weight = 0.2
    return weight


def _is_quote_in_place(left: str, mark: str, right: str) -> bool:
    marks = _tables()["marks"]
    opens = mark in marks["opening"] and not left.isalnum() and not right.isspace()
    return opens or (mark in marks["closing"] and not right.isalnum() and not left.isspace())


def _choose_wide(sample: bytes, runs: list[tuple[bytes, int]]) -> str:
    """Returns the code page of several bytes a character that makes frequent characters of the bytes, or ""."""
    if not runs or sum(len(run) - 2 for run, _ in runs) < len(runs) * _WIDE_RUN_BYTES:
        return ""
    shares = {}
    for page, frequent in _tables()["wide_pages"].items():
        read = [letter for letter in sample.decode(page, "replace") if letter > "\x7f"]
        if len(read) >= _WIDE_CHARACTERS and read.count("\ufffd") * 20 <= len(read):
            shares[page] = sum(letter in frequent for letter in read) / len(read)
    page = max(shares, key=lambda one: shares[one], default="")
    return page if page and shares[page] > _WIDE_SHARE else ""
