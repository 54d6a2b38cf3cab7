"""What the services ask of the adapters, each port named for its role."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from bot.domain.feedback import Undone
from bot.domain.ports import Embedder, TitleResolver, Vectors
from bot.domain.request import Request
from bot.domain.resolution import Resolution
from bot.domain.shortlist import Candidate
from bot.domain.shown_message import MessageState, ShownMessage
from bot.domain.title import Kind, Title
from bot.domain.verdict import Verdict, VerdictKind
from bot.domain.wish import Wish


class WordScores(Protocol):
    """Search by words."""

    def scores(self, query: str) -> NDArray[np.float32]:
        """Return a score per title, shape (n,), higher better, 0 where no word is met."""
        ...


class SuggestingResolver(TitleResolver, Protocol):
    """A resolver that also completes what is being typed, and finds names within sentences."""

    def named(self, text: str) -> Resolution:
        """Say which title `text` names in full, never by likeness; cheap."""
        ...

    def exactly(self, name: str, *, year: int | None = None, kind: Kind | None = None) -> Title | None:
        """Return the one title of this whole name, None when there is none or several; cheap."""
        ...

    def suggest(self, text: str, limit: int = 25) -> list[Title]:
        """Return up to `limit` titles that `text` may become, likeliest first."""
        ...


class TitleCatalogue(Protocol):
    """The titles that can be recommended, and the searches over them."""

    @property
    def titles(self) -> Sequence[Title]: ...

    @property
    def vectors(self) -> Vectors | None: ...

    @property
    def resolver(self) -> SuggestingResolver: ...

    @property
    def words(self) -> WordScores: ...

    def grown(self, changes: Mapping[int, Title]) -> TitleCatalogue:
        """Return the catalogue with these titles at these rows, without its vectors; this one stays as it is."""
        ...


class KeepingEmbedder(Embedder, Protocol):
    """An embedder that keeps what it makes of texts that come back."""

    async def embed_kept(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector per text, keeping what is new. Raises EmbeddingsUnavailable."""
        ...

    async def kept(self, texts: Sequence[str]) -> Vectors | None:
        """Return the vectors that are kept, zeros for other texts; None when none of them is."""
        ...

    async def keep(self, texts: Sequence[str], vectors: Vectors) -> None:
        """Keep the vectors of these texts."""
        ...


class FallbackWriter(Protocol):
    """Writes a reason out of the facts, without any model."""

    def __call__(
        self, candidates: Sequence[Candidate], wish: Wish, liked: dict[str, Title]
    ) -> dict[str, str]:
        """Return one sentence per candidate, by title id."""
        ...


class SaidOnce(Protocol):
    """One row of what a person ever said; `retracted_at` is None while it was not taken back."""

    @property
    def verdict(self) -> Verdict: ...

    @property
    def retracted_at(self) -> datetime | None: ...


class Verdicts(Protocol):
    """The relational store of verdicts."""

    async def add(self, user_id: int, title: Title, kind: VerdictKind, note: str = "") -> Verdict: ...

    async def current(self, user_id: int) -> list[Verdict]: ...

    async def history(
        self, user_id: int, *, title_id: str | None = None, limit: int | None = None
    ) -> Sequence[SaidOnce]: ...

    async def undo(self, user_id: int) -> Undone: ...

    async def retract(
        self, user_id: int, title_id: str, kind: VerdictKind | None = None
    ) -> Verdict | None: ...

    def pages(self, size: int = 1000) -> AsyncIterator[Sequence[Verdict]]: ...


class PendingChange(Protocol):
    """A title of a person's that the index must be told about; `verdict` None means: drop it."""

    @property
    def user_id(self) -> int: ...

    @property
    def title_id(self) -> str: ...

    @property
    def verdict(self) -> Verdict | None: ...


class ChangeBox(Protocol):
    """The changes of verdicts that the index has not followed yet."""

    async def pending(self, limit: int = 500) -> Sequence[Any]: ...

    async def done(self, told: Iterable[Any]) -> None: ...


class PreferenceIndex(Protocol):
    """The index of verdicts in Chroma."""

    async def index(self, verdicts: Sequence[Verdict]) -> None: ...

    async def drop(self, user_id: int, title_ids: Sequence[str]) -> None: ...

    async def forget(self, user_id: int) -> None: ...

    async def count(self) -> int: ...

    async def rebuild(
        self, pages: AsyncIterator[Sequence[Verdict]], turn: asyncio.Lock | None = None
    ) -> int: ...


class PersonRecords(Protocol):
    """All that is kept about one person."""

    async def forget(self, user_id: int) -> Mapping[str, int]: ...

    async def export(self, user_id: int) -> dict[str, Any]: ...


class Leanings(Protocol):
    """What people only hinted at."""

    async def of(self, user_id: int) -> Mapping[str, float]:
        """Return weak signals by title id, from -1 to 1. Raises StorageError."""
        ...


class Opinion(Protocol):
    """What people of overlapping taste say."""

    def scores(self, judged: Sequence[Verdict]) -> NDArray[np.float32] | None:
        """Return how well each title suits whoever judged these, shape (n,), 0 where nobody knows; cheap.

        None while there is no community.
        """
        ...


class CountedVerdicts(Protocol):
    """The verdicts of all who are counted, for the community's model."""

    async def is_counted(self, user_id: int) -> bool:
        """Return whether what the person says is counted. Raises StorageError."""
        ...

    async def count(self, user_id: int, counted: bool) -> None:
        """Keep whether what the person says is to be counted. Raises StorageError."""
        ...

    async def census(self, since: int = 0) -> tuple[int, int, int]:
        """Return a number that grows with every verdict, how many people are counted, and how many of them since then.

        `since` is that number of an earlier time. Raises StorageError.
        """
        ...

    def pages(self, size: int = 1000) -> AsyncIterator[Sequence[tuple[int, str, VerdictKind]]]:
        """Go through what stands, as user, title id and verdict. Raises StorageError."""
        ...


class AnswerRecords(Protocol):
    """The recommendations that were made."""

    async def record(self, user_id: int, answer: Any) -> int: ...


class PlannedTitle(Protocol):
    """A title that somebody means to watch, as it was called when they said so."""

    @property
    def title_id(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def year(self) -> int: ...

    @property
    def label(self) -> str: ...

    @property
    def at(self) -> datetime: ...


class Watchlist(Protocol):
    """What people mean to watch."""

    async def add(self, user_id: int, title: Title) -> bool: ...

    async def add_many(self, user_id: int, titles: Sequence[Title]) -> list[Title]: ...

    async def remove(self, user_id: int, title_id: str) -> bool: ...

    async def of(self, user_id: int) -> Sequence[PlannedTitle]: ...


class MessageRecords(Protocol):
    """The bot's messages that show a recommendation, and how far each has come."""

    async def open(
        self,
        message_id: int,
        channel_id: int,
        guild_id: int | None,
        user_id: int,
        *,
        request: Request | None = None,
        token: str | None = None,
    ) -> None: ...

    async def set_state(
        self, message_id: int, state: MessageState, *, recommendation_id: int | None = None
    ) -> bool: ...

    async def find(self, message_id: int) -> ShownMessage | None: ...

    async def unfinished(self) -> list[ShownMessage]: ...
