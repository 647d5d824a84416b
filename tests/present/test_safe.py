from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from triage.present.safe import markdown_text, plain_text, safe_cell, shorten, terminal_text, unsafe_cell, web_link

#: Every str that Python knows, lone surrogates included.
ANY_TEXT = st.text(st.characters(exclude_categories=()))
NASTY = st.text(st.sampled_from("'=+-@\t\r\n ＝＋－＠\u200b\u00a0\ufeff\x00\u202eaz|<>`[](){}#*_.:/\\!~$&1\x1b\x9b"))
SIGNS = "=+-@\t\r\n＝＋－＠"


def starts_formula(cell: str) -> bool:
    """Says it in another way than the code does: skip what shows nothing, then look."""
    for letter in cell:
        if letter in SIGNS:
            return True
        if not letter.isspace() and unicodedata.category(letter) not in {"Cc", "Cf", "Zs"}:
            return False
    return False


@given(ANY_TEXT | NASTY)
@example("'=1")
@example("''=1")
@example("'")
def test_the_mark_comes_off_again(text: str) -> None:
    assert unsafe_cell(safe_cell(text)) == text


@given(ANY_TEXT | NASTY)
def test_no_marked_cell_starts_a_formula(text: str) -> None:
    assert not starts_formula(safe_cell(text))


@given(ANY_TEXT | NASTY)
def test_two_texts_never_become_one_cell(text: str) -> None:
    assert safe_cell(text) in {text, f"'{text}"}


@pytest.mark.parametrize("text", ["", "fine", "1-2", "a=b", "'tis", "9=9", "é", "日本", "#1", "x@y.example"])
def test_harmless_text_gets_no_mark(text: str) -> None:
    assert safe_cell(text) == text


def test_hostile_formulas_are_marked_and_come_back(hostile: list[str]) -> None:
    marked = [text for text in hostile if safe_cell(text) != text]
    assert marked
    assert all(unsafe_cell(safe_cell(text)) == text for text in hostile)
    assert not [text for text in hostile if starts_formula(safe_cell(text))]


@given(ANY_TEXT)
def test_plain_text_can_always_be_encoded(text: str) -> None:
    plain = plain_text(text)
    plain.encode()
    assert len(plain) == len(text)
    assert not [letter for letter in plain if unicodedata.category(letter) == "Cc" and letter not in "\t\r\n"]


@given(ANY_TEXT | NASTY)
def test_terminal_text_is_one_line_without_control_or_direction(text: str) -> None:
    line = terminal_text(text)
    line.encode()
    assert len(line.splitlines()) <= 1
    assert not [letter for letter in line if unicodedata.category(letter) in {"Cc", "Zl", "Zp"}]
    assert not [letter for letter in line if unicodedata.bidirectional(letter) in {"LRO", "RLO", "LRE", "RLE", "PDF"}]
    assert not [letter for letter in line if unicodedata.bidirectional(letter) in {"LRI", "RLI", "FSI", "PDI"}]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b]52;c;cm0gLXJm\x07", "\ufffd]52;c;cm0gLXJm\ufffd"),
        ("a\u200bb\u2066c\u00add", "abcd"),
        ("one\r\ntwo\tthree\u2028four", "one two three four"),
        ("\x9b31m", "\ufffd31m"),
    ],
)
def test_what_steers_a_terminal_is_shown_or_left_out(text: str, shown: str) -> None:
    assert terminal_text(text) == shown


def rendered(source: str) -> tuple[str, set[str]]:
    """Returns what a reader of Markdown sees, and the kinds of markup that were found."""
    seen, kinds = "", set()
    for block in MarkdownIt("commonmark").enable("table").parse(source):
        kinds.add(block.type)
        for token in block.children or []:
            kinds.add(token.type)
            seen += token.content
    return seen, kinds - {"paragraph_open", "paragraph_close", "inline", "text", "text_special"}


def without_joiners(text: str) -> str:
    return text.replace("\u2060", "")


@given(ANY_TEXT | NASTY)
@example("1. list")
@example("1) list")
@example("- list")
@example("--- ")
@example("&lt;b&gt;")
def test_markdown_shows_the_text_and_nothing_else(text: str) -> None:
    seen, kinds = rendered(markdown_text(text))
    assert kinds == set()
    assert without_joiners(seen) == " ".join(terminal_text(text).split())


def test_hostile_text_is_no_markup(hostile: list[str]) -> None:
    assert [text for text in hostile if rendered(markdown_text(text))[1]] == []


def test_a_pipe_does_not_end_a_cell() -> None:
    _, kinds = rendered(f"| a | b |\n| --- | --- |\n| {markdown_text('x | y')} | z |\n")
    assert "td_open" in kinds
    tokens = MarkdownIt("commonmark").enable("table").parse(f"|a|\n|---|\n|{markdown_text('x | y')}|\n")
    assert [token.content for token in tokens if token.type == "inline"][-1] == "x | y"


def test_markdown_calls_nobody_and_links_nothing() -> None:
    assert markdown_text("@channel see https://evil.example") == "@\u2060channel see https\\://evil\\.example"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "data:text/html,x", " ftp://x", "//x.example", "http://", "https://me:pw@x.example",
        "http://a.example@evil.example", "http:\\\\x", "https://x.example/\x1b]8;;", "https://x/" + "a" * 2000, "",
    ],
)  # fmt: skip
def test_only_plain_web_addresses_are_linked(url: str) -> None:
    assert web_link(url) == ""


@given(st.text(st.characters(exclude_categories=())).map("https://x.example/".__add__))
def test_a_link_holds_nothing_that_ends_it(url: str) -> None:
    assert not set(web_link(url)) & set(" <>\"'`()[]{}|\\^\x1b\x07\n")
    assert web_link(url).isascii()


def test_addresses_are_kept_as_they_are() -> None:
    address = "https://x.example/a/b?c=d%20e&f=1,2#g"
    assert web_link(address) == address


@given(ANY_TEXT, st.integers(2, 50))
def test_shortened_text_has_at_most_its_length(text: str, length: int) -> None:
    assert len(shorten(text, length)) <= length
