"""The environment and `.env`, as an operator gets them right and wrong."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.domain.errors import SettingsError
from bot.settings import PROJECT, Settings, load_settings

EXAMPLE = PROJECT / ".env.example"
TOKEN = "MTAwMDAwMDAwMDAwMDAwMDAwMA.Gx-secret"


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An environment without any of our keys, in a folder without `.env`."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def wrong_keys(monkeypatch: pytest.MonkeyPatch, **environment: str) -> tuple[str, ...]:
    for key, value in environment.items():
        monkeypatch.setenv(key, value)
    with pytest.raises(SettingsError) as error:
        load_settings()
    return error.value.keys


def defaults_in_the_example() -> dict[str, str]:
    lines = EXAMPLE.read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_every_setting_stands_in_the_example_with_the_default_that_the_code_has() -> None:
    example = defaults_in_the_example()
    assert set(example) == {name.upper() for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        default = "" if field.default is None else str(field.default)
        assert example[name.upper()] == default, name


def test_the_example_copied_as_it_is_changes_nothing(tmp_path: Path) -> None:
    plain = load_settings()
    (tmp_path / ".env").write_bytes(EXAMPLE.read_bytes())
    assert load_settings() == plain
    assert plain.discord_token is None
    assert (plain.database_url, plain.chroma_url, plain.openai_api_key) == (None, None, None)


def test_the_environment_overrules_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("LLM_MODEL=from-file\nLLM_TOP_K=7\n")
    monkeypatch.setenv("LLM_MODEL", "from-environment")
    settings = load_settings()
    assert (settings.llm_model, settings.llm_top_k) == ("from-environment", 7)


def test_every_wrong_value_is_named_at_once_on_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {
        "DISCORD_TOKEN": "two words",
        "DISCORD_API_URL": "discord.com",
        "EMBEDDING_HOST": "http://localhost",
        "EMBEDDING_PORT": "http",
        "LLM_BACKEND": "llama",
        "LLM_TIMEOUT_SECONDS": "0",
        "LLM_CONCURRENCY": "1.5",
        "LLM_TEMPERATURE": "warm",
        "LLM_TOP_P": "1.5",
        "LLM_TOP_K": "0",
        "LLM_NUM_PREDICT": "0",
        "OPENAI_BASE_URL": "http://host:port",
        "OPENAI_API_KEY": "“quoted”",
        "EMBEDDER": "bert",
        "DATABASE_URL": "mysql://somewhere",
        "CHROMA_URL": "http://host:8000/chroma",
        "LOG_LEVEL": "LOUD",
    }
    for key, value in wrong.items():
        monkeypatch.setenv(key, value)
    with pytest.raises(SettingsError) as error:
        load_settings()
    assert set(error.value.keys) == set(wrong)
    text = str(error.value)
    assert "\n" not in text
    assert all(key in text for key in wrong)
    assert "Input should" not in text


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("EMBEDDING_PORT", "70000", "must be at most 65535"),
        ("EMBEDDING_PORT", "x", "must be a whole number"),
        ("LLM_TIMEOUT_SECONDS", "nan", "must be at most 3600"),
        ("LLM_TIMEOUT_SECONDS", "-1", "must be more than 0"),
        ("LLM_BACKEND", "x", "must be 'ollama' or 'openai'"),
        ("EMBEDDING_HOST", "localhost:11434", "must be a host name or address, without"),
        ("EMBEDDING_HOST", "my host", "must be a host name or address, without"),
        ("OPENAI_BASE_URL", "http://[::1", "must be an address like http://host:8000"),
        ("DISCORD_API_URL", "http://", "must be an address like http://host:8000"),
    ],
)
def test_a_wrong_value_is_told_in_words(
    monkeypatch: pytest.MonkeyPatch, key: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(key, value)
    with pytest.raises(SettingsError, match=re.escape(f"{key} {sentence}")):
        load_settings()


@pytest.mark.parametrize("blank", ["", " ", "\t"])
def test_a_blank_value_is_the_default(monkeypatch: pytest.MonkeyPatch, blank: str) -> None:
    plain = load_settings()
    for name in Settings.model_fields:
        monkeypatch.setenv(name.upper(), blank)
    assert load_settings() == plain


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("DISCORD_TOKEN", f"  {TOKEN} ", SecretStr(TOKEN)),
        ("LOG_LEVEL", "debug", "DEBUG"),
        ("LLM_TOP_K", " 12 ", 12),
        ("OPENAI_BASE_URL", "http://localhost:1234/v1/", "http://localhost:1234/v1"),
        ("CHROMA_URL", "https://chroma.example/", "https://chroma.example"),
        ("DATA_DIR", "~/matinee", Path("~/matinee").expanduser()),
        ("DATABASE_URL", "postgres://ada@host/matinee", "postgres://ada@host/matinee"),
    ],
)
def test_a_value_is_taken_as_it_was_meant(
    monkeypatch: pytest.MonkeyPatch, key: str, value: str, expected: Any
) -> None:
    monkeypatch.setenv(key, value)
    assert getattr(load_settings(), key.lower()) == expected


def test_addresses_are_put_together_from_their_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().ollama_url == "http://localhost:11434"
    assert load_settings().database == "sqlite:///data/var/matinee.sqlite3"
    monkeypatch.setenv("EMBEDDING_HOST", "::1")
    monkeypatch.setenv("DATA_DIR", "/srv/matinee")
    assert load_settings().ollama_url == "http://[::1]:11434"
    assert load_settings().database == "sqlite:////srv/matinee/matinee.sqlite3"


def test_a_slip_of_the_pen_in_the_file_is_told_with_what_was_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("DISCORD_TOKN=x\nLLM_MODLE=y\nCOMPOSE_PROJECT_NAME=z\nPATH_TO_ME=1\n")
    with pytest.raises(SettingsError, match=r"DISCORD_TOKN is no setting \(did you mean DISCORD_TOKEN\?\)"):
        load_settings()
    assert wrong_keys(monkeypatch, LLM_TOP_K="none") == ("DISCORD_TOKN", "LLM_MODLE", "LLM_TOP_K")


def test_other_programs_may_have_keys_like_ours_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URI", "mysql://theirs")
    monkeypatch.setenv("LLM_MODELS", "theirs")
    assert load_settings().llm_model == "llama3.1:8b"


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"LLM_MODEL=\xff\xfe\x00")
    with pytest.raises(SettingsError, match=r"\.env cannot be read"):
        load_settings()


def test_a_secret_never_shows(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    monkeypatch.setenv("OPENAI_API_KEY", TOKEN)
    settings = load_settings()
    assert TOKEN not in f"{settings} {settings!r} {settings.model_dump()} {settings.model_dump_json()}"
    for key in ("LLM_TOP_K", "EMBEDDING_HOST", "LLM_BACKEND", "CHROMA_URL", "DATABASE_URL", "LOG_LEVEL"):
        monkeypatch.setenv(key, f"{TOKEN} /")  # pasted into the wrong line
    monkeypatch.setenv("DISCORD_TOKEN", f"Bot {TOKEN}")
    with pytest.raises(SettingsError) as error:
        load_settings()
    assert len(error.value.keys) == 7
    assert TOKEN not in f"{error.value} {error.getrepr(chain=True)}"
    assert TOKEN not in caplog.text
