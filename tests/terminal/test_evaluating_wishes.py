"""`evaluate --wishes` as a whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.terminal.evaluating_wishes import evaluate_wishes
from tests.stand_ins.tmdb import KEY, Tmdb, film
from tests.terminal.conftest import settings_in


async def test_nothing_is_looked_up_while_wishes_are_measured(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wishes = tmp_path / "wishes.toml"
    wishes.write_text('[[wish]]\ntext = "films like Zorbian Pier"\nkind = "film"\n')
    async with Tmdb([film(1, "Zorbian Pier", 1999, 4000)]) as tmdb:
        with_key = {"tmdb_api_key": SecretStr(KEY), "tmdb_api_url": tmdb.url}
        settings = settings_in(data).model_copy(update=with_key)
        await evaluate_wishes(settings, wishes, as_json=True)
        assert tmdb.asked == []
    assert json.loads(capsys.readouterr().out)["wishes"] == 1
