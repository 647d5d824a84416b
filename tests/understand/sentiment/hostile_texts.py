"""Invents texts out of what TextBlob's rules turn on."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st
from textblob import _text as textblob
from textblob.en import sentiment as lexicon

EMOTICONS: Final = sorted(emoticon for emoticons in textblob.EMOTICONS.values() for emoticon in emoticons)
MODIFIERS: Final = sorted(word for word in lexicon.keys() if "RB" in lexicon[word])  # noqa: SIM118 - lazy
WORDS: Final = sorted(lexicon.keys())
SPACES: Final = [*" \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u2028\u2029\u3000", "\n\n", "\r\n\r\n", "\n \n"]
NO_SPACES: Final = ["\u200b", "\u180e", "\ufeff", "\x00", "\u0301", "\ud800", "\udfff", "ß", "İ", "Σ", "ﬃ"]
ABBREVIATIONS: Final = [*sorted(textblob.ABBREVIATIONS), "U.S.", "Mrs.", "M|.", "Mr||.", "o.", "x.o.", "e.g"]
CONTRACTIONS: Final = [*textblob.replacements, "can't", "it's", "n'tn't", "'''", "“", "”", "‘", "’", '"']
JOINING: Final = ["not", "no", "never", "n't", "!", "(!)", "( ! )", "a", "of", "the", "really", "very", "...", ".."]

_pieces = st.one_of(
    st.sampled_from(EMOTICONS),
    st.sampled_from(EMOTICONS).map(" ".join),
    st.sampled_from(EMOTICONS).flatmap(lambda emoticon: st.sampled_from([emoticon[:-1], emoticon[1:], emoticon[:1]])),
    st.sampled_from([*textblob.PUNCTUATION, "|", "/", "\\", "<", ">", "°"]),
    st.sampled_from(["!!!", "????", "....", ".....!", "))))", ":::", "((", "--", "#", "@"]),
    st.sampled_from(WORDS),
    st.sampled_from(MODIFIERS),
    st.sampled_from(JOINING),
    st.sampled_from(ABBREVIATIONS),
    st.sampled_from(CONTRACTIONS),
    st.sampled_from([textblob.EOS, textblob.EOS.lower(), f"({textblob.EOS})", f"{textblob.EOS}."]),
    st.sampled_from(SPACES),
    st.sampled_from(NO_SPACES),
    st.sampled_from([*"xXoOdDpPbBsScC38"]),
    st.sampled_from(["@you", "#hashtag", "https://t.example/a:o", "don't", "box", "hello", "12:30", "foo_o"]),
    st.text(max_size=4),
)
#: Texts of such pieces, with and without blanks between.
HOSTILE: Final = st.builds(
    lambda pieces, between: between.join(pieces),
    st.lists(_pieces, max_size=14),
    st.sampled_from(["", " ", "  ", "\n"]),
)
