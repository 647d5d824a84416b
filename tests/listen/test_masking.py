from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.frames import mention_frame
from triage.listen.masking import mask_mentions, mask_texts

EMAILS = """\
joe@acme.com
Joe.Doe+orders@mail.acme.co.uk
jürgen.groß@müller.de
o'neill@example.ie
info@xn--mller-kva.de
anna_b-c@sub-domain.firma.gmbh
иван@почта.рф
joe＠acme.com
joe (at) acme.com
joe[at]acme[dot]com
joe (at) firma (punkt) de
joe.doe {at} firma.de
max [punkt] muster [at] firma [punkt] de
joe.doe at firma.de
joe AT gmail DOT com
joe at gmx punkt de
joe @ gmail.com
joe(ät)firma.de
a@b.info
123@qq.com
x@firma.museum
"joe doe"@acme.com
""".splitlines()

PHONES = """\
+49 171 1234567
+49 (0)171 / 123 45 67
+49(0)30-1234567
+49.30.1234567
+491711234567
+49 [89] 9507-1125
(+49) 171 1234567
0049 171 1234567
00491711234567
+1 (555) 234-5678
+1-800-433-7300
+1.800.433.7300
+44 20 7946 0958
+44 (0)20 7946 0958
+43 1 5880 0
+41 79 123 45 67
+33 6 12 34 56 78
+258 21490148
030 12345678
030/1234567
030-1234567
(030) 1234567
(0 30) 12 34 56 78
0 30 / 12 34 56 78
089 / 1234-567
02332/9166-5000
0171 1234567
0171/123 45 67
0171-1234567
01711234567
015112345678
0151- 50 70 29 81
06102-814767
0228 2284-142
07721 – 396 1338
020 7946 0958
07700 900123
07700900123
0800 123 4567
08001234567
01943 609539
06 12 34 56 78
06-12345678
079 123 45 67
555-234-5678
(555) 234-5678
(555)234-5678
555.234.5678
555 234 5678
1-800-433-7300
1 (800) 433-7300
1.800.433.7300
٠١٧١ ١٢٣٤٥٦٧
""".splitlines()

LABELLED = """\
call 5552345678
Tel.: 5552345678
Telefon 1234567
text me at 555-1234
my phone is 2345678
Handy: 08943607223
ruf an: 1234 5678
WhatsApp 734137739
☎ 8587000
""".splitlines()

IBANS = """\
DE89 3704 0044 0532 0130 00
DE89370400440532013000
de89 3704 0044 0532 0130 00
GB29 NWBK 6016 1331 9268 19
GB82WEST12345698765432
FR14 2004 1010 0505 0001 3M02 606
AT61 1904 3002 3457 3201
CH93 0076 2011 6238 5295 7
NL91 ABNA 0417 1643 00
NO93 8601 1117 947
MT84 MALT 0110 0001 2345 MTLC AST0 01S
""".splitlines()

OTHERS = """\
Order 112-4567890-1234567 is late
order number 0171 1234567
Bestellnummer 01711234567
my ticket # 0162424965446
booking ref 555-234-5678
Kundennummer: 030 1234567
Rechnung Nr. 030-1234567
flight 2348/3499 and LH 0123
tweet 570306133677760513
bahn https://x.com/ann/status/570306133677760513
https://firma.de/news/030-1234567.html and www.a.de/555-234-5678
on 24.02.2015 at 10:30, 01.02.2024 12:00 or 2015-02-24 08:15:00
from 01.02.2024 - 03.02.2024
from 0800-1200 or 0930 1015 1145
2015-2016 season, 1967-1993
paid 1.234.567,89 € or $1,234,567.00
1 000 000 000 people, +10 000 000 views, 0123 456 789 km
server 192.168.100.200 or 010.020.030.040, version 10.15.7.1234
ISBN 978-3-16-148410-0 or 0-306-40615-2
card 4111 1111 1111 1111 or 5500 0000 0000 0004
IMEI 35-209900-176148-1
locomotive 189 032-6
at 52.520008, 13.404954 and +49.123456
DE89 3704 0044 0532 0130 01
DE00000000000000
XX89370400440532013000
tracking 00340434161094022115
0012345678
id_4979860 and case 8273993
scores 7-6 6-3 6-7 7-6
no. 434329650 of 17.614.251
08/09/15 6pm, 13.04.2016 07:02
@acme: thanks @ann.marie
thanks@united.Great
meet me at united.com or @ home.today
npm install package@1.2.3
look at this dot, it is at 5.30 pm
we waited at st.pancras
a@b
@@@ @
""".splitlines()


def mask(text: str) -> str:
    return str(mask_texts(pd.Series([text], dtype="str")).item())


@pytest.mark.parametrize("email", EMAILS)
@pytest.mark.parametrize(
    "around", ["{}", "Write to {}, please!", "({})", "<{}>", "mailto:{}\nBye", "e-mail:{}.", "Ü{{{}}}"]
)
def test_an_email_is_masked_in_every_form(email: str, around: str) -> None:
    assert mask(around.format(email)) == around.format("[email]")


@pytest.mark.parametrize("phone", PHONES)
@pytest.mark.parametrize(
    "around", ["{}", "It is {}, thanks", "({})", "Tel.: {}", "{}.", "24.02.2015 {}", "{} 10:30", "a 🙂{}!"]
)
def test_a_phone_number_is_masked_in_every_form(phone: str, around: str) -> None:
    assert mask(around.format(phone)) == around.format("[phone]")


@pytest.mark.parametrize("text", LABELLED)
def test_digits_are_a_phone_number_where_words_say_so(text: str) -> None:
    assert mask(text).endswith("[phone]")
    assert not any(map(str.isdigit, mask(text)))


@pytest.mark.parametrize("iban", IBANS)
@pytest.mark.parametrize("around", ["{}", "IBAN: {} bei der Bank", "({})", "{}, BIC", "x {}\n"])
def test_an_iban_is_masked_with_and_without_blanks(iban: str, around: str) -> None:
    assert mask(around.format(iban)) == around.format("[IBAN]")


@pytest.mark.parametrize("text", OTHERS)
def test_what_only_looks_like_one_stays(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("030 1234567 / 0171 1234567", "[phone] / [phone]"),
        ("Tel 030 1234567, Fax 030 1234568", "Tel [phone], Fax [phone]"),
        ("+49 171 1234567 oder +49 30 1234567", "[phone] oder [phone]"),
        ("Bestellung 12345678, Tel. 030 1234567", "Bestellung 12345678, Tel. [phone]"),
        ("https://a.de/?mail=joe@acme.com&x=1", "https://a.de/?mail=[email]&x=1"),
        ("https://a.de/?mail=joe%40acme.com", "https://a.de/?mail=[email]"),
        ("https://wa.me/491711234567", "https://wa.me/[phone]"),
        ("tel:+4930123456", "tel:[phone]"),
        ("joe@acme.com,ann@acme.com;x@y.de", "[email],[email];[email]"),
        ("joe@acme.com.Bitte melden", "[email].Bitte melden"),
        ("0171-1234567@gmx.de 0171 1234567", "[email] [phone]"),
        ("DE89370400440532013000 030 1234567 joe@acme.com", "[IBAN] [phone] [email]"),
    ],
)
def test_several_are_masked_one_by_one(text: str, masked: str) -> None:
    assert mask(text) == masked


def test_masking_twice_is_masking_once() -> None:
    texts = pd.Series([*EMAILS, *PHONES, *LABELLED, *IBANS, *OTHERS], dtype="str")
    once = mask_texts(texts)
    assert mask_texts(once).tolist() == once.tolist()
    assert once.dtype == texts.dtype
    assert once.index.equals(texts.index)


@pytest.mark.parametrize(
    ("unit", "chars"),
    [("1-1-1-", 1_000_000), ("@@@@", 1_000_000)]
    + [(unit, 100_000) for unit in ("0171-", "030 030 ", "+49 ", "a@a.", "a.", "x at ", "(at)", "DE89 ", "call 1 ")]
    + [(unit, 100_000) for unit in ("([", "0 30 / ")],
)  # fmt: skip
def test_a_huge_text_of_anything_takes_no_more_than_seconds(unit: str, chars: int) -> None:
    text = unit * (chars // len(unit))
    began = time.process_time()
    mask(text)
    assert time.process_time() - began < 8


@given(
    st.text(st.sampled_from("0123456789 +-./()[]@:,xaeD#"), max_size=40).map(lambda text: f"call {text} wa.me/{text}")
)
def test_masking_any_digits_twice_is_masking_them_once(text: str) -> None:
    assert mask(mask(text)) == mask(text)


def test_links_and_authors_are_masked_too_and_authors_stay_apart() -> None:
    frame = mention_frame(
        pd.DataFrame(
            {
                "mention_id": ["1", "2", "3", "4"],
                "text": ["hi", "call 555-234-5678", "hi", "hi"],
                "author": ["joe@acme.com", "ann", "+49 171 1234567", "joe@acme.com"],
                "url": ["https://a.de/?m=joe@acme.com", "", "", ""],
            }
        )
    )
    masked = mask_mentions(frame)
    assert masked["author"].tolist() == ["[email] 1", "ann", "[phone] 2", "[email] 1"]
    assert masked["url"].tolist() == ["https://a.de/?m=[email]", "", "", ""]
    assert masked["text"].tolist() == ["hi", "call [phone]", "hi", "hi"]
    assert frame["author"].tolist()[0] == "joe@acme.com"
    untouched = [name for name in frame if name not in {"author", "url", "text"}]
    pd.testing.assert_frame_equal(masked[untouched], frame[untouched])


def test_an_empty_night_stays_empty() -> None:
    frame = mention_frame(pd.DataFrame({"mention_id": [], "text": []}))
    pd.testing.assert_frame_equal(mask_mentions(frame), frame)


def test_most_texts_cost_nothing_but_a_glance() -> None:
    texts = pd.Series(np.repeat("my bag is late again and nobody answers", 200_000), dtype="str")
    began = time.process_time()
    assert mask_texts(texts).tolist() == texts.tolist()
    assert time.process_time() - began < 5
