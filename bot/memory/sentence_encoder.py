"""A loaded all-MiniLM-L6-v2: word pieces, runs of bounded size, unit vectors. Synchronous."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from bot.domain.errors import EmbeddingsUnavailable
from bot.domain.ports import Vectors
from bot.memory.minilm import DIMENSIONS, MODEL_NAME

log = logging.getLogger(__name__)

_WORD_PIECES_A_TEXT = 256  # what sentence-transformers sets for this model
# What one run may hold, padding included. Attention needs memory by batch * length², and a bigger run is no
# faster: with 4 texts of 256 pieces the process peaks at about 200 MB, with 32 of them at about 450 MB.
_WORD_PIECES_A_RUN = 1024
_THREADS = 2

_REQUIRED_INPUTS = frozenset({"input_ids", "attention_mask"})
_REFERENCE_TEXTS = (
    "thoughtful sci-fi tonight",
    "Arrival: a linguist communicates with aliens; slow, cerebral science fiction",
    "Die Hard: cop fights terrorists in a tower",
)
_REFERENCE_COSINES = np.array([0.40144, 0.16013, 0.12039])  # first and second, first and third, the others
_COSINE_TOLERANCE = 5e-4


class SentenceEncoder:
    """One loaded graph with its tokenizer. Safe to call from several threads.

    `folder` holds `model.onnx` and `tokenizer.json`. A graph may pool its vectors itself, or give the last
    hidden state as Chroma's does. Raises EmbeddingsUnavailable when it does not load, or is another model.
    """

    def __init__(self, folder: Path) -> None:
        # Imported here: 25 MB and a third of a second that `--help` or a run with Ollama need not pay.
        import onnxruntime
        from onnxruntime.capi import onnxruntime_pybind11_state as runtime
        from tokenizers import Tokenizer

        # The runtime's errors have no common base below Exception.
        self._errors = (
            runtime.Fail,
            runtime.InvalidArgument,
            runtime.InvalidGraph,
            runtime.InvalidProtobuf,
            runtime.NoSuchFile,
            runtime.NotImplemented,
            runtime.RuntimeException,
        )
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as exc:  # tokenizers raises nothing narrower
            raise _unusable(folder) from exc
        self._tokenizer.enable_truncation(_WORD_PIECES_A_TEXT)
        self._tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = _THREADS
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # Threads that spin between requests would take the processor from the language model.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session = onnxruntime.InferenceSession(
                folder / "model.onnx", options, providers=["CPUExecutionProvider"]
            )
        except self._errors as exc:
            raise _unusable(folder) from exc
        self._inputs = {entry.name for entry in self._session.get_inputs()}
        self._require_reference(folder)

    def tokenize(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the ids of the word pieces of each text, at most 256."""
        encodings = self._tokenizer.encode_batch_fast([encodable(text) for text in texts])
        return [encoding.ids for encoding in encodings]

    def run(self, pieces: Sequence[Sequence[int]]) -> Vectors:
        """Return one unit vector per tokenized text, shape (len(pieces), 384), float32.

        Everything goes through the model at once: see `runs_of`. Raises EmbeddingsUnavailable.
        """
        ids = np.zeros((len(pieces), max(map(len, pieces))), np.int64)  # 0 is [PAD]
        mask = np.zeros_like(ids)
        for row, piece in enumerate(pieces):
            ids[row, : len(piece)] = piece
            mask[row, : len(piece)] = 1
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        try:
            output = self._session.run(None, {name: feed[name] for name in self._inputs})[0]
        except self._errors as exc:
            raise EmbeddingsUnavailable(
                "The embedding model failed. Its memory may have run out: close something and try again."
            ) from exc
        if output.ndim == 3:
            output = (output * mask[:, :, np.newaxis]).sum(axis=1)
            output /= np.linalg.norm(output, axis=1, keepdims=True)
        return np.asarray(output, np.float32)

    def _require_reference(self, folder: Path) -> None:
        # A graph that is subtly another model would spoil every vector that is kept, without an error.
        if not _REQUIRED_INPUTS <= self._inputs <= _REQUIRED_INPUTS | {"token_type_ids"}:
            raise _unusable(folder)
        vectors = self.run(self.tokenize(_REFERENCE_TEXTS))
        if vectors.shape != (len(_REFERENCE_TEXTS), DIMENSIONS):
            raise _unusable(folder)
        cosines = (vectors @ vectors.T)[[0, 0, 1], [1, 2, 2]]
        if not np.allclose(cosines, _REFERENCE_COSINES, rtol=0, atol=_COSINE_TOLERANCE):
            raise _unusable(folder)


def runs_of(pieces: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Yield places in `pieces`, shortest first, in runs of at most 1,024 word pieces with their padding."""
    run: list[int] = []
    for place in sorted(range(len(pieces)), key=lambda index: len(pieces[index])):
        if run and (len(run) + 1) * len(pieces[place]) > _WORD_PIECES_A_RUN:
            yield run
            run = []
        run.append(place)
    if run:
        yield run


def encodable(text: str) -> str:
    """Return `text` as UTF-8 can carry it: JSON may hold half of a surrogate pair, which becomes “?”."""
    return text.encode("utf-8", "replace").decode()


def _unusable(folder: Path) -> EmbeddingsUnavailable:
    log.error("%s does not hold a working %s", folder, MODEL_NAME)
    return EmbeddingsUnavailable(
        "The files of the embedding model are damaged. The log names their folder: remove it, run `make setup`."
    )
