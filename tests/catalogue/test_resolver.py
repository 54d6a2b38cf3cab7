"""Spellings as people and models write them: what they mean, and when the bot must ask."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue.resolver import Resolver
from bot.domain.errors import TitleAmbiguous, TitleNotFound
from bot.domain.resolution import Match
from bot.domain.title import Kind, Title
from tests.catalogue.samples import a_title

MEANT = {
    # as it is written
    "Se7en": "se7en-1995",
    "  the   GODFATHER ": "the-godfather-1972",
    "arrival-2016": "arrival-2016",
    "it follows": "it-follows-2014",
    "toy story": "toy-story-1995",
    "Alien": "alien-1979",
    "aliens": "aliens-1986",
    "alien 3": "alien-3-1992",
    "ring": "ring-1998",
    "heat": "heat-1995",
    "M": "m-1931",
    "us": "us-2019",
    "up": "up-2009",
    # by other names
    "seven": "se7en-1995",
    "star wars": "star-wars-episode-iv-a-new-hope-1977",
    "千と千尋の神隠し": "spirited-away-2001",
    "Sen to Chihiro no Kamikakushi": "spirited-away-2001",
    "Солярис": "solaris-1972",
    "오징어 게임": "squid-game-2021",
    "der himmel über berlin": "wings-of-desire-1987",
    "himym": "how-i-met-your-mother-2005",
    "T2": "terminator-2-judgment-day-1991",
    # folded
    "amelie": "amelie-2001",
    "the godfather 2": "the-godfather-part-ii-1974",
    "godfather part three": "the-godfather-part-iii-1990",
    "matrix": "the-matrix-1999",
    "big lebowski": "the-big-lebowski-1998",
    "leon the professional": "leon-the-professional-1994",
    "oceans 11": "oceans-eleven-2001",
    "12 angry men": "12-angry-men-1957",
    "twelve angry men": "12-angry-men-1957",
    "7 samurai": "seven-samurai-1954",
    "star wars v": "the-empire-strikes-back-1980",
    "kill bill vol 2": "kill-bill-volume-2-2004",
    "thelma and louise": "thelma-louise-1991",
    "good fellas": "goodfellas-1990",
    "spider man 2": "spider-man-2-2004",
    "dolce vita": "la-dolce-vita-1960",
    "8 1/2": "812-1963",
    "et the extra terrestrial": "e-t-the-extra-terrestrial-1982",
    # with a year, a kind or a maker beside the name
    "dune 2021": "dune-2021",
    "Dune (1984)": "dune-1984",
    "dune, 1984": "dune-1984",
    "the 2021 dune": "dune-2021",
    "Amélie (2002)": "amelie-2001",
    "1917 (2019)": "1917-2019",
    "Blade Runner 2049": "blade-runner-2049-2017",
    "blade runner 1982": "blade-runner-1982",
    "2001: a space odyssey": "2001-a-space-odyssey-1968",
    "1917": "1917-2019",
    "fargo (film)": "fargo-1996",
    "fargo tv series": "fargo-2014",
    "It (miniseries)": "it-1990",
    "it (2017 film)": "it-2017",
    "dune by Lynch": "dune-1984",
    "Villeneuve's Dune": "dune-2021",
    "Dune (Denis Villeneuve)": "dune-2021",
    "the office uk": "the-office-2001",
    # by words that only one name has
    "LOTR return of the king": "the-lord-of-the-rings-the-return-of-the-king-2003",
    "return of the king": "the-lord-of-the-rings-the-return-of-the-king-2003",
    "lotr two towers": "the-lord-of-the-rings-the-two-towers-2002",
    "empire strikes back": "the-empire-strikes-back-1980",
    "crouching tiger": "crouching-tiger-hidden-dragon-2000",
    "eternal sunshine": "eternal-sunshine-of-the-spotless-mind-2004",
    "curse of the black pearl": "pirates-of-the-caribbean-the-curse-of-the-black-pearl-2003",
    "goblet of fire": "harry-potter-and-the-goblet-of-fire-2005",
    # misspelled
    "shawshenk redemption": "the-shawshank-redemption-1994",
    "intersteller": "interstellar-2014",
    "godfater": "the-godfather-1972",
    "the godfater part 2": "the-godfather-part-ii-1974",
    "pulp fictoin": "pulp-fiction-1994",
    "paraiste 2019": "parasite-2019",
    "ratatoulie": "ratatouille-2007",
    "crouchng tiger": "crouching-tiger-hidden-dragon-2000",
    "the favorite": "the-favourite-2018",
}

ASKED = {
    "dune": {"dune-1984", "dune-2021"},
    "dune 1999": {"dune-1984", "dune-2021"},
    "the office": {"the-office-2001", "the-office-2005"},
    "It": {"it-2017", "it-1990"},
    "fargo": {"fargo-1996", "fargo-2014"},
    "Beauty and the Beast": {"beauty-and-the-beast-1946", "beauty-and-the-beast-1991"},
    "mash": {"m-a-s-h-1970", "m-a-s-h-1972"},
    "lord of the rings": {
        "the-lord-of-the-rings-the-fellowship-of-the-ring-2001",
        "the-lord-of-the-rings-the-two-towers-2002",
        "the-lord-of-the-rings-the-return-of-the-king-2003",
    },
    "deathly hallows": {
        "harry-potter-and-the-deathly-hallows-part-1-2010",
        "harry-potter-and-the-deathly-hallows-part-2-2011",
    },
    "kill bill": {"kill-bill-volume-1-2003", "kill-bill-volume-2-2004"},
    # a letter or an article, and it could be another title
    "the heat": {"heat-1995"},
    "the drive": {"drive-2011"},
    "haine": {"la-haine-1995"},
    "gladiators": {"gladiator-2000"},
    "matrx": {"the-matrix-1999"},
    "game of throne": {"game-of-thrones-2011"},
    "citizen cane": {"citizen-kane-1941"},
    "the prophet": {"a-prophet-2009"},
    "frends": {"friends-1994", "les-diaboliques-1955"},
    "Arrival (1996)": {"arrival-2016"},
}

UNKNOWN = [
    "", "   ", "🎬🍿", "?!…", "asdfgh qwerty", "1984", "2012", "toy story 9", "the godfather 7", "jaws 3",
    "oceans 12", "up in the air tonight", "dead man walking", "x" * 4_000, "the " * 1_000, "\ud800", "\0",
    "(((((", "the", "of", "(2017)", "dune part ninety",
]  # fmt: skip


@pytest.mark.parametrize(("text", "title_id"), MEANT.items())
def test_a_spelling_means_one_title(text: str, title_id: str, resolver: Resolver) -> None:
    assert resolver.resolve(text).require().title_id == title_id


@pytest.mark.parametrize(("text", "choices"), ASKED.items())
def test_a_spelling_that_is_not_sure_is_asked_about(text: str, choices: set[str], resolver: Resolver) -> None:
    resolution = resolver.resolve(text)
    assert {title.title_id for title in resolution.choices} == choices
    with pytest.raises(TitleAmbiguous):
        resolution.require()


@pytest.mark.parametrize("text", UNKNOWN)
def test_a_spelling_of_nothing_finds_nothing_and_soon(text: str, resolver: Resolver) -> None:
    begun = time.perf_counter()
    resolution = resolver.resolve(text)
    assert time.perf_counter() - begun < 0.25
    assert (resolution.title, resolution.choices, resolution.match) == (None, (), Match.NONE)
    with pytest.raises(TitleNotFound):
        resolution.require()


def test_a_franchise_is_asked_about_with_five_choices_at_most(resolver: Resolver) -> None:
    choices = resolver.resolve("harry potter").choices
    assert len(choices) == 5
    assert all("Harry Potter" in title.title for title in choices)


def test_choices_begin_with_the_best_known_and_of_equals_the_oldest(resolver: Resolver) -> None:
    assert [title.year for title in resolver.resolve("harry potter").choices] == [
        2001,
        2002,
        2004,
        2005,
        2007,
    ]
    small = Resolver([a_title("Dusk", 1990, fame=2.0), a_title("Dusk", 2010, fame=4.0)])
    assert [title.year for title in small.resolve("dusk").choices] == [2010, 1990]


@pytest.mark.parametrize("name", ["title", "original_title"])
def test_every_shipped_title_is_found_by_its_own_names_and_year(
    name: str, shipped: list[Title], resolver: Resolver
) -> None:
    lost = []
    for title in shipped:
        if text := getattr(title, name):
            resolution = resolver.resolve(text, year=title.year, kind=title.kind)
            if resolution.title is not title and title not in resolution.choices:
                lost.append(title.label)
    assert lost == []


def test_every_label_of_the_catalogue_leads_back_to_its_title(
    shipped: list[Title], resolver: Resolver
) -> None:
    wrong = [
        title.label for title in shipped if resolver.resolve(title.label, kind=title.kind).title is not title
    ]
    assert wrong == []


def test_a_year_given_beside_the_text_narrows_like_one_in_it(resolver: Resolver) -> None:
    assert resolver.resolve("dune", year=1984).require().year == 1984
    assert resolver.resolve("dune", year=1985).require().year == 1984
    assert {title.year for title in resolver.resolve("dune", year=1950).choices} == {1984, 2021}


def test_a_kind_given_beside_the_text_narrows(resolver: Resolver) -> None:
    assert resolver.resolve("fargo", kind=Kind.SERIES).require().year == 2014
    assert resolver.resolve("fargo", kind=Kind.FILM).require().year == 1996


def test_how_sure_a_match_is_can_be_read(resolver: Resolver) -> None:
    assert resolver.resolve("the matrix").match is Match.EXACT
    assert resolver.resolve("matrix").match is Match.FOLDED
    assert resolver.resolve("crouching tiger").match is Match.FUZZY


@pytest.mark.parametrize(
    ("known", "text"),
    [
        ("It", "It Follows"), ("It Follows", "It"), ("Alien", "Alien Resurrection"),
        ("Up", "Up in the Air"), ("Up in the Air", "Up"), ("The Godfather Part III", "the godfather 2"),
        ("The Godfather Part III", "the godfather"), ("Heat", "The Heat"), ("The Heat", "Heat"),
        ("Alien", "Aliens"), ("Aliens", "Alien"), ("Batman Begins", "Batman"), ("Gladiator II", "Gladiator"),
        ("Rocky III", "Rocky II"), ("Toy Story 2", "Toy Story 3"), ("Blue Planet II", "Blue Planet"),
        ("The Dark Knight", "The Dark Night"), ("Ran", "Run"), ("Saw", "Saw V"), ("Time Out", "Out of Time"),
        ("Gravity", "Gravitas"), ("Die Hard", "Hard"), ("Where the Wild Things Are", "Wild Things"),
        ("Casino Royale", "Casino"), ("Her", "Here"), ("Drive My Car", "Drive"), ("Brother", "Brothers"),
        ("28 Days Later", "28 Weeks Later"), ("10 Cloverfield Lane", "Cloverfield"), ("Us", "The Last of Us"),
    ],
)  # fmt: skip
def test_one_title_is_never_silently_taken_for_another(known: str, text: str) -> None:
    assert Resolver([a_title(known)]).resolve(text).title is None


def test_two_titles_one_letter_apart_are_both_found_exactly() -> None:
    small = Resolver([a_title("Alien", 1979), a_title("Aliens", 1986), a_title("Heat"), a_title("The Heat")])
    for name in ("Alien", "Aliens", "Heat", "The Heat"):
        assert small.resolve(name.lower()).require().title == name


def test_a_usual_name_goes_before_another_titles_other_name() -> None:
    crow = a_title("The Crow", 1994)
    corbeau = a_title("Le Corbeau", 1943, other_titles=("The Crow",))
    assert Resolver([corbeau, crow]).resolve("the crow").require() is crow
    assert Resolver([corbeau]).resolve("the crow").require() is corbeau


def test_a_film_and_a_series_of_one_name_are_asked_about() -> None:
    pair = [a_title("Lantern", 2010), a_title("Lantern", 2010, Kind.SERIES)]
    assert len(Resolver(pair).resolve("lantern").choices) == 2
    assert Resolver(pair).resolve("lantern (tv series)").require() is pair[1]


def test_a_correction_that_could_be_two_words_is_asked_about() -> None:
    small = Resolver([a_title("The Marching Band"), a_title("The Parching Band")])
    assert len(small.resolve("the harching band").choices) == 2


def test_an_empty_catalogue_knows_nothing() -> None:
    empty = Resolver([])
    assert empty.resolve("anything").choices == ()
    assert empty.suggest("any") == []
    assert empty.suggest("") == []


@given(st.text(max_size=400), st.none() | st.integers(-5, 3000), st.none() | st.sampled_from(Kind))
def test_no_text_makes_the_resolver_fail(text: str, year: int | None, kind: Kind | None) -> None:
    small = Resolver([a_title("Up"), a_title("Léon"), a_title("The Last Lamp 2"), a_title("千と千尋")])
    resolution = small.resolve(text, year=year, kind=kind)
    assert resolution.title is None or resolution.choices == ()
    assert len(small.suggest(text)) <= 25


class TestSuggestions:
    def test_an_empty_text_gives_the_famous(self, resolver: Resolver) -> None:
        suggested = resolver.suggest("")
        assert len(suggested) == 25
        assert {title.fame for title in suggested} == {5.0}

    def test_the_name_itself_goes_first(self, resolver: Resolver) -> None:
        assert resolver.suggest("up")[0].title == "Up"
        assert resolver.suggest("it")[0].title == "It"

    def test_beginnings_go_before_words_inside(self, resolver: Resolver) -> None:
        begun = [
            any(name.lower().removeprefix("a ").startswith("star") for name in title.names)
            for title in resolver.suggest("star")
        ]
        assert sum(begun) > 10
        assert begun == sorted(begun, reverse=True)

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("god", "The Godfather"), ("the godf", "The Godfather"), ("sev", "Seven Samurai"),
            ("amel", "Amélie"), ("potter goblet", "Harry Potter and the Goblet of Fire"),
            ("shawsh", "The Shawshank Redemption"), ("shawshen", "The Shawshank Redemption"),
            ("intersteler", "Interstellar"), ("dune 1984", "Dune"), ("千と", "Spirited Away"),
            ("king of the r", "The Lord of the Rings: The Return of the King"), ("l'atal", "L'Atalante"),
        ],
    )  # fmt: skip
    def test_a_text_being_typed_finds_its_title(self, text: str, expected: str, resolver: Resolver) -> None:
        assert expected in [title.title for title in resolver.suggest(text)]

    def test_no_title_is_suggested_twice_and_the_limit_holds(self, resolver: Resolver) -> None:
        for text in ("", "s", "the", "star wars", "harry potter"):
            suggested = resolver.suggest(text, 10)
            assert len(suggested) == len({title.title_id for title in suggested}) <= 10

    def test_nonsense_suggests_nothing(self, resolver: Resolver) -> None:
        assert resolver.suggest("zzzzqqqq xyx") == []
        assert resolver.suggest("🎬") != []  # nothing typed yet that could be a name

    def test_suggesting_is_fast_enough_for_autocomplete(self, resolver: Resolver) -> None:
        texts = ("t", "th", "the", "s", "star w", "zzz lost", "intersteler", "a" * 100)
        best = min(self._seconds(resolver, texts) for _ in range(3))
        assert best / len(texts) < 0.05

    @staticmethod
    def _seconds(resolver: Resolver, texts: tuple[str, ...]) -> float:
        begun = time.perf_counter()
        for text in texts:
            resolver.suggest(text)
        return time.perf_counter() - begun
