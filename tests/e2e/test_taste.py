"""A stranger in the browser: meets the bot over twelve titles, plans, asks why, takes back, looks at the picture."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.e2e.browser import newcomer, open_browser
from tests.e2e.test_tour import DESKTOP, PATIENCE_MS, PHONE, ask, from_bot, opened, pictures, reasons, says
from tests.stand_ins.ollama import Ollama

pytestmark = pytest.mark.asyncio(loop_scope="module")

__all__ = ["pictures"]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def model() -> AsyncIterator[Ollama]:
    async with Ollama() as server:
        server.script = reasons
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with open_browser() as found:
        yield found


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def address(
    browser: Browser, model: Ollama, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[str]:
    folder = tmp_path_factory.mktemp("stranger")
    async with newcomer(folder, model.port, "playground", "--port", "18775") as at:
        yield at


async def test_a_stranger_is_met_and_gets_recommendations_of_their_own(
    browser: Browser, address: str, pictures: Path
) -> None:
    page, wrong = await opened(browser, address, "dark", DESKTOP)
    answer = await ask(page, "/recommend request:a clever thriller")
    await says(answer, "Reasons written by")
    offer = from_bot(page).nth(1)
    await says(offer, "We have not met yet")
    titles = offer.get_by_role("button", name=re.compile(r"^[^*]{1,70} \(\d{4}\)$"))
    await expect(titles).to_have_count(12)
    for place in range(3):
        await titles.nth(place).click()
        await says(offer, f"{place + 1} loved so far")
    await page.screenshot(path=pictures / "meeting-dark.png")
    await offer.get_by_role("button", name="Recommend something").click()
    await says(offer, "Reasons written by")
    await says(offer, "a clever thriller")
    await look_back(page, pictures)
    await keep_what_nobody_knows(page)
    assert wrong == []


async def look_back(page: Page, pictures: Path) -> None:
    await says(await ask(page, "/why"), "What in your taste led here")
    await says(await ask(page, "/watchlist add title:Stalker"), "Stalker (1979) is on your watchlist.")
    planned = await ask(page, "/watchlist show")
    await says(planned, "Stalker (1979)")
    taste = await ask(page, "/taste")
    await says(taste, "You liked (3)")
    await page.screenshot(path=pictures / "taste-dark.png")
    card = await ask(page, "/taste card:True")
    picture = card.locator("img[alt^='The taste of']")
    await expect(picture).to_be_visible(timeout=PATIENCE_MS)
    assert await picture.evaluate("image => image.naturalWidth") == 1200
    await page.screenshot(path=pictures / "card-dark.png")
    await says(await ask(page, "/undo"), "Stalker (1979) is off your watchlist.")
    await says(await ask(page, "/undo"), "Taken back: you loved")
    history = await ask(page, "/history")
    await says(history, "you asked “a clever thriller”")
    await says(history, "taken back")
    await page.screenshot(path=pictures / "history-dark.png")


async def keep_what_nobody_knows(page: Page) -> None:
    unknown = await ask(page, "/like title:Zxqv the Unheard")
    await says(unknown, "I don't know a film or series called “Zxqv the Unheard”.")
    await unknown.get_by_role("button", name="Keep it anyway").click()
    await says(unknown, "Kept: you liked Zxqv the Unheard.")


async def test_a_surprise_and_the_meeting_can_be_used_on_a_phone(
    browser: Browser, address: str, pictures: Path
) -> None:
    page, wrong = await opened(browser, address, "light", PHONE)
    await says(await ask(page, "/surprise"), re.compile(r"from the \d{4}s"))
    await page.screenshot(path=pictures / "surprise-phone.png")
    wide = await page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE["width"]
    assert wrong == []
