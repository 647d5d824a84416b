"""Naming themes in their customers' own words."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from triage.night import run
from triage.understand.title_phrases import split_clauses
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


#: What is said, in its language, and the title and topic that a person could give it.
EXAMPLES = {
    "a noun and its participle": (
        "en",
        ["my parcel was delivered to the wrong address", "parcel delivered to the wrong address again",
         "they delivered it to the wrong address", "parcel delivered to the wrong address, no reply"],
        "wrong address",
    ),
    "a number with a point is one word": (
        "en",
        ["waited 1.5 hours for the technician", "waited 1.5 hours for the technician, again",
         "we waited 1.5 hours for the technician"],
        "for the technician",
    ),
    "an idiom that begins with a preposition": (
        "en",
        ["I am on hold for over an hour", "been on hold for over an hour", "on hold for over an hour now"],
        "on hold for over an hour",
    ),
    "a verb with its particle": (
        "de",
        ["Der Drucker schaltet sich einfach ab", "mein Drucker schaltet sich ab",
         "Drucker schaltet sich ab, schon wieder"],
        "schaltet sich ab",
    ),
    "a negation at the end": (
        "de",
        ["Die Rechnung stimmt nicht", "meine Rechnung stimmt nicht!", "Die Rechnung stimmt nicht, bitte prüfen"],
        "Rechnung stimmt nicht",
    ),
    "a noun that keeps its capital": (
        "de",
        ["Mein Koffer ist beschädigt angekommen", "Koffer beschädigt angekommen",
         "Koffer beschädigt angekommen, Griff ab"],
        "Koffer beschädigt",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", EXAMPLES)
def test_a_title_holds_what_a_person_would_write(what: str) -> None:
    language, texts, wanted = EXAMPLES[what]
    assert wanted in name(0, texts, OTHERS, language=language).title


@pytest.mark.parametrize(
    ("texts", "language", "cut"),
    [
        (["im Ausland zahle ich nach dem letzten Update", "seit dem letzten Update geht nichts"] * 2, "de", "letzten"),
        ([f"schicke eine Nachricht an {whom}" for whom in ("Peter", "Maria", "Opa")], "de", " an"),
        ([f"{hello}how long does a repair take?" for hello in ("", "hi, ", "so ")], "en", "repair"),
    ],
)  # fmt: skip
def test_no_title_is_cut_at_a_bad_place(texts: list[str], language: str, cut: str) -> None:
    title = name(0, texts, OTHERS, language=language).title
    assert not title.startswith(cut)
    assert title == "how long does a repair take" if language == "en" else not title.endswith(cut)


def _night(texts: list[str], themes: int) -> list[Naming]:
    tokens = split_texts(texts)
    telling = telling_words(tokens)
    labels = np.arange(len(texts)) % themes
    weights = word_weights(tokens, labels, telling)
    namer = Namer(texts, ["en"] * len(texts), tokens, telling)
    rows = [weights[theme] for theme in range(themes)]
    return [
        namer.name(np.flatnonzero(labels == i), dict(zip(row.indices.tolist(), row.data.tolist(), strict=True)))
        for i, row in enumerate(rows)
    ]


def _random_texts(seed: int) -> list[str]:
    draw = np.random.default_rng(seed)
    words = ["luggage", "lost", "refund", "late", "crew", "rude", "the", "my", "is", "at", "on", "for", "never",
             "again", "delay", "https://a.example", "@acme", "1.5", "20%", "don't", "#fail", "😀", "!", ",", "x\x00y",
             "\u202egate"]  # fmt: skip
    return [" ".join(draw.choice(words, draw.integers(1, 14))) for _ in range(90)]


@pytest.mark.parametrize("seed", range(8))
def test_titles_are_unique_readable_and_made_of_what_is_said(seed: int) -> None:
    texts = _random_texts(seed)
    namings = _night(texts, 18)
    titles = [naming.title.casefold() for naming in namings]
    assert len(set(titles)) == len(titles)
    for theme, naming in enumerate(namings):
        said = {word for text in texts[theme::18] for clause in split_clauses(text) for word in clause.words}
        words = naming.title.replace(",", "").split()
        assert len(words) <= 8
        assert {word.lower().lstrip("#") for word in words} <= said
        assert "@" not in naming.title
        assert "://" not in naming.title
        assert naming.title.isprintable()
        assert naming.quote % 18 == theme


def test_two_themes_that_differ_only_in_an_ending_get_two_titles() -> None:
    texts = ["flight delayed, no news", "flight delays, gate closed", "flight delayed", "flight delays, gate closed"]
    first, second = (naming.title for naming in _night([*texts, *OTHERS[:2]], 2))
    assert not (first.startswith("flight delay") and second.startswith("flight delay"))


def test_quotes_of_two_themes_differ_where_they_can() -> None:
    texts = ["My parcel never arrived at all, what now?", "my parcel never arrived at all, what now?!",
             "Parcel of mine has not come to this day, please help",
             "The parcel is gone, the shop does not answer"]  # fmt: skip
    quotes = [naming.quote for naming in _night(texts, 2)]
    assert len({" ".join(split_clauses(texts[quote])[0].words) for quote in quotes}) == 2


def test_a_topic_is_named_by_what_its_texts_share() -> None:
    texts = [
        "lost luggage at Bonn",
        "lost luggage, no answer",
        "my lost luggage is found",
        "lost luggage claim refused",
    ]
    texts += [f"{text} {place}" for text in OTHERS for place in ("in Rome", "in Oslo", "in Bern")]
    tokens = split_texts(texts)
    telling = telling_words(tokens)
    row = word_weights(tokens, np.array([0] * 4 + [1] * 3 * len(OTHERS)), telling)[0]
    namer = Namer(texts, ["en"] * len(texts), tokens, telling)
    weights = dict(zip(row.indices.tolist(), row.data.tolist(), strict=True))
    assert namer.name_topic(np.arange(4), weights) == "lost luggage"


def test_the_order_of_rows_changes_no_title_topic_or_quote() -> None:
    texts = [*BAGS, *LOGIN, *OTHERS, *_random_texts(1)]
    frame = pd.DataFrame({"mention_id": [str(i) for i in range(len(texts))], "text": texts})
    columns = ["title", "topic", "terms", "quote"]
    shuffled = frame.sample(frac=1, random_state=3)
    assert run(frame).themes[columns].equals(run(shuffled).themes[columns])
