"""What a profile says of whole rows."""

from __future__ import annotations

import numpy as np
import pandas as pd

from triage.listen.profile_rules import apply_rules
from triage.listen.readers.raw import RawTable
from triage.listen.vendors import Profile


def table(**columns: list[str]) -> RawTable:
    frame = pd.DataFrame(columns, dtype="str")
    return RawTable(frame=frame, rows=np.arange(2, 2 + len(frame)), rejects=[])


def test_a_profile_without_rules_changes_nothing() -> None:
    raw = table(Text=["<p>a</p>"])
    assert apply_rules(raw, Profile(name="p", fields={"text": ("Text",)}), "f.csv") is raw


def test_rows_are_left_out_with_the_first_reason_that_fits_and_their_number() -> None:
    raw = table(text=["a", "b", "c"], Is_Staff=["TRUE", "", "false"], bot=["yes", "yes", "no"])
    rules: dict[str, dict[str, tuple[str, ...]]] = {
        "written by the company": {"is staff": ("true",)},
        "written by a bot": {"bot": ("Yes",), "absent": ("x",)},
    }
    left = apply_rules(raw, Profile(name="p", left_out=rules), "f.csv")
    assert left.frame["text"].tolist() == ["c"]
    assert left.rows.tolist() == [4]
    assert [(one.row, one.reason) for one in left.rejects] == [(2, "written by the company"), (3, "written by a bot")]


def test_html_becomes_text_only_in_the_columns_that_hold_it() -> None:
    raw = table(body=["<p>a</p>", "", "b &amp; c"], code=["<p>a</p>", "", ""])
    left = apply_rules(raw, Profile(name="p", html=("Body",)), "f.csv")
    assert left.frame["body"].tolist() == ["a", "", "b & c"]
    assert left.frame["code"].tolist() == ["<p>a</p>", "", ""]
    assert raw.frame["body"].tolist() == ["<p>a</p>", "", "b &amp; c"]


def test_what_is_gone_is_blank_in_texts_and_authors_alone() -> None:
    profile = Profile(name="p", no_text=("[deleted]",), fields={"text": ("body",), "author": ("by",)})
    raw = table(
        body=["[deleted]", " [deleted] ", "not [deleted]"], by=["[deleted]", "ann", "bob"], flair=["[deleted]", "", ""]
    )
    left = apply_rules(raw, profile, "f.csv")
    assert left.frame.to_numpy().tolist() == [["", "", "[deleted]"], ["", "ann", ""], ["not [deleted]", "bob", ""]]


def test_an_empty_table_stays_empty() -> None:
    raw = table(body=[], inbound=[])
    left = apply_rules(raw, Profile(name="p", html=("body",), left_out={"written by a bot": {"inbound": ("x",)}}), "f")
    assert left.frame.empty
    assert not left.rejects


def test_a_formula_is_unwrapped_wherever_in_the_file_the_first_one_stands() -> None:
    ids = [str(number) for number in range(300)]
    raw = apply_rules(table(Id=[*ids, '="0071"']), Profile(name="p"), "f.csv")
    assert raw.frame["Id"].tolist() == [*ids, "0071"]
