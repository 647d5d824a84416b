"""Tests that mentions of the company stay, and that only what is about others is set aside."""

from __future__ import annotations

import random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import triage
from triage.model.settings import BrandSettings, Settings
from triage.understand.brand_names import Naming, find_names
from triage.understand.relevance import Aside, judge_relevance, own_channels
from triage.understand.tokens import split_texts

RAIL = BrandSettings(
    names=("Deutsche Bahn", "Bahn", "DB"), also=("Müller-Bahn",), other=("Straßenbahn", "Rhätische Bahn")
)


def naming(text: str, language: str = "de", brands: BrandSettings = RAIL) -> int:
    names = (*brands.names, *brands.also)
    return int(find_names(split_texts([text]), [language], names, brands.other).naming[0])


@pytest.mark.parametrize(
    "text",
    [
        "die BAHN kommt nicht", "Bahncard gekündigt", "die Bahn-App stürzt ab", "der Bahn's Sitz",
        "bei #Bahnstreik", "danke db!", "mit der #DB unterwegs", "Die DB-App spinnt",
    ],
)  # fmt: skip
def test_a_word_a_compound_and_a_hashtag_name_the_brand(text: str) -> None:
    assert naming(text) >= Naming.PLAIN


@pytest.mark.parametrize(
    "text",
    [
        "der Deutschen Bahn",
        "@DB_Bahn_Info hilft",
        "#DeutscheBahn halt",
        "Muellerbahn",
        "mit der Mueller-Bahn",
        "oh @db",
    ],
)
def test_several_words_a_handle_and_a_reply_name_it_surely(text: str) -> None:
    assert naming(text) == Naming.SURE


@pytest.mark.parametrize(
    "text",
    [
        "die Straßenbahn",
        "Strassenbahnen fahren",
        "die Rhätische Bahn",
        "Achterbahn",
        "Autobahn",
        "dbase stürzt ab",
        "",
        "!!",
    ],
)
def test_another_thing_with_the_name_in_it_does_not_name_it(text: str) -> None:
    assert naming(text) == Naming.NONE


def test_another_thing_beside_the_company_leaves_it_named() -> None:
    assert naming("erst Straßenbahn, dann Bahn") == Naming.PLAIN


def test_an_english_word_that_begins_with_the_name_is_another_word() -> None:
    target = BrandSettings(names=("Target",))
    assert naming("they targeted me", "en", target) == Naming.NONE
    assert naming("Target's shelves are empty", "en", target) == Naming.PLAIN
    assert naming("@targetstyle where is my order", "en", target) == Naming.SURE


def judged(texts: list[str], brands: BrandSettings, channel: str = "x", language: str = "en") -> list[str]:
    return list(map(str, judge_relevance(texts, [language] * len(texts), [channel] * len(texts), brands)))


def test_without_brands_all_mentions_are_about_the_company() -> None:
    assert judged(["a cat", "a dog"], BrandSettings()) == ["", ""]


def test_a_mention_without_the_name_stays_where_people_speak_to_the_company() -> None:
    halvara = BrandSettings(names=("Halvara",))
    texts = ["Halvara lost my bag", "crashes at login"]
    assert judged(texts, halvara) == ["", Aside.UNNAMED]
    assert all(judged(texts, halvara, channel) == ["", ""] for channel in own_channels())
    named = BrandSettings(names=("Halvara",), own_channels=("x",))
    assert judged(texts, named) == ["", ""]


def test_where_hardly_anybody_names_the_company_absence_says_nothing() -> None:
    texts = ["Halvara lost my bag", *(f"on hold for {minutes} minutes" for minutes in range(20))]
    assert set(judged(texts, BrandSettings(names=("Halvara",)))) == {""}


def two_senses(odd: int) -> list[str]:
    """Tweets to an airline, some with its bare name, others about football with the same name."""
    choice = random.Random(3)  # noqa: S311 - nothing secret
    flight = "flight delayed bag gate crew seat luggage plane boarding rebook".split()  # noqa: SIM905
    match = "goal match striker manager league keeper penalty derby coach squad".split()  # noqa: SIM905

    def say(words: list[str], name: str) -> str:
        return f"{name} {' '.join(choice.sample(words, 5))} {choice.random():.6f}"

    return [
        *(say(flight, "@united") for _ in range(600)), *(say(flight, "so United") for _ in range(300)),
        *(say(match, "so United") for _ in range(odd)), *(say(match, "so Arsenal") for _ in range(400)),
    ]  # fmt: skip


def test_a_second_sense_of_the_name_is_learned_from_the_night() -> None:
    reasons = judged(two_senses(60), BrandSettings(names=("United",)))
    assert reasons[900:960] == [Aside.OTHER_SENSE] * 60
    assert set(reasons[:900]) == {""}
    assert set(reasons[960:]) == {Aside.UNNAMED}


def test_a_few_odd_mentions_are_no_second_sense() -> None:
    assert set(judged(two_senses(8), BrandSettings(names=("United",)))[:908]) == {""}


@settings(max_examples=40)
@given(
    st.lists(st.text(max_size=40) | st.sampled_from(["die Bahn", "@DB hi", "nichts", "Rhätische Bahn"]), max_size=12),
    st.randoms(),
)
def test_any_texts_in_any_order_get_the_same_reasons(texts: list[str], shuffle: random.Random) -> None:
    order = list(range(len(texts)))
    shuffle.shuffle(order)
    straight = judged(texts, RAIL, language="de")
    assert judged([texts[place] for place in order], RAIL, language="de") == [straight[place] for place in order]
    assert set(straight) <= set(Aside)


def test_a_night_counts_lists_and_keeps_out_of_the_actions_what_is_set_aside() -> None:
    texts = [
        "Halvara lost my bag at JFK",
        "Halvara lost my bag again",
        "nice sunset",
        "My oven caught fire, I burned my hand",
    ]
    frame = pd.DataFrame({"mention_id": list("abcd"), "text": texts, "channel": "x", "language": "en"})
    night = triage.run(frame, Settings(brands=BrandSettings(names=("Halvara",))))
    summary = night.summary
    assert (summary["mentions"], summary["set_aside"], summary["set_aside_risks"]) == (4, 2, 1)
    assert summary["set_aside_reasons"] == {"does not name the brand": 2}
    assert summary["rows_read"] == sum(summary[name] for name in ("mentions", "duplicates", "rejects", "left_out"))
    assert night.actions["mentions"].sum() == 2
    aside = night.mentions[night.mentions["set_aside"] != ""]
    assert aside["mention_id"].tolist() == ["c", "d"]
    assert aside["theme"].tolist() == aside["action_id"].tolist() == ["", ""]
    assert aside["risk"].tolist() == ["", "safety"]
    assert aside["negative"].isna().all()


def test_a_night_in_which_all_is_set_aside_has_no_action() -> None:
    frame = pd.DataFrame(
        {"mention_id": list("abc"), "text": ["Halvara", "sun", "moon"], "channel": "x", "language": "en"}
    )
    night = triage.run(frame.iloc[1:], Settings(brands=BrandSettings(names=("sun",), other=("sun",))))
    assert night.summary["set_aside"] == 0  # nobody names it, so that says nothing
    night = triage.run(frame.iloc[:0], Settings(brands=BrandSettings(names=("sun",))))
    assert night.actions.empty
