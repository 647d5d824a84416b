"""Decodes one JSON value, as strictly as it is written."""

from __future__ import annotations

import json
import re
from typing import Any, Final

_NUMBER: Final = r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?"
# An open string or comment lasts to the end: looking for another beginning in it would take quadratic time.
_QUOTED: Final = r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)'
_SINGLE: Final = r"'[^'\\]*+(?:\\.[^'\\]*+)*+(?:'|\\?\Z)"
_COMMENT: Final = r"//[^\n\r]*+|/\*[^*]*+(?:\*(?!/)[^*]*+)*+(?:\*/|\Z)"
#: Tokens of JavaScript and Python literals, each as a whole.
_TOKEN: Final = re.compile(
    rf"(?P<quoted>{_QUOTED})|(?P<single>[uUbB]?{_SINGLE})|(?P<comment>{_COMMENT})|(?P<comma>,\s*(?=[\]}}]))"
    rf"|(?P<number>[+-]?[.\w][.\w]*+(?:(?<=[eE])[+-]\d++)?)|(?P<word>[A-Za-z_$][\w$]*+)",
    re.DOTALL,
)
_BRACKET: Final = re.compile(rf"{_QUOTED}|{_SINGLE}|{_COMMENT}|[\[\]{{}}]", re.DOTALL)
_ESCAPE: Final = re.compile(r'\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|U[0-9a-fA-F]{8}|.)|"', re.DOTALL)
_IS_NUMBER: Final = re.compile(rf"{_NUMBER}\Z")
_WORDS: Final = {
    "True": "true", "False": "false", "None": "null", "undefined": "null", "nan": "null", "inf": "null",
    "true": "true", "false": "false", "null": "null", "NaN": "null", "Infinity": "null",
}  # fmt: skip
_NEAR_CHARS: Final = 4096
#: A literal or an escape that the end of the text cuts is shorter than this.
_LONGEST_LITERAL: Final = 10


class BrokenError(ValueError):
    """A text is no JSON value.

    Attributes:
        place: Where in the text that shows.
        is_cut: Whether more text might have made it whole.
        is_deep: Whether it is only nested too deep.
    """

    def __init__(self, reason: str, place: int, *, is_cut: bool = False, is_deep: bool = False) -> None:
        """Says in a few words what is wrong."""
        super().__init__(reason)
        self.place = place
        self.is_cut = is_cut
        self.is_deep = is_deep


def _decoder(**options: Any) -> json.JSONDecoder:  # noqa: ANN401 - as the decoder takes them
    """Numbers stay as they are written: 19-digit ids, 1.50, integers of 5,000 digits. NaN and Infinity are blank."""
    return json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=lambda _name: "", strict=False, **options)


_SCAN: Final = vars(_decoder())["scan_once"]


def decode(text: str, place: int) -> tuple[Any, int]:
    """Decodes the value that begins at a place.

    Args:
        text: The text.
        place: Where the value begins.

    Returns:
        The value, every number in it a str as written, and where it ends.

    Raises:
        BrokenError: There is no whole value.

    >>> decode('x [1.50, -0, {"a": 1e5, "b": null}]', 2)
    (['1.50', '-0', {'a': '1e5', 'b': None}], 35)
    """
    try:
        value, end = _SCAN(text, place)
    except StopIteration as stop:
        at = place if stop.value is None else int(stop.value)
        raise BrokenError("Expecting value", at, is_cut=len(text) - at < _LONGEST_LITERAL) from None
    except RecursionError:
        raise BrokenError("nested too deep", place, is_deep=True) from None
    except json.JSONDecodeError as error:
        is_cut = error.msg.startswith("Unterminated") or len(text) - error.pos < _LONGEST_LITERAL
        raise BrokenError(error.msg.removesuffix(" at"), error.pos, is_cut=is_cut) from None
    return value, end


def decode_near(text: str, place: int, width: int = _NEAR_CHARS) -> tuple[Any, int]:
    """Decodes the value that begins at a place as `decode` does, at a cost that does not grow with the place.

    An error of the standard library counts the lines before it, so that many errors in a long text take quadratic time.
    """
    while True:
        piece = text[place : place + width]
        is_all = place + width >= len(text)
        try:
            value, end = decode(piece, 0)
        except BrokenError as error:
            if is_all or not error.is_cut:
                error.place += place
                raise
        else:
            if is_all or end < len(piece) or piece[-1] in '"]}':
                return value, place + end
        width *= 8


def repeated_keys(text: str, place: int, end: int) -> bool:
    """Whether an object of a whole value holds a key twice, of which the last counts."""
    found: list[bool] = []

    def look(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        record = dict(pairs)
        if len(record) < len(pairs):
            found.append(True)
        return record

    _decoder(object_pairs_hook=look).decode(text[place:end])
    return bool(found)


def balanced_end(text: str, place: int) -> int:
    """Finds where an array or object ends by its brackets alone, or -1.

    >>> balanced_end("x {'a': '}', b: [1,]} y", 2)
    21
    """
    if text[place] not in "[{":
        return -1
    depth = 0
    for match in _BRACKET.finditer(text, place):
        mark = match[0]
        if mark in "[{":
            depth += 1
        elif mark in "]}":
            depth -= 1
            if depth == 0:
                return match.end()
    return -1


def mend(text: str) -> Any:  # noqa: ANN401 - any value
    r"""Decodes a value with what JavaScript and Python allow beyond JSON.

    That is single quotes, names without quotes, comments, trailing commas, True, None and undefined, and escapes
    that JSON does not know.

    Raises:
        BrokenError: It is none even so.

    >>> mend("{id: 1, 'ok': True, 'text': 'it\\'s \\x41', /* no */ tags: ['a',],}")
    {'id': '1', 'ok': True, 'text': "it's A", 'tags': ['a']}
    """
    strict = _TOKEN.sub(_as_json, text).strip()
    if not strict:
        raise BrokenError("Expecting value", 0)
    value, end = decode(strict, 0)
    if end < len(strict):
        raise BrokenError("Extra data", end)
    return value


def _as_json(match: re.Match[str]) -> str:
    token = match[0]
    kind = match.lastgroup
    if kind == "quoted":
        return token if "\\" not in token else f'"{_ESCAPE.sub(_escape, token[1:-1])}"'
    if kind == "single":
        inner = token[token.index("'") + 1 : -1]
        return f'"{_ESCAPE.sub(_escape, inner)}"'
    if kind in ("comment", "comma"):
        return " " if kind == "comment" else ""
    if token in _WORDS or token.lstrip("+-") in _WORDS:
        return _WORDS[token.lstrip("+-")]
    return token if _IS_NUMBER.match(token) else json.dumps(token)


def _escape(match: re.Match[str]) -> str:
    escape = match[0]
    if escape == '"':
        return '\\"'
    kind = escape[1]
    if kind in 'bfnrt"\\/' or (kind == "u" and len(escape) > len("\\u")):
        return escape
    if kind in "xU" and len(escape) > len("\\x"):
        code = int(f"0x{escape[2:]}", 0)
        return json.dumps(chr(code))[1:-1] if code <= 0x10FFFF else "\\ufffd"  # noqa: PLR2004 - the last of Unicode
    if kind in "\n\r":
        return ""
    return kind if kind == "'" else f"\\\\{kind}"
