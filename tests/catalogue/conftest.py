"""The shipped catalogue, loaded once, and titles made up for a test."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.catalogue.loader import load_shipped
from bot.catalogue.resolver import Resolver
from bot.domain.title import Title

SHIPPED = Path(__file__).parents[2] / "data" / "catalogue"


@pytest.fixture(scope="session")
def shipped() -> list[Title]:
    return load_shipped(SHIPPED)


@pytest.fixture(scope="session")
def resolver(shipped: list[Title]) -> Resolver:
    return Resolver(shipped)
