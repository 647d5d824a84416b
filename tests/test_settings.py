from __future__ import annotations

import dataclasses
import re
import typing
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.model.errors import UsageError
from triage.model.settings import Settings
from triage.settings import _sentences, load_settings, parse_instant, settings_template

if typing.TYPE_CHECKING:
    from pathlib import Path


def write(folder: Path, text: str) -> Path:
    config = folder / "triage.toml"
    config.write_text(text, encoding="utf-8")
    return config


def tables() -> list[type]:
    hints = typing.get_type_hints(Settings)
    return [Settings, *(hint for hint in hints.values() if dataclasses.is_dataclass(hint) and isinstance(hint, type))]


def test_without_a_file_settings_are_the_defaults() -> None:
    assert load_settings(None) == Settings()


def test_an_empty_file_gives_the_defaults(tmp_path: Path) -> None:
    assert load_settings(write(tmp_path, "\ufeff# nothing\r\n")) == Settings()


def test_the_template_loads_to_the_defaults_as_it_stands(tmp_path: Path) -> None:
    assert load_settings(write(tmp_path, settings_template())) == Settings()


def test_the_template_with_every_line_uncommented_loads_to_the_defaults(tmp_path: Path) -> None:
    uncommented = re.sub(r"^# ", "", settings_template(), flags=re.MULTILINE)
    assert "as_of" in uncommented
    assert load_settings(write(tmp_path, uncommented)) == Settings()


def test_the_template_names_every_key() -> None:
    for table in tables():
        for field in dataclasses.fields(table):
            assert re.search(rf"^(# {field.name} = |\[(\w+\.)?{field.name}\]$)", settings_template(), re.MULTILINE)


@pytest.mark.parametrize("table", tables())
def test_every_key_has_its_sentence_in_the_docstring(table: type) -> None:
    assert list(_sentences(table)) == [field.name for field in dataclasses.fields(table)]


def test_nested_tables_change_only_what_they_name(tmp_path: Path) -> None:
    settings = load_settings(
        write(
            tmp_path,
            'lang = "de"\nlanguages = ["de", "en"]\nsince = 2026-11-01\nuntil = "2026-11-23T00:00+01:00"\n'
            'as_of = 2026-11-23T05:00:00Z\n[listen]\nmax_depth = 7\n[listen.map]\ntext = "Kommentar"\n'
            "[score]\nvolume = 30\n[score.risk_weights]\npress = 1\n",
        )
    )
    assert settings.lang == "de"
    assert settings.languages == ("de", "en")
    assert settings.since == datetime(2026, 11, 1, tzinfo=UTC)
    assert settings.until == datetime(2026, 11, 22, 23, tzinfo=UTC)
    assert settings.as_of == datetime(2026, 11, 23, 5, tzinfo=UTC)
    assert settings.listen.max_depth == 7
    assert settings.listen.map == {"text": "Kommentar"}
    assert type(settings.score.volume) is float
    assert settings.score.risk_weights == Settings().score.risk_weights | {"press": 1.0}
    assert settings.themes == Settings().themes


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[score]\nvolum = 1", "score.volum is no setting, did you mean 'volume'?"),
        ("langs = 1", "langs is no setting, did you mean 'lang'?"),
        ("[score.risk_weights]\npres = 1", "score.risk_weights.pres is no setting, did you mean 'press'?"),
        ("top = true", "top should be a whole number, not True"),
        ("top = 1.0", "top should be a whole number, not 1.0"),
        ("top = -1", "top should be 0 or more, not -1"),
        ('top = "3"', "top should be a whole number, not '3'"),
        ("lang = 3", "lang should be text in quotes, not 3"),
        ('lang = "fr"', "lang should be 'en' or 'de', not 'fr'"),
        ('[listen]\ndate_order = "ymd"', "listen.date_order should be '' or 'dmy' or 'mdy', not 'ymd'"),
        ("[score]\np1 = nan", "score.p1 should be 0 or more, not nan"),
        ("[duplicates]\nagreement = 1.1", "duplicates.agreement should be 0 to 1, not 1.1"),
        ("[duplicates]\nagreement = -0.1", "duplicates.agreement should be 0 or more, not -0.1"),
        (f"[score]\np1 = 1{'0' * 400}", "score.p1 should be 0 or more, not inf"),
        ('languages = "de"', 'languages should be a list such as ["a", "b"], not \'de\''),
        ("languages = [1]", "languages should be text in quotes, not 1"),
        ("score = 3", "score should be a table [score], not 3"),
        ("[listen.map]\ntext = 3", "listen.map.text should be text in quotes, not 3"),
        ("since = 07:30:00", "since should be a date or time such as 2026-11-23"),
        ('since = "yesterday"', "since: 'yesterday' is not a date or time; write it as"),
        ("lang = ", "is not TOML: Invalid value (at end of document)"),
        ("lang = 'en'\ntop = = 3", "is not TOML: Invalid value (at line 2, column 7)"),
        (f"top = {'9' * 5000}", "holds a number too long"),
        (f"languages = {'[' * 50_000}", "nested too deep"),
    ],
)
def test_a_wrong_file_says_what_is_wrong_and_where(tmp_path: Path, text: str, said: str) -> None:
    config = write(tmp_path, text)
    with pytest.raises(UsageError) as caught:
        load_settings(config)
    assert said in str(caught.value)
    assert str(caught.value).startswith(f"{config}: ")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.toml: there is no such settings file"):
        load_settings(tmp_path / "none.toml")


def test_a_folder_is_not_read_as_settings(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        load_settings(tmp_path)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    config = tmp_path / "triage.toml"
    config.write_bytes('team = "Käufer.csv"'.encode("cp1252"))
    with pytest.raises(UsageError, match="is not UTF-8"):
        load_settings(config)


@given(st.datetimes(timezones=st.none() | st.timezones()))
def test_an_instant_is_the_same_however_its_offset_is_written(instant: datetime) -> None:
    utc = instant.replace(tzinfo=UTC) if instant.tzinfo is None else None
    try:
        expected = utc or instant.astimezone(UTC)
    except OverflowError:
        return
    parsed = parse_instant(instant.isoformat())
    assert parsed == expected
    assert parsed.tzinfo is UTC


@pytest.mark.parametrize("text", ["", "gestern", "23.11.2026", "2026-13-01", "0001-01-01T00:00+10:00", "1e5"])
def test_what_is_no_instant_is_a_usage_error(text: str) -> None:
    with pytest.raises(UsageError, match="is not a date or time"):
        parse_instant(text)
