"""Every fault against a real, babbling Llama behind Ollama's API: four titles, in time, with a true status."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import aclosing
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from bot.app import Base, open_base
from bot.domain.recommendation import Answer, Author, Status
from bot.llm.service import LLMService, open_model_client
from tests.bare_settings import bare_settings

pytestmark = [pytest.mark.soak, pytest.mark.asyncio(loop_scope="module")]

FRONT = Path(__file__).parents[2].parent / "shared" / "llama" / "ollama_front.py"
PYTHON = os.environ.get("MATINEE_LLAMA_PYTHON", "")
TIMEOUT = 5.0
FAULTS = (
    "", "badjson", "badjson-end", "blank", "crlf", "keepalive", "bom", "null-response", "unknown-fields", "bigline",
    "drop", "drop-midline", "error", "clean-eof", "no-newline-eof", "stall", "stall-forever", "status", "html",
    "empty-body", "dup-done", "after-done",
)  # fmt: skip
SPLITS = ("", "byte", "utf8", "line", "coalesce", "random")
# These send nothing that could be cut, or cannot end differently for it.
UNCUT = ("status", "html", "empty-body", "stall-forever")
CASES = [(fault, split) for fault in FAULTS for split in SPLITS if not (split and fault in UNCUT)]
# A line of 1.4 MB in pieces of a few bytes takes longer than the silence that is allowed between two words.
SLOW = (("bigline", "byte"), ("bigline", "random"))
HARMLESS = (
    "", "badjson", "blank", "crlf", "keepalive", "bom", "null-response", "unknown-fields", "bigline", "stall",
    "dup-done", "after-done",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """What one fault came to."""

    fault: str
    split: str
    answer: Answer
    seconds: float

    def __str__(self) -> str:
        by_model = sum(item.author is Author.MODEL for item in self.answer.recommendations)
        return (
            f"{self.fault or '(none)':<15}{self.split or '(none)':<10}{self.answer.status:<10}"
            f"{len(self.answer.recommendations):>4}{by_model:>7}{self.seconds:>8.1f}  {self.answer.trouble}"
        )


@pytest.fixture(scope="module")
def llama() -> Iterator[str]:
    """Start the Llama on a free port and give its address."""
    if not PYTHON:
        pytest.skip("MATINEE_LLAMA_PYTHON names no Python with llama-cpp-python")
    if not FRONT.exists():
        pytest.skip(f"{FRONT.name} is not beside the repository")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [PYTHON, str(FRONT), "--name", "llama3.1:8b", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_for(f"http://127.0.0.1:{port}/api/version", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None, "the Llama ended"
        try:
            if httpx.get(address, trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            pass  # not listening yet
        time.sleep(0.1)
    raise AssertionError("the Llama does not answer")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def base(llama: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Base]:
    settings = bare_settings(
        data_dir=tmp_path_factory.mktemp("data"),
        embedding_host="127.0.0.1",
        embedding_port=httpx.URL(llama).port or 0,
        llm_timeout_seconds=TIMEOUT,
    )
    async with open_base(settings) as opened, open_model_client() as http:
        yield replace(opened, llm=LLMService(settings, http))


@pytest.fixture(scope="module")
def rows(request: pytest.FixtureRequest) -> Iterator[list[Row]]:
    """Collect what came of every fault, and show it as a table at the end."""
    found: list[Row] = []
    yield found
    capture = request.config.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled():
        print(f"\n{'fault':<15}{'cut':<10}{'status':<10}{'have':>4}{'model':>7}{'seconds':>8}  trouble")
        for row in found:
            print(row)


@pytest.fixture
def break_with(llama: str) -> Iterator[Callable[..., None]]:
    """Return what sets the Llama's fault; afterwards it has none."""

    def control(**fault: object) -> None:
        with httpx.Client(trust_env=False) as client:
            client.post(f"{llama}/__ctl", json={"reset": True, **fault}).raise_for_status()

    yield control
    control()


@pytest.mark.parametrize(("fault", "split"), CASES)
async def test_every_fault_ends_in_four_titles(
    base: Base, break_with: Callable[..., None], rows: list[Row], fault: str, split: str
) -> None:
    break_with(fault=fault, split=split, at=40, secs=2.0)
    loop = asyncio.get_running_loop()
    began = loop.time()
    async with aclosing(base.fleeting([]).recommend(0, "thoughtful sci-fi tonight")) as events:
        answers = [event.answer async for event in events]
    answer, seconds = answers[-1], loop.time() - began
    rows.append(Row(fault, split, answer, seconds))
    titles = {item.title.title_id for item in answer.recommendations}
    assert len(answer.recommendations) == len(titles) == 4
    assert all(base.library.get(title_id) for title_id in titles)
    assert all(item.why for item in answer.recommendations)
    by_model = sum(item.author is Author.MODEL for item in answer.recommendations)
    assert answer.status is {0: Status.BUILT_IN, 4: Status.COMPLETE}.get(by_model, Status.PARTIAL)
    assert bool(answer.trouble) is (by_model < 4)
    # A model that keeps speaking may take longer than one silence; what is silent may not.
    assert seconds < 2 * TIMEOUT + 2
    if fault in HARMLESS and (fault, split) not in SLOW:
        assert by_model >= 1
