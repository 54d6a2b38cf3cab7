"""What goes over the gateway's wire: opcodes, and what clients say checked as Discord checks it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import IntEnum
from typing import Any, TypeGuard

from bot.playground.connection import CloseCode, Refused
from bot.playground.intents import EVERY, PRIVILEGED, Intents

Json = dict[str, Any]

VERSION = "10"
LARGEST_FRAME = 1 << 20
_LARGEST_PAYLOAD = 4_096
_PAYLOADS, _PER_SECONDS = 120, 60.0
_MEMBERS_IN_A_CHUNK = 1_000


class Op(IntEnum):
    """What a message is about."""

    HEARTBEAT = 1
    IDENTIFY = 2
    PRESENCE_UPDATE = 3
    VOICE_STATE_UPDATE = 4
    RESUME = 6
    RECONNECT = 7
    REQUEST_GUILD_MEMBERS = 8
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


class Pace:
    """How much one connection may say: 120 messages in a minute, of real time."""

    def __init__(self) -> None:
        self._opened = float("-inf")
        self._heard = 0

    def check(self, now: float) -> None:
        """Count a message. Raises Refused when it is one too many."""
        if now >= self._opened + _PER_SECONDS:
            self._opened, self._heard = now, 0
        self._heard += 1
        if self._heard > _PAYLOADS:
            raise Refused(CloseCode.RATE_LIMITED, "You are being rate limited.")


def message(op: Op, data: Any = None) -> str:
    """Return a message that is no event."""
    return json.dumps({"op": op, "d": data, "s": None, "t": None}, separators=(",", ":"))


def read(said: str | bytes) -> tuple[int, Any]:
    """Return a message's opcode and data. Raises Refused for what is too large or no message."""
    if len(said if isinstance(said, bytes) else said.encode(errors="surrogatepass")) > _LARGEST_PAYLOAD:
        raise Refused(CloseCode.DECODE_ERROR, "Payload too large.")
    try:
        told = json.loads(said)
    except (ValueError, RecursionError) as exc:
        raise Refused(CloseCode.DECODE_ERROR, "Error while decoding payload.") from exc
    if not isinstance(told, dict) or not is_int(told.get("op")):
        raise Refused(CloseCode.DECODE_ERROR, "Error while decoding payload.")
    return told["op"], told.get("d")


def read_object(data: Any) -> Json:
    """Return data that must be an object. Raises Refused."""
    if not isinstance(data, dict):
        raise Refused(CloseCode.DECODE_ERROR, "Error while decoding payload.")
    return data


def is_int(value: Any) -> TypeGuard[int]:
    """Whether JSON held a whole number."""
    return isinstance(value, int) and not isinstance(value, bool)


def check_address(version: str | None, encoding: str | None) -> None:
    """Check what the client asked for in the address. Raises Refused."""
    if version not in (None, VERSION):
        raise Refused(CloseCode.INVALID_VERSION, f"Only version {VERSION} of the gateway is offered here.")
    if encoding not in (None, "json"):
        raise Refused(CloseCode.INVALID_VERSION, "Only the encoding json is offered here.")


def read_intents(asked: Any, allowed_privileged: int) -> Intents:
    """Return an identify's intents. Raises Refused for unknown ones, and privileged ones that are not allowed."""
    if not is_int(asked) or asked & ~int(EVERY):
        raise Refused(CloseCode.INVALID_INTENTS, "Invalid intent(s).")
    if asked & int(PRIVILEGED) & ~allowed_privileged:
        raise Refused(CloseCode.DISALLOWED_INTENTS, "Disallowed intent(s).")
    return Intents(asked)


def read_shard(asked: Any) -> tuple[int, int] | None:
    """Return an identify's shard as (which, of how many), None when it named none. Raises Refused."""
    if asked is None:
        return None
    match asked:
        case [int(index), int(count)] if 0 <= index < count:
            return index, count
    raise Refused(CloseCode.INVALID_SHARD, "Invalid shard.")


def members_chunks(guild: Json, asked: Json, intents: Intents) -> Iterator[Json]:
    """Give the answer to a request for members: those with certain ids, or whose name begins so.

    The whole list needs the members' intent; without it a request for that is answered with nobody.
    """
    members: list[Json] = guild.get("members", [])
    chunk: Json = {"guild_id": guild["id"]}
    if isinstance(asked.get("nonce"), str) and len(asked["nonce"].encode()) <= 32:
        chunk["nonce"] = asked["nonce"]
    if "user_ids" in asked:
        ids = asked["user_ids"] if isinstance(asked["user_ids"], list) else [asked["user_ids"]]
        wanted = [str(user_id) for user_id in ids][:100]
        found = [member for member in members if member["user"]["id"] in wanted]
        known = {member["user"]["id"] for member in found}
        if missing := [user_id for user_id in wanted if user_id not in known]:
            chunk["not_found"] = missing
    else:
        found = _named(members, asked, intents)
    count = max(1, -(-len(found) // _MEMBERS_IN_A_CHUNK))
    for index in range(count):
        some = found[index * _MEMBERS_IN_A_CHUNK : (index + 1) * _MEMBERS_IN_A_CHUNK]
        presences: Json = {"presences": []} if asked.get("presences") is True else {}
        yield {**chunk, "members": some, "chunk_index": index, "chunk_count": count, **presences}


def _named(members: list[Json], asked: Json, intents: Intents) -> list[Json]:
    beginning, limit = asked.get("query", ""), asked.get("limit", 0)
    if not isinstance(beginning, str) or not is_int(limit) or limit < 0:
        raise Refused(CloseCode.DECODE_ERROR, "Error while decoding payload.")
    if limit == 0 and Intents.GUILD_MEMBERS not in intents:
        return []
    found = [
        member for member in members if any(name.startswith(beginning.lower()) for name in _names(member))
    ]
    return found[: limit or None]


def _names(member: Json) -> Iterator[str]:
    for name in (member.get("nick"), member["user"].get("global_name"), member["user"]["username"]):
        if name:
            yield name.lower()
