"""How a code page is known by the letters that it makes."""

from __future__ import annotations

import gzip
import random
from typing import TYPE_CHECKING

import pytest

from triage.listen.code_pages import choose_page

if TYPE_CHECKING:
    from pathlib import Path

SENTENCES = {
    "german": ("Größere Züge wären schöner, für alle Fahrgäste", ("cp1252", "mac-roman", "cp850", "cp437")),
    "french": ("L’été dernier, le train était déjà très en retard", ("cp1252", "mac-roman")),
    "french without elision": ("Le problème a été réglé, merci à tous", ("cp1252", "mac-roman", "cp850")),
    "spanish": ("¿Por qué no funciona la aplicación? Mañana llamaré", ("cp1252", "mac-roman", "cp850")),
    "english": ("It’s “fine” – we’re told… don’t ask", ("cp1252", "mac-roman")),
    "euro": ("Für 5 € müsste das gehen, schließlich zahle ich 20 €", ("cp1252", "iso-8859-15")),
    "polish": ("Dziękuję, że pociąg się spóźnił, świetna obsługa", ("cp1250", "iso-8859-2", "cp852")),
    "czech": ("Vlak měl zpoždění, příště pojedu raději autem", ("cp1250", "iso-8859-2", "cp852")),
    "russian": ("Поезд снова опоздал, спасибо за помощь", ("cp1251", "koi8-r", "cp866")),
    "greek": ("Το τρένο άργησε πάλι, ευχαριστώ πολύ", ("cp1253",)),
    "turkish": ("Uygulama çalışmıyor, lütfen yardım edin, teşekkürler", ("cp1254",)),
    "chinese": ("火车又晚点了，我们的客服没有回复我", ("gb18030",)),
    "japanese": ("アプリが動かないので、サポートに連絡しました", ("cp932",)),
    "korean": ("앱이 또 안 되고 있습니다. 도와주시기 바랍니다", ("cp949",)),
}


@pytest.mark.parametrize(
    ("text", "page"),
    [(text, page) for text, pages in SENTENCES.values() for page in pages],
    ids=lambda value: value[:12],
)
def test_one_sentence_is_enough(text: str, page: str) -> None:
    content = f"1,{text}\r\n".encode(page)
    assert content.decode(choose_page(content)) == content.decode(page)


@pytest.mark.parametrize(
    "word", ["Gr\u00fc\u00dfe", "f\u00fcr", "caf\u00e9", "ma\u00f1ana", "gr\u00f6\u00dfer", "d\u00e9j\u00e0"]
)
@pytest.mark.parametrize("page", ["cp1252", "mac-roman"])
def test_one_word_is_enough_for_the_usual_ones(word: str, page: str) -> None:
    content = f"1,all is well,{word} and so on\r\n".encode(page)
    assert content.decode(choose_page(content)) == content.decode(page)


@pytest.mark.parametrize("content", [b"", b"plain", b"\xff", b"a \xfe b", b"\x81\x8d"])
def test_what_makes_no_sense_is_no_code_page(content: bytes) -> None:
    assert choose_page(content) == ""


def test_the_page_that_was_right_so_far_stays_where_little_speaks() -> None:
    assert choose_page(b"fianc\x8ee") == "mac-roman"
    assert choose_page(b"Stra\xdfe", "iso-8859-15") == "iso-8859-15"


@pytest.mark.parametrize(("page", "least"), [("cp1252", 98), ("mac-roman", 96), ("cp850", 96), ("iso-8859-15", 97)])
def test_five_letters_of_real_posts_are_enough(shared: Path, page: str, least: int) -> None:
    with gzip.open(shared / "data/sentiment/de_train.csv.gz") as file:
        posts = [line.encode(page, "ignore") for line in file.read().decode().splitlines() if not line.isascii()]
    high = [post for post in posts if sum(byte > 0x7F for byte in post) == 5]
    drawn = random.Random(1).sample(high, 100)  # noqa: S311 - a sample
    right = sum(post.decode(choose_page(post) or "ascii", "replace") == post.decode(page) for post in drawn)
    assert right >= least
