"""What the domain and the services ask of the outside, each port named for its role."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.domain.pick import Pick
from bot.domain.prompt import Preference
from bot.domain.resolution import Resolution
from bot.domain.title import Kind, Title
from bot.domain.verdict import Verdict, VerdictKind

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into unit vectors."""

    @property
    def name(self) -> str:
        """The model's name; vectors of different names are never compared."""
        ...

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector per text, shape (len(texts), dimensions), float32.

        Raises EmbeddingsUnavailable when the model cannot be loaded or reached.
        """
        ...


class VectorCache(Protocol):
    """Keeps vectors by the model that made them and the hash of their text."""

    async def read(self, model: str, hashes: Sequence[bytes]) -> dict[bytes, Vectors]:
        """Return the vectors that are kept, by hash; each of shape (dimensions,)."""
        ...

    async def write(self, model: str, vectors: dict[bytes, Vectors]) -> None:
        """Keep these vectors, by hash."""
        ...


class TitleResolver(Protocol):
    """Finds the title that a person or a model means by a spelling."""

    def resolve(self, text: str, *, year: int | None = None, kind: Kind | None = None) -> Resolution:
        """Say what `text` means: one title, several to choose from, or none."""
        ...


class VerdictStore(Protocol):
    """Every person's verdicts: the truth of which Chroma is an index."""

    async def add(self, user_id: int, title: Title, kind: VerdictKind, note: str = "") -> Verdict:
        """Commit one verdict; return what counts on its title then: the latest opinion, else that it was seen."""
        ...

    async def current(self, user_id: int) -> list[Verdict]:
        """Return the person's latest verdict on each title, newest first."""
        ...


@dataclass(frozen=True, slots=True)
class Recollection:
    """What a person said, with one unit vector per verdict.

    A row of `vectors` (shape (len(verdicts), dimensions)) is all zeros where none is known.
    """

    verdicts: tuple[Verdict, ...]
    vectors: Vectors


@dataclass(frozen=True, slots=True)
class SimilarPreference:
    """A verdict and its cosine to a request, from -1 to 1."""

    verdict: Verdict
    similarity: float


class Memory(Protocol):
    """Recalls what a person said, with vectors."""

    async def recall(self, user_id: int) -> Recollection:
        """Return everything this person said, newest first."""
        ...


@dataclass(frozen=True, slots=True)
class WritingTask:
    """What the model is to write: `limit` picks out of `candidates`, or the reasons of `numbers` (from 1).

    `patience` is the most seconds it may take in all, None for as long as the model keeps speaking.
    """

    wish: str
    preferences: tuple[Preference, ...]
    candidates: tuple[Title, ...]
    limit: int
    numbers: tuple[int, ...] = ()
    patience: float | None = None


@dataclass(frozen=True, slots=True)
class InQueue:
    """The model serves `ahead` others before this task."""

    ahead: int


class ReasonWriter(Protocol):
    """A language model that picks among candidates and says why."""

    @property
    def engine(self) -> str:
        """Backend and model, such as `ollama:llama3.1:8b`."""
        ...

    def write(self, task: WritingTask) -> AsyncGenerator[Pick | InQueue]:
        """Yield each pick as it grows; closing the iterator ends the model's work.

        Raises ModelError when the answer ends early; the picks yielded until then are good.
        """
        ...
