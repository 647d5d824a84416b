"""When text that was encoded twice is mended, and when not."""

from __future__ import annotations

import pytest

from triage.listen.encoding import TextStream

ROWS = "1,Grüße aus Köln\n2,It’s “fine”\n3,5 € für \U0001f600 – à bientôt\n"


def read(text: str) -> TextStream:
    return TextStream(iter([text.encode()]))


@pytest.mark.parametrize("first", ["latin-1", "cp1252"])
def test_a_file_that_was_encoded_twice_is_mended_with_a_warning(first: str) -> None:
    twice = "".join(bytes([byte]).decode(first, "ignore") or chr(byte) for byte in ROWS.encode())
    stream = read("id,text\n" + twice)
    assert "".join(stream) == stream.head == "id,text\n" + ROWS
    assert stream.warnings == ["the text was encoded as UTF-8 twice and was decoded twice"]


@pytest.mark.parametrize(
    "text",
    [
        "1,plain\n2,it shows GrÃ¼ÃŸe and KÃ¶ln\n3,plain\n",
        "1,Grüße\n2,it shows GrÃ¼ÃŸe\n3,and KÃ¶ln\n4,Straße\n",
        "1,São Paulo\n2,São João\n3,Ânimo\n4,NÃO\n",
    ],
)
def test_what_customers_quote_stays_as_it_is(text: str) -> None:
    assert "".join(read(text)) == text
