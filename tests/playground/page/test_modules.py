"""Runs the tests of the page's pure modules, which are JavaScript themselves, where Node.js is at hand."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
STATIC = HERE.parents[2] / "bot" / "playground" / "static"
# The first version whose `node --test` runs files named on the command line with modules in them.
NODE = 20


def test_the_pure_modules_of_the_page_pass_their_own_tests() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node.js is not installed")
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True, timeout=60)
    if int(version.stdout.lstrip("v").split(".")[0]) < NODE:
        pytest.skip(f"Node.js {NODE} is needed, this is {version.stdout.strip()}")
    files = sorted(str(file) for file in HERE.glob("*.test.mjs"))
    assert files
    ran = subprocess.run([node, "--test", *files], capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stdout[-4000:]


def test_the_page_asks_nothing_of_any_other_machine() -> None:
    """Addresses stand in the namespaces of SVG only; what a module imports or a sheet loads lies beside it."""
    for file in STATIC.iterdir():
        text = file.read_text(encoding="utf-8")
        assert set(re.findall(r"https?://[\w.-]+", text)) <= {"http://www.w3.org"}, file.name
        assert "@import" not in text
        for name in re.findall(r"""(?:from |import\()["']([^"']+)["']""", text):
            assert (STATIC / name).is_file(), f"{file.name} imports {name}"


def test_every_file_that_the_page_names_is_there() -> None:
    page = (STATIC / "index.html").read_text(encoding="utf-8")
    named = set(re.findall(r'(?:href|src)="([\w.]+)"', page))
    assert {"app.js", "tokens.css", "icon.svg"} <= named
    assert all((STATIC / name).is_file() for name in named)


def test_no_text_becomes_markup() -> None:
    """Text from people is only ever put into text nodes."""
    for file in STATIC.glob("*.js"):
        text = file.read_text(encoding="utf-8")
        for way in (
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "new Function",
        ):
            assert way not in text, f"{file.name} uses {way}"
