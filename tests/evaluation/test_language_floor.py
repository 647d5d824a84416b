"""The detector of languages stays as good as its card says, with a little room."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from triage.understand.language import detect_languages

SCRIPT = runpy.run_path(str(Path(__file__).with_name("language.py")))


def test_german_and_english_of_four_words_are_seldom_taken_for_each_other(shared: Path) -> None:
    for name, language, texts in SCRIPT["sets"](shared / "data"):
        if name.startswith("sentiment/de"):
            continue  # English tweets are among them
        long = [text for text in texts if SCRIPT["length_of"](text) >= 4]
        found = detect_languages(long)
        other = ({"de", "en"} - {language}).pop()
        assert SCRIPT["share"](found, other) < 0.5, name
        assert SCRIPT["share"](found, language) > 98, name


@pytest.mark.parametrize("part", ["", "held_out"])
def test_short_texts_of_other_languages_are_seldom_claimed(part: str) -> None:
    others = SCRIPT["other_texts"]()
    texts_of = (
        others[part] if part else {key: texts for key, texts in others.items() if key not in ("none", "held_out")}
    )
    found = [code for texts in texts_of.values() for code in detect_languages(texts)]
    right = sum(code == key for key, texts in texts_of.items() for code in detect_languages(texts))
    assert SCRIPT["share"](found, "en", "de") < 15
    assert right > 0.6 * len(found)


def test_handles_links_numbers_and_faces_are_in_no_language() -> None:
    none = SCRIPT["other_texts"]()["none"]
    assert detect_languages(none) == ["und"] * len(none)
