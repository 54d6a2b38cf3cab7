"""The genres of a wish: asked for, ruled out, or one of several."""

from __future__ import annotations

from bot.domain import vocabulary as known
from bot.domain.everyday_words import EITHER_GENRES, SIDE_GENRES
from bot.domain.small_talk import SMALL_TALK_WORDS
from bot.domain.tones import MOOD_WORDS
from bot.domain.wish import Group
from bot.domain.wish_draft import Draft
from bot.domain.wish_themes import is_subject

# "Or a really light": so many words may part the second of two genres from the first.
MOST_BETWEEN_OR = 4
_SAID_BEFORE_A_GENRE = (
    MOOD_WORDS.keys() | known.ERA_WORDS.keys() | known.LENGTH_WORDS.keys() | SMALL_TALK_WORDS
)


class GenreReader:
    """Takes the genres that phrases ask for; knows the one before, for "comedy or thriller"."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._tokens = draft.words.tokens
        self._last_genre: tuple[int, bool] | None = None  # where it ended, and whether it was ruled out

    def take_seen(self) -> list[str]:
        """Take the genre of what somebody has seen all of: "seen all the classic westerns"; return the words for it."""
        taken = []
        for i, token in enumerate(self._tokens):
            if token.seen and not token.used and token.text in known.GENRE_WORDS:
                self.take(i, 1, token.text, False)
                taken.append(token.text)
        return taken

    def take(self, i: int, length: int, phrase: str, negated: bool) -> None:
        """Take the genres that `phrase` asks for, each of them, or one of them where any will do."""
        genres = known.GENRE_WORDS[phrase]
        if phrase in SIDE_GENRES and not negated and not is_subject(self._tokens, i, length):
            self._draft.leaning.extend(genres)  # "open windows and music"
        elif phrase not in EITHER_GENRES:
            self.take_each(i, length, genres, negated)
        elif negated:
            self.take_each(i, length, genres[:1], negated)
            self._draft.implied_without.extend(genres[1:])
        elif genres not in self._draft.genres:
            self._draft.genres.append(genres)

    def take_each(self, i: int, length: int, genres: Group, negated: bool) -> None:
        """Take each of `genres`; after "or" they are more choices for the genre before."""
        draft = self._draft
        after_or = self._comes_after_or(i, negated)
        if negated:
            draft.without_genres.append(genres)
        elif after_or and draft.genres:
            draft.genres.append((*draft.genres.pop(), *genres))
        else:
            draft.genres.extend((genre,) for genre in genres)
        self._last_genre = (i + length, negated)

    def _comes_after_or(self, i: int, negated: bool) -> bool:
        """Whether the genre at word `i` is the other of two: "comedy or thriller", "a comedy or a light drama"."""
        if self._last_genre is None or self._last_genre[1] != negated:
            return False
        end = self._last_genre[0]
        between = self._tokens[end:i]
        if not between or len(between) > MOST_BETWEEN_OR or between[0].text != "or":
            return False
        return not any(token.after_boundary for token in self._tokens[end + 1 : i + 1]) and all(
            token.text in ("a", "an") or token.text in _SAID_BEFORE_A_GENRE for token in between[1:]
        )
