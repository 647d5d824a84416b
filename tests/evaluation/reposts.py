"""Changes texts as people and programs do who repost them; all but `other_number` leave a copy."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    Change = Callable[[str, Random], str]

_NAMES: Final = ("ann", "bahn_fan", "CityNews24", "DerReisende", "newsdesk", "x_traveller")
_COMMENTS: Final = ("So true!", "Wow", "Breaking:", "Genau so!", "Unglaublich:", "This.", "Kein Witz:", "Read this,")
_WORDS: Final = ("still", "really", "today", "again", "noch", "heute", "wieder", "wirklich", "please", "bitte")
_EMOJI: Final = ("😡", "👍🏽", "❤️", "🙏🏿🙏🏿", "✌️", "🤷🏼‍♀️")
_QUOTES: Final = ("“{}”", "„{}“", "»{}«", "«{}»", '"{}"', "‚{}‘")
_TAGS: Final = ("#fail", "#news", "#bahn", "#travel", "#eilmeldung")


def _url(random: Random) -> str:
    tracked = f"utm_source=x&utm_medium={random.randrange(9)}&fbclid=I{random.random()}"
    return f"https://t.example/{random.randrange(10**6)}?{tracked}"


def case(text: str, random: Random) -> str:
    """Another case."""
    return random.choice((str.upper, str.lower, str.title))(text)


def url(text: str, random: Random) -> str:
    """Another link, with tracking parameters."""
    return f"{re.sub(r'https?://[^ ]+', '', text)} {_url(random)}"


def white_space(text: str, random: Random) -> str:
    """Other white space."""
    return text.replace(" ", random.choice(("  ", "\n", "\u00a0")))


def entities(text: str, _: Random) -> str:
    """Markup that was escaped once too often."""
    return html.escape(text, quote=False)


def emoji(text: str, random: Random) -> str:
    """Emoji of all skins before and after."""
    return f"{random.choice(_EMOJI)} {text} {random.choice(_EMOJI)}"


def repost(text: str, random: Random) -> str:
    """The signs of a repost."""
    return random.choice(("RT @{}: {}", "MT @{} {}", "{1} (via @{0})", "{1} /cc @{0}")).format(
        random.choice(_NAMES), text
    )


def quotes(text: str, random: Random) -> str:
    """Quote marks of all kinds."""
    return random.choice(_QUOTES).format(f"@{random.choice(_NAMES)}: {text}")


def ellipsis_added(text: str, random: Random) -> str:
    """Dots at the end of a whole text."""
    return text + random.choice(("…", "...", " [...]"))


def cut(text: str, random: Random) -> str:
    """Cut where 110 to 140 characters are full, or after two thirds, with an ellipsis."""
    return text[: min(random.randint(110, 140), len(text) * 2 // 3)] + random.choice(("…", "...", f"… {_url(random)}"))


def repost_cut(text: str, random: Random) -> str:
    """RT @x: and the beginning."""
    return f"RT @{random.choice(_NAMES)}: {cut(text, random)}"


def cut_unmarked(text: str, random: Random) -> str:
    """Cut after three quarters at most, without a mark."""
    return text[: min(random.randint(100, 140), len(text) * 3 // 4)]


def word_edited(text: str, random: Random) -> str:
    """One word is another one."""
    return _at_word(text, random, lambda _: random.choice(_WORDS))


def word_added(text: str, random: Random) -> str:
    """One word more, anywhere."""
    return _at_word(text, random, lambda word: f"{word} {random.choice(_WORDS)}")


def word_dropped(text: str, random: Random) -> str:
    """One word less."""
    return _at_word(text, random, lambda _: "")


def typo(text: str, random: Random) -> str:
    """Two letters of one word change places."""

    def swap(word: str) -> str:
        at = random.randrange(len(word) - 1)
        return f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}"

    return _at_word(text, random, swap)


def comment(text: str, random: Random) -> str:
    """A word or two before it."""
    return f"{random.choice(_COMMENTS)} RT @{random.choice(_NAMES)}: {text}"


def tags(text: str, random: Random) -> str:
    """One to three hashtags after it."""
    return f"{text} {' '.join(random.sample(_TAGS, random.randint(1, 3)))}"


def repost_edited(text: str, random: Random) -> str:
    """Reposted, a word edited, a link added."""
    return url(repost(word_edited(text, random), random), random)


def other_number(text: str, random: Random) -> str:
    """Another number: another order, train or day, so no copy."""
    return re.sub(r"\d+", lambda found: str(int(found.group()[:9]) + random.randint(1, 9)), text, count=1)


#: What should be found, from what normalising sees through to what it does not.
CHANGES: Final[dict[str, Change]] = {
    change.__name__: change
    for change in (
        case, url, white_space, entities, emoji, repost, quotes, ellipsis_added, cut, repost_cut, cut_unmarked,
        word_edited, word_added, word_dropped, typo, comment, tags, repost_edited,
    )
}  # fmt: skip


def any_change(text: str, random: Random) -> str:
    """One of these changes."""
    return random.choice(tuple(CHANGES.values()))(text, random)


def _at_word(text: str, random: Random, change: Callable[[str], str]) -> str:
    """Changes one word of at least two letters that is part of no link, handle or tag."""
    places = [found.span() for found in re.finditer(r"(?<!\S)[^\W\d_]{2,}(?=[\s.,!?]|$)", text)]
    if not places:
        return text
    begin, end = random.choice(places)
    return text[:begin] + change(text[begin:end]) + text[end:]
