"""Naming themes in their customers' own words."""

from __future__ import annotations

import numpy as np
import pytest

from triage.understand.title_words import title_words
from triage.understand.titles import Namer, Naming
from triage.understand.tokens import split_texts
from triage.understand.vectors import telling_words
from triage.understand.word_weights import word_weights

BAGS = [
    "@acme you lost my luggage at JFK", "lost my luggage at JFK again, thanks", "They LOST my luggage. Nobody answers",
    "my luggage is gone", "lost my luggage at JFK!!! @acme's desk is closed",
]  # fmt: skip
LOGIN = [
    "Die App stürzt beim Login ab",
    "App stürzt beim Login ab, jedes Mal",
    "seit heute stürzt die App beim Login ab",
]
OTHERS = ["great coffee today", "the crew was lovely", "cold food and cold tea", "wifi is slow", "das Essen war kalt"]


def name(theme: int, *groups: list[str], language: str = "en") -> Naming:
    texts = [text for group in groups for text in group]
    labels = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    tokens = split_texts(texts)
    telling = telling_words(tokens)
    row = word_weights(tokens, labels, telling)[theme]
    weights = dict(zip(row.indices.tolist(), row.data.tolist(), strict=True))
    return Namer(texts, [language] * len(texts), tokens, telling).name(np.flatnonzero(labels == theme), weights)


def test_a_title_is_what_most_of_them_say() -> None:
    naming = name(0, BAGS, LOGIN, OTHERS)
    assert naming.title == "lost my luggage at JFK"
    assert naming.quote in range(5)


def test_a_german_title_keeps_its_nouns_and_its_verb_whole() -> None:
    assert "stürzt beim Login ab" in name(1, BAGS, LOGIN, OTHERS, language="de").title


def test_a_title_is_not_shouted_when_most_write_it_quietly() -> None:
    assert "LOST" not in name(0, BAGS, OTHERS).title


def test_no_title_begins_or_ends_with_a_word_that_says_nothing() -> None:
    naming = name(0, BAGS, LOGIN, OTHERS)
    listed = title_words("en")
    for phrase in (naming.title, *naming.terms):
        first, last = phrase.lower().split()[0], phrase.lower().split()[-1]
        assert first not in listed.stop - listed.begin
        assert last not in listed.stop - listed.end


@pytest.mark.parametrize("text", ["😀", "!!!", "https://a.example", "refund?", "x" * 500, "=1+1", "的 的"])
def test_any_text_gets_some_title(text: str) -> None:
    title = name(0, [text], OTHERS).title
    assert 0 < len(title) <= 61


def test_titles_are_unique_within_a_night() -> None:
    texts = [*OTHERS, *OTHERS]
    tokens = split_texts(texts)
    namer = Namer(texts, ["en"] * len(texts), tokens, telling_words(tokens))
    titles = [namer.name(np.array([i]), {}).title.casefold() for i in range(len(texts))]
    assert len(set(titles)) == len(titles)


def test_a_quote_is_no_repost_and_no_insult_where_there_is_a_choice() -> None:
    group = [
        "RT @a: my bag is lost and nobody answers me",
        "my damn bag is lost you stupid idiots ok?",
        "my bag is lost and nobody at the desk answers me",
    ]
    assert name(0, group, OTHERS).quote == 2
