"""One answer of a model server as a stream of text: its limits, and foreign errors made ours."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import httpx

from bot.domain.errors import ModelBusy, ModelError, ModelTimeout, ModelUnavailable
from bot.domain.prompt import Prompt

log = logging.getLogger(__name__)

# A server that trickles one word a minute never falls silent; nobody waits this long either.
SILENCES_IN_ALL = 10
# More than any answer under `num_predict` holds: a server that says more has lost its way.
LONGEST_ANSWER = 65_536


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
    """A server that continues a prompt, spoken to over the client that is handed in."""

    def stream(self, http: httpx.AsyncClient, prompt: Prompt, sampling: Sampling) -> AsyncGenerator[str]:
        """Yield the answer's text piece by piece, none empty.

        Raises ModelUnavailable or ModelBusy when the server refuses, StreamBroken when the text ends before
        the model says that it is done.
        """
        ...

    async def models(self, http: httpx.AsyncClient) -> list[str]:
        """Return the names of the models the server has. Raises ModelUnavailable."""
        ...

    async def warm(self, http: httpx.AsyncClient) -> None:
        """Have the server load the model. Raises ModelError."""
        ...


async def within_bounds(
    pieces: AsyncIterator[str], silence: float, patience: float | None = None
) -> AsyncGenerator[str]:
    """Yield `pieces`, none of which may keep one waiting for long.

    Raises ModelTimeout after `silence` seconds without a piece, or when the pieces took `patience` seconds
    in all (ten silences unless told); only waiting counts, not what is done with a piece. Raises
    StreamBroken when the text grows longer than any answer.
    """
    loop = asyncio.get_running_loop()
    left = patience if patience is not None else silence * SILENCES_IN_ALL
    characters = 0
    while True:
        began = loop.time()
        try:
            async with asyncio.timeout(min(silence, left)):
                piece = await anext(pieces, None)
        except TimeoutError:
            said = "fell silent" if silence <= left else "took too long"
            raise ModelTimeout(f"The language model {said}.") from None
        if piece is None:
            return
        left -= loop.time() - began
        characters += len(piece)
        if characters > LONGEST_ANSWER:
            raise StreamBroken("The language model did not come to an end.")
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
    log.warning("the model's server refused a request status=%d", status)
    if status == 404:
        return ModelUnavailable(f"The language model “{model}” is not installed.")
    if status in (401, 403):
        return ModelUnavailable("The language model's server refuses the key it was given.")
    if status in (429, 503):
        return ModelBusy("The language model is too busy just now.")
    return ModelUnavailable("The language model ran into an error.")


def failed(*, after_text: bool) -> ModelError:
    """Return the error for one that the server reports inside its stream."""
    log.warning("the model's server reported an error in its stream after_text=%s", after_text)
    if after_text:
        return StreamBroken("The language model ran into an error while it was writing.")
    return ModelUnavailable("The language model ran into an error.")


def ended_early(*, after_text: bool) -> StreamBroken:
    """Return the error for a stream that ends without the model's word that it is done."""
    return StreamBroken(
        "The language model's answer broke off." if after_text else "The language model gave no answer."
    )


def cut_short() -> StreamBroken:
    """Return the error for an answer that reached the most tokens it may have."""
    return StreamBroken("The language model ran out of room before it was done.")


async def get_json(http: httpx.AsyncClient, url: str, headers: dict[str, str] | None = None) -> Any:
    """Return the JSON at `url` within 5 seconds. Raises ModelUnavailable."""
    try:
        response = await http.get(url, timeout=5, headers=headers)
        response.raise_for_status()
        return response.json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, RecursionError) as exc:
        raise ModelUnavailable(f"Nothing usable answers at {url}.") from exc
