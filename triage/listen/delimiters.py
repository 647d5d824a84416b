"""Lists the delimiters and quotes that are worth trying on a text."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_SAMPLE_LINES: Final = 300
#: Single delimiters with the trust in each; others must be found in nearly every line as often.
_DELIMITERS: Final = {",": 1.0, ";": 1.0, "\t": 1.0, "|": 1.0, " ": 0.9, ":": 0.8, "~": 0.9, "^": 0.9}
_FOUND_TRUST: Final = 0.9
#: So many others are tried at most: a line of rubbish has hundreds.
_MOST_FOUND: Final = 24
_PATTERNS: Final = re.compile(
    r"[^\w\s\"'.@#/\\$%()&+*=<>!?-]{2,3}|\t\t| [,;|] |[,;|] |\\t|\t\|\t|[\x01-\x08\x1c-\x1f\u00a6\u00a7\u00ac\u00b6]"
)
#: Marks that texts are full of: delimiters only where every line has as many as the first.
_RARE_MARKS: Final = "#$%&*=+!?/@\\"
_RARE: Final = re.compile(f"[{re.escape(_RARE_MARKS)}]")
_MOST_LINES: Final = 0.8
#: As many lines, where cells may have line breaks.
_MANY_LINES: Final = 0.6


def likely_delimiters(lines: Sequence[str]) -> dict[str, float]:
    """Returns the delimiters to try: the common ones that occur, and what stands in nearly every line."""
    filled = [line for line in lines[:_SAMPLE_LINES] if line.strip()]
    text = "".join(filled)
    found = {mark: trust for mark, trust in _DELIMITERS.items() if mark in text}
    seen: Counter[str] = Counter()
    for line in filled:
        seen.update(set(_PATTERNS.findall(line.rstrip("\r\n"))))
    seen.update(mark for line in filled for mark in set(_RARE.findall(line)))
    often = [mark for mark in seen if seen[mark] >= _MANY_LINES * len(filled) and mark not in found]
    often = sorted(often, key=lambda mark: (-text.count(mark), mark))[:_MOST_FOUND]
    for mark in sorted(often, key=lambda mark: (len(mark), mark)):
        letters = set(mark) - {" "}
        counts = Counter(line.count(mark) for line in filled)
        is_even = mark in filled[0] and counts[filled[0].count(mark)] >= _MANY_LINES * len(filled)
        whole = [all(line.count(one) == mark.count(one) * line.count(mark) for one in letters) for line in filled]
        is_whole = whole[0] and sum(whole) >= _MOST_LINES * len(filled) and seen[mark] >= _MOST_LINES * len(filled)
        if (is_whole or is_even) and (mark not in _RARE_MARKS or is_even):
            of_marks = [is_so for is_so, line in zip(whole, filled, strict=True) if letters & set(line)]
            is_alone = whole[0] and sum(of_marks) >= _MOST_LINES * len(of_marks)
            singles = letters & set(found) if is_alone else set()
            found[mark] = min((found.pop(one) for one in singles if len(mark) > 1), default=_FOUND_TRUST)
    return found


def likely_quotes(head: str, delimiter: str) -> list[tuple[str, str]]:
    """Returns the pairs of a quote and an escape to try, the likeliest of equals first."""
    mark = re.escape(delimiter)
    doubles = len(re.findall(rf'(?:^|{mark}) ?"', head, re.MULTILINE))
    singles = len(re.findall(rf"(?:^|{mark}) ?'", head, re.MULTILINE))
    found = [('"', "")]
    if '"' in head:
        found.append(("", ""))
    if '\\"' in head and not _doubles_quotes(head, mark):
        found.insert(0, ('"', "\\"))
    closed = len(re.findall(rf"[^'\n](?<!{mark})' *(?={mark}|\r?$)", head, re.MULTILINE))
    if singles > max(1, doubles) and closed * 2 >= singles:
        found.append(("'", "\\" if "\\'" in head and "''" not in head else ""))
    return found


def _doubles_quotes(head: str, mark: str) -> bool:
    r"""Whether quotes inside cells are doubled, so that a backslash before one is a letter of the text.

    >>> _doubles_quotes(r'1,"a \"good\" one",""', ","), _doubles_quotes(r'1,"C:\"" is full"', ",")
    (False, True)
    """
    end = rf"(?={mark}|[\r\n]|\Z)"
    bare = re.sub(rf'{mark}""{end}', "", head.replace('\\"', ""))
    return '""' in bare or re.search(rf'\\""(?!{end})', head) is not None
