"""Speaks to TMDB's API: politely, with the key where no log and no error ever shows it."""

from __future__ import annotations

import asyncio
import json
import logging
import math
import random
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from bot.domain.errors import (
    SourceBusy,
    SourceLacks,
    SourceRefused,
    SourceUnavailable,
    TitleSourceError,
)

log = logging.getLogger(__name__)

WHERE_TO_GET_A_KEY = "https://www.themoviedb.org/settings/api"
# A read access token is a signed token of three parts, three hundred characters; the other key has 32.
LONGEST_KEY = 64
# The longest answers, on shows of ten thousand guests, have some five million bytes; what has no end must not fill the
# memory, nor what is packed a thousand times over.
LONGEST_ANSWER = 16_000_000
_TOO_LONG = "TMDB answers with far more than it ever does. Try again later."
_TOO_OFTEN = "TMDB is asked too often just now. Try again in a few minutes."
_NOT_THE_API = "What answers as TMDB is not TMDB's API. Check TMDB_API_URL."


@dataclass(frozen=True, slots=True)
class Manners:
    """How TMDB is asked: half as often as the 40 to 50 requests a second that it allows.

    `attempts` are made at one request; between them `backoff` seconds, doubled each time. A wait of more than
    `longest_wait` seconds that TMDB asks for is not waited for.
    """

    concurrency: int = 8
    per_second: float = 20.0
    attempts: int = 4
    backoff: float = 0.5
    timeout: float = 20.0
    longest_wait: float = 60.0


class Tmdb:
    """One TMDB, asked with one key. Made by `open_tmdb`."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        manners: Manners,
        *,
        clock: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._http = http
        self._manners = manners
        self._clock = clock
        self._chance = chance
        self._places = asyncio.Semaphore(manners.concurrency)
        self._next_turn = 0.0

    async def get(
        self,
        path: str,
        parameters: Mapping[str, str | int] | None = None,
        *,
        may_lack: bool = False,
        attempts: int | None = None,
    ) -> dict[str, Any]:
        """Return the JSON object at `path`, such as `/movie/27205`; `attempts` instead of those of the manners.

        Raises SourceRefused for a wrong key, SourceLacks when there is nothing and that `may` be so, SourceBusy
        when TMDB asks for a longer wait than anyone has, SourceUnavailable when it cannot be reached or answers
        nothing usable.
        """
        most = attempts or self._manners.attempts
        for attempt in range(1, most + 1):
            try:
                return _object_of(*await self._attempt(path, parameters), may_lack=may_lack)
            except (SourceBusy, SourceUnavailable) as exc:
                wait = self._wait_after(exc, attempt)
                if attempt == most or wait > self._manners.longest_wait:
                    raise
                log.info("tmdb is asked again attempt=%d error=%s", attempt, type(exc).__name__)
                if isinstance(exc, SourceBusy):
                    # Who is told to wait is asked too often by all of this process together.
                    self._next_turn = max(self._next_turn, self._clock() + wait)
                else:
                    await asyncio.sleep(wait)
        raise AssertionError("unreachable")

    def _wait_after(self, exc: TitleSourceError, attempt: int) -> float:
        # A share of chance, so that requests which failed together do not come back together.
        usual = self._manners.backoff * 2.0 ** (attempt - 1) * (0.75 + 0.5 * self._chance())
        return max(usual, exc.seconds) if isinstance(exc, SourceBusy) else usual

    async def _attempt(
        self, path: str, parameters: Mapping[str, str | int] | None
    ) -> tuple[httpx.Response, bytes]:
        """Return what TMDB answers, and its body."""
        async with self._places:
            await self._turn()
            try:
                async with (
                    asyncio.timeout(self._manners.timeout),
                    self._http.stream("GET", path, params=dict(parameters or {})) as response,
                ):
                    return response, await _body_of(response)
            except (TimeoutError, httpx.TimeoutException):
                raise SourceUnavailable("TMDB does not answer. Try again later.") from None
            except (httpx.HTTPError, httpx.InvalidURL):
                raise SourceUnavailable("TMDB cannot be reached. Check the network.") from None

    async def _turn(self) -> None:
        """Wait for this request's turn: requests are spread evenly, not sent in bursts."""
        now = self._clock()
        turn = max(self._next_turn, now)
        self._next_turn = turn + 1 / self._manners.per_second
        await asyncio.sleep(turn - now)


class _KeyTransport(httpx.AsyncBaseTransport):
    """Puts the key into requests where they leave: what httpx logs, raises and hands back has none."""

    def __init__(self, transport: httpx.AsyncBaseTransport, key: str) -> None:
        self._transport = transport
        self._key = key

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a copy of `request` that carries the key."""
        url, headers = request.url, request.headers.copy()
        if _is_access_token(self._key):
            headers["Authorization"] = f"Bearer {self._key}"
        else:
            url = url.copy_set_param("api_key", self._key)
        keyed = httpx.Request(
            request.method, url, headers=headers, stream=request.stream, extensions=request.extensions
        )
        return await self._transport.handle_async_request(keyed)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._transport.aclose()


@asynccontextmanager
async def open_tmdb(address: str, key: str, manners: Manners | None = None) -> AsyncIterator[Tmdb]:
    """Give TMDB at `address` (such as https://api.themoviedb.org/3), asked with `key`.

    `key` is an API key, which its API takes in the address, or a read access token, which goes into a header.
    Nothing is sent yet.
    """
    manners = manners or Manners()
    limits = httpx.Limits(max_connections=manners.concurrency)
    transport = _KeyTransport(httpx.AsyncHTTPTransport(limits=limits), key)
    async with httpx.AsyncClient(
        base_url=address, transport=transport, timeout=httpx.Timeout(manners.timeout, connect=5.0)
    ) as http:
        yield Tmdb(http, manners)


def _is_access_token(key: str) -> bool:
    return key.count(".") == 2 or len(key) > LONGEST_KEY


async def _body_of(response: httpx.Response) -> bytes:
    body = bytearray()
    async for piece in response.aiter_bytes():
        body += piece
        if len(body) > LONGEST_ANSWER:
            raise SourceUnavailable(_TOO_LONG)
    return bytes(body)


def _object_of(response: httpx.Response, body: bytes, *, may_lack: bool) -> dict[str, Any]:
    status = response.status_code
    if status == httpx.codes.OK:
        try:
            answer = json.loads(body)
        except (ValueError, RecursionError):
            answer = None
        if isinstance(answer, dict):
            return answer
        raise SourceUnavailable(_NOT_THE_API)
    log.info("tmdb refused a request status=%d", status)
    if status == httpx.codes.UNAUTHORIZED:
        raise SourceRefused(
            f"TMDB does not take the key in TMDB_API_KEY. Copy it anew from {WHERE_TO_GET_A_KEY}."
        )
    if status == httpx.codes.NOT_FOUND:
        raise SourceLacks("TMDB knows no such title.") if may_lack else SourceUnavailable(_NOT_THE_API)
    if status == httpx.codes.TOO_MANY_REQUESTS:
        raise SourceBusy(_TOO_OFTEN, _seconds(response.headers.get("Retry-After", "")))
    raise SourceUnavailable(f"TMDB is out of order just now (status {status}). Try again later.")


def _seconds(text: str) -> float:
    """Return what a Retry-After header asks for; 0 for a date or nothing, which the usual backoff covers."""
    try:
        seconds = float(text)
    except ValueError:
        return 0.0
    return max(0.0, seconds) if math.isfinite(seconds) else 0.0
