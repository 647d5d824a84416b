"""Forgetting a person or a mention: on nights that were run."""

from __future__ import annotations

import dataclasses
import shutil
import sqlite3
from pathlib import Path
from typing import Any, Final

import orjson
import pandas as pd
import pytest
from sqlalchemy import select, text

from triage import night
from triage.listen.keys import author_keys, mention_keys
from triage.model.progress import Silent
from triage.model.settings import Settings, StoreSettings
from triage.model.standing import Change
from triage.store.forget import Removed, forget
from triage.store.opening import open_store
from triage.store.schema import metadata
from triage.store.targets import Target

#: Who is to be forgotten, and words that nobody else says.
ZED: Final = "Zed Quux"
TRACES: Final = ("zed", "quux", "zwurbel", "flimmerich", "knatter", "parcel")
NOTHING: Final = Removed(mentions=0, quotes=0, themes=0, words=0, cells=0)


def exports(number: int) -> pd.DataFrame:
    """A night's mentions: of a bricked machine, of a slow app, of what Zed alone speaks of, of other things."""
    machine, app = "My coffee machine is bricked after the firmware update", "The app logs me out"
    rows = [("x", f"Ann {word}", f"{machine}, {word} it stopped") for word in ("today", "soon", "again", "early")]
    rows += [
        ("reddit", f"Bob {word}", f"{app} every {word}, login is slow") for word in ("day", "night", "week", "hour")
    ]
    rows += [("forum", "Cem", "I like the colour of the box"), ("forum", "Dora", "Where is the shop in Berlin?")]
    if number == 1:
        rows += [
            ("x", ZED, f"{machine}, zwurbel zwurbel"),
            ("trustpilot", ZED, f"{app}, flimmerich login is slow"),
            ("x", ZED, "Knatter knatter delivery came with a parcel of knatter"),
            ("x", ZED, "Again the knatter delivery with a parcel of knatter"),
            ("x", "Eve", f"@Zed Quux is right: {machine} too"),
        ]
    return pd.DataFrame([
        {
            "mention_id": f"{number}-{i}", "channel": channel, "author": author, "text": f"{text} ({number})",
            "created_at": f"2026-11-{16 + number}T{i:02d}:00:00Z", "url": f"https://a.example/{author.split()[0]}/{i}",
        }
        for i, (channel, author, text) in enumerate(rows)
    ])  # fmt: skip


def settings_in(folder: Path) -> Settings:
    return Settings(store=StoreSettings(path=str(folder / "n.db"), key=str(folder / "n.key")))


@pytest.fixture(scope="module")
def two_nights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store of two nights, with a note that names Zed."""
    folder = tmp_path_factory.mktemp("nights")
    settings = settings_in(folder)
    at = [night.run(exports(number), settings).as_of for number in (1, 2)][1]
    assert at is not None
    with open_store(settings.store, writing=True) as store:
        (broken,) = [each for each, row in store.standing().items() if row.row and "bricked" in row.row.theme]
        store.apply([Change(action_id=broken, what="note", before="", after="call zed quux first", at=at, by="Ira")])
        store.commit()
    return folder


@pytest.fixture
def settings(two_nights: Path, tmp_path: Path) -> Settings:
    shutil.copytree(two_nights, tmp_path / "copy")
    return settings_in(tmp_path / "copy")


def taken_out(settings: Settings, **target: Any) -> Removed:
    with open_store(settings.store, writing=True) as store:
        name = str(target.pop("author", ""))
        author = author_keys([name], store.key)[0] if name else None
        removed = forget(store, Target(author=author, name=name, **target), common={"is", "the", "of", "me", "out"})
        store.commit()
    return removed


def rows(settings: Settings, query: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(settings.store.path)
    found = connection.execute(query).fetchall()
    connection.close()
    return found


def changed(settings: Settings, statement: str, *values: object) -> None:
    """Changes the store as one that was written so."""
    with open_store(settings.store, writing=True) as store:
        store.connection.execute(text(statement), {f"v{i}": value for i, value in enumerate(values)})
        store.commit()


def everything(settings: Settings) -> dict[str, list[tuple[Any, ...]]]:
    names = [name for (name,) in rows(settings, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    return {name: sorted(rows(settings, f"SELECT * FROM {name}"), key=repr) for name in names}  # noqa: S608 - our own


def bytes_on_disk(settings: Settings) -> bytes:
    folder = Path(settings.store.path).parent
    return b"\n".join(path.read_bytes() for path in sorted(folder.iterdir()) if path.suffix != ".key").lower()


def test_before_all_of_it_is_there(settings: Settings) -> None:
    found = bytes_on_disk(settings)
    assert [trace for trace in TRACES if trace.encode() not in found] == []


def test_an_author_leaves_every_table_and_every_byte_of_the_file(settings: Settings) -> None:
    removed = taken_out(settings, author=ZED)
    assert (removed.mentions, removed.quotes, removed.themes) == (4, 4, 1)
    found = bytes_on_disk(settings)
    assert [trace for trace in TRACES if trace.encode() in found] == []
    with open_store(settings.store, writing=False) as store:
        (key,) = author_keys([ZED], store.key)
    for table in ("mention", "quote"):
        assert rows(settings, f"SELECT * FROM {table} WHERE author = {key}") == []  # noqa: S608 - our own


def test_the_others_stay_as_they_were(settings: Settings) -> None:
    before = rows(
        settings, "SELECT theme_id, title, topic, mentions_total, first_seen, last_seen FROM theme ORDER BY 2"
    )
    quotes = rows(settings, "SELECT text FROM quote")
    taken_out(settings, author=ZED)
    after = rows(settings, "SELECT theme_id, title, topic, mentions_total, first_seen, last_seen FROM theme ORDER BY 2")
    kept = [row for row in before if "parcel" not in row[1]]
    assert [(*row[:3], row[3] - 1, *row[4:]) for row in kept] == after
    told = {text for (text,) in quotes if "Zed" not in text and not any(trace in text.lower() for trace in TRACES)}
    assert told < {text for (text,) in rows(settings, "SELECT text FROM quote")}
    assert len(rows(settings, "SELECT * FROM mention")) == 21
    assert rows(settings, "SELECT note FROM action WHERE note != ''") == [("call [forgotten] first",)]
    assert rows(settings, "SELECT after FROM change WHERE what = 'note'") == [("call [forgotten] first",)]
    assert ("[forgotten] is right: My coffee machine is bricked after the firmware update too (1)",) in rows(
        settings, "SELECT text FROM quote"
    )


def test_the_next_text_takes_the_place_of_a_quote_that_went(settings: Settings) -> None:
    with open_store(settings.store, writing=False) as store:
        first = {action.action_id: action.quote for action, _ in store.listed(1)}
    bricked = next(each for each, text in first.items() if "bricked" in text)
    changed(settings, "UPDATE quote SET place = 9 WHERE action_id = :v0 AND night = 1 AND place = 0", bricked)
    changed(settings, "UPDATE quote SET place = 0 WHERE action_id = :v0 AND text LIKE '%zwurbel%'", bricked)
    taken_out(settings, author=ZED)
    places = rows(settings, f"SELECT place FROM quote WHERE night = 1 AND action_id = '{bricked}' ORDER BY 1")  # noqa: S608
    assert [place for (place,) in places] == list(range(len(places)))
    with open_store(settings.store, writing=False) as store:
        now = {action.action_id: action.quote for action, _ in store.listed(1)}
    assert "bricked" in now[bricked]
    assert "zwurbel" not in now[bricked]


def test_the_same_export_does_not_bring_it_back(settings: Settings) -> None:
    taken_out(settings, author=ZED)
    again = pd.concat([exports(1), exports(3)], ignore_index=True)
    again.loc[len(again)] = {
        "mention_id": "new", "channel": "reddit", "author": "@ZED quux", "text": "zwurbel once more",
        "created_at": "2026-11-19T12:00:00Z", "url": "",
    }  # fmt: skip
    third = night.run(again, settings)
    assert third.summary["forgotten"] == 5
    assert third.summary["counted_before"] == 11
    assert third.summary["mentions"] == 10
    assert b"zwurbel" not in bytes_on_disk(settings)
    with open_store(settings.store, writing=False) as store:
        assert len(store.known()) == 2
        assert {row.mentions_total for row in store.standing().values()} == {12, 13}


def test_an_export_that_names_the_author_otherwise_does_not_bring_it_back(settings: Settings) -> None:
    taken_out(settings, author=ZED)
    again = exports(1)
    again["author"] = again["author"].replace(ZED, "Someone Else")
    assert night.run(again, settings).summary["forgotten"] == 4


def test_twice_is_once(settings: Settings) -> None:
    taken_out(settings, author=ZED)
    before = everything(settings)
    assert taken_out(settings, author="@zed QUUX") == NOTHING
    assert everything(settings) == before


def test_what_is_not_committed_changes_nothing(settings: Settings) -> None:
    before = bytes_on_disk(settings)
    with open_store(settings.store, writing=True) as store:
        (key,) = author_keys([ZED], store.key)
        assert forget(store, Target(author=key, name=ZED)).mentions == 4
    assert bytes_on_disk(settings) == before


def test_an_author_is_forgotten_on_one_channel_alone(settings: Settings) -> None:
    assert taken_out(settings, author=ZED, channel="trustpilot").mentions == 1
    assert rows(settings, "SELECT count(*) FROM mention WHERE channel = 'trustpilot'") == [(0,)]
    assert b"flimmerich" not in bytes_on_disk(settings)
    new = exports(3).head(2)
    new["author"], new["channel"] = ZED, ["trustpilot", "x"]
    summary = night.run(new, settings).summary
    assert (summary["forgotten"], summary["mentions"]) == (1, 1)


def test_a_mention_is_forgotten_and_the_author_is_not(settings: Settings) -> None:
    with open_store(settings.store, writing=False) as store:
        keys, _ = mention_keys(night.listen(exports(1), settings, Silent()), store.key)
    gone = int(keys[10])
    removed = taken_out(settings, id_key=gone)
    assert (removed.mentions, removed.quotes, removed.themes) == (1, 1, 0)
    found = bytes_on_disk(settings)
    assert b"zwurbel" not in found
    assert b"flimmerich" in found
    summary = night.run(exports(1), settings).summary
    assert (summary["forgotten"], summary["counted_before"], summary["mentions"]) == (1, 14, 0)


@pytest.mark.parametrize(
    ("terms", "left", "title"),
    [("zwurbel|coffee machine", "coffee machine", "coffee machine"), ("zwurbel", "", "after bricked coffee")],
)
def test_a_title_that_may_be_the_authors_alone_is_made_anew(
    settings: Settings, terms: str, left: str, title: str
) -> None:
    ((bricked,),) = rows(settings, "SELECT theme_id FROM theme WHERE title LIKE '%bricked%'")
    new = "UPDATE theme SET title = 'Zwurbel machine', topic = 'zwurbel things' WHERE theme_id = :v0"
    changed(settings, new, bricked)
    for number, cells in rows(settings, f"SELECT night, cells FROM listed WHERE action_id = '{bricked}'"):  # noqa: S608
        row = orjson.loads(cells) | {"theme": "Zwurbel machine", "topic": "zwurbel things", "terms": terms}
        row["next_step"] = "Answer on Zwurbel machine"
        new = "UPDATE listed SET cells = :v0 WHERE night = :v1 AND action_id = :v2"
        changed(settings, new, orjson.dumps(row).decode(), number, bricked)
    taken_out(settings, author=ZED)
    assert rows(settings, f"SELECT title, topic FROM theme WHERE theme_id = '{bricked}'") == [(title, title)]  # noqa: S608
    for number in (1, 2):
        with open_store(settings.store, writing=False) as store:
            ((row, _),) = [pair for pair in store.listed(number) if pair[0].action_id == bricked]
        assert (row.theme, row.topic, row.terms, row.next_step) == (title, title, left, f"Answer on {title}")
    assert b"zwurbel" not in bytes_on_disk(settings)


def test_words_of_others_stay_in_the_memory_of_a_theme(settings: Settings) -> None:
    taken_out(settings, author=ZED)
    with open_store(settings.store, writing=False) as store:
        words = {word for theme in store.known() for word in theme.words}
        texts = [theme.texts for theme in store.known()]
    assert {"coffee", "machine", "bricked", "firmware", "app", "login"} <= words
    assert texts == [10.0, 9.0]  # as many as the commonest word is in


def test_themes_that_were_merged_go_together(settings: Settings) -> None:
    (parcel,) = rows(settings, "SELECT theme_id FROM theme WHERE title LIKE '%parcel%'")
    (bricked,) = rows(settings, "SELECT theme_id FROM theme WHERE title LIKE '%bricked%'")
    changed(settings, "UPDATE theme SET merged_into = :v0, merged_by = 'Ira' WHERE theme_id = :v1", *bricked, *parcel)
    removed = taken_out(settings, author=ZED)
    assert removed.themes == 0
    assert b"knatter" not in bytes_on_disk(settings)
    with open_store(settings.store, writing=False) as store:
        assert store.standing()[bricked[0]].mentions_total == 9
    changed(settings, "UPDATE theme SET merged_into = '', merged_by = '' WHERE theme_id = :v0", *parcel)
    assert night.run(exports(3), settings).summary["mentions"] == 10


def test_nobody_is_forgotten_by_chance(settings: Settings) -> None:
    before = everything(settings)
    assert taken_out(settings, author="Nobody At All") == NOTHING
    after = everything(settings)
    assert len(after.pop("forgotten")) == len(before.pop("forgotten")) + 1
    assert after == before


def test_a_store_that_forgot_keeps_its_mode(settings: Settings) -> None:
    taken_out(settings, author=ZED)
    assert Path(settings.store.path).stat().st_mode & 0o777 == 0o600


def test_the_room_of_what_went_is_given_back(settings: Settings) -> None:
    night_of_many = pd.concat([exports(3)] * 60, ignore_index=True)
    night_of_many["mention_id"] = [f"m{i}" for i in range(len(night_of_many))]
    night_of_many["text"] += [f" {i}" for i in range(len(night_of_many))]
    night_of_many["author"] = ZED
    night.run(night_of_many, settings)
    before = Path(settings.store.path).stat().st_size
    taken_out(settings, author=ZED)
    assert rows(settings, "PRAGMA freelist_count") == [(0,)]
    assert Path(settings.store.path).stat().st_size < before * 0.8


@pytest.mark.parametrize(("texts", "left"), [(2.0, {"lost", "bag"}), (3.0, set[str]())])
def test_one_who_stands_alone_takes_words_only_of_a_theme_that_remembers_more_than_was_counted_there(
    settings: Settings, texts: float, left: set[str]
) -> None:
    born = "'t1', 'bag lost', 'bags', NULL, NULL, 2, 1, 1, '', ''"
    changed(settings, f"INSERT INTO theme VALUES ({born})")  # noqa: S608 - our own
    for key in (1, 2):
        row = f"{key}, {key}, 1, 't1', NULL, NULL, 'x', 1, NULL, NULL"
        changed(settings, f"INSERT INTO mention VALUES ({row})")  # noqa: S608 - our own
    changed(settings, "INSERT INTO memory VALUES (7, 't1', :v0, :v1, '')", '{"bag":2.0,"lost":2.0}', texts)
    removed = taken_out(settings, author="Cem")
    assert removed.mentions == 2
    with open_store(settings.store, writing=False) as store:
        assert {word for theme in store.known() if theme.theme_id == "t1" for word in theme.words} == left


def test_a_server_forgets_alike(settings: Settings, postgresql: StoreSettings) -> None:
    server = dataclasses.replace(postgresql, key=settings.store.key)
    for number in (1, 2):
        night.run(exports(number), Settings(store=server))
    tables = []
    for store_settings in (server, settings.store):
        taken_out(Settings(store=store_settings), author=ZED)
        with open_store(store_settings, writing=False) as store:
            names = [table for table in metadata.sorted_tables if table.name not in {"about", "change", "action"}]
            tables.append({table.name: sorted(map(str, store.connection.execute(select(table)))) for table in names})
    assert tables[0] == tables[1]
    assert not any(trace in str(tables[0]).lower() for trace in TRACES)
