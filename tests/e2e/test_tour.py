"""A newcomer in the browser: opens the page, likes two titles, asks, stops, reacts, asks in a direct message."""

from __future__ import annotations

import json
import os
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from tests.e2e.browser import PROJECT, listen, newcomer, open_browser
from tests.stand_ins.ollama import Ollama
from tests.stand_ins.wire import Fault, wanted

pytestmark = pytest.mark.asyncio(loop_scope="module")

# Where the pictures go: `make screenshots` names the README's folder.
PICTURES = os.environ.get("MATINEE_SCREENSHOTS")
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 800}
PATIENCE_MS = 20_000
REASONS = (
    "Like the Arrival you liked, a puzzle that turns out to be about grief and time.",
    "It keeps the thoughtful mood you asked for, and trusts you to listen.",
    "You liked Contact: here, too, a scientist looks up and finds a question instead of an answer.",
    "Slow, quiet and strange, for a night on which you want to think.",
)


def reasons(body: dict[str, Any]) -> str:
    """Answer as a model would: the first candidates by number, each with a sentence."""
    schema = wanted(body)
    assert schema is not None
    picks = schema["properties"].get("picks")
    numbers = [*range(1, picks["minItems"] + 1)] if picks else [int(key) for key in schema["properties"]]
    said = [
        {"n": number, "why": REASONS[place % len(REASONS)], "sure": 0.9}
        for place, number in enumerate(numbers)
    ]
    return json.dumps({"picks": said} if picks else {str(each["n"]): each for each in said})


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def model() -> AsyncIterator[Ollama]:
    async with Ollama() as server:
        server.script = reasons
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with open_browser() as opened:
        yield opened


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def address(
    browser: Browser, model: Ollama, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[str]:
    """The playground's page, with the bot in it; not begun where there is no browser to see it."""
    async with newcomer(
        tmp_path_factory.mktemp("newcomer"), model.port, "playground", "--port", "18765"
    ) as at:
        yield at


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    return PROJECT / PICTURES if PICTURES else tmp_path


async def opened(browser: Browser, address: str, scheme: str, size: dict[str, int]) -> tuple[Page, list[str]]:
    context = await browser.new_context(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
    page = await context.new_page()
    wrong = listen(page)
    page.set_default_timeout(PATIENCE_MS)
    await page.goto(address)
    await expect(page.get_by_test_id("composer")).to_be_enabled(timeout=PATIENCE_MS)
    return page, wrong


async def send(page: Page, line: str) -> None:
    """Type a line as a person does, and press Enter."""
    composer = page.get_by_test_id("composer")
    await composer.click()
    await page.keyboard.type(line)
    await page.keyboard.press("Enter")


def from_bot(page: Page) -> Locator:
    return page.locator('[data-testid="message"][data-author="Matinee"]')


async def ask(page: Page, line: str) -> Locator:
    """Send a line; return the bot's next message, whenever it comes."""
    before = await from_bot(page).count()
    await send(page, line)
    return from_bot(page).nth(before)


async def says(message: Locator, text: str | re.Pattern[str]) -> None:
    await expect(message.get_by_test_id("message-content")).to_contain_text(text, timeout=PATIENCE_MS)


async def test_a_newcomer_likes_asks_stops_reacts_and_asks_in_private(
    browser: Browser, address: str, model: Ollama, pictures: Path
) -> None:
    page, wrong = await opened(browser, address, "dark", DESKTOP)

    await says(await ask(page, "/like title:Arrival"), "Noted: you liked Arrival (2016).")
    await complete_a_title(page)
    await says(from_bot(page).nth(1), "Noted: you liked Contact (1997).")

    model.fail(Fault(pause=0.06))
    answer = await ask(page, "/recommend request:thoughtful sci-fi tonight")
    await says(answer, "is writing")
    await expect(answer.get_by_role("button", name="Stop")).to_be_visible()
    await says(answer, REASONS[1])
    await page.screenshot(path=pictures / "playground-dark.png")
    await says(answer, "Reasons written by llama3.1:8b")
    await expect(answer.get_by_role("button", name="Stop")).to_have_count(0)
    text = await answer.inner_text()
    assert all(f"{place}. " in text for place in range(1, 5))
    assert "Arrival (2016)" not in text

    await stop(page, model)
    await react(answer)
    await ask_in_private(page)
    assert wrong == []


async def complete_a_title(page: Page) -> None:
    """Choose the command and the title from what is offered, by keyboard alone."""
    composer = page.get_by_test_id("composer")
    await composer.click()
    await page.keyboard.type("/lik")
    await expect(page.get_by_test_id("command-option").first).to_contain_text("like")
    await page.keyboard.press("Tab")
    await page.keyboard.type("conta")
    choice = page.get_by_test_id("command-option").filter(has_text="Contact (1997)")
    await expect(choice).to_be_visible()
    await choice.click()
    await page.keyboard.press("Enter")


async def stop(page: Page, model: Ollama) -> None:
    model.fail(Fault("stall-forever", at=20))
    asked = len(model.exchanges)
    answer = await ask(page, "/recommend request:a cosy mystery")
    await says(answer, "a cosy mystery")
    await model.until_asked(asked + 1, seconds=20.0)
    await answer.get_by_role("button", name="Stop").click()
    await says(answer, "Stopped")
    await model.until_left(5.0)
    model.fail(Fault(pause=0.01))


async def react(message: Locator) -> None:
    await message.hover()
    await message.get_by_test_id("add-reaction").click()
    await message.page.get_by_role("button", name=re.compile("👍|thumbs up", re.IGNORECASE)).first.click()
    reaction = message.get_by_test_id("reaction")
    await expect(reaction).to_contain_text("👍")
    await expect(reaction).to_contain_text("1")


async def ask_in_private(page: Page) -> None:
    await page.get_by_test_id("channel-dm").first.click()
    answer = await ask(page, "something warm and funny for a rainy evening")
    await says(answer, "Reasons written by llama3.1:8b")


async def test_what_one_person_alone_sees_and_another_does_not(browser: Browser, address: str) -> None:
    page, wrong = await opened(browser, address, "dark", DESKTOP)
    await says(await ask(page, "/seen title:Moon"), "Noted: you have seen Moon (2009).")
    mine = await ask(page, "/taste")
    await says(mine, "Moon (2009)")
    await expect(mine).to_contain_text(re.compile("only you can see this", re.IGNORECASE))

    await page.get_by_test_id("member-switch").select_option(label="Kim")
    await expect(page.get_by_text("looking through Kim")).to_be_visible()
    await expect(page.get_by_text(re.compile("only you can see this", re.IGNORECASE))).to_have_count(0)
    await says(await ask(page, "/taste"), "I know nothing of your taste yet")
    assert wrong == []


@pytest.mark.parametrize(("scheme", "size"), [("light", DESKTOP), ("dark", PHONE), ("light", PHONE)])
async def test_it_can_be_read_and_used_in_the_light_and_on_a_phone(
    browser: Browser, address: str, model: Ollama, pictures: Path, scheme: str, size: dict[str, int]
) -> None:
    page, wrong = await opened(browser, address, scheme, size)
    model.fail(Fault(pause=0.01))
    count = 2 if size is PHONE else 4
    answer = await ask(page, f"/recommend request:thoughtful sci-fi tonight count:{count}")
    await says(answer, "Reasons written by llama3.1:8b")

    wide = await page.evaluate("document.documentElement.scrollWidth")
    assert wide <= size["width"]
    name = "phone" if size is PHONE else "playground"
    await page.screenshot(path=pictures / f"{name}-{scheme}.png")
    assert wrong == []
