"""The environment, read once and checked as a whole (pydantic-settings over python-dotenv)."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from ipaddress import IPv6Address
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.domain.errors import SettingsError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

PROJECT = Path(__file__).resolve().parent.parent
SHIPPED_CATALOGUE = PROJECT / "data" / "catalogue"
ENV_FILE = Path(".env")

# What people read about a wrong value, by pydantic's name for what is wrong with it. The value itself is never
# told: it may be a token pasted into the wrong line.
SENTENCES = {
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_parsing": "must be a number",
    "greater_than": "must be more than {gt:g}",
    "greater_than_equal": "must be at least {ge:g}",
    "less_than_equal": "must be at most {le:g}",
    "literal_error": "must be {expected}",
}
# How alike a key of .env and one of ours must be (from 0 to 1) to be taken for a slip of the pen.
SLIP = 0.85

Port = Annotated[int, Field(ge=1, le=65_535)]


class Settings(BaseSettings):
    """Every setting of Matinee; the field names in capitals are the environment's keys."""

    model_config = SettingsConfigDict(
        env_file=ENV_FILE, env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

    discord_token: SecretStr | None = None
    discord_api_url: str = "https://discord.com/api/v10"

    embedding_host: str = "localhost"
    embedding_port: Port = 11434
    llm_backend: Literal["ollama", "openai"] = "ollama"
    llm_model: str = "llama3.1:8b"
    llm_timeout_seconds: Annotated[float, Field(gt=0, le=3600)] = 60
    llm_concurrency: Annotated[int, Field(ge=1, le=64)] = 1
    llm_temperature: Annotated[float, Field(ge=0, le=2)] = 0.7
    llm_top_p: Annotated[float, Field(gt=0, le=1)] = 0.9
    llm_top_k: Annotated[int, Field(ge=1, le=1000)] = 40
    # Ollama takes 0 for "without limit", which would let a babbling model hold the only place for ever.
    llm_num_predict: Annotated[int, Field(ge=1, le=4096)] = 800
    openai_base_url: str = "http://localhost:8000/v1"
    openai_api_key: SecretStr | None = None

    embedder: Literal["minilm", "ollama"] = "minilm"
    embedding_model: str = "nomic-embed-text"

    tmdb_api_key: SecretStr | None = None
    tmdb_api_url: str = "https://api.themoviedb.org/3"

    data_dir: Path = Path("data/var")
    database_url: str | None = None
    chroma_url: str | None = None
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @model_validator(mode="before")
    @classmethod
    def _without_blanks(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Space around a value means nothing, and a blank value the default."""
        stripped = {key: value.strip() if isinstance(value, str) else value for key, value in values.items()}
        return {key: value for key, value in stripped.items() if value != ""}

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("discord_token", "openai_api_key", "tmdb_api_key")
    @classmethod
    def _sendable(cls, value: SecretStr | None) -> SecretStr | None:
        # It goes into a header, where anything else would break far from here.
        text = value.get_secret_value() if value is not None else ""
        if " " in text or not (text.isascii() and text.isprintable()):
            raise ValueError("must be the bare token, without spaces and quotes")
        return value

    @field_validator("discord_api_url", "openai_base_url", "chroma_url", "tmdb_api_url")
    @classmethod
    def _http_address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        if not _is_http(value):
            raise ValueError("must be an address like http://host:8000")
        return value.rstrip("/")

    @field_validator("chroma_url")
    @classmethod
    def _without_path(cls, value: str | None) -> str | None:
        if value is not None and urlsplit(value).path:
            raise ValueError("must end after the port")
        return value

    @field_validator("embedding_host")
    @classmethod
    def _bare_host(cls, value: str) -> str:
        if "/" in value or " " in value or (":" in value and not _is_ipv6(value)):
            raise ValueError("must be a host name or address, without http://, port and path")
        return value

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(
            ("sqlite:", "sqlite+aiosqlite:", "postgres:", "postgresql")
        ):
            raise ValueError("must start with sqlite:/// or postgresql://")
        return value

    @field_validator("data_dir")
    @classmethod
    def _at_home(cls, value: Path) -> Path:
        # The shell does not do this to what stands in .env.
        return value.expanduser()

    @property
    def ollama_url(self) -> str:
        """The address of Ollama's API, such as http://localhost:11434."""
        host = f"[{self.embedding_host}]" if ":" in self.embedding_host else self.embedding_host
        return f"http://{host}:{self.embedding_port}"

    @property
    def database(self) -> str:
        """The address of the relational store: SQLite under `data_dir` unless DATABASE_URL says otherwise."""
        return self.database_url or f"sqlite:///{self.data_dir / 'matinee.sqlite3'}"


def load_settings() -> Settings:
    """Read the environment and `.env`.

    Raises SettingsError, one line, naming every wrong key at once: wrong values, and keys of `.env` that are
    ours but for a slip of the pen. Other keys may be there for other programs.
    """
    try:
        wrong = _slips(dotenv_values(ENV_FILE, encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as exc:
        raise SettingsError(f"{ENV_FILE} cannot be read as a text in UTF-8.", (str(ENV_FILE),)) from exc
    try:
        settings = Settings()
    except ValidationError as exc:
        # Not chained: the original names the values.
        wrong |= {str(error["loc"][0]).upper(): _sentence(error) for error in exc.errors()}
    if wrong:
        told = "; ".join(f"{key} {sentence}" for key, sentence in wrong.items())
        raise SettingsError(f"Wrong settings in the environment or {ENV_FILE}: {told}.", tuple(wrong))
    return settings


def _slips(values: Mapping[str, str | None]) -> dict[str, str]:
    ours = {name.upper() for name in Settings.model_fields}
    slips = {}
    for key in values:
        near = difflib.get_close_matches(key.upper(), ours, n=1, cutoff=SLIP)
        if near and key.upper() not in ours:
            slips[key] = f"is no setting (did you mean {near[0]}?)"
    return slips


def _sentence(error: ErrorDetails) -> str:
    sentence = SENTENCES.get(error["type"])
    if sentence is None:
        return error["msg"].removeprefix("Value error, ")
    return sentence.format(**error.get("ctx", {}))


def _is_http(value: str) -> bool:
    try:
        address = urlsplit(value)
        return address.scheme in ("http", "https") and bool(address.hostname) and address.port != 0
    except ValueError:  # a port that is no number, a bracket left open
        return False


def _is_ipv6(value: str) -> bool:
    try:
        return bool(IPv6Address(value))
    except ValueError:
        return False
