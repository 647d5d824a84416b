"""How numbers, channels and languages are read."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.listen.names import fold
from triage.listen.values import are_numbers, channels_of_urls, read_channels, read_languages, read_numbers
from triage.listen.vendors import load_table


def column(*cells: str) -> pd.Series[str]:
    return pd.Series(list(cells), dtype="str")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1234", 1234),
        ("1,234", 1234),
        ("1.234", 1234),
        ("1,234,567", 1234567),
        ("1'234", 1234),
        ("1 234", 1234),
        ("1.234.567,8", 1234568),
        ("1.5K", 1500),
        ("1,5K", 1500),
        ("3.2M", 3200000),
        ("12 %", 12),
        ("12.0", 12),
        ("1.2E+3", 1200),
        ("+7", 7),
        ("2,5 Mio.", 2500000),
        ("", None),
        ("-3", None),
        ("n/a", None),
        ("NaN", None),
        ("inf", None),
        ("9" * 30, None),
        ("1E+99", None),
        ("1.2.3", None),
        ("1,2 Tsd.", 1200),
        ("12 Mio.", 12000000),
        ("3.4B", 3400000000),
        ("2 Mrd", 2000000000),
        ("1\u00a0234", 1234),
        ("1\u2009234\u2009567", 1234567),
        ("1\u202f234,5", 1234),
        ("1\u2019234", 1234),
        ("12,5 %", 12),
        ("~1,000", 1000),
        (">10k", 10000),
        ("10K+", 10000),
        ("ca. 1.500", 1500),
        ("1.2e3", 1200),
        ("1,2M", 1200000),
        ("12,34,567", 1234567),
        ("0.123", 0),
        ("1.234K", 1234),
        ("１２３", 123),
        ("١٢٣", 123),
        ("٣٬٤٥٦", 3456),
        ("-", None),
        ("k.A.", None),
        ("(12)", None),
        ("12 34", None),
        ("1 23 456", None),
        ("2015-02-24", None),
        ("9223372036854775807", 2**63 - 1),
        ("9223372036854775808", None),
    ],
)
def test_counts_are_read_as_a_person_would(cell: str, expected: int | None) -> None:
    value = read_numbers(column(cell))[0]
    assert (None if value is pd.NA else value) == expected


def test_a_column_that_has_decimal_points_has_no_point_as_thousands() -> None:
    assert read_numbers(column("1.234", "0.5", "17.25")).tolist() == [1, 0, 17]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1.234", "12,5"], [1234, 12]),
        (["1,234", "12.5"], [1234, 12]),
        (["1,234", "12,5"], [1, 12]),
        (["1.234", "1.234.567"], [1234, 1234567]),
        (["1.234", "2.345,67"], [1234, 2346]),
        (["1,234", "2.345", "12,5", "12.5"], [1234, 2345, 12, 12]),
    ],
)
def test_marks_of_decimals_are_decided_from_all_rows(cells: list[str], expected: list[int]) -> None:
    assert read_numbers(column(*cells)).tolist() == expected
    assert read_numbers(column(*reversed(cells))).tolist() == expected[::-1]


def test_what_looks_like_a_number_is_counted_as_one() -> None:
    assert are_numbers(column("1,234", "1.2K", "-5", "12 %", "ten")).tolist() == [True] * 4 + [False]


@given(st.integers(0, 10**15), st.sampled_from([",", ".", "'", " ", "\u202f"]))
def test_groups_of_three_are_read_whatever_parts_them(number: int, mark: str) -> None:
    written = f"{number:,}".replace(",", mark)
    assert read_numbers(column(written))[0] == number


@given(st.lists(st.text(max_size=20)))
def test_no_text_crashes(cells: list[str]) -> None:
    clean = column(*(cell.encode("utf-8", "replace").decode() for cell in cells))
    for read in (read_numbers, read_languages, channels_of_urls):
        assert len(read(clean)) == len(cells)
    assert len(read_channels(clean, {})) == len(cells)


@given(st.integers(0, 2**63 - 1))
def test_a_plain_whole_number_is_exact(number: int) -> None:
    assert read_numbers(column(str(number)))[0] == number


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Twitter", "x"),
        ("X", "x"),
        ("twitter.com", "x"),
        ("https://www.facebook.com/acme", "facebook"),
        ("Online News", "news"),
        ("SOCIALMEDIA|SOCIALMEDIA_BLOGS", "blog"),
        ("Google Play", "google-play"),
        ("E-Mail", "email"),
        ("old.reddit.com", "reddit"),
        ("acme.example", "web"),
        ("TWITTER", "x"),
        ("Twitter @Mention", "x"),
        ("Twitter DM", "x"),
        ("Facebook Comment", "facebook"),
        ("facebook_public", "facebook"),
        ("Facebook Messenger", "chat"),
        ("SOCIALMEDIA_TWITTER", "x"),
        ("SOCIALMEDIA_FORUMS", "forum"),
        ("ONLINENEWS_PRESSRELEASES", "news"),
        ("ONLINENEWS|ONLINENEWS_AGENCY", "news"),
        ("Online-Nachrichten", "news"),
        ("Kundenbewertungen", "review"),
        ("Google Maps", "review"),
        ("Trustpilot Reviews", "review"),
        ("Sina Weibo", "weibo"),
        ("Truth Social", "truth-social"),
        ("https://t.me/halvara/12", "telegram"),
        ("troet.cafe", "mastodon"),
        ("Android Authority", "android-authority"),
        ("Socialite", "socialite"),
        ("Acme Board", "acme-board"),
        ("", ""),
    ],
)
def test_channels_have_one_name_each(cell: str, expected: str) -> None:
    assert read_channels(column(cell), {}).tolist() == [expected]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("German", "de"),
        ("de-DE", "de"),
        ("de_AT", "de"),
        ("Deutsch", "de"),
        ("ENG", "en"),
        ("Französisch", "fr"),
        ("zh-Hans-CN", "zh"),
        ("und", ""),
        ("?", ""),
        ("Deutsch (Deutschland)", "de"),
        ("Chinese (Simplified)", "zh"),
        ("English - United States", "en"),
        ("de_DE.UTF-8", "de"),
        ("ger", "de"),
        ("pt-br", "pt"),
        ("in", "id"),
        ("zxx", ""),
        ("un", ""),
        ("日本語", "ja"),
    ],
)
def test_languages_are_iso_codes(cell: str, expected: str) -> None:
    assert read_languages(column(cell)).tolist() == [expected]


def test_no_name_of_a_channel_or_a_language_means_two() -> None:
    for lists in (load_table("channels")["names"], load_table("channels")["domains"], load_table("languages")):
        owners: dict[str, set[str]] = {}
        for owner, names in lists.items():
            for name in (owner, *names):
                owners.setdefault(name if "." in name else fold(name), set()).add(owner)
        assert [name for name, owned in owners.items() if len(owned) > 1] == []
