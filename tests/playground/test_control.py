"""The controls do from another process what a test in this one can do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.playground.occurrence import Json
from bot.playground.server import Playground


class Controls:
    """The control routes."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self._http, self._url = http, url

    async def do(self, name: str, /, **what: Any) -> Json:
        """Do something and return what is said of it."""
        async with self._http.post(f"{self._url}/playground/control", json={"do": name, **what}) as answer:
            said: Json = await answer.json()
            assert (answer.status == 200) == said["ok"]
            return said

    async def get(self, what: str) -> Json:
        """Return counters or what was recorded."""
        async with self._http.get(f"{self._url}/playground/{what}") as answer:
            said: Json = await answer.json()
            return said


@pytest.fixture
async def controls(playground: Playground) -> AsyncIterator[Controls]:
    async with aiohttp.ClientSession() as http:
        yield Controls(http, playground.url)


async def test_the_world_can_be_looked_at_and_changed(playground: Playground, controls: Controls) -> None:
    world = await controls.do("world")
    robin, general = world["members"]["Robin"], world["channels"]["general"]
    said = (await controls.do("say", user_id=robin, channel_id=general, content="hello"))["message"]
    await controls.do("react", user_id=robin, message_id=said["id"], emoji="👍")
    (message,) = (await controls.do("messages", channel_id=general))["messages"]
    assert (message["content"], message["only_for"]) == ("hello", None)
    assert message["reactions"][0]["count"] == 1
    await controls.do("delete_message", channel_id=general, message_id=said["id"])
    assert (await controls.do("messages", channel_id=general))["messages"] == []
    await controls.do("permissions", channel_id=general, deny=["VIEW_CHANNEL"])
    assert playground.world.channels[general].overwrites
    added = (await controls.do("add_channel", name="new"))["channel_id"]
    await controls.do("delete_channel", channel_id=added)
    assert (await controls.do("messages", channel_id=added))["code"] == 10003


async def test_an_interaction_is_made_and_what_became_of_it_told(
    playground: Playground, controls: Controls
) -> None:
    playground.world.commands.create({"name": "ping", "description": "Ping."})
    world = await controls.do("world")
    robin, general = world["members"]["Robin"], world["channels"]["general"]
    made = await controls.do("slash", user_id=robin, channel_id=general, name="ping")
    await controls.do("clock", advance=4)
    asked = playground.interactions.get(made["interaction_id"])
    assert asked is not None
    await asked.answered()
    told = await controls.do("interaction", interaction_id=made["interaction_id"])
    assert (told["failed"], told["callback"]) == (True, None)
    assert (await controls.get("counters"))["unanswered"] == 1


async def test_faults_and_limits_are_set_and_counted(playground: Playground, controls: Controls) -> None:
    fault = await controls.do("fault", method="GET", path="/users/@me", status=500, times=1)
    assert fault["fault"]["status"] == 500
    await controls.do("limit", route="GET /users/{user_id}", limit=1, window=60)
    general = playground.world.channel_named("general").id
    user = next(playground.world.people())["id"]
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {playground.token}"}) as http:
        for path, status in (
            ("/users/@me", 500),
            ("/users/@me", 200),
            (f"/users/{user}", 200),
            (f"/users/{user}", 429),
        ):
            async with http.get(playground.api_url + path) as answer:
                assert answer.status == status
        async with http.post(
            f"{playground.api_url}/channels/{general}/messages", json={"content": "x"}
        ) as answer:
            sent = await answer.json()
        async with http.patch(
            f"{playground.api_url}/channels/{general}/messages/{sent['id']}", json={"content": "y"}
        ) as answer:
            assert answer.status == 200
    counted = await controls.get("counters")
    assert counted["requests"]["GET /users/@me"] == {"500": 1, "200": 1}
    assert counted["refused"] == 1
    assert len(counted["edits"][sent["id"]]) == 1
    recorded = (await controls.get("recorded"))["exchanges"]
    assert [one["status"] for one in recorded] == [500, 200, 200, 429, 200, 200]
    assert recorded[-1]["body"] == {"content": "y"}
    assert len((await controls.get("recorded?after=5"))["exchanges"]) == 1


@pytest.mark.parametrize(
    ("name", "what", "sentence"),
    [
        ("nonsense", {}, "There is nothing called nonsense to do."),
        ("clock", {"advance": -1}, "The clock never steps back."),
        ("fault", {"status": 200}, "A fault's status is from 400 to 599."),
        ("say", {"user_id": "1", "channel_id": "1", "content": "x"}, "There is no such channel."),
        ("permissions", {"channel_id": "1", "deny": ["FLY"]}, "There is no permission FLY."),
        ("slash", {}, "The request is malformed"),
    ],
)
async def test_what_cannot_be_done_is_told_in_a_sentence(
    controls: Controls, name: str, what: Json, sentence: str
) -> None:
    assert (await controls.do(name, **what))["error"].startswith(sentence)


async def test_gateway_controls_work_without_a_bot(controls: Controls) -> None:
    for name, what in (
        ("drop_gateway", {"resumable": False}),
        ("invalidate", {}),
        ("reconnect", {}),
        ("refuse_gateway", {"seconds": 0}),
        ("dispatch", {"name": "TYPING_START", "data": {}}),
        ("send_raw", {"text": "{"}),
        ("clear_faults", {}),
        ("clear_limits", {}),
        ("clear_recorded", {}),
        ("restart", {"seconds": 0.1}),
    ):
        assert (await controls.do(name, **what))["ok"]
