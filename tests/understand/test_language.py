"""Tests that the language of short texts is told, and left open where nothing speaks for any."""

from __future__ import annotations

import gzip
import io
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triage.model.vocabulary import UNDETERMINED
from triage.understand import lang
from triage.understand.language import detect_languages, fill_languages

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = {
    "en": ["Where is my bag?", "thanks!", "worst service ever", "flight cancelled again", "I'm on hold", "LOL u guys"],
    "de": ["Wo ist mein Koffer?", "danke!", "Zug fällt aus", "nie wieder", "Ich bin genervt", "Kundendienst unfähig"],
    "fr": ["Où est mon sac ?", "Le service client ne répond pas", "merci beaucoup pour votre aide"],
    "es": ["¿Dónde está mi maleta?", "El servicio es pésimo y nadie me responde", "quiero que me devuelvan el dinero"],
    "it": ["Dove è la mia valigia?", "grazie mille per il vostro aiuto", "Il treno è sempre in ritardo"],
    "nl": ["Waar is mijn koffer?", "ik wil mijn geld terug", "De trein is weer te laat"],
    "pt": ["Onde está a minha mala?", "quero o meu dinheiro de volta", "muito obrigado pela ajuda"],
    "pl": ["Gdzie jest moja walizka?", "Aplikacja nie działa", "dziękuję bardzo za pomoc"],
    "tr": ["yardımınız için çok teşekkürler", "uygulama çalışmıyor", "Bu ne biçim hizmet"],
    "sv": ["Var är min väska?", "tack så mycket för hjälpen", "Appen fungerar inte"],
    "da": ["Hvor er min kuffert?", "mange tak for hjælpen", "Appen virker ikke"],
    "ru": ["Где мой багаж?"],
    "ja": ["荷物はどこですか", "荷物が届きません http://example.org"],
    "zh": ["我的行李在哪里"],
    "ko": ["제 가방은 어디에 있나요"],
    "ar": ["أين حقيبتي؟"],
    "el": ["Πού είναι η βαλίτσα μου;"],
    "he": ["איפה המזוודה שלי"],
    "th": ["กระเป๋าของฉันอยู่ที่ไหน"],
    "hi": ["मेरा बैग कहाँ है"],
}


@pytest.mark.parametrize("language", TEXTS)
def test_typical_short_mentions_are_told(language: str) -> None:
    assert detect_languages(TEXTS[language]) == [language] * len(TEXTS[language])


@pytest.mark.parametrize(
    "text", ["", " ", "12345", "@united", "#fail", "http://example.org/the/and", "😡😡", "!!!", "¯\\_(ツ)_/¯"]
)
def test_a_text_without_evidence_is_left_open(text: str) -> None:
    assert detect_languages([text]) == [UNDETERMINED]


def test_handles_links_and_hashtags_do_not_count() -> None:
    assert detect_languages(["@where_is_the http://the.and.of/you wo ist mein Zug #thisisthe"]) == ["de"]


def test_a_kaomoji_makes_no_english_text_japanese() -> None:
    assert detect_languages(["whatever, my flight is late again ¯\\_(ツ)_/¯"]) == ["en"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=40), max_size=6), st.randoms())
def test_each_text_is_told_by_itself_whatever_stands_beside_it(texts: list[str], random: object) -> None:
    together = detect_languages(texts)
    assert together == [detect_languages([text])[0] for text in texts]
    assert random is not None


def test_very_long_words_and_texts_are_no_trouble() -> None:
    assert detect_languages(["a" * 1_000_000, "the bag is lost " * 100_000]) == [UNDETERMINED, "en"]


@pytest.mark.parametrize(
    ("file", "column", "language"),
    [
        ("sentiment/en_train.csv.gz", "text", "en"),
        ("mentions/airline.csv", "text", "en"),
        ("mentions/germeval2017_dev.csv.gz", "text", "de"),
        ("sentiment/de_train.csv.gz", "text", "de"),
    ],
)
def test_english_and_german_are_seldom_mistaken_for_one_another(
    shared: Path, file: str, column: str, language: str
) -> None:
    raw = (shared / "data" / file).read_bytes()
    table = pd.read_csv(
        io.BytesIO(gzip.decompress(raw) if file.endswith("gz") else raw), dtype=str, keep_default_na=False
    )
    texts = table[column].tolist()[::2]
    found = detect_languages(texts)
    other = ({"en", "de"} - {language}).pop()
    # Among the German tweets are English ones: 2.4 % of the file are told so, most of them rightly.
    assert found.count(other) / len(found) < (0.03 if file.startswith("sentiment/de") else 0.01)
    assert found.count(UNDETERMINED) / len(found) < 0.06


def test_a_hint_of_the_export_wins_and_may_be_written_in_many_ways() -> None:
    hints = ["de", "EN-us", "pt_BR", "German", "", "und", "n/a", "Français"]
    assert fill_languages(["en"] * 8, hints) == ["de", "en", "pt", "de", "en", "en", "en", "fr"]


def test_an_open_text_takes_the_language_that_nearly_all_others_have() -> None:
    assert fill_languages(["en"] * 8 + ["de", "de", "und"], [""] * 11)[-1] == "en"
    assert fill_languages(["en"] * 7 + ["de", "de", "und"], [""] * 10)[-1] == "und"
    assert fill_languages(["und", "und"], ["", ""]) == ["und", "und"]


@given(
    st.lists(st.sampled_from(["en", "de", "und"]), max_size=12).flatmap(
        lambda codes: st.tuples(st.just(codes), st.permutations(codes))
    )
)
def test_filling_does_not_depend_on_the_order(pair: tuple[list[str], list[str]]) -> None:
    codes, shuffled = pair
    first = fill_languages(codes, [""] * len(codes))
    second = fill_languages(shuffled, [""] * len(codes))
    assert sorted(first) == sorted(second)


def test_the_lists_are_complete_and_read_once() -> None:
    assert len(lang.words("en", "stop_words")) > 200
    assert len(lang.words("de", "stop_words")) > 300
    assert lang.words("en", "persons") is lang.words("en", "persons")
    assert set(lang.table("letters")["parts"]) == set(lang.table("function_words"))
    with pytest.raises(FileNotFoundError):
        lang.words("en", "nothing")
