"""A file is imported over the wire, with restarts between its question, its end and its undoing; and in the browser."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.e2e.browser import listen, newcomer, open_browser
from tests.e2e.harness import Answer, Scene
from tests.e2e.process import until
from tests.imports import samples

pytestmark = pytest.mark.asyncio(loop_scope="module")

PATIENCE_MS = 20_000
NOBODY_LISTENS = 9
QUESTION = "Shall I keep this?"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with open_browser() as opened:
        yield opened


def imported(scene: Scene, person: str) -> Answer:
    people = scene.playground.people
    file = people.upload("letterboxd.zip", samples.letterboxd_zip(), "application/zip")
    channel = scene.playground.world.channel_named("general")
    return Answer(scene, people.slash(person, channel.id, "import", {"file": file}))


def kept(scene: Scene, person: str) -> int:
    query = "SELECT count(*) AS kept FROM verdicts WHERE user_id = ? AND retracted_at IS NULL"
    return int(scene.bot.rows(query, int(person))[0]["kept"])


async def test_an_import_is_undone_after_the_process_was_killed(scene: Scene) -> None:
    person = scene.person()
    answer = imported(scene, person)
    await answer.until_shows(QUESTION)
    assert kept(scene, person) == 0
    answer.press("Import")
    await answer.until_shows("Done.")
    assert kept(scene, person) >= 5
    await until(lambda: answer.now.buttons == ("Undo",), "it can be taken back")

    await scene.bot.kill()
    await scene.bot.start()

    answer.press("Undo")
    await answer.until_shows("Taken back")
    assert kept(scene, person) == 0


async def test_what_nobody_agreed_to_before_the_end_of_the_process_is_not_kept_and_can_be_asked_again(
    scene: Scene,
) -> None:
    person = scene.person()
    answer = imported(scene, person)
    await answer.until_shows(QUESTION)
    await scene.bot.kill()
    await scene.bot.start()
    dead = answer.press("Import")
    await dead.until_shows("I was restarted after I asked this")
    assert kept(scene, person) == 0

    again = imported(scene, person)
    await again.until_shows(QUESTION)
    again.press("Import")
    await again.until_shows("Done.")
    assert kept(scene, person) >= 5


async def test_the_log_says_nothing_of_what_is_in_a_file(scene: Scene) -> None:
    answer = imported(scene, scene.person())
    await answer.until_shows(QUESTION)
    answer.press("Import")
    await answer.until_shows("Done.")
    assert "import kept" in scene.bot.log
    for word in ("Arrival", "Solaris", "letterboxd.zip", "Slow, and"):
        assert word not in scene.bot.log


async def test_somebody_chooses_a_file_in_the_browser_imports_and_takes_it_back(
    browser: Browser, tmp_path: Path
) -> None:
    file = tmp_path / "letterboxd.zip"
    extra = "Date,Name,Year,Letterboxd URI\n2024-01-01,Nosuch Oddity,1931,https://boxd.it/ee01\n"
    file.write_bytes(samples.letterboxd_zip(**{"more/watched.csv": extra}))
    async with newcomer(tmp_path / "newcomer", NOBODY_LISTENS, "playground", "--port", "18865") as address:
        page = await (await browser.new_context()).new_page()
        wrong = listen(page)
        page.set_default_timeout(PATIENCE_MS)
        await page.goto(address)
        composer = page.get_by_test_id("composer")
        await expect(composer).to_be_enabled(timeout=PATIENCE_MS)
        await composer.click()
        await page.keyboard.type("/import file:")
        async with page.expect_file_chooser() as chooser:
            await page.get_by_test_id("command-option").filter(has_text="Choose a file").click()
        await (await chooser.value).set_files(file)
        await expect(composer).to_have_value(re.compile(r"letterboxd\.zip"))
        await composer.press("Enter")

        answer = page.locator('[data-testid="message"][data-author="Matinee"]').first
        await expect(answer).to_contain_text("Shall I keep this?", timeout=PATIENCE_MS)
        await expect(answer).to_contain_text("not-found.csv")
        await answer.get_by_role("button", name="Import").click()
        await expect(answer).to_contain_text("Done. I have kept", timeout=PATIENCE_MS)
        await answer.get_by_role("button", name="Undo").click()
        await expect(answer).to_contain_text("Taken back", timeout=PATIENCE_MS)
        assert wrong == []
