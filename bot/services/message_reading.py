"""What a message in a conversation means: by rules, and by the language model where they are unsure."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import replace
from typing import Any, Protocol

from bot.domain.conversation import Meaning, Standing
from bot.domain.conversation_names import Knowledge
from bot.domain.conversation_prompt import meaning_of_answer, prompt_for_meaning
from bot.domain.conversation_rules import read
from bot.domain.errors import ModelError
from bot.domain.prompt import Prompt
from bot.domain.text import fold
from bot.domain.wish_reader import understand
from bot.services.library import Library
from bot.services.lookup import PATIENCE_SECONDS, Lookup

log = logging.getLogger(__name__)

# How long the language model may think about what a message means; then the rules' guess counts.
MODEL_SECONDS = 2.5


class Interpreter(Protocol):
    """A language model that answers with a JSON object."""

    async def decide(self, prompt: Prompt, patience: float) -> dict[str, Any]:
        """Return the object, within `patience` seconds. Raises ModelError."""
        ...


class MessageReader:
    """Reads messages. Without an interpreter the rules decide alone."""

    def __init__(
        self,
        library: Library,
        lookup: Lookup,
        interpreter: Interpreter | None = None,
        *,
        model_seconds: float = MODEL_SECONDS,
    ) -> None:
        self._library = library
        self._lookup = lookup
        self._interpreter = interpreter
        self._model_seconds = model_seconds

    async def read(self, text: str, standing: Standing) -> tuple[Meaning, str]:
        """Return what `text` means where the conversation stands, and who said so: "rules" or "model"."""
        meaning = await self._by_rules(text, standing)
        if meaning.is_sure and not meaning.is_empty:
            return meaning, "rules"
        by_model = await self._by_model(text, Standing() if meaning.starts_over else standing)
        if by_model is not None and not by_model.is_empty:
            return _with_rules(by_model, meaning), "model"
        if meaning.wish is not None and not await self._is_known(meaning.wish_text):
            return replace(meaning, wish=None, wish_text="", refines=False, count=None), "rules"
        return meaning, "rules"

    async def _by_rules(self, text: str, standing: Standing) -> Meaning:
        """Return what the rules read; titles that are named and that the catalogue lacks are looked up for it."""
        latest = time.monotonic() + PATIENCE_SECONDS
        await self._lookup.look_up_in(text)
        meaning = await asyncio.to_thread(read, text, standing, self._knowledge())
        unknown = [
            unclear.name
            for unclear in meaning.unclear
            if fold(unclear.name) not in {fold(name) for choice in unclear.choices for name in choice.names}
        ]
        if unknown and await self._lookup.look_up(unknown, patience=max(0.0, latest - time.monotonic())):
            meaning = await asyncio.to_thread(read, text, standing, self._knowledge())
        return meaning

    def _knowledge(self) -> Knowledge:
        """Return what the catalogue knows now: it grows."""
        holdings = self._library.holdings
        return Knowledge(holdings.vocabulary, holdings.resolver.resolve, holdings.get)

    async def _by_model(self, text: str, standing: Standing) -> Meaning | None:
        if self._interpreter is None:
            return None
        shown = tuple(title for each in standing.shown_ids if (title := self._library.get(each)) is not None)
        try:
            answer = await self._interpreter.decide(
                prompt_for_meaning(text, standing, shown), self._model_seconds
            )
        except ModelError as exc:
            log.info("the rules decide alone error=%s", type(exc).__name__)
            return None
        return await asyncio.to_thread(
            meaning_of_answer,
            answer,
            standing,
            shown,
            lambda wish: understand(wish, self._library.vocabulary),
        )

    async def _is_known(self, text: str) -> bool:
        """Whether the catalogue has any word of a text that no rule understands."""
        if not text.strip():
            return True
        scores = await asyncio.to_thread(self._library.words.scores, text)
        return bool(scores.any())


def _with_rules(by_model: Meaning, by_rules: Meaning) -> Meaning:
    """Return what both say: what the rules were sure of stays, of the rest the model knows better."""
    judged = {said.title.title_id for said in by_rules.verdicts}
    return replace(
        by_model,
        starts_over=by_rules.starts_over or by_model.starts_over,
        undoes=by_rules.undoes,
        verdicts=(*by_rules.verdicts, *(s for s in by_model.verdicts if s.title.title_id not in judged)),
        unclear=by_rules.unclear,
        missing=by_rules.missing,
        questions=by_rules.questions or by_model.questions,
        focus=by_rules.focus,
    )
