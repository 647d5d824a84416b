"""Replaces who spoke by pseudonyms, the same for the same person from night to night."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from triage.frames import MentionFrame
from triage.listen.keys import author_keys
from triage.listen.known_names import replace_names
from triage.listen.patterns import found_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

_AUTHOR: Final = "author_"
_MENTION: Final = "mention_"
#: A handle, and names as other networks write them: @ann.bsky.social, @ann@social.example, u/ann (it becomes an @).
_HANDLE: Final = re.compile(
    r"((?<![\w@\uFF20])[@\uFF20]|(?<![\w/])/?u/)(?!author_[0-9a-f]{16}(?!\w))(\w+(?:[.@-]\w+)*)"
)
_HANDLE_HINT: Final = r"[@\x{FF20}]|u/"
#: A link to a person or a post, which leads to one; the site stays.
_LINK: Final = re.compile(
    r"(?<![\w-])((?:https?://)?(?:[\w-]+\.){0,3}"
    r"(?:(?:x|twitter|instagram|facebook|fb|tiktok|youtube|youtu|threads|reddit|redd|linkedin|lnkd|bsky|t|medium|github"
    r"|vk|pinterest|snapchat|twitch|xing|tumblr|telegram|whatsapp|discord|flickr|vimeo|soundcloud|quora|patreon)"
    r"\.(?:com|net|app|me|tv|de|org|be|it|in|gg|ly)/"
    r"|[\w-]+\.\w{2,24}/(?=(?:[\w-]+/){0,3}(?:@|users?/|u/|profiles?/|authors?/|people/|members?/)\w)))"
    r"[^\s<>\"'()]+",
    re.IGNORECASE,
)
_LINK_HINT: Final = r"\.[A-Za-z]{2,24}/\S"
_NOT_A_LETTER: Final = re.compile(r"[\W_]+")
_PSEUDONYM: Final = re.compile(r"@?(?:author|mention)_([0-9a-f]{16})", re.IGNORECASE)


def pseudonymise(
    mentions: MentionFrame,
    authors: Sequence[int | None],
    id_keys: NDArray[np.int64],
    secret: bytes,
    *,
    kept: Iterable[str] = (),
) -> MentionFrame:
    """Replaces authors, handles, known authors' names in texts, and ids; takes links away.

    A pseudonym is the keyed hash that the store holds, so it stays the same from night to night, can be typed where a
    name can, and tells nothing without the key. A link or the id of a post leads to who wrote it: so `url` is empty, a
    link in a text keeps its site only, and `mention_id` is the keyed hash of the mention. What somebody said stays, and
    a search engine may know it.

    Args:
        mentions: The mentions of a night, as read.
        authors: The keyed hash of each author, None where unknown; see `triage.listen.keys.author_keys`.
        id_keys: The keyed hash of each mention by its id; shape (mentions,).
        secret: The key.
        kept: Names and handles that stay: those of the company.

    >>> frame = MentionFrame(pd.DataFrame({"author": ["Ann"], "text": ["@ann and @acme"], "url": ["https://x.com/ann/1"],
    ...     "mention_id": ["1"]}, dtype="str"))
    >>> told = pseudonymise(frame, [255], pd.array([1]).to_numpy(), b"k" * 32, kept=["Acme"])
    >>> told.loc[0, "author"], told.loc[0, "url"], told.loc[0, "mention_id"], told.loc[0, "text"][-9:]
    ('author_00000000000000ff', '', 'mention_0000000000000001', 'and @acme')
    """
    stays = {_squashed(name) for name in kept}
    names = mentions["author"].tolist()
    shown = [
        name if key is None or _squashed(name) in stays else _shown(_AUTHOR, key)
        for name, key in zip(names, authors, strict=True)
    ]
    known = {name: new for name, new in zip(names, shown, strict=True) if name != new}
    texts = replace_names(_without_links(mentions["text"]), known)
    return MentionFrame(
        mentions.assign(
            mention_id=pd.array([_shown(_MENTION, key) for key in id_keys.tolist()], dtype="str"),
            text=_without_handles(texts, {_folded(name) for name in names}, secret, stays),
            author=pd.array(shown, dtype="str"),
            url=pd.array([""] * len(mentions), dtype="str"),
        )
    )


def key_in(pseudonym: str) -> int | None:
    """Returns the keyed hash that a pseudonym shows; None for what is no pseudonym.

    >>> key_in("author_ffffffffffffffff"), key_in("@author_00000000000000ff"), key_in("ann")
    (-1, 255, None)
    """
    shown = _PSEUDONYM.fullmatch(pseudonym.strip())
    return int.from_bytes(bytes.fromhex(shown[1]), "big", signed=True) if shown else None


def _shown(kind: str, key: int) -> str:
    return kind + key.to_bytes(8, "big", signed=True).hex()


def _without_links(texts: pd.Series[Any]) -> pd.Series[Any]:
    linked = found_in(texts, _LINK_HINT)
    if not linked.any():
        return texts
    texts = texts.copy()
    texts[linked] = [_LINK.sub(r"\1…", text) for text in texts[linked].tolist()]
    return texts


def _without_handles(texts: pd.Series[Any], known: set[str], secret: bytes, stays: set[str]) -> pd.Series[Any]:
    """Replaces handles; of one with a dot within, such as @acme.Thanks, only the beginning where that is known."""
    hinted = found_in(texts, _HANDLE_HINT)
    said = texts[hinted].tolist()
    handles = sorted({match[2] for text in said for match in _HANDLE.finditer(text)})
    begins = [re.match(r"\w+", handle) for handle in handles]
    heads = [begin[0] if begin else "" for begin in begins]
    short = [_squashed(head) in stays or _folded(head) in known for head in heads]
    cut = [head if is_short else handle for head, handle, is_short in zip(heads, handles, short, strict=True)]
    shown = {
        handle: "@" + (name if key is None or _squashed(name) in stays else _shown(_AUTHOR, key)) + handle[len(name) :]
        for handle, name, key in zip(handles, cut, author_keys(cut, secret), strict=True)
    }
    texts = texts.copy()
    texts[hinted] = [_HANDLE.sub(lambda match: shown[match[2]], text) for text in said]
    return texts


def _folded(name: str) -> str:
    return name.strip().lstrip("@").casefold()


def _squashed(name: str) -> str:
    return _NOT_A_LETTER.sub("", name.casefold())
