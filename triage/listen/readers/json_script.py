"""Knows what scripts write before a JSON value."""

from __future__ import annotations

import re
from typing import Final

_NAME: Final = r"""[A-Za-z_$][\w$]*+(?:\s*(?:\.\s*[\w$]++|\[\s*(?:"[^"\]\n]*+"|'[^'\]\n]*+'|\d++)\s*\]))*+"""

#: `window.YTD.tweets.part0 = [`, `var x = {`, `callback({`, `export default [`, `)]}',` and loops that guard an answer.
SCRIPT: Final = re.compile(
    rf"""(?:
        \)\]\}}'?,?
      | (?:for\s*\(;;\)|while\s*\(\s*(?:1|true)\s*\))\s*;?
      | export\s+default(?=\s*[\[{{])
      | (?:export\s+)?(?:(?:var|let|const)\s+)?{_NAME}\s*=(?=\s*[\[{{"'(])
      | {_NAME}\s*\((?=\s*[\[{{])
      | \((?=\s*[\[{{])
    )""",
    re.VERBOSE,
)
_LEAD: Final = re.compile(r"(?:[\s\ufeff;]|//[^\n\r]*+|/\*[^*]*+(?:\*(?!/)[^*]*+)*+\*/)*+")
_VALUE: Final = re.compile(r"[\[{]\s*(?:[\[{\"'\]}/\w]|\Z)")


def is_script(head: str) -> bool:
    """Whether a text begins with a script that gives one JSON value to a name or a function.

    >>> is_script('window.YTD.tweets.part0 = [ {"tweet": {}} ]'), is_script("cb({})"), is_script("name = [draft],5")
    (True, True, True)
    >>> is_script("id,text (long) [x]"), is_script("[deleted],5")
    (False, False)
    """
    place, found = _LEAD.match(head).end(), False  # type: ignore[union-attr]  # matches the empty string
    while match := SCRIPT.match(head, place):
        found = True
        place = _LEAD.match(head, match.end()).end()  # type: ignore[union-attr]  # matches the empty string
    return found and _VALUE.match(head, place) is not None
