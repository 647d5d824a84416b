"""Joins what the API of X keeps apart: authors to their posts, originals to their reposts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Names of the objects that hold what was reposted, in versions 1.1 and 2.
REPOST_KEYS: Final = frozenset({"retweeted_status", "referenced_tweets"})
_REPOST_MARK: Final = re.compile(r"RT @\w{1,30}: ")


def joined_posts(page: dict[str, Any]) -> Iterator[object]:
    """Yields the posts of an answer that has "includes", each with its author as `author`.

    >>> page = {"data": {"id": "1", "author_id": "7"}, "includes": {"users": [{"id": "7", "username": "ann"}]}}
    >>> next(joined_posts(page))["author"]["username"]
    'ann'
    """
    data, includes = page.get("data"), page.get("includes")
    if not isinstance(includes, dict) or not isinstance(data, dict | list):
        return
    users, posts = _by_id(includes.get("users")), _by_id(includes.get("tweets"))
    for post in data if isinstance(data, list) else [data]:
        if not isinstance(post, dict):
            yield post
            continue
        author = users.get(str(post.get("author_id", "")))
        joined = {**post, "author": author} if author and "author" not in post else post
        references = post.get("referenced_tweets")
        if posts and isinstance(references, list):
            whole = [{**posts.get(str(_member(one, "id")), {}), **one} for one in references if isinstance(one, dict)]
            joined = {**joined, "referenced_tweets": whole}
        yield joined


def with_whole_repost(record: dict[str, Any]) -> dict[str, Any]:
    """Gives a repost, which the API cuts off, the whole text that it repeats.

    >>> original = {"full_text": "A long story"}
    >>> with_whole_repost({"full_text": "RT @ann: A lo…", "retweeted_status": original})["full_text"]
    'RT @ann: A long story'
    """
    name, own = next(
        ((key, record[key]) for key in ("full_text", "text") if isinstance(record.get(key), str)), ("", "")
    )
    mark = _REPOST_MARK.match(own)
    original = _original(record)
    if not mark or not isinstance(original, dict):
        return record
    apart = (_member(original.get("note_tweet"), "text"), _member(original.get("extended_tweet"), "full_text"))
    whole = next((text for text in (*apart, original.get("full_text"), original.get("text")) if text), "")
    if not isinstance(whole, str) or len(mark[0]) + len(whole) < len(own):
        return record
    return {**record, name: mark[0] + whole}


def _original(record: dict[str, Any]) -> object:
    references = record.get("referenced_tweets")
    if isinstance(references, list):
        return next((one for one in references if _member(one, "type") == "retweeted"), None)
    return record.get("retweeted_status")


def _member(value: object, name: str) -> object:
    return value.get(name) if isinstance(value, dict) else None


def _by_id(items: object) -> dict[str, dict[str, Any]]:
    if not isinstance(items, list):
        return {}
    return {str(item["id"]): item for item in items if isinstance(item, dict) and "id" in item}
