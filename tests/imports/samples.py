"""Small invented exports, in the exact columns of the real ones."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

LETTERBOXD_RATINGS = """Date,Name,Year,Letterboxd URI,Rating
2024-03-02,Arrival,2016,https://boxd.it/aa01,4.5
2024-03-03,"Good Night, and Good Luck.",2005,https://boxd.it/aa02,3
2024-03-04,Prometheus,2012,https://boxd.it/aa03,1.5
2024-03-05,Heat,1995,https://boxd.it/aa04,3.5
2024-03-06,The Room,2003,https://boxd.it/aa05,2
"""
LETTERBOXD_LIST = """Date,Name,Year,Letterboxd URI
2024-03-02,Arrival,2016,https://boxd.it/aa01
2024-03-07,Alien,1979,https://boxd.it/aa06
"""
LETTERBOXD_DIARY = """Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date
2024-03-02,Arrival,2016,https://boxd.it/bb01,4.5,,"cinema, ana",2024-03-01
2024-04-02,Alien,1979,https://boxd.it/bb02,,Yes,,2024-04-01
"""
LETTERBOXD_REVIEWS = """Date,Name,Year,Letterboxd URI,Rating,Rewatch,Review,Tags,Watched Date
2024-03-02,Arrival,2016,https://boxd.it/cc01,4.5,,"Slow, and <i>so</i> quiet.

I said ""again"".",,2024-03-01
"""
IMDB_RATINGS = """Const,Your Rating,Date Rated,Title,Original Title,URL,Title Type,IMDb Rating,Runtime (mins),Year,Genres,Num Votes,Release Date,Directors
tt0000001,9,2024-05-01,Heat,Heat,https://www.imdb.com/title/tt0000001/,Movie,8.3,170,1995,"Action, Crime",1,1995-12-15,A. Maker
tt0000002,4,2024-05-02,Spirited Away,Sen to Chihiro no kamikakushi,https://www.imdb.com/title/tt0000002/,Movie,8.6,124,2001,Animation,1,2001-07-20,B. Maker
tt0000003,6,2024-05-03,Chernobyl,Chernobyl,https://www.imdb.com/title/tt0000003/,TV Mini Series,9.3,330,2019,Drama,1,2019-05-06,
tt0000004,10,2024-05-04,Some Episode,Some Episode,https://www.imdb.com/title/tt0000004/,TV Episode,9.9,60,2019,Drama,1,2019-05-06,
tt0000005,10,2024-05-04,Some Game,Some Game,https://www.imdb.com/title/tt0000005/,Video Game,9.9,,2019,Drama,1,2019-05-06,
"""
IMDB_RATINGS_2017 = """Const,Your Rating,Date Rated,Title,URL,Title Type,IMDb Rating,Runtime (mins),Year,Genres,Num Votes,Release Date,Directors
tt0000001,9,2019-05-01,Heat,https://www.imdb.com/title/tt0000001/,movie,8.3,170,1995,"Action, Crime",1,1995-12-15,A. Maker
tt0000003,6,2019-05-03,Chernobyl,https://www.imdb.com/title/tt0000003/,tvMiniSeries,9.3,330,2019,Drama,1,2019-05-06,
tt0000004,6,2019-05-03,Some Episode,https://www.imdb.com/title/tt0000004/,tvEpisode,9.3,330,2019,Drama,1,2019-05-06,
"""
IMDB_RATINGS_2016 = """"position","const","created","modified","description","Title","Title type","Directors","You rated","IMDb Rating","Runtime (mins)","Year","Genres","Num. Votes","Release Date (month/day/year)","URL"
"1","tt0000001","Sat Dec 31 00:00:00 2016","","","Heat","Feature Film","A. Maker","8","8.3","170","1995","action, crime","1","1995-12-15","http://www.imdb.com/title/tt0000001/"
"2","tt0000003","Sat Dec 31 00:00:00 2016","","","Chernobyl","Mini-Series","","","9.3","330","2019","drama","1","2019-05-06","http://www.imdb.com/title/tt0000003/"
"""
IMDB_WATCHLIST = """Position,Const,Created,Modified,Description,Title,Original Title,URL,Title Type,IMDb Rating,Runtime (mins),Year,Genres,Num Votes,Release Date,Directors,Your Rating,Date Rated
1,tt0000006,2024-06-01,2024-06-01,,Alien,Alien,https://www.imdb.com/title/tt0000006/,Movie,8.5,117,1979,Horror,1,1979-05-25,C. Maker,,
2,tt0000001,2024-06-02,2024-06-02,,Heat,Heat,https://www.imdb.com/title/tt0000001/,Movie,8.3,170,1995,Crime,1,1995-12-15,A. Maker,9,2024-06-03
"""
IMDB_WATCHLIST_2017 = """Position,Const,Created,Modified,Description,Title,URL,Title Type,IMDb Rating,Runtime (mins),Year,Genres,Num Votes,Release Date,Directors
1,tt0000006,2018-06-01,2018-06-01,,Alien,https://www.imdb.com/title/tt0000006/,movie,8.5,117,1979,Horror,1,1979-05-25,C. Maker
"""
NETFLIX_SHORT = """Title,Date
"Heat","3/14/24"
"Stranger Things: Season 1: Chapter One: The Vanishing of Somebody","3/13/24"
"Stranger Things: Season 1: Chapter Two: Another","3/12/24"
"Dark: Staffel 2: Folge 1","3/11/24"
"The Queen's Gambit: Limited Series: Openings","3/10/24"
"Mission: Impossible","3/9/24"
"""
NETFLIX_LONG = """Profile Name,Start Time,Duration,Attributes,Title,Supplemental Video Type,Device Type,Bookmark,Latest Bookmark,Country
Ana,2024-03-14 20:00:00,01:40:00,,Heat,,Some TV,01:40:00,01:40:00,XX (Nowhere)
Ana,2024-03-15 20:00:00,00:02:00,,Alien,,Some TV,00:02:00,00:02:00,XX (Nowhere)
Ana,2024-03-16 20:00:00,00:01:10,Autoplayed: user action: None;,Arrival: Trailer,TRAILER,Some TV,00:01:10,Not latest view,XX (Nowhere)
Ben,2024-03-16 20:00:00,00:40:00,,Stranger Things: Season 1: Chapter One,,Some TV,00:40:00,00:40:00,XX (Nowhere)
"""


def _film(title: str, year: int, number: int) -> dict[str, Any]:
    slug = f"{title.lower().replace(' ', '-')}-{year}"
    return {
        "title": title,
        "year": year,
        "ids": {"trakt": number, "slug": slug, "imdb": f"tt000{number}", "tmdb": number},
    }


HEAT, ALIEN, ARRIVAL = _film("Heat", 1995, 1), _film("Alien", 1979, 2), _film("Arrival", 2016, 3)
CHERNOBYL = _film("Chernobyl", 2019, 4)
TRAKT_WATCHED_MOVIES = [
    {
        "plays": 2, "last_watched_at": "2024-01-02T20:00:00.000Z",
        "last_updated_at": "2024-01-02T20:00:00.000Z", "movie": HEAT,
    },
]  # fmt: skip
TRAKT_WATCHED_SHOWS = [
    {
        "plays": 1, "last_watched_at": "2024-01-02T20:00:00.000Z", "last_updated_at": "2024-01-02T20:00:00.000Z",
        "reset_at": None, "show": CHERNOBYL,
        "seasons": [
            {"number": 1, "episodes": [{"number": 1, "plays": 1, "last_watched_at": "2024-01-02T20:00:00.000Z"}]}
        ],
    },
]  # fmt: skip
TRAKT_RATINGS = [
    {"rated_at": "2024-02-01T10:00:00.000Z", "rating": 10, "type": "movie", "movie": ARRIVAL},
    {"rated_at": "2024-02-02T10:00:00.000Z", "rating": 3, "type": "movie", "movie": ALIEN},
    {
        "rated_at": "2024-02-02T10:00:00.000Z", "rating": 1, "type": "episode",
        "episode": {"season": 1, "number": 1, "title": "First", "ids": {"trakt": 9}}, "show": CHERNOBYL,
    },
]  # fmt: skip
TRAKT_HISTORY = [
    {"id": 1, "watched_at": "2024-01-02T20:00:00.000Z", "action": "watch", "type": "movie", "movie": HEAT},
    {"id": 2, "watched_at": "2023-01-02T20:00:00.000Z", "action": "watch", "type": "movie", "movie": HEAT},
    {
        "id": 3, "watched_at": "2024-01-03T20:00:00.000Z", "action": "scrobble", "type": "episode",
        "episode": {"season": 1, "number": 1, "title": "First", "ids": {"trakt": 9}}, "show": CHERNOBYL,
    },
]  # fmt: skip
TRAKT_WATCHLIST = [
    {
        "rank": 1,
        "id": 5,
        "listed_at": "2024-04-01T10:00:00.000Z",
        "notes": None,
        "type": "movie",
        "movie": ALIEN,
    },
]
TRAKT_COLLECTION = [
    {"collected_at": "2024-04-01T10:00:00.000Z", "updated_at": "2024-04-01T10:00:00.000Z", "movie": ALIEN},
]


def zipped(files: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip of these files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return stream.getvalue()


def letterboxd_zip(**more: str) -> bytes:
    """Return an export as Letterboxd packs it; a deleted review and a list in it say nothing."""
    return zipped(
        {
            "profile.csv": "Date Joined,Username,Given Name\n2020-01-01,ana,Ana\n",
            "comments.csv": "Date,Content,Comment\n2024-01-01,https://boxd.it/x,Yes\n",
            "ratings.csv": LETTERBOXD_RATINGS,
            "watched.csv": LETTERBOXD_LIST,
            "watchlist.csv": "Date,Name,Year,Letterboxd URI\n2024-05-01,Solaris,1972,https://boxd.it/dd01\n",
            "diary.csv": LETTERBOXD_DIARY,
            "reviews.csv": LETTERBOXD_REVIEWS,
            "likes/films.csv": "Date,Name,Year,Letterboxd URI\n2024-03-04,The Room,2003,https://boxd.it/aa05\n",
            "likes/reviews.csv": "Date,Content\n2024-03-04,https://boxd.it/zz\n",
            "deleted/diary.csv": LETTERBOXD_DIARY.replace("Arrival", "Gone With It"),
            "lists/best.csv": "Letterboxd list export v7\nDate,Name,Tags,URL,Description\n",
            **more,
        }
    )


def trakt_zip() -> bytes:
    """Return an export as Trakt packs it."""
    files = {
        "watched-movies.json": TRAKT_WATCHED_MOVIES,
        "watched-shows.json": TRAKT_WATCHED_SHOWS,
        "watched-history-1.json": TRAKT_HISTORY,
        "ratings-movies.json": TRAKT_RATINGS,
        "lists-watchlist.json": TRAKT_WATCHLIST,
        "lists-favorites.json": [{**TRAKT_WATCHLIST[0], "movie": HEAT}],
        "lists-list-7-other.json": [{**TRAKT_WATCHLIST[0], "movie": ARRIVAL}],
        "collection-movies-1.json": TRAKT_COLLECTION,
        "user-profile.json": {"username": "ana"},
    }
    return zipped({name: json.dumps(content) for name, content in files.items()})
