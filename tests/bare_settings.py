"""Settings as the tests tell them, whatever file of settings lies in the folder they run in."""

from __future__ import annotations

from typing import Any

from bot.settings import Settings


def bare_settings(**told: Any) -> Settings:
    """Return the settings that are `told`, the rest as the environment and the defaults have it."""
    # pydantic takes more than the fields, of which alone the type knows.
    return Settings(_env_file=None, **told)  # type: ignore[call-arg]
