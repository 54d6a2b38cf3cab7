"""Discord's gateway, version 10: https://discord.com/developers/docs/events/gateway.

A client connects, identifies itself (or resumes the session it had), and is told what happens in the world as far
as its intents reach. It must send heartbeats, and may ask for a guild's members.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any, Protocol

from aiohttp import WSMsgType, web

from bot.playground.clock import Clock
from bot.playground.connection import BROKEN_OFF, CLOSING_SECONDS, CloseCode, Connection, Refused, compression
from bot.playground.gateway_wire import (
    LARGEST_FRAME,
    Op,
    Pace,
    check_address,
    is_int,
    members_chunks,
    message,
    read,
    read_intents,
    read_object,
    read_shard,
)
from bot.playground.intents import payload_for
from bot.playground.occurrence import Occurrence
from bot.playground.sessions import ConnectionCounts, Session

log = logging.getLogger(__name__)

Json = dict[str, Any]

_ENDED_BY_CLIENT = (1000, 1001)
# How long the answer to a heartbeat takes.
ACK_SECONDS = 0.03


class GatewayWorld(Protocol):
    """What the gateway needs to know of the world behind it."""

    @property
    def token(self) -> str: ...
    @property
    def bot_id(self) -> str: ...
    @property
    def application_intents(self) -> int: ...
    def ready(self) -> Json: ...
    def guild_create(self) -> Json: ...
    def presence(self, online: bool, activity: Json | None) -> None: ...
    def listen(self, callback: Callable[[Occurrence], None]) -> Callable[[], None]: ...


class Gateway:
    """The gateway of one application.

    `heartbeat_ms` is how often clients must say that they are there; who is silent for twice as long is closed.
    `resume_seconds` is for how long a session waits for its client (on the clock; heartbeats go by real time, so
    that a clock that is moved on does not end connections). `url` is where clients come back to resume.
    """

    def __init__(
        self, world: GatewayWorld, clock: Clock, *, heartbeat_ms: int = 41_250, resume_seconds: float = 120.0
    ) -> None:
        self.url: str | None = None
        self.sessions: dict[str, Session] = {}
        self.connections = ConnectionCounts()
        self._world = world
        self._clock = clock
        self._heartbeat_ms = heartbeat_ms
        self._resume_seconds = resume_seconds
        self._open: set[Connection] = set()
        self._empty = asyncio.Event()
        self._empty.set()
        self._away_until = 0.0
        self._shown: tuple[bool, Json | None] = (False, None)
        self._stop_listening = world.listen(self._happened)

    @property
    def is_online(self) -> bool:
        """Whether a bot is connected and identified."""
        return any(session.connection is not None for session in self.sessions.values())

    async def close(self) -> None:
        """Say good-bye to every client and hear no more of the world."""
        self._stop_listening()
        for connection in self._open:
            connection.close(CloseCode.GOING_AWAY, "The playground is closing.")
        try:
            await asyncio.wait_for(self._empty.wait(), CLOSING_SECONDS)
        except TimeoutError:
            log.warning("%d gateway connections do not take their leave and are broken off", len(self._open))
            for connection in [*self._open]:
                connection.cut()

    async def connect(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one client from its first word to its last (an aiohttp handler for `/gateway`)."""
        if (
            "Origin" in request.headers
        ):  # only browsers say it, and any site's page can open a WebSocket to here
            raise web.HTTPForbidden(text="The gateway is for bots, not for pages.")
        if self._clock.now() < self._away_until:
            self.connections.refused += 1
            raise web.HTTPServiceUnavailable(text="The gateway is away.")
        socket = web.WebSocketResponse(compress=False, max_msg_size=LARGEST_FRAME, timeout=CLOSING_SECONDS)
        await socket.prepare(request)
        if self.url is None:
            self.url = f"ws://{request.host}{request.path}"
        compress, refusal = None, None
        try:
            check_address(request.query.get("v"), request.query.get("encoding"))
            compress = compression(request.query.get("compress"))
        except Refused as exc:
            refusal = exc
        async with Connection(socket, request.transport, compress) as connection:
            self._open.add(connection)
            self._empty.clear()
            self.connections.opened += 1
            code = BROKEN_OFF
            try:
                connection.send(message(Op.HELLO, {"heartbeat_interval": self._heartbeat_ms}))
                if refusal is not None:
                    self._refuse(connection, refusal)
                code = await self._listen(connection, socket)
            finally:
                self._left(connection, code)
        return socket

    # What tests and the playground's controls ask for.

    def dispatch(self, name: str, data: Any, *, shard: int | None = None) -> None:
        """Send an event as it stands to every session (of one shard), whatever its intents; `data` may be nonsense."""
        for session in self.sessions.values():
            if shard is None or session.shard[0] == shard:
                self.connections.told[name] += 1
                session.tell(name, data)

    def send_raw(self, text: str) -> None:
        """Send a text that need not be JSON to every client."""
        for connection in self._open:
            connection.send(text)

    def drop(self, *, resumable: bool = True, code: int | None = None) -> int:
        """Break every connection off, or close it with a code, and return how many there were.

        Unless `resumable` the sessions are forgotten: who comes back is told to begin anew.
        """
        dropped = [*self._open]
        if not resumable:
            self.sessions.clear()
        self._show_presence()
        for connection in dropped:
            if code is None:
                connection.cut()
            else:
                connection.close(code, "Dropped on demand.")
        return len(dropped)

    def invalidate(self, *, resumable: bool = False) -> None:
        """Tell every client that its session has ended (op 9), or may be resumed on another connection."""
        for session in [*self.sessions.values()]:
            if session.connection is not None:
                session.connection.send(message(Op.INVALID_SESSION, resumable))
            if not resumable:
                self._end(session)
        self._show_presence()

    def reconnect(self) -> None:
        """Ask every client to connect anew and resume (op 7)."""
        for connection in self._open:
            connection.send(message(Op.RECONNECT, None))

    def refuse(self, seconds: float) -> None:
        """Let nobody in for so many seconds of the clock, like a server that is away; 0 ends it.

        Who is connected stays so: `drop` ends that.
        """
        self._away_until = self._clock.now() + seconds

    # What clients say.

    async def _listen(self, connection: Connection, socket: web.WebSocketResponse) -> int:
        """Hear a client until one side leaves, and return the code it left with."""
        loop = asyncio.get_running_loop()
        pace = Pace()
        while not connection.leaving:
            left = connection.last_beat + 2 * self._heartbeat_ms / 1000 - loop.time()
            try:
                frame = await socket.receive(timeout=max(left, 0.001))
            except TimeoutError:
                if connection.session is not None:
                    self._end(connection.session)
                self._refuse(connection, Refused(CloseCode.SESSION_TIMED_OUT, "Session timed out."))
                break
            if frame.type is WSMsgType.CLOSE:
                return int(frame.data or BROKEN_OFF)
            if frame.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                break
            try:
                pace.check(loop.time())
                self._hear(connection, frame.data)
            except Refused as exc:
                self._refuse(connection, exc)
        return connection.closed_with or BROKEN_OFF

    def _hear(self, connection: Connection, said: str | bytes) -> None:
        op, data = read(said)
        if op == Op.HEARTBEAT:
            self.connections.heartbeats += 1
            connection.last_beat = asyncio.get_running_loop().time()
            # As if from afar: discord.py takes an answer that comes at once for that to an earlier heartbeat.
            asyncio.get_running_loop().call_later(ACK_SECONDS, connection.send, message(Op.HEARTBEAT_ACK))
        elif op == Op.IDENTIFY:
            self._identify(connection, read_object(data))
        elif op == Op.RESUME:
            self._resume(connection, read_object(data))
        elif op not in (Op.PRESENCE_UPDATE, Op.VOICE_STATE_UPDATE, Op.REQUEST_GUILD_MEMBERS):
            raise Refused(CloseCode.UNKNOWN_OPCODE, "Unknown opcode.")
        elif (session := connection.session) is None:
            raise Refused(CloseCode.NOT_AUTHENTICATED, "Not authenticated.")
        elif op == Op.PRESENCE_UPDATE:
            session.presence = read_object(data)
            self._show_presence()
        elif op == Op.REQUEST_GUILD_MEMBERS:
            self._tell_members(session, read_object(data))
        # Voice is accepted, and leads nowhere.

    def _identify(self, connection: Connection, data: Json) -> None:
        self._check_newcomer(connection, data)
        self._forget_old_sessions()
        intents = read_intents(data.get("intents"), self._world.application_intents)
        session = Session(intents, read_shard(data.get("shard")), read_object(data.get("presence") or {}))
        self.sessions[session.id] = session
        session.attach(connection)
        self.connections.identified += 1
        ready = dict(self._world.ready())
        ready["guilds"] = [guild for guild in ready.get("guilds", []) if session.concerns(guild["id"])]
        ready |= {"session_id": session.id, "resume_gateway_url": self.url}
        if session.asked_shard:
            ready["shard"] = [*session.shard]
        session.tell("READY", ready)
        for unavailable in ready["guilds"]:
            guild = self._world.guild_create()
            if guild["id"] == unavailable["id"]:
                self._tell(session, Occurrence("GUILD_CREATE", guild, guild["id"]))
        self._show_presence()
        log.info("session %s began, shard %d of %d", session.id, *session.shard)

    def _resume(self, connection: Connection, data: Json) -> None:
        self._check_newcomer(connection, data)
        sequence = data.get("seq")
        self._forget_old_sessions()
        session = self.sessions.get(str(data.get("session_id")))
        if session is not None and (not is_int(sequence) or sequence > session.sequence):
            raise Refused(CloseCode.INVALID_SEQUENCE, "Invalid seq.")
        missed = None if session is None else session.since(sequence or 0)
        if session is None or missed is None:
            self.connections.invalid += 1
            connection.send(message(Op.INVALID_SESSION, False))
            return
        if session.connection is not None:
            session.connection.close(CloseCode.UNKNOWN_ERROR, "Resumed elsewhere.")
            session.detach(self._clock.now())
        session.attach(connection)
        self.connections.resumed += 1
        for text in missed:
            connection.send(text)
        session.tell("RESUMED", {})
        self._show_presence()
        log.info("session %s went on, %d messages later", session.id, len(missed))

    def _check_newcomer(self, connection: Connection, data: Json) -> None:
        if connection.session is not None:
            raise Refused(CloseCode.ALREADY_AUTHENTICATED, "Already authenticated.")
        token = data.get("token")
        if not isinstance(token, str) or token.removeprefix("Bot ") != self._world.token:
            raise Refused(CloseCode.AUTHENTICATION_FAILED, "Authentication failed.")

    def _tell_members(self, session: Session, asked: Json) -> None:
        guild = self._world.guild_create()
        if str(asked.get("guild_id")) != guild["id"] or not session.concerns(guild["id"]):
            return
        for chunk in members_chunks(guild, asked, session.intents):
            session.tell("GUILD_MEMBERS_CHUNK", chunk)

    # What happens in the world, and to connections.

    def _happened(self, occurrence: Occurrence) -> None:
        if not occurrence.to_bot:
            return
        for session in self.sessions.values():
            if session.concerns(occurrence.guild_id):
                self._tell(session, occurrence)

    def _tell(self, session: Session, occurrence: Occurrence) -> None:
        payload = payload_for(occurrence, session.intents, self._world.bot_id)
        if payload is None:
            self.connections.withheld[occurrence.name] += 1
            return
        self.connections.told[occurrence.name] += 1
        session.tell(occurrence.name, payload)

    def _refuse(self, connection: Connection, refusal: Refused) -> None:
        log.warning("a gateway connection is closed with %d: %s", refusal.code, refusal)
        connection.close(refusal.code, str(refusal))

    def _left(self, connection: Connection, code: int) -> None:
        self._open.discard(connection)
        if not self._open:
            self._empty.set()
        self.connections.closed[code] += 1
        session = connection.session
        if session is None:
            return
        if code in _ENDED_BY_CLIENT and not connection.leaving:
            self._end(session)
        else:
            session.detach(self._clock.now())
        self._show_presence()

    def _end(self, session: Session) -> None:
        self.sessions.pop(session.id, None)
        session.detach(self._clock.now())

    def _forget_old_sessions(self) -> None:
        oldest = self._clock.now() - self._resume_seconds
        for session in [*self.sessions.values()]:
            if session.left_at is not None and session.left_at < oldest:
                del self.sessions[session.id]

    def _show_presence(self) -> None:
        """Tell the world when the bot comes, goes, or says that it does something else."""
        there = [session for session in self.sessions.values() if session.is_visible]
        shown = (bool(there), there[-1].activity if there else None)
        if shown != self._shown:
            self._shown = shown
            self._world.presence(*shown)
