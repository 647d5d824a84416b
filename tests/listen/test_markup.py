"""What is left of HTML, and how long it takes."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.listen.markup import plain_text, resolved


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("no markup at all", "no markup at all"),
        ("<p>One</p><p>Two</p>", "One\nTwo"),
        ("One<br>Two<br/>Three<BR />Four", "One\nTwo\nThree\nFour"),
        ("<ul><li>a</li>\n<li>b</li></ul>", "a\nb"),
        ("<p>Line of\n   source</p>", "Line of source"),
        ('Look at <a href="https://a.example/?x=1&amp;y=2" rel="nofollow">this page</a>!', "Look at this page!"),
        ('<a href="#"><span class="invisible">https://</span><span>a.example/lo</span>ng</a>', "https://a.example/long"),
        ("&lt;b&gt; is no tag &amp;amp; stays", "<b> is no tag &amp; stays"),
        ("a &lt; b and a < b <3 <- 2<5", "a < b and a < b <3 <- 2<5"),
        ("before<script>var x = '<p>never</p>';</script>after", "beforeafter"),
        ("<style>p { color: red }</style>seen", "seen"),
        ("<SCRIPT>never</sCrIpT >seen", "seen"),
        ("seen<script>never closed", "seen"),
        ("a<!-- not <b>this</b> -->b<!doctype html>c", "abc"),
        ("a<!-- never closed", "a<!-- never closed"),
        ("an open <b", "an open <b"),
        ('<a title="1 > 0">link</a>', "link"),
        ("<a title='it's broken>link</a> after", "link after"),
        ('Great <img class="emoji" alt=":smile:" src="x.png"> <img src="cat.png" alt="a cat">', "Great :smile:"),
        ("<td>a</td><td>b</td>", "a\nb"),
        ("Fu\u00dfball f&uuml;r alle&nbsp;!", "Fußball für alle\u00a0!"),
        ("a\0<b>b</b>", "ab"),
        ("", ""),
    ],
)  # fmt: skip
def test_text_is_what_a_person_sees(markup: str, expected: str) -> None:
    assert plain_text(markup) == expected


def test_a_character_whose_number_has_thousands_of_digits_stays_as_it_is() -> None:
    number = "&#" + "9" * 5000 + ";"
    assert resolved(number) == number
    assert plain_text(f"<p>a {number}</p>") == f"a {number}"


@given(st.text(st.sampled_from("<>/!-&;'\"ab =\n?#p"), max_size=60))
def test_no_text_crashes_and_nothing_is_made_up(markup: str) -> None:
    assert len(plain_text(markup)) <= len(markup) + 1


@given(st.text(st.characters(exclude_characters="<&\0")))
def test_text_without_markup_only_loses_the_blanks_around_it(text: str) -> None:
    assert plain_text(text) == text.strip()


PIECES = [
    "<",
    "<a ",
    '<a"',
    "<a '",
    '<a">"',
    "<!--",
    "<!",
    "<script>",
    "<p>",
    "&",
    "&#",
    "</",
    "<a b=\"'>",
    "<img alt=",
    "&lt",
]


@pytest.mark.parametrize("piece", PIECES)
def test_time_grows_with_the_length_only(piece: str) -> None:
    def seconds(length: int) -> float:
        markup = piece * (length // len(piece))
        start = time.process_time()
        plain_text(markup)
        return time.process_time() - start

    seconds(1000)
    assert seconds(1_000_000) < 10 * max(min(seconds(200_000) for _ in range(3)), 0.02) + 0.2
