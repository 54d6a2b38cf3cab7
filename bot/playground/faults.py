"""What goes wrong on demand: slow answers, errors, storms of 429, connections that break, answers that get lost."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from bot.playground.clock import Clock
from bot.playground.limits import Scope, refusal_body, refusal_headers

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Mishap:
    """What befalls one request, in this order.

    `delay`    seconds of the clock to wait before anything is done
    `applied`  whether the request is carried out although its answer is another one, or is lost
    `drop`     the connection is closed without an answer
    `status`   answer with this, `headers` and `body` (JSON, or text as it stands) instead; None: as usual
    """

    delay: float = 0.0
    applied: bool = False
    drop: bool = False
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Json | str | None = None

    @property
    def spoils_answer(self) -> bool:
        """Whether the caller does not get the answer it should have."""
        return self.drop or self.status is not None


@dataclass(slots=True)
class Fault:
    """A standing order. `left` is how many more requests it befalls, `until` when it ends; None: no end."""

    id: int
    method: str
    path: re.Pattern[str]
    mishap: Mishap
    left: int | None = None
    until: float | None = None
    retry_after: float | None = None
    scope: Scope = "user"
    via: bool = True
    hits: int = 0

    def as_json(self) -> Json:
        """Return what a listing shows of it."""
        shown = {
            "id": self.id, "method": self.method, "path": self.path.pattern, "left": self.left, "until": self.until,
            "hits": self.hits, "delay": self.mishap.delay, "drop": self.mishap.drop,
            "applied": self.mishap.applied, "status": self.mishap.status,
        }  # fmt: skip
        return {key: value for key, value in shown.items() if value is not None}


class Faults:
    """The standing orders, asked once per request. Delays add up; of the rest the oldest order decides."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._faults: list[Fault] = []
        self._ids = itertools.count(1)

    def add(
        self,
        method: str = "*",
        path_regex: str = "",
        *,
        times: int | None = None,
        seconds: float | None = None,
        status: int | None = None,
        body: Json | str | None = None,
        headers: Mapping[str, str] | None = None,
        delay: float = 0.0,
        drop: bool = False,
        applied: bool = False,
        retry_after: float | None = None,
        scope: Scope = "user",
        via: bool = True,
    ) -> Fault:
        """Order what happens to the next `times` requests, or for the next `seconds`, or (neither) until cleared.

        `method` is `*` for any; `path_regex` is searched for in the path below `/api/v10`. The rest is as in `Mishap`.
        A status without a body gets the one Discord sends. A 429 tells `retry_after` (else what is left of
        `seconds`, else one second) and `scope`; `via=False` makes it look like a ban from further out, which
        clients must not wait for. Raises ValueError with a sentence when it makes no sense.
        """
        if status is not None and not 400 <= status <= 599:
            raise ValueError("A fault's status is from 400 to 599.")
        if delay < 0 or (times is not None and times < 1) or (seconds is not None and seconds <= 0):
            raise ValueError(
                "A fault lasts for at least one request or a moment, and delays are not negative."
            )
        if not (drop or delay or status is not None):
            raise ValueError("A fault delays, drops, or has a status.")
        try:
            path = re.compile(path_regex)
        except re.error as exc:
            raise ValueError(f"The path is no regular expression: {exc}.") from exc
        fault = Fault(
            id=next(self._ids),
            method=method.upper(),
            path=path,
            mishap=Mishap(delay, applied, drop, status, dict(headers or {}), body),
            left=times,
            until=None if seconds is None else self._clock.now() + seconds,
            retry_after=retry_after,
            scope=scope,
            via=via,
        )
        self._faults.append(fault)
        return fault

    def take(self, method: str, path: str) -> Mishap | None:
        """Return what befalls this request, and count it; None when nothing does."""
        self._drop_ended()
        delay, spoiled = 0.0, None
        for fault in self._faults:
            if fault.method not in ("*", method.upper()) or not fault.path.search(path):
                continue
            if fault.mishap.spoils_answer:
                if spoiled is not None:
                    continue
                spoiled = fault
            delay += fault.mishap.delay
            fault.hits += 1
            if fault.left is not None:
                fault.left -= 1
        if spoiled is None:
            return Mishap(delay) if delay else None
        return self._spoil(spoiled, delay)

    def standing(self) -> list[Fault]:
        """Return the orders that still stand, oldest first."""
        self._drop_ended()
        return [*self._faults]

    def clear(self, fault_id: int | None = None) -> None:
        """Withdraw one order, or all of them."""
        self._faults = [fault for fault in self._faults if fault_id is not None and fault.id != fault_id]

    def _spoil(self, fault: Fault, delay: float) -> Mishap:
        mishap = fault.mishap
        headers, body = dict(mishap.headers), mishap.body
        if mishap.status == HTTPStatus.TOO_MANY_REQUESTS:
            wait = self._wait(fault)
            if fault.via:
                headers = {**refusal_headers(wait, fault.scope), **headers}
                if fault.scope == "global":
                    headers.setdefault("X-RateLimit-Global", "true")
                body = refusal_body(wait, is_global=fault.scope == "global") if body is None else body
            elif body is None:
                body = "error code: 1015"  # what Cloudflare says to an address it has banned
        elif mishap.status is not None and body is None:
            body = {"message": f"{mishap.status}: {_phrase(mishap.status)}", "code": 0}
        return Mishap(delay, mishap.applied, mishap.drop, mishap.status, headers, body)

    def _wait(self, fault: Fault) -> float:
        if fault.retry_after is not None:
            return fault.retry_after
        return 1.0 if fault.until is None else max(fault.until - self._clock.now(), 0.001)

    def _drop_ended(self) -> None:
        now = self._clock.now()
        self._faults = [
            fault for fault in self._faults
            if fault.left != 0 and (fault.until is None or now < fault.until)
        ]  # fmt: skip


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:  # a proxy's own, such as 524
        return "Unknown Error"
