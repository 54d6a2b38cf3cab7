"""What happened in a playground, counted."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict
from typing import Any

from bot.playground.gateway import Gateway
from bot.playground.interactions import Interactions
from bot.playground.limits import Limits
from bot.playground.occurrence import Json
from bot.playground.recording import Exchange, Recording


def count(recording: Recording, limits: Limits, gateway: Gateway, interactions: Interactions) -> Json:
    """Return counts of requests by route and status, edits by message with their times (seconds of the clock),
    gateway connections, and after how many seconds interactions were answered.
    """
    routes: dict[str, Counter[str]] = defaultdict(Counter)
    edits: dict[str, list[float]] = defaultdict(list)
    for exchange in recording:
        routes[f"{exchange.method} {exchange.route}"][str(exchange.status)] += 1
        if exchange.method == "PATCH" and (message_id := _edited(exchange)) is not None:
            edits[message_id].append(exchange.at)
    return {
        "requests": {name: dict(statuses) for name, statuses in routes.items()},
        "limits": {name: asdict(counted) for name, counted in limits.counts.items()},
        "refused": sum(statuses["429"] for statuses in routes.values()),
        "invalid_requests": limits.invalid_requests,
        "edits": dict(edits),
        "gateway": gateway.connections.as_json(),
        "callback_delays": [seconds for _, seconds in interactions.delays],
        "unanswered": interactions.unanswered,
    }


def _edited(exchange: Exchange) -> str | None:
    """Return the id of the message that an exchange changed, None when it changed none."""
    changed: Any = exchange.answer
    if not exchange.served or exchange.status not in (200, -1) or not isinstance(changed, dict):
        return None
    return str(changed["id"]) if "channel_id" in changed else None
