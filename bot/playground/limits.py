"""Discord's rate limits: one bucket per route and place, and one for everything a bot's token asks for.

Windows are fixed: one opens with the first request and lets `limit` of them through until it ends.
Described in https://discord.com/developers/docs/topics/rate-limits; the sizes are those seen there from outside.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bot.playground.clock import Clock

Json = dict[str, Any]
Scope = Literal["user", "shared", "global"]

GLOBAL = "global"
"""The name under which `Limits.set` changes the limit over everything."""

VIA = "1.1 playground"
"""Discord's own 429s pass a proxy that signs here; one without this header comes from a ban further out."""

_WEBHOOK = "/webhooks/{}/{}"
_BUCKETS: Mapping[str, str] = {
    "POST /channels/{}/messages": "create message",
    "PATCH /channels/{}/messages/{}": "edit message",
    "PUT /channels/{}/messages/{}/reactions/{}/@me": "reactions",
    "DELETE /channels/{}/messages/{}/reactions/{}/@me": "reactions",
    "DELETE /channels/{}/messages/{}/reactions/{}/{}": "reactions",
    "DELETE /channels/{}/messages/{}/reactions/{}": "reactions",
    "DELETE /channels/{}/messages/{}/reactions": "reactions",
    f"POST {_WEBHOOK}": "webhook",
    **{
        f"{method} {_WEBHOOK}/messages/{which}": "webhook"
        for method in ("GET", "PATCH", "DELETE")
        for which in ("@original", "{}")
    },
}
_MANY_WINDOWS = 2_048


@dataclass(frozen=True, slots=True)
class Rule:
    """`limit` requests in `window` seconds. `shared` limits count for all bots together, not as this one's fault."""

    limit: int
    window: float
    scope: Literal["user", "shared"] = "user"


_GENEROUS = Rule(200, 1.0)
_RULES: Mapping[str, Rule] = {
    GLOBAL: Rule(50, 1.0),
    "create message": Rule(5, 5.0),
    "edit message": Rule(5, 5.0),
    "reactions": Rule(1, 0.25),
    "webhook": Rule(5, 5.0),
}


@dataclass(slots=True)
class Count:
    """How many requests of one route were let through, and how many refused."""

    allowed: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class Grant:
    """Whether a request may be served, and what its answer says of the limits.

    A refusal is answered with status 429, `headers` and `body`; `retry_after` is in seconds (0 when allowed).
    """

    allowed: bool
    headers: Mapping[str, str]
    retry_after: float = 0.0
    scope: Scope | None = None

    @property
    def body(self) -> Json:
        """The JSON that a refusal is answered with."""
        return refusal_body(self.retry_after, is_global=self.scope == "global")


@dataclass(slots=True)
class _Window:
    opened: float
    used: int = 0


class Limits:
    """Every bucket of one bot.

    Routes are written as `"PATCH /channels/{channel_id}/messages/{message_id}"`; what stands between the braces
    does not matter. `counts` tells what happened per route (as it was written), `invalid_requests` how many
    answers would have counted towards Discord's ban of an address (401, 403 and 429, unless shared).
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._rules = dict(_RULES)
        self._windows: dict[tuple[str, str], _Window] = {}
        self.counts: defaultdict[str, Count] = defaultdict(Count)
        self.invalid_requests = 0

    def set(
        self, route: str, limit: int, window: float, *, scope: Literal["user", "shared"] = "user"
    ) -> None:
        """Change the rule of a route's bucket (or of `GLOBAL`), at once, for windows that are open too.

        Raises ValueError when no request could ever pass.
        """
        if limit < 1 or window <= 0:
            raise ValueError("A limit lets at least one request through in a window that lasts.")
        self._rules[_bucket(route)] = Rule(limit, window, scope)

    def rule(self, route: str) -> Rule:
        """Return the rule that holds for a route (or for `GLOBAL`)."""
        return self._rules.get(_bucket(route), _GENEROUS)

    def take(self, route: str, major: str, *, authorized: bool) -> Grant:
        """Ask to serve a request now.

        `major` is what Discord keeps buckets apart by: the channel, the guild, or a webhook's id and token together.
        `authorized` is whether the request carries a bot's token: only those count towards the global limit,
        and those that answer interactions never do.
        """
        if authorized and not _answers_interactions(route) and (wait := self._pass(GLOBAL, "")) > 0:
            return self._refuse(route, wait, "global", {"X-RateLimit-Global": "true"})
        bucket = _bucket(route)
        if (wait := self._pass(bucket, major)) > 0:
            return self._refuse(route, wait, self.rule(route).scope, self._headers(bucket, major))
        self.counts[route].allowed += 1
        return Grant(True, self._headers(bucket, major))

    def note_answer(self, status: int) -> None:
        """Count an answer that Discord would hold against the bot's address (429s given by `take` are counted)."""
        if status in (401, 403, 429):
            self.invalid_requests += 1

    def reset_rules(self) -> None:
        """Go back to the usual rules."""
        self._rules = dict(_RULES)

    def _pass(self, bucket: str, major: str) -> float:
        """Use up one request of a bucket and return 0, or return the seconds until its window ends."""
        now = self._clock.now()
        rule = self._rules.get(bucket, _GENEROUS)
        window = self._windows.get((bucket, major))
        if window is None or now >= window.opened + rule.window:
            self._drop_old_windows(now)
            window = self._windows[bucket, major] = _Window(now)
        if window.used >= rule.limit:
            return window.opened + rule.window - now
        window.used += 1
        return 0.0

    def _refuse(self, route: str, wait: float, scope: Scope, headers: Mapping[str, str]) -> Grant:
        self.counts[route].refused += 1
        if scope != "shared":
            self.invalid_requests += 1
        return Grant(False, {**headers, **refusal_headers(wait, scope)}, _up(wait), scope)

    def _headers(self, bucket: str, major: str) -> dict[str, str]:
        rule, window = self._rules.get(bucket, _GENEROUS), self._windows[bucket, major]
        ends = window.opened + rule.window
        return {
            "X-RateLimit-Limit": str(rule.limit),
            "X-RateLimit-Remaining": str(max(rule.limit - window.used, 0)),
            "X-RateLimit-Reset": f"{_up(ends):.3f}",
            "X-RateLimit-Reset-After": f"{_up(max(ends - self._clock.now(), 0)):.3f}",
            "X-RateLimit-Bucket": hashlib.md5(bucket.encode(), usedforsecurity=False).hexdigest(),
        }

    def _drop_old_windows(self, now: float) -> None:
        # Every interaction brings a bucket of its own.
        if len(self._windows) < _MANY_WINDOWS:
            return
        for (bucket, major), window in list(self._windows.items()):
            if now >= window.opened + self._rules.get(bucket, _GENEROUS).window:
                del self._windows[bucket, major]


def refusal_headers(retry_after: float, scope: Scope) -> dict[str, str]:
    """Return what a 429 of Discord's own says besides its bucket. `Retry-After` is in whole seconds."""
    return {"Retry-After": str(math.ceil(retry_after)), "X-RateLimit-Scope": scope, "Via": VIA}


def refusal_body(retry_after: float, *, is_global: bool = False) -> Json:
    """Return the JSON of a 429."""
    return {
        "message": "You are being rate limited.",
        "retry_after": _up(retry_after),
        "global": is_global,
    }


def _bucket(route: str) -> str:
    bare = re.sub(r"\{[^}]*\}", "{}", route)
    return _BUCKETS.get(bare, bare)


def _answers_interactions(route: str) -> bool:
    path = route.partition(" ")[2]
    return path.startswith("/interactions/") or re.match(r"/webhooks/[^/]+/[^/]+", path) is not None


def _up(seconds: float) -> float:
    """Round up to a millisecond: who comes when told must not come too early."""
    return math.ceil(round(seconds * 1000, 6)) / 1000  # what is rounded already stays as it is
