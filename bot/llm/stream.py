"""One answer of a model server as a stream of text: its time limits, and foreign errors made ours."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import httpx

from bot.domain.errors import ModelError, ModelTimeout, ModelUnavailable
from bot.domain.prompt import Prompt

log = logging.getLogger(__name__)

# A server that trickles one word a minute never falls silent; nobody waits this long either.
SILENCES_IN_ALL = 10


class StreamBroken(ModelError):
    """The stream ended before the model did; what came before it is good."""


@dataclass(frozen=True, slots=True)
class Sampling:
    """How the next word is drawn, and how many at most."""

    temperature: float = 0.7
    top_p: float = 0.9
    top_k: int = 40
    num_predict: int = 800


class ModelServer(Protocol):
    """A server that continues a prompt."""

    @property
    def engine(self) -> str:
        """Backend and model, such as `ollama:llama3.1:8b`."""
        ...

    def stream(self, prompt: Prompt, sampling: Sampling) -> AsyncGenerator[str]:
        """Yield the answer's text piece by piece, none empty.

        Raises ModelUnavailable, ModelTimeout, or StreamBroken when it ends before the model says it is done.
        """
        ...

    async def models(self) -> list[str]:
        """Return the names of the models the server has. Raises ModelUnavailable."""
        ...

    async def warm(self) -> None:
        """Have the server load the model. Raises ModelError."""
        ...


async def within_silence(
    pieces: AsyncIterator[str], silence: float, patience: float | None = None
) -> AsyncGenerator[str]:
    """Yield `pieces`; raise ModelTimeout after `silence` seconds without one, or `patience` seconds in all."""
    loop = asyncio.get_running_loop()
    latest = loop.time() + (patience or silence * SILENCES_IN_ALL)
    while True:
        try:
            async with asyncio.timeout(min(silence, latest - loop.time())):
                piece = await anext(pieces, None)
        except TimeoutError:
            raise ModelTimeout("The language model fell silent.") from None
        if piece is None:
            return
        yield piece


@asynccontextmanager
async def answer_of(
    http: httpx.AsyncClient, url: str, body: dict[str, Any], headers: dict[str, str] | None = None
) -> AsyncIterator[httpx.Response]:
    """POST `body` and give the open answer; what httpx raises becomes an error of `bot.domain.errors`."""
    try:
        async with http.stream("POST", url, json=body, headers=headers) as response:
            yield response
    except httpx.ConnectError as exc:
        raise ModelUnavailable("The language model is not running.") from exc
    except httpx.TimeoutException as exc:
        raise ModelTimeout("The language model does not answer.") from exc
    except (httpx.ReadError, httpx.RemoteProtocolError, httpx.DecodingError) as exc:
        raise StreamBroken("The language model's answer broke off.") from exc
    except (httpx.HTTPError, httpx.InvalidURL) as exc:
        raise ModelUnavailable("The language model cannot be reached.") from exc


def refused(status: int, model: str) -> ModelError:
    """Return the error for an answer that is not a 200."""
    if status == 404:
        return ModelUnavailable(f"The language model “{model}” is not installed.")
    if status in (401, 403):
        return ModelUnavailable("The language model's server refuses the key it was given.")
    if status in (429, 503):
        return ModelUnavailable("The language model is too busy just now.")
    return ModelUnavailable("The language model ran into an error.")


async def get_json(http: httpx.AsyncClient, url: str, headers: dict[str, str] | None = None) -> Any:
    """Return the JSON at `url` within 5 seconds. Raises ModelUnavailable."""
    try:
        response = await http.get(url, timeout=5, headers=headers)
        response.raise_for_status()
        return response.json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as exc:
        raise ModelUnavailable(f"Nothing usable answers at {url}.") from exc
