"""The page's socket: it looks through one member's eyes, and does what they do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.playground.bodies import Draft
from bot.playground.callbacks import Callback
from bot.playground.occurrence import Json
from bot.playground.server import Playground

COMMAND: Json = {
    "name": "like",
    "description": "Tell me what you liked.",
    "options": [
        {"type": 3, "name": "title", "description": "Its name", "required": True, "autocomplete": True}
    ],
}


class Eyes:
    """One open page."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._n = 0
        self.seen: list[Json] = []

    async def until(self, kind: str, **like: Any) -> Json:
        """Return the first thing of this kind that was told from here on."""
        async with asyncio.timeout(5):
            while True:
                told: Json = await self._socket.receive_json()
                self.seen.append(told)
                if told["type"] == kind and all(told.get(key) == value for key, value in like.items()):
                    return told

    async def act(self, kind: str, **what: Any) -> Json:
        """Do something and return the reply."""
        self._n += 1
        await self._socket.send_json({"type": kind, "n": self._n, **what})
        return await self.until("reply", re=self._n)


@pytest.fixture
async def page(playground: Playground) -> AsyncIterator[Eyes]:
    """A page that has been told the state."""
    playground.world.commands.create(COMMAND)
    async with (
        aiohttp.ClientSession() as http,
        http.ws_connect(f"{playground.url}/playground/socket") as socket,
    ):
        yield Eyes(socket)


def people(playground: Playground) -> list[str]:
    return [user["id"] for user in playground.world.people()]


async def test_the_state_shows_the_first_member_everything_but_others_direct_messages(
    playground: Playground, page: Eyes
) -> None:
    state = await page.until("state")
    robin = people(playground)[0]
    assert state["me"]["id"] == robin
    assert [member["username"] for member in state["members"]] == ["robin", "kim"]
    assert (state["online"], state["activity"]) == (False, None)
    assert [(channel["name"], channel["kind"]) for channel in state["channels"]] == [
        ("general", "text"),
        ("film-club", "text"),
        ("Matinee", "dm"),
    ]
    assert [command["name"] for command in state["commands"]] == ["like"]
    assert set(state["messages"]) == {channel["id"] for channel in state["channels"]}


async def test_what_is_said_is_seen_and_private_messages_by_one_member_only(
    playground: Playground, page: Eyes
) -> None:
    robin, kim = people(playground)
    place = playground.world.channel_named("general")
    assert (await page.act("say", channel_id=place.id, content="hello"))["ok"]
    assert page.seen[-2]["message"]["content"] == "hello"
    for member in (kim, robin):
        playground.messages.create(
            place, playground.world.bot_id, Draft({"content": member}), only_for=member
        )
    assert (await page.until("message"))["message"]["content"] == robin
    await page.act("look_as", member=kim)
    state = page.seen[-2]
    assert state["me"]["id"] == kim
    assert [message["content"] for message in state["messages"][place.id]] == ["hello", kim]


async def test_a_title_is_completed_and_a_command_given(playground: Playground, page: Eyes) -> None:
    place = playground.world.channel_named("general")

    async def answer(kind: int, data: Json) -> None:
        while not playground.interactions._by_id:  # noqa: ASYNC110 - the page's request arrives when it does
            await asyncio.sleep(0.01)
        asked = list(playground.interactions._by_id.values())[-1]
        playground.interactions.answer(asked.id, asked.token, Callback(kind, data))

    answering = asyncio.create_task(answer(8, {"choices": [{"name": "Heat", "value": "1"}]}))
    typed = [{"name": "title", "type": 3, "value": "he", "focused": True}]
    reply = await page.act("complete", channel_id=place.id, name="like", options=typed)
    assert reply["choices"] == [{"name": "Heat", "value": "1"}]
    await answering
    given = [{"name": "title", "type": 3, "value": "1"}]
    reply = await page.act("command", channel_id=place.id, name="like", options=given)
    asked = playground.interactions.get(reply["interaction_id"])
    assert asked is not None
    form = {
        "custom_id": "f",
        "title": "Form",
        "components": [
            {"type": 1, "components": [{"type": 4, "custom_id": "why", "label": "Why", "style": 1}]}
        ],
    }
    playground.interactions.answer(asked.id, asked.token, Callback(9, form))
    assert (await page.until("modal"))["title"] == "Form"
    filled = [{"type": 1, "components": [{"type": 4, "custom_id": "why", "value": "the diner"}]}]
    reply = await page.act("submit", interaction_id=asked.id, custom_id="f", components=filled)
    submitted = playground.interactions.get(reply["interaction_id"])
    assert submitted is not None
    assert submitted.payload["data"]["components"][0]["components"][0]["value"] == "the diner"


async def test_a_silent_bot_fails_visibly_and_completion_says_so(playground: Playground, page: Eyes) -> None:
    place = playground.world.channel_named("general")
    reply = await page.act(
        "command", channel_id=place.id, name="like", options=[{"name": "title", "value": "x"}]
    )
    playground.clock.advance(4)
    failed = await page.until("interaction_failed")
    assert failed["interaction_id"] == reply["interaction_id"]
    assert failed["error"] == "The application did not respond"


@pytest.mark.parametrize(
    ("action", "what", "sentence"),
    [
        ("say", {"content": "x"}, "The page asked for something malformed."),
        ("dance", {}, "The playground does not know the action dance."),
        ("look_as", {"member": "1"}, "There is no such member."),
        ("press", {"message_id": "1", "custom_id": "x"}, "This message is gone."),
    ],
)
async def test_what_cannot_be_done_is_answered_with_a_sentence(
    page: Eyes, action: str, what: Json, sentence: str
) -> None:
    reply = await page.act(action, **what)
    assert (reply["ok"], reply["error"]) == (False, sentence)


async def test_changes_deletions_reactions_typing_and_presence_are_told(
    playground: Playground, page: Eyes
) -> None:
    _, kim = people(playground)
    place = playground.world.channel_named("general")
    said = playground.people.say(kim, place.id, "one")
    playground.people.edit(kim, said.id, "two")
    assert (await page.until("message"))["message"]["content"] in ("one", "two")
    await page.act("react", channel_id=place.id, message_id=said.id, emoji="👍")
    assert page.seen[-2]["message"]["reactions"][0]["me"] is True
    playground.people.type(kim, place.id)
    assert (await page.until("typing"))["user_id"] == kim
    playground.people.delete(kim, said.id)
    assert (await page.until("message_gone"))["message_id"] == said.id
    playground.world.presence(True, {"name": "/recommend", "type": 3})
    assert (await page.until("presence"))["activity"] == "Watching /recommend"
    playground.world.delete_channel(place.id)
    assert "general" not in [channel["name"] for channel in (await page.until("channels"))["channels"]]


async def test_a_file_is_uploaded_and_shown(playground: Playground, page: Eyes) -> None:
    place = playground.world.channel_named("general")
    async with aiohttp.ClientSession() as http:
        form = aiohttp.FormData()
        form.add_field("file", b"<script>", filename="page.html", content_type="text/html")
        async with http.post(f"{playground.url}/playground/upload", data=form) as answer:
            uploaded = await answer.json()
        assert (uploaded["filename"], uploaded["size"]) == ("page.html", 8)
        assert (await page.act("say", channel_id=place.id, content="", attachments=[uploaded["id"]]))["ok"]
        (attachment,) = page.seen[-2]["message"]["attachments"]
        async with http.get(attachment["url"]) as file:
            # Shown in place, it would run as the page's own.
            assert file.headers["Content-Disposition"] == "attachment"
            assert await file.read() == b"<script>"


@pytest.mark.parametrize("path", ["/", "/index.html"])
async def test_the_page_is_served_with_a_policy(playground: Playground, path: str) -> None:
    async with aiohttp.ClientSession() as http, http.get(playground.url + path) as page:
        assert page.status == 200
        assert page.content_type == "text/html"
        assert "default-src 'self'" in page.headers["Content-Security-Policy"]


async def test_nothing_beside_the_page_is_served(playground: Playground) -> None:
    async with aiohttp.ClientSession() as http:
        for path in ("/..%2fserver.py", "/%2e%2e/server.py", "/nothing.js"):
            async with http.get(f"{playground.url}{path}") as answer:
                assert answer.status == 404
