"""Model servers on loopback, and a client to reach them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import httpx
import pytest

from bot.llm.service import LLMService, open_model_client
from tests.bare_settings import bare_settings
from tests.stand_ins.ollama import Ollama
from tests.stand_ins.openai_compatible import OpenAICompatible

MakeService = Callable[..., LLMService]


@pytest.fixture
async def ollama() -> AsyncIterator[Ollama]:
    async with Ollama() as standing:
        yield standing


@pytest.fixture
async def openai() -> AsyncIterator[OpenAICompatible]:
    async with OpenAICompatible() as standing:
        yield standing


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with open_model_client() as client:
        yield client


@pytest.fixture
def service(ollama: Ollama, http: httpx.AsyncClient) -> MakeService:
    """Return what makes a service over the stand-in, with settings in their environment's spelling."""

    def make(**settings: object) -> LLMService:
        told = {"embedding_host": "127.0.0.1", "embedding_port": ollama.port, **settings}
        return LLMService(bare_settings(**told), http)

    return make
