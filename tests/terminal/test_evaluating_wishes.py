"""`evaluate --wishes` as a whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.terminal.evaluating_wishes import evaluate_wishes
from tests.stand_ins.tmdb import KEY, Tmdb, film
from tests.terminal.conftest import Run, settings_in


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


def test_wishes_are_measured_beside_plain_methods_and_what_breaks_a_rule_is_named(
    run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "wishes.toml"
    path.write_text(
        '[[wish]]\ntext = "like Heat"\nlikes = "Sicario"\nknown = ["Collateral", "Zorbian Pier"]\nyears = [1900, 1901]\n',
        encoding="utf-8-sig",
    )
    done = run("evaluate", "--wishes", str(path))
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("Not known here, of 3 titles named: Zorbian Pier (1).\n")
    assert done.out.count(" breaks years\n") == 4
    assert "1 wish, the titles shown first" in done.out
    for method in ("Matinee", "MiniLM and fame", "MiniLM"):
        assert f" {method} " in done.out
    told = json.loads(run("evaluate", "--wishes", str(path), "--json").out)
    assert (told["wishes"], told["kept"]) == (1, 0.0)
    assert told["plain"].keys() == {"MiniLM and fame", "MiniLM"}


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"\xff\xfe\x00", "no text in UTF-8"), (b"", "holds no wish"), (b"[[wish]]\ntext = 'x'\nkind = 'movie'", "wish 1: kind is not")],
)  # fmt: skip
def test_a_file_of_wishes_that_is_none_is_refused_in_one_line(
    run: Run, tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "wishes.toml"
    path.write_bytes(content)
    done = run("evaluate", "--wishes", str(path))
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert said in done.err


def test_wishes_and_ratings_are_not_measured_in_one(run: Run, tmp_path: Path) -> None:
    for arguments in (["ratings.csv"], ["--community", "others.csv"]):
        done = run("evaluate", "--wishes", "wishes.toml", *arguments)
        assert (done.status, done.out) == (2, "")
        assert "one at a time" in done.err
