"""The environment, read once and checked as a whole (pydantic-settings over python-dotenv)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.domain.errors import SettingsError

PROJECT = Path(__file__).resolve().parent.parent
SHIPPED_CATALOGUE = PROJECT / "data" / "catalogue"

Port = Annotated[int, Field(ge=1, le=65_535)]
Name = Annotated[str, Field(min_length=1)]


class Settings(BaseSettings):
    """Every setting of Matinee; the field names in capitals are the environment's keys."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

    discord_token: SecretStr | None = None
    discord_api_url: str = "https://discord.com/api/v10"

    embedding_host: str = "localhost"
    embedding_port: Port = 11434
    llm_backend: Literal["ollama", "openai"] = "ollama"
    llm_model: Name = "llama3.1:8b"
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
    embedding_model: Name = "nomic-embed-text"

    data_dir: Path = Path("data/var")
    database_url: str | None = None
    chroma_url: str | None = None
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("discord_api_url", "openai_base_url", "chroma_url")
    @classmethod
    def _http_address(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        return value.rstrip("/") if value is not None else None

    @field_validator("embedding_host")
    @classmethod
    def _bare_host(cls, value: str) -> str:
        if not value or "/" in value or " " in value:
            raise ValueError("must be a host name or address, without http:// and without a path")
        return value

    @field_validator("database_url")
    @classmethod
    def _async_driver(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("sqlite:", "sqlite+aiosqlite:", "postgresql")):
            raise ValueError("must start with sqlite:/// or postgresql://")
        return value

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

    Raises SettingsError naming every wrong key at once.
    """
    try:
        return Settings()
    except ValidationError as exc:
        # The values are left out: a wrong one may be a token pasted into the wrong line.
        wrong = {
            str(error["loc"][0]).upper(): error["msg"].removeprefix("Value error, ") for error in exc.errors()
        }
        lines = "\n".join(f"  {key}: {message}" for key, message in wrong.items())
        raise SettingsError(f"The environment (or .env) holds wrong values:\n{lines}", tuple(wrong)) from None
