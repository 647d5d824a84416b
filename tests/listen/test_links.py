"""Links that a platform does not export but that follow from what it does."""

from __future__ import annotations

import pandas as pd

from triage.listen.links import with_links

TABLE = pd.DataFrame(
    {"Video Id": ["v1", "", "v3", "v 4"], "id": ["a", "b", "c", "d"], "did": ["", "p", "", ""]}, dtype="str"
)
URLS = pd.Series(["", "at://p/b", "https://own.example/", "https://own.example/d"], dtype="str")


def test_the_first_template_that_is_filled_counts_before_an_own_link() -> None:
    links = with_links(URLS, TABLE, ["https://y.example/{video_id}?lc={id}", "https://z.example/{did}/{id}"])
    assert links.tolist() == [
        "https://y.example/v1?lc=a",
        "https://z.example/p/b",
        "https://y.example/v3?lc=c",
        "https://own.example/d",
    ]


def test_a_template_whose_column_is_absent_gives_nothing() -> None:
    assert with_links(URLS, TABLE, ["https://y.example/{absent}/{id}"]).tolist() == URLS.tolist()


def test_an_empty_table_has_no_links() -> None:
    assert with_links(URLS[:0], TABLE[:0], ["https://y.example/{id}"]).empty
