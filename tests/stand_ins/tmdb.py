"""A TMDB on loopback: invented titles behind its API's version 3, and everything that goes wrong on that wire."""

from __future__ import annotations

import asyncio
import time
import zlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web

KEY = "0123456789abcdef0123456789abcdef"
ACCESS_TOKEN = (
    "eyJhbGciOiJIUzI1NiJ9.eyJhdWQiOiJub2JvZHkiLCJzY29wZXMiOlsiYXBpX3JlYWQiXX0.c2lnbmF0dXJlLXRoYXQtc2lnbnM"
)
PAGE_SIZE = 20
LAST_PAGE = 500
FAULTS = ("status", "limit", "slow", "drop", "malformed", "list", "html", "empty", "endless", "bomb")

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with a request: a `status`, a `limit` with Retry-After, and so on.

    `path` is its path, or where that begins if it ends in a slash; empty for any request.
    """

    name: str
    path: str = ""
    status: int = 500
    seconds: float = 0.0

    def __post_init__(self) -> None:
        assert self.name in FAULTS, self.name

    def is_for(self, path: str) -> bool:
        """Whether it goes wrong with this request."""
        return path.startswith(self.path) if self.path.endswith("/") else self.path in ("", path)


@dataclass(slots=True)
class Asked:
    """One request as the server saw it."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]
    at: float = field(default_factory=time.monotonic)


def film(number: int, title: str, year: int, votes: int, **more: Any) -> Json:
    """Return a film's details, as TMDB writes them; `more` replaces fields."""
    return {
        "id": number, "title": title, "original_title": title, "adult": False, "video": False,
        "overview": f"A film about {title.lower()}.", "release_date": f"{year}-05-17", "runtime": 100 + number % 40,
        "genres": [{"id": 18, "name": "Drama"}], "origin_country": ["US"],
        "production_countries": [{"iso_3166_1": "US", "name": "United States of America"}],
        "original_language": "en", "spoken_languages": [{"iso_639_1": "en", "english_name": "English"}],
        "vote_count": votes, "vote_average": 7.3, "poster_path": f"/poster{number}.jpg", "imdb_id": f"tt{number:07d}",
        "status": "Released", "popularity": 12.5,
        "keywords": {"keywords": [{"id": 1, "name": "Lighthouse"}]},
        "credits": {
            "cast": [{"name": f"Player {number}", "order": 0}],
            "crew": [{"name": "An Editor", "job": "Editor"}, {"name": f"Maker {number}", "job": "Director"}],
        },
        "external_ids": {"imdb_id": f"tt{number:07d}"},
        "alternative_titles": {"titles": []}, "translations": {"translations": []},
    } | more  # fmt: skip


def series(number: int, name: str, year: int, votes: int, **more: Any) -> Json:
    """Return a series' details, as TMDB writes them; `more` replaces fields."""
    return {
        "id": number, "name": name, "original_name": name, "adult": False,
        "overview": f"A series about {name.lower()}.", "first_air_date": f"{year}-09-01", "episode_run_time": [],
        "genres": [{"id": 10765, "name": "Sci-Fi & Fantasy"}], "origin_country": ["GB"],
        "production_countries": [], "original_language": "en", "spoken_languages": [],
        "vote_count": votes, "vote_average": 8.1, "poster_path": f"/poster{number}.jpg",
        "created_by": [{"name": f"Creator {number}"}], "last_episode_to_air": {"runtime": 90},
        "keywords": {"results": [{"id": 1, "name": "Tide"}]},
        "aggregate_credits": {"cast": [{"name": f"Regular {number}", "order": 0, "total_episode_count": 9}], "crew": []},
        "external_ids": {"imdb_id": f"tt9{number:06d}"},
        "alternative_titles": {"results": []}, "translations": {"translations": []},
        "season/1": {"episodes": [{"runtime": 47}, {"runtime": 45}, {"runtime": None}, {"runtime": 46}]},
    } | more  # fmt: skip


class Tmdb:
    """Speaks the parts of version 3 that Matinee uses. `faults` come in turn to the requests they are for."""

    def __init__(self, films: Sequence[Json] = (), series: Sequence[Json] = ()) -> None:
        self.titles: dict[str, list[Json]] = {"movie": list(films), "tv": list(series)}
        self.faults: list[Fault] = []
        self.asked: list[Asked] = []
        self.most_at_once = 0
        self.url = ""
        self._at_once = 0
        self._runner: web.AppRunner | None = None

    def fail(self, *faults: Fault, times: int = 1) -> None:
        """Let these things go wrong, each with so many of the requests it is for."""
        self.faults.extend(fault for fault in faults for _ in range(times))

    def paths(self, beginning: str = "/") -> list[str]:
        """Return the paths of the requests that begin so, in order."""
        return [each.path for each in self.asked if each.path.startswith(beginning)]

    async def __aenter__(self) -> Self:
        app = web.Application()
        routes = {
            "/3/authentication": self._authentication,
            "/3/discover/{kind:movie|tv}": self._discover,
            "/3/search/{kind:movie|tv|multi}": self._search,
            "/3/find/{number}": self._find,
            "/3/{kind:movie|tv}/{id}": self._details,
        }
        app.router.add_routes([web.get(path, self._guarded(answer)) for path, answer in routes.items()])
        self._runner = web.AppRunner(app, handler_cancellation=True, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/3"
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    # -- what every request goes through ------------------------------------------------------------

    def _guarded(
        self, answer: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def guarded(request: web.Request) -> web.StreamResponse:
            path = request.path.removeprefix("/3")
            self.asked.append(Asked(path, dict(request.query), dict(request.headers)))
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            try:
                return (
                    await self._faulty(request, path) or self._without_key(request) or await answer(request)
                )
            finally:
                self._at_once -= 1

        return guarded

    def _without_key(self, request: web.Request) -> web.Response | None:
        told = request.headers.get("Authorization") == f"Bearer {ACCESS_TOKEN}"
        if told or request.query.get("api_key") == KEY:
            return None
        return _refusal(401, 7, "Invalid API key: You must be granted a valid key.")

    async def _faulty(self, request: web.Request, path: str) -> web.StreamResponse | None:
        fault = next((fault for fault in self.faults if fault.is_for(path)), None)
        if fault is None:
            return None
        self.faults.remove(fault)
        if fault.name == "slow":
            await asyncio.sleep(fault.seconds)
            return None
        if fault.name == "drop":
            assert request.transport is not None
            request.transport.close()
            return web.Response()
        if fault.name == "limit":
            headers = {"Retry-After": f"{fault.seconds:g}"} if fault.seconds else {}
            return _refusal(429, 25, "Your request count (41) is over the allowed limit of (40).", headers)
        if fault.name in ("endless", "bomb"):
            return await _without_end(request, is_packed=fault.name == "bomb")
        bodies = {"malformed": '{"results": [', "list": "[1, 2]", "html": "<html>no</html>", "empty": ""}
        if fault.name in bodies:
            return web.Response(text=bodies[fault.name], content_type="application/json")
        return _refusal(fault.status, 11, "Internal error: Something went wrong, contact TMDB.")

    # -- what it knows ----------------------------------------------------------------------------------

    async def _authentication(self, _: web.Request) -> web.Response:
        return web.json_response({"success": True, "status_code": 1, "status_message": "Success."})

    async def _details(self, request: web.Request) -> web.Response:
        found = self._numbered(request.match_info["kind"], request.match_info["id"])
        if found is None:
            return _refusal(404, 34, "The resource you requested could not be found.")
        appended = request.query.get("append_to_response", "").split(",")
        optional = {
            "keywords", "credits", "aggregate_credits", "external_ids", "alternative_titles", "translations", "season/1",
        }  # fmt: skip
        return web.json_response({k: v for k, v in found.items() if k not in optional or k in appended})

    async def _discover(self, request: web.Request) -> web.Response:
        query, kind = request.query, request.match_info["kind"]
        assert query["sort_by"] == "vote_count.desc"
        at_most, at_least = int(query.get("vote_count.lte", 10**9)), int(query.get("vote_count.gte", 0))
        year = query.get("primary_release_year" if kind == "movie" else "first_air_date_year", "")
        found = [
            each for each in self.titles[kind]
            if at_least <= (each["vote_count"] or 0) <= at_most and _date(each).startswith(year)
            and (query.get("include_adult") == "true" or not each["adult"])
        ]  # fmt: skip
        found.sort(key=lambda each: -(each["vote_count"] or 0))
        return _paged([_listed(each) for each in found], int(query["page"]))

    async def _search(self, request: web.Request) -> web.Response:
        kind, wanted = request.match_info["kind"], _plain(request.query["query"])
        year = request.query.get("primary_release_year") or request.query.get("first_air_date_year") or ""
        found: list[Json] = []
        for media in ("movie", "tv") if kind == "multi" else (kind,):
            for each in self.titles[media]:
                if any(wanted in _plain(name) for name in _names(each)) and _date(each).startswith(year):
                    found.append(_listed(each) | ({"media_type": media} if kind == "multi" else {}))
        if kind == "multi":
            found.insert(0, {"id": 1, "media_type": "person", "name": request.query["query"]})
        return _paged(found, int(request.query.get("page", 1)))

    async def _find(self, request: web.Request) -> web.Response:
        number = request.match_info["number"]

        def those(kind: str) -> list[Json]:
            return [
                _listed(each) for each in self.titles[kind]
                if (each.get("external_ids") or {}).get("imdb_id") == number
            ]  # fmt: skip

        return web.json_response(
            {"movie_results": those("movie"), "tv_results": those("tv"), "person_results": []}
        )

    def _numbered(self, kind: str, number: str) -> Json | None:
        return next((each for each in self.titles[kind] if str(each["id"]) == number), None)


async def _without_end(request: web.Request, *, is_packed: bool) -> web.StreamResponse:
    """Answer with white space until nobody listens any more."""
    headers = {"Content-Type": "application/json"} | ({"Content-Encoding": "gzip"} if is_packed else {})
    response = web.StreamResponse(headers=headers)
    await response.prepare(request)
    packer = zlib.compressobj(wbits=31)
    piece = b" " * 1_000_000
    # After a full flush a piece is packed as the one before it was.
    packed = [packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2)]
    await response.write(packed[0] if is_packed else piece)
    while True:
        await response.write(packed[1] if is_packed else piece)
        await asyncio.sleep(0)


def _listed(details: Json) -> Json:
    kept = (
        "id", "title", "name", "original_title", "original_name", "adult", "overview", "release_date",
        "first_air_date", "vote_count", "vote_average", "poster_path", "original_language",
    )  # fmt: skip
    return {key: details[key] for key in kept if key in details}


def _names(details: Json) -> list[str]:
    names = [details.get(key) for key in ("title", "name", "original_title", "original_name")]
    alternative = details.get("alternative_titles") or {}
    names += [each["title"] for each in alternative.get("titles") or alternative.get("results") or []]
    translations = (details.get("translations") or {}).get("translations") or []
    names += [each["data"].get("title") or each["data"].get("name") for each in translations]
    return [name for name in names if name]


def _plain(name: str) -> str:
    return name.casefold().replace("’", "'")


def _date(details: Json) -> str:
    return str(details.get("release_date") or details.get("first_air_date") or "")


def _paged(found: Sequence[Json], page: int) -> web.Response:
    if not 1 <= page <= LAST_PAGE:
        return _refusal(
            400, 22, "Invalid page: Pages start at 1 and max at 500. They are expected to be an integer."
        )
    return web.json_response(
        {
            "page": page,
            "results": list(found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]),
            "total_pages": -(-len(found) // PAGE_SIZE),
            "total_results": len(found),
        }
    )


def _refusal(status: int, code: int, message: str, headers: dict[str, str] | None = None) -> web.Response:
    body = {"success": False, "status_code": code, "status_message": message}
    return web.json_response(body, status=status, headers=headers)
