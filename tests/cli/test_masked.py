from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from triage.cli.masked import masked
from triage.model.past import Quote
from triage.model.settings import PrivacySettings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from subprocess import CompletedProcess

    from triage.model.action import Action

    Run = Callable[..., CompletedProcess[bytes]]

MASK = PrivacySettings(mask=True)
SAID = "mail joe@acme.com or 555-123-4567"


def test_words_of_customers_are_masked_and_the_analysts_are_not(stored_action: Action) -> None:
    row = replace(stored_action, theme=SAID, terms=SAID, quote=SAID, note=SAID)
    (hidden,) = masked([row], MASK)
    assert [hidden.theme, hidden.terms, hidden.quote] == ["mail [email] or [phone]"] * 3
    assert replace(hidden, theme=SAID, terms=SAID, quote=SAID) == row
    assert masked([Quote(text=SAID, url="", language="en")], MASK)[0].text == "mail [email] or [phone]"


def test_without_the_setting_all_is_shown(stored_action: Action) -> None:
    row = replace(stored_action, quote=SAID)
    assert masked([row], PrivacySettings()) == [row]
    assert masked([], MASK) == []


def test_list_and_show_mask_what_an_earlier_night_kept_plain(quick: Run, small_store: Path, here: Path) -> None:
    (here / "triage.toml").write_text("[privacy]\nmask = true\n", encoding="utf-8")
    options = ("--store", small_store, "-q")
    for command in (("list", "--status", "all"), ("show", "t1aaaa000001"), ("show", "t1aaaa000001", "-f", "json")):
        assert b"joe@" not in quick(*command, *options).stdout
    assert b"[email]" in quick("show", "t1aaaa000001", *options).stdout
