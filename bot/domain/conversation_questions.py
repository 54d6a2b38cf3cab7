"""Questions about titles: "why the first?", "how long is Heat?"."""

from __future__ import annotations

import re

from bot.domain import conversation_place_words as place_words
from bot.domain import conversation_talk_words as talk_words
from bot.domain.conversation import Question, Topic, Unclear
from bot.domain.conversation_names import Objects
from bot.domain.conversation_references import References
from bot.domain.conversation_talk import without_small_talk


class QuestionReader:
    """Reads the questions of a message and takes their words out of it."""

    def __init__(self, references: References) -> None:
        self._references = references
        self._words = references.words
        self._shown = references.shown
        self.unclear: list[Unclear] = []
        self.missing: list[int] = []

    def read(self) -> tuple[Question, ...]:
        """Read every question there is."""
        bare = without_small_talk(self._words.unused.strip())
        for topic, pattern in talk_words.BARE_QUESTIONS:
            if self._shown and pattern.search(bare):
                self._words.use(0, len(self._words.unused))
                about = (self._references.focus,) if self._references.focus is not None else self._shown
                return tuple(Question(topic, title) for title in about)
        if place := self._only_a_place():
            self._words.use(0, len(self._words.unused))
            self.missing.extend(place.missing)
            self.unclear.extend(place.unclear)
            return tuple(Question(Topic.ABOUT, title) for title in place.titles)
        found: dict[tuple[Topic, str], Question] = {}
        for topic, before, after in talk_words.QUESTIONS:
            for match in before.finditer(self._words.unused):
                for question in self._question(topic, match, after):
                    found.setdefault((question.topic, question.title.title_id), question)
        return tuple(found.values())

    def _only_a_place(self) -> Objects:
        """Read "the second one" where nothing else is said: whoever says so wants to hear of it."""
        text = self._words.unused
        places = (
            place_words.ORDINAL,
            place_words.LAST_SHOWN,
            place_words.NUMBERED,
            place_words.ALL_SHOWN,
            place_words.SEVERAL_SHOWN,
        )
        if not any(pattern.match(text) for pattern in places):
            return Objects()
        place = self._references.shown_at(0)
        return place if place.end == len(self._words) else Objects()

    def _question(
        self, topic: Topic, before: re.Match[str], after: re.Pattern[str] | None
    ) -> tuple[Question, ...]:
        words = self._words
        if any(token.used for token in words.within(before.start(), before.end())):
            return ()
        at = words.index_at(before.end())
        found = self._references.objects_at(at, sure=True)
        if not found or (at < len(words) and words.tokens[at].after_boundary):
            return ()
        end = found.end
        if after is not None:
            followed = after.match(words.unused_from(end))
            if followed is None:
                return ()
            end = words.index_after(end, followed.end())
        while end < len(words) and (trailing := talk_words.QUESTION_TRAILING.match(words.unused_from(end))):
            end = words.index_after(end, trailing.end())
        if before.group().startswith(("what about", "how about")) and not found.by_place:
            return ()  # "what about Heat?" may as well be a wish
        for token in words.tokens[words.index_at(before.start()) : end]:
            token.used = True
        self.unclear.extend(found.unclear)
        self.missing.extend(found.missing)
        if len(found.titles) == 1:
            self._references.focus = found.titles[0]
        return tuple(Question(topic, title) for title in found.titles)
