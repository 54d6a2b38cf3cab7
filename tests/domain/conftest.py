"""The shipped catalogue as the recommender reads it, prepared once."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.catalogue.catalogue import Catalogue
from bot.catalogue.loader import load_shipped
from bot.services.library import Library

SHIPPED = Path(__file__).parents[2] / "data" / "catalogue"
THIS_YEAR = 2026


@pytest.fixture(scope="session")
def library() -> Library:
    """The shipped titles without vectors."""
    return Library.of(Catalogue.build(load_shipped(SHIPPED)), THIS_YEAR)
