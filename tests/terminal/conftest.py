"""A data folder after the first start, and commands run in this process or as processes of their own."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.app import open_base
from bot.cli import main
from bot.settings import PROJECT, Settings
from tests.bare_settings import bare_settings

NOBODY_LISTENS = 9


def settings_in(folder: Path, port: int = NOBODY_LISTENS) -> Settings:
    """Return settings that know nothing of this machine's environment."""
    return bare_settings(data_dir=folder, embedding_host="127.0.0.1", embedding_port=port)


def environment_of(folder: Path, port: int = NOBODY_LISTENS, **more: str) -> dict[str, str]:
    """Return the environment of a process: ours without our keys, but for what is told."""
    ours = {name.upper() for name in Settings.model_fields}
    rest = {key: value for key, value in os.environ.items() if key.upper() not in ours}
    told = {"DATA_DIR": str(folder), "EMBEDDING_HOST": "127.0.0.1", "EMBEDDING_PORT": str(port)}
    return {**rest, **told, "PYTHONPATH": str(PROJECT), "COLUMNS": "100", **more}


@pytest.fixture(scope="session")
def opened_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which the embedding model and every vector are made already."""
    folder = tmp_path_factory.mktemp("opened-once")

    async def start() -> None:
        async with open_base(settings_in(folder), warm=True) as base:
            await base.embedder.embed(["warm"])

    asyncio.run(start())
    return folder


def copy_of(opened_once: Path, folder: Path) -> Path:
    shutil.copytree(opened_once, folder, ignore=shutil.ignore_patterns("models"))
    (folder / "models").symlink_to(opened_once / "models", target_is_directory=True)
    return folder


@pytest.fixture
def data(tmp_path: Path, opened_once: Path) -> Path:
    """A data folder of the test's own."""
    return copy_of(opened_once, tmp_path / "var")


@dataclass(frozen=True, slots=True)
class Done:
    """What a command left: its status, and all it said."""

    status: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def quiet_logging() -> Iterator[None]:
    """Put back what `main` changes in the process."""
    root = logging.getLogger()
    before, level, hook = root.handlers[:], root.level, sys.excepthook
    yield
    root.handlers[:] = before
    root.setLevel(level)
    sys.excepthook = hook


@pytest.fixture
def run(
    data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    quiet_logging: None,
) -> Run:
    """Return what runs a command in this process, as `python -m bot` would."""
    monkeypatch.chdir(tmp_path)
    for key in {name.upper() for name in Settings.model_fields} & set(os.environ):
        monkeypatch.delenv(key)
    for key in ("DATA_DIR", "EMBEDDING_HOST", "EMBEDDING_PORT", "COLUMNS"):
        monkeypatch.setenv(key, environment_of(data)[key])

    def run_command(*arguments: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["bot", *arguments])
        with pytest.raises(SystemExit) as end:
            main()
        said = capsys.readouterr()
        return Done(int(end.value.code or 0), said.out, said.err)

    return run_command
