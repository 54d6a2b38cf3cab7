"""The moods and themes of a wish: asked for, required because it is to be about them, or ruled out."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain import vocabulary as known
from bot.domain.everyday_words import HINTS, RULED_OUT_WITH, RULES_OUT
from bot.domain.origins import ORIGINS
from bot.domain.small_talk import SMALL_TALK_WORDS
from bot.domain.title import GENRES
from bot.domain.tones import CLASHING_TONES, MOOD_WORDS, SCARY_WORDS, TONES
from bot.domain.wish import Group
from bot.domain.wish_asides import is_told
from bot.domain.wish_draft import Draft
from bot.domain.wish_known_phrases import SAID_OF
from bot.domain.wish_origins import is_setting
from bot.domain.wish_tokens import Token

# A shorter word that is ruled out, but no keyword by itself, may be part of too many.
SHORTEST_TELLING = 5
# Where few films are silent, the next best are old; a silent film of today is one all the same.
OLD_AS_SILENT = -0.75
# After one of these words stands what a title is about, before one of those too.
_SUBJECT_CUES = frozenset(
    "about with featuring involving of on around where set concerning regarding".split()
)


def take_themes(draft: Draft, topic: list[str], i: int, length: int, phrase: str, negated: bool) -> bool:
    """Take moods, themes and leanings; return whether the phrase was one.

    What descriptions may have where keywords do not is added to `topic`.
    """
    tokens = draft.words.tokens
    mood = MOOD_WORDS.get(phrase, ())
    bare = phrase in known.BARE_GENRES or (phrase in ORIGINS and not is_setting(tokens, i, phrase))
    # "One season" says which kind, not what it is about.
    bare = bare or phrase in known.FILM_WORDS or phrase in known.SERIES_WORDS
    # "French cinema" is films from there, "about cinema" a subject.
    bare = bare or (phrase == "cinema" and not is_subject(tokens, i, length))
    own = () if bare else draft.vocabulary.keywords_named(phrase)
    theme = known.THEME_WORDS.get(phrase, ())
    if not mood:
        theme = tuple(dict.fromkeys((*own, *theme)))
    if negated:
        _rule_out(draft, phrase, mood, theme, own)
        return bool(mood or theme)
    hints = HINTS.get(phrase, ())
    if not (mood or hints or phrase in known.THEME_WORDS) and theme and is_told(tokens, i):
        return False  # of the asker's own twins and gardens no film need be
    if mood:
        draft.keywords.append(mood)
        draft.unwelcome.extend(CLASHING_TONES.get(mood[0], ()))
    if theme:
        required = phrase in known.THEME_WORDS or (phrase not in HINTS and is_subject(tokens, i, length))
        (draft.themes if required and not set(theme) <= TONES else draft.keywords).append(theme)
        if phrase not in known.THEME_WORDS:  # a rare word; descriptions may have it where keywords do not
            topic.append(phrase)
    elif hints and not mood:
        draft.keywords.append(hints)
    draft.leaning.extend(known.LEANINGS.get(phrase, ()))
    for word in RULES_OUT.get(phrase, ()):
        if word in GENRES:
            draft.without_genres.append((word,))
        else:
            draft.without_keywords.append(word)
    if "silent" in theme and not (draft.years or draft.era):
        draft.era = OLD_AS_SILENT
    return bool(mood or theme or hints)


def _rule_out(draft: Draft, phrase: str, mood: Group, theme: Group, own: Group) -> None:
    """Rule out what has this mood or theme, and what is meant with it."""
    # The first two words are what was ruled out; the further ones only resemble it.
    draft.without_keywords.extend((*mood[:2], *theme[:3], *HINTS.get(phrase, ())[:2]))
    draft.denied.extend((*mood[:1], *theme[:1]))
    if own and not mood and len(phrase) >= SHORTEST_TELLING and phrase not in known.THEME_WORDS:
        draft.without_keywords.extend(draft.vocabulary.keywords_holding(phrase))  # "desert island"
    draft.unwelcome.extend(mood[2:])
    if phrase in SCARY_WORDS:
        draft.implied_without.append("horror")
    for word in RULED_OUT_WITH.get(phrase, ()):
        if word in GENRES:
            draft.implied_without.append(word)
        else:
            draft.without_keywords.append(word)


def is_subject(tokens: Sequence[Token], i: int, length: int) -> bool:
    """Whether a keyword is what the title is to be about, not only beside it: "about chess", "a chess drama"."""
    before = [token.text for token in tokens[max(0, i - 3) : i]]
    following = tokens[i + length : i + length + 1]
    if length > 1 or not _SUBJECT_CUES.isdisjoint(before):
        return True
    if following and not following[0].after_boundary and following[0].text in SAID_OF:
        return True
    others = (*tokens[:i], *tokens[i + length :])
    return all(token.used or token.text in SMALL_TALK_WORDS for token in others)
