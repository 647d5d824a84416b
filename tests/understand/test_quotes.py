"""Quotes that differ from each other."""

from __future__ import annotations

from triage.understand.quotes import Quoter
from triage.understand.title_words import title_words

LISTED = title_words("en")


def test_themes_with_the_same_words_are_quoted_with_different_ones() -> None:
    texts = [
        f"@shop{number} where is my parcel, it should have come on Monday https://t.co/{number}" for number in range(9)
    ]
    texts.append("@shop the parcel that should have come on Monday is still not here")
    quoter = Quoter(texts)
    first = quoter.choose(range(9), "parcel on Monday", LISTED)
    second = quoter.choose(range(10), "parcel, Monday", LISTED)
    assert first < 9
    assert second == 9


def test_what_everybody_says_is_quoted_again_where_there_is_nothing_else() -> None:
    quoter = Quoter(["thank you so much for all the help today", "Thank you so much for all the help today!"])
    assert [quoter.choose([0], "thank you", LISTED), quoter.choose([1], "help", LISTED)] == [0, 1]
