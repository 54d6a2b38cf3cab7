"""The playground's HTTP as anything that speaks it sees it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.playground.interaction import Interaction
from bot.playground.server import Playground, PortTaken, open_playground

MESSAGES = "/channels/{channel_id}/messages"
EDIT = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"


@pytest.fixture
async def http(playground: Playground) -> AsyncIterator[aiohttp.ClientSession]:
    """A session with the bot's token."""
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {playground.token}"}) as session:
        yield session


def general(playground: Playground) -> str:
    return playground.world.channel_named("general").id


def ping(playground: Playground) -> Interaction:
    """Have a person use the command /ping, which is made if need be."""
    if not playground.world.commands.all():
        playground.world.commands.create({"name": "ping", "description": "Ping."})
    person = next(playground.world.people())["id"]
    return playground.people.slash(person, general(playground), "ping")


async def ask(
    http: aiohttp.ClientSession, playground: Playground, method: str, path: str, body: Any = None
) -> tuple[int, Any, dict[str, str]]:
    """Return status, JSON and headers of an answer."""
    async with http.request(method, playground.api_url + path, json=body) as answer:
        text = await answer.text()
        return answer.status, json.loads(text) if text else None, dict(answer.headers)


async def answer(
    http: aiohttp.ClientSession, playground: Playground, asked: Interaction, body: Any, query: str = ""
) -> tuple[int, Any]:
    """Answer an interaction."""
    path = f"/interactions/{asked.id}/{asked.token}/callback{query}"
    return (await ask(http, playground, "POST", path, body))[:2]


async def test_an_answer_says_json_and_nothing_more_and_tells_the_limits(
    http: aiohttp.ClientSession, playground: Playground
) -> None:
    path = f"/channels/{general(playground)}/messages"
    status, message, headers = await ask(http, playground, "POST", path, {"content": "hello", "nonce": "7"})
    assert (status, message["content"], message["nonce"]) == (200, "hello", "7")
    assert headers["Content-Type"] == "application/json"
    assert (headers["X-RateLimit-Limit"], headers["X-RateLimit-Remaining"]) == ("5", "4")
    assert {"X-RateLimit-Reset", "X-RateLimit-Reset-After", "X-RateLimit-Bucket"} <= set(headers)
    assert "guild_id" not in message
    assert "reactions" not in message


async def test_the_sixth_message_within_five_seconds_is_one_too_many(
    http: aiohttp.ClientSession, playground: Playground
) -> None:
    path = f"/channels/{general(playground)}/messages"
    for _ in range(5):
        assert (await ask(http, playground, "POST", path, {"content": "x"}))[0] == 200
    status, body, headers = await ask(http, playground, "POST", path, {"content": "x"})
    assert status == 429
    assert set(body) == {"message", "retry_after", "global"}
    assert 4 < body["retry_after"] <= 5
    assert headers["Retry-After"] == "5"
    assert headers["Via"]
    assert headers["X-RateLimit-Scope"] == "user"
    assert len(playground.world.channel_named("general").messages) == 5
    playground.clock.advance(5)
    assert (await ask(http, playground, "POST", path, {"content": "x"}))[0] == 200


async def test_a_wrong_token_is_401_and_an_unknown_route_404(playground: Playground) -> None:
    async with aiohttp.ClientSession(headers={"Authorization": "Bot wrong"}) as http:
        assert (await ask(http, playground, "GET", "/users/@me"))[:2] == (
            401,
            {"message": "401: Unauthorized", "code": 0},
        )
        assert (await ask(http, playground, "GET", "/gateway"))[0] == 200
        assert (await ask(http, playground, "GET", "/nonsense"))[:2] == (
            404,
            {"message": "404: Not Found", "code": 0},
        )
    assert playground.limits.invalid_requests == 1
    playground.recorded.clear()  # the last one is not described, on purpose


@pytest.mark.parametrize(
    ("query", "status"), [("", 204), ("?with_response=true", 200), ("?with_response=1", 200)]
)
async def test_a_callback_tells_what_came_of_it_only_when_asked(
    http: aiohttp.ClientSession, playground: Playground, query: str, status: int
) -> None:
    asked = ping(playground)
    got, body = await answer(http, playground, asked, {"type": 4, "data": {"content": "pong"}}, query)
    assert got == status
    if body is not None:
        assert body["interaction"]["response_message_id"] == body["resource"]["message"]["id"]
        assert body["resource"]["type"] == 4


@pytest.mark.parametrize(
    "body",
    [
        {"type": 7, "data": {"content": "there is nothing to update"}},
        {"type": 8, "data": {"choices": []}},
        {"type": 4, "data": {"content": "x" * 2001}},
        {"type": 4, "data": {}},
        {"type": 99},
        {},
        [],
        "text",
    ],
)
async def test_an_answer_that_is_refused_does_not_use_up_the_interaction(
    http: aiohttp.ClientSession, playground: Playground, body: Any
) -> None:
    asked = ping(playground)
    assert (await answer(http, playground, asked, body))[0] == 400
    assert (await answer(http, playground, asked, {"type": 5}))[0] == 204
    assert asked.original is not None
    assert asked.original.is_loading


async def test_followups_need_an_answer_first(http: aiohttp.ClientSession, playground: Playground) -> None:
    asked = ping(playground)
    path = f"/webhooks/{playground.world.bot_id}/{asked.token}"
    assert (await ask(http, playground, "POST", path, {"content": "x"}))[1]["code"] == 10015
    await answer(http, playground, asked, {"type": 5, "data": {"flags": 64}})
    status, message, _ = await ask(http, playground, "POST", path, {"content": "x"})
    assert (status, message["flags"]) == (200, 64)  # as private as "… is thinking" was
    status, more, _ = await ask(http, playground, "POST", path, {"content": "y"})
    assert (status, more["flags"]) == (200, 0)
    assert "message_reference" not in more  # what was private is not shown to all


async def test_a_body_that_is_no_json_is_told_so(http: aiohttp.ClientSession, playground: Playground) -> None:
    url = f"{playground.api_url}/channels/{general(playground)}/messages"
    async with http.post(url, data=b"{", headers={"Content-Type": "application/json"}) as refused:
        assert (refused.status, (await refused.json())["code"]) == (400, 50109)


async def test_what_is_applied_may_lose_its_answer(
    http: aiohttp.ClientSession, playground: Playground
) -> None:
    channel = general(playground)
    playground.faults.add("POST", "/messages$", times=1, drop=True, applied=True)
    with pytest.raises(aiohttp.ClientConnectionError):
        await ask(http, playground, "POST", f"/channels/{channel}/messages", {"content": "x"})
    assert len(playground.world.channels[channel].messages) == 1
    (exchange,) = playground.recorded.of("POST", MESSAGES)
    assert (exchange.served, exchange.status) == (True, -1)


@pytest.mark.parametrize("status", [500, 503, 429])
async def test_a_fault_answers_in_discords_place(
    http: aiohttp.ClientSession, playground: Playground, status: int
) -> None:
    channel = general(playground)
    playground.faults.add("POST", "/messages$", times=1, status=status)
    path = f"/channels/{channel}/messages"
    got, _, headers = await ask(http, playground, "POST", path, {"content": "x"})
    assert got == status
    assert ("Via" in headers) == (status == 429)
    assert not playground.world.channels[channel].messages
    assert (await ask(http, playground, "POST", path, {"content": "x"}))[0] == 200


async def test_a_playground_that_is_away_drops_everything(
    http: aiohttp.ClientSession, playground: Playground
) -> None:
    playground.go_away(10)
    with pytest.raises(aiohttp.ClientConnectionError):
        await ask(http, playground, "GET", "/users/@me")
    playground.clock.advance(10)
    assert (await ask(http, playground, "GET", "/users/@me"))[0] == 200


async def test_old_messages_can_be_edited_less_often(
    http: aiohttp.ClientSession, playground: Playground
) -> None:
    path = f"/channels/{general(playground)}/messages"
    message = (await ask(http, playground, "POST", path, {"content": "x"}))[1]
    playground.clock.advance(3601)
    codes = []
    for number in range(6):
        playground.clock.advance(5)
        path = f"/channels/{general(playground)}/messages/{message['id']}"
        body = (await ask(http, playground, "PATCH", path, {"content": str(number)}))[1]
        codes.append(body.get("code"))
    assert codes == [None] * 5 + [30046]


async def test_edits_change_what_they_name_and_leave_the_rest(
    http: aiohttp.ClientSession, playground: Playground
) -> None:
    asked = ping(playground)
    row = {"type": 1, "components": [{"type": 2, "style": 1, "label": "Stop", "custom_id": "stop"}]}
    data = {"content": "one", "components": [row], "embeds": [{"title": "card"}]}
    await answer(http, playground, asked, {"type": 4, "data": data})
    path = f"/webhooks/{playground.world.bot_id}/{asked.token}/messages/@original"
    _, message, _ = await ask(http, playground, "PATCH", path, {"content": "two"})
    assert message["content"] == "two"
    assert message["components"][0]["components"][0]["label"] == "Stop"
    _, message, _ = await ask(http, playground, "PATCH", path, {"components": []})
    assert (message["content"], message["components"], len(message["embeds"])) == ("two", [], 1)
    status, error, _ = await ask(http, playground, "PATCH", path, {"content": "", "embeds": []})
    assert (status, error["code"]) == (400, 50006)
    assert len(playground.recorded.of("PATCH", EDIT)) == 3


async def test_attachments_that_an_edit_does_not_name_are_gone(
    http: aiohttp.ClientSession, playground: Playground
) -> None:
    url = f"{playground.api_url}/channels/{general(playground)}/messages"
    form = aiohttp.FormData()
    form.add_field("payload_json", json.dumps({"attachments": [{"id": "0"}, {"id": "1"}]}))
    for number in range(2):
        form.add_field(f"files[{number}]", b"data", filename=f"{number}.txt", content_type="text/plain")
    async with http.post(url, data=form) as sent:
        message = await sent.json()
    assert [one["filename"] for one in message["attachments"]] == ["0.txt", "1.txt"]
    keep = {"attachments": [{"id": message["attachments"][1]["id"]}]}
    async with http.patch(f"{url}/{message['id']}", json=keep) as changed:
        assert [one["filename"] for one in (await changed.json())["attachments"]] == ["1.txt"]
    async with http.get(message["attachments"][1]["url"]) as file:
        assert (await file.read(), file.headers["X-Content-Type-Options"]) == (b"data", "nosniff")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:80", "[::2]"])
async def test_a_name_that_only_points_here_is_refused(playground: Playground, host: str) -> None:
    async with (
        aiohttp.ClientSession() as http,
        http.get(playground.url, headers={"Host": host}) as refused,
    ):
        assert refused.status == 403


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
async def test_another_sites_page_cannot_use_the_controls(
    playground: Playground, headers: dict[str, str]
) -> None:
    async with aiohttp.ClientSession(headers=headers) as http:
        async with http.post(f"{playground.url}/playground/control", json={"do": "world"}) as refused:
            assert refused.status == 403
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await http.ws_connect(f"{playground.url}/playground/socket")


async def test_a_port_that_is_taken_is_told_and_the_next_can_be_tried(playground: Playground) -> None:
    port = int(playground.url.rsplit(":", 1)[1])
    with pytest.raises(PortTaken, match=str(port)):
        async with open_playground(port):
            pass


async def test_two_hundred_at_once_are_served_without_a_second_lost(playground: Playground) -> None:
    asked = [ping(playground) for _ in range(200)]
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
        async with asyncio.timeout(0.95):  # a connection that does not fit into the backlog costs a second
            answers = await asyncio.gather(*(answer(http, playground, one, {"type": 5}) for one in asked))
    assert {status for status, _ in answers} == {204}
