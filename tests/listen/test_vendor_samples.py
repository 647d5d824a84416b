"""Samples of vendors' exports, read end to end against what a person expects of them.

Each folder of samples bears its profile's name; its `expected.json` tells for each file the columns found, the rejects
and the mentions, oldest first. A blank id stands for one that the export does not give.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from triage.listen import read_mentions
from triage.listen.names import fold
from triage.listen.profile_choice import choose_profile
from triage.listen.recognise import recognise
from triage.listen.vendors import GENERIC, column_of, known_names, load_profiles

if TYPE_CHECKING:
    from collections.abc import Callable

    from triage.model.source import SourceReport

SAMPLES = Path(__file__).parent / "samples"
COLUMNS = (
    "mention_id", "text", "created_at", "channel", "author", "followers", "reach", "engagement", "language", "url",
    "source_sentiment",
)  # fmt: skip
VENDORS = (
    "amazon_reviews", "app_store", "app_store_scraper", "brand24", "brandwatch", "crowdtangle", "crowdtangle_instagram",
    "determ", "facebook_insights", "google_business", "google_play", "google_play_scraper", "hootsuite", "judge_me",
    "loox", "meltwater", "mention", "meta_content_library", "meta_insights", "netbase_quid", "qualtrics", "radarly",
    "sprinklr", "sprout_social", "surveymonkey", "talkwalker", "trustpilot", "typeform", "yelp", "yotpo", "youscan",
)  # fmt: skip
EXPECTED: dict[str, dict[str, Any]] = {
    f"{vendor}/{name}": expected
    for vendor in VENDORS
    for name, expected in json.loads((SAMPLES / vendor / "expected.json").read_text("utf-8")).items()
}
#: Other ways to write the same header.
SPELLINGS: dict[str, Callable[[str], str]] = {
    "upper case": str.upper,
    "lower case": str.lower,
    "underscores": lambda name: name.replace(" ", "_"),
    "blanks": lambda name: name.replace("_", " "),
}


def report_of(sample: str) -> SourceReport:
    report: SourceReport = read_mentions(SAMPLES / sample).attrs["sources"][0]
    return report


def by_fold(names: list[str]) -> dict[str, str]:
    return {fold(name): name for name in names}


def test_every_sample_has_its_expected_mentions() -> None:
    files = {path for vendor in VENDORS for path in (SAMPLES / vendor).iterdir() if path.name != "expected.json"}
    assert {path.relative_to(SAMPLES).as_posix() for path in files} == set(EXPECTED)


@pytest.mark.parametrize("sample", EXPECTED)
def test_a_sample_gives_the_expected_mentions(sample: str) -> None:
    frame = read_mentions(SAMPLES / sample)
    report, expected = frame.attrs["sources"][0], EXPECTED[sample]
    assert report.profile == sample.partition("/")[0]
    assert {name: report.mapping.get(name) for name in expected["mapping"]} == expected["mapping"]
    assert [[reject.row, reject.reason] for reject in frame.attrs["rejects"]] == expected["rejects"]
    assert report.rows == len(expected["mentions"]) + len(expected["rejects"])
    assert told(frame, expected["mentions"]) == expected["mentions"]


def told(frame: pd.DataFrame, expected: list[list[Any]]) -> list[list[Any]]:
    """Returns the rows as the expected ones are written; a made id and a guessed language are blank as there."""
    rows = [[None if pd.isna(value) else value for value in row] for row in frame[list(COLUMNS)].to_numpy(object)]
    language = COLUMNS.index("language")
    for row, wanted in zip(rows, expected, strict=False):
        row[COLUMNS.index("created_at")] = str(row[COLUMNS.index("created_at")]).removesuffix("+00:00")
        row[0] = "" if not wanted[0] and re.fullmatch("[0-9a-f]{16}", str(row[0])) else row[0]
        row[language] = row[language] if wanted[language] else ""
    return rows


@pytest.mark.parametrize("sample", EXPECTED)
def test_no_other_profile_claims_a_sample_as_strongly(sample: str) -> None:
    columns = by_fold(report_of(sample).columns)
    claims = {name: profile.claim(columns) for name, profile in load_profiles().items() if name != GENERIC}
    own = claims.pop(sample.partition("/")[0])
    assert own > max(claims.values())


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("sample", EXPECTED)
def test_neither_order_nor_spelling_of_columns_matters(sample: str, spelling: str) -> None:
    names = report_of(sample).columns
    spelled = [SPELLINGS[spelling](name) for name in reversed(names)]
    plain, other = (recognise(pd.DataFrame(columns=header, dtype="str"), {}) for header in (names, spelled))
    assert other.profile is plain.profile
    assert [fold(column) for column in other.described().values()] == [
        fold(column) for column in plain.described().values()
    ]


@pytest.mark.parametrize("name", sorted(VENDORS))
def test_every_profile_of_a_vendor_names_its_source(name: str) -> None:
    text = (Path(__file__).parents[2] / "triage" / "listen" / "profiles" / f"{name}.toml").read_text("utf-8")
    assert "\n# Source: " in text.partition("\nrequires")[0]


@pytest.mark.parametrize("name", sorted(VENDORS))
def test_a_profile_knows_each_column_once_a_field(name: str) -> None:
    for entries in load_profiles()[name].fields.values():
        folded = [fold(entry) for entry in entries if not entry.startswith("=")]
        assert len(folded) == len(set(folded))


@pytest.mark.parametrize(
    "header",
    [
        "id,text,created_at,author,url",
        "Date,Title,Content,Source,Sentiment",
        "title,body,rating,date,author",
        "Name,Email,Comment,Score",
        "id,subject,body,status,created_at",
        "published,title,content,url,sentiment",
        "review,rating,date,userName",
        "id,stars,text",
    ],
)
def test_a_plain_header_is_no_vendors(header: str) -> None:
    best = choose_profile(by_fold(header.split(",")))[0]
    assert best is None or best.name not in VENDORS


@pytest.mark.parametrize(
    ("vendor", "header"),
    [
        (
            "brandwatch",
            "author,categories,categoryDetails,city,country,domain,impressions,queryId,queryName,reachEstimate,url",
        ),
        (
            "brand24",
            "id,date,time,title,text,author,authorFollowers,url,source,sourceType,sentiment,sentimentScore,reach",
        ),
        ("crowdtangle", "Page Name,Post Created,Shares,Message,URL"),
        ("determ", "mention_snippet,date,time,reach,engagement_rate,author,url,social_network"),
        ("determ", "author,from,title,mention_snippet,date"),
        ("hootsuite", "Date (GMT),Facebook Page,Post ID,Post Permalink,Post Type,Post Message,Tags,Campaign,Reactions"),
        (
            "meltwater",
            "Date,Headline,URL,Opening Text,Hit Sentence,Source,Influencer,AVE,Twitter Id,Twitter Screen Name",
        ),
        ("radarly", "Date,Message,Tone,Permalink,Screen Name,Platform,Post type,Radarly ID"),
        (
            "sprinklr",
            "From User,Conversation Stream,Created Time,snTypeColumn,Sentiment,Country,Reach (SUM),Mentions (SUM)",
        ),
        (
            "sprinklr",
            "Conversation Stream,Campaign ID,Profile URL,User Name,Permalink,Created Time,snType column,Media Type",
        ),
        ("talkwalker", "title,content,published,extra_author_attributes.name,reach"),
        ("talkwalker", "title,content,published,extra_source_attributes.name,reach,url"),
        ("talkwalker", "content,published,extra_author_attributes.short_name,reach,engagement,url,red_social"),
        ("trustpilot", "review_id,stars,product_name,product_sku,content,consumer_name,created_at"),
        (
            "amazon_reviews",
            "rating,title,text,images,asin,parent_asin,user_id,timestamp,helpful_vote,verified_purchase",
        ),
        ("amazon_reviews", "review_id,rating,product_name,asin,review_header,review_text,author_name"),
    ],
)
def test_a_header_seen_elsewhere_is_its_vendors(vendor: str, header: str) -> None:
    best = choose_profile(by_fold(header.split(",")))[0]
    assert best is not None
    assert best.name == vendor


def test_no_blank_is_a_known_name() -> None:
    assert "" not in known_names()


def test_a_forbidden_column_takes_the_claim_away() -> None:
    instagram = load_profiles()["crowdtangle_instagram"]
    columns = by_fold(["Account", "Post Created", "Description", "Photo"])
    assert instagram.claim(columns) == 4
    assert instagram.claim(columns | by_fold(["Message"])) == 0


def test_a_name_may_be_known_by_its_beginning_only() -> None:
    columns = by_fold(["Timestamp (CET)", "Time", "x"])
    assert column_of("Timestamp (*", columns) == "Timestamp (CET)"
    assert column_of("Stamp*", columns) == ""


def test_a_constant_is_never_taken_for_a_column() -> None:
    assert column_of("=review", by_fold(["review"])) == ""
