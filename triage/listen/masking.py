"""Masks email addresses, phone numbers and IBANs in what people say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from triage.frames import MentionFrame
from triage.listen.email_addresses import EMAIL_HINT, find_emails
from triage.listen.ibans import IBAN_HINT, find_ibans
from triage.listen.patterns import found_in
from triage.listen.phone_numbers import PHONE_HINT, find_phones

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

#: What is looked for, in this order; the hint is searched in all texts, the rest only in those that have it.
_KINDS: Final[tuple[tuple[str, str, Callable[[str], Iterable[tuple[int, int]]]], ...]] = (
    ("[IBAN]", IBAN_HINT, find_ibans),
    ("[email]", EMAIL_HINT, find_emails),
    ("[phone]", PHONE_HINT, find_phones),
)


def mask_mentions(mentions: MentionFrame) -> MentionFrame:
    """Masks texts and links; an author who is named by an address or a number is numbered instead.

    The number, as in "[email] 2", keeps different authors apart within one night and says nothing else.

    Args:
        mentions: The mentions of a night; their ids stay.
    """
    masked = mentions.copy()
    for name in ("text", "url"):
        masked[name] = mask_texts(mentions[name])
    hidden = mask_texts(mentions["author"])
    changed = (hidden != mentions["author"]).to_numpy(bool)
    if changed.any():
        numbers = pd.Series(pd.factorize(mentions.loc[changed, "author"])[0] + 1, index=hidden.index[changed])
        masked["author"] = hidden.mask(
            changed, hidden + " " + numbers.reindex(hidden.index).astype("Int64").astype("str")
        )
    return MentionFrame(masked)


def mask_texts(texts: pd.Series[Any]) -> pd.Series[Any]:
    """Replaces addresses and numbers by [email], [phone] and [IBAN].

    >>> mask_texts(pd.Series(["Reach me at joe@acme.com or 555-123-4567"], dtype="str")).item()
    'Reach me at [email] or [phone]'
    """
    for mark, hint, find in _KINDS:
        hinted = found_in(texts, hint)
        if hinted.any():
            texts = texts.copy()
            texts[hinted] = [_marked(text, find(text), mark) for text in texts[hinted].tolist()]
    return texts


def _marked(text: str, places: Iterable[tuple[int, int]], mark: str) -> str:
    pieces, done = [], 0
    for begin, end in sorted(places):
        pieces += [text[done:begin], mark]
        done = end
    return "".join([*pieces, text[done:]]) if pieces else text
