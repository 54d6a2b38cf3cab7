"""Wishes in German, French, Spanish, Italian and Portuguese, word by word in English.

The embedding model and the catalogue speak English, and so do the rules. Which of the languages a text is in is told by
its words; only then are those read that mean something else in English or in another of the languages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from bot.domain import vocabulary as known
from bot.domain.language_words import LANGUAGES, WORDS
from bot.domain.little_words import LITTLE_WORDS
from bot.domain.tones import MOOD_WORDS
from bot.domain.word_table import phrases_of, table_of

# Read so in any text: these mean nothing else in English, nor in another of the languages.
_IN_ANY_TEXT = table_of("""
pelicula, peliculas, filme, filmes, spielfilm = film
serien, serie, fernsehserie, telenovela = series
komodie, komodien, comedie, comedia, comedias, commedia, commedie = comedy
grusel, gruselfilm, horrorfilm, horreur, epouvante, orrore = horror
krimi, krimis, policier, polar, policiaca = crime
liebesfilm, liebesgeschichte, romantisch, romantischer, romantische, romantico, romantica, romantique = romantic
krieg, kriegsfilm, guerre, guerra = war
actionfilm, accion, azione = action
abenteuer, abenteuerfilm, aventura, aventuras, avventura = adventure
zeichentrick, zeichentrickfilm, trickfilm, animationsfilm, animacion, animazione = animation
dokumentarfilm, dokumentation, doku, documentaire, documental, documentario = documentary
lustig, lustige, lustiger, lustiges, witzig, divertido, divertida, divertente, engracado = funny
traurig, traurige, trauriger = sad
gruselig, gruseliger, gruselige = scary
spannend, spannende, spannender = tense
deutsch, deutsche, deutscher, deutschen, deutsches, allemand, allemande, aleman, alemana, tedesco, tedesca = german
franzosisch, franzosische, franzosischer, francais, francaise, francese = french
italienisch, italienische, italienischer, italien, italienne, italiano, italiana = italian
spanisch, spanische, spanischer, espagnol, espagnole, espanol, espanola, spagnolo = spanish
japanisch, japanische, japanischer, japonais, japonaise, japones, japonesa, giapponese = japanese
koreanisch, koreanische, koreanischer, coreen, coreenne, coreano, coreana = korean
britisch, britische, britischer, britannique, britanico, britanica = british
ohne, senza = without
keine, keinen, nicht, nessun = not
und = and
oder = or
mit, avec = with
wie, comme = like
""")
_ENGLISH = frozenset(
    "the and with for that not this is are what from my but we you want like something anything of to it have or any some your been".split()
)
# Little words of another language that an English text may hold as well.
_ENGLISH_TOO = frozenset(
    "a i me so in un am do as on no la le de el il per das des les war was will man hat her all also sea son sole main pour pro mi si chose"
    " ton dame fin bin die art pain pas du se o e y n d l s t c j os una uno las los cinema version original idea mama papa list real prime"
    " best hotel mole gang formal pays chat an ad ha he ho ti te tu our plus ami".split()
)
FEWEST_WORDS = 2
# A word so long is hardly another language's by chance.
LONG = 6
LONGEST_PHRASE = 4
SHORTEST_PART, SHORTEST_HEAD = 3, 4
SHORTEST_UNKNOWN = 4

# After these of two digits a number is a decade: "años 80", "de los 90".
DECADE_CUES = phrases_of("jahre, jahren, annees, anos, anni, los, gli, den, der, dos, degli, dagli, nos, os")
_OF = frozenset("de d di von del do da des".split())
# Endings of declined words, and what stands there in the shortest form.
_ENDINGS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "german": tuple((ending, ("",)) for ending in ("en", "er", "es", "em", "e", "n", "s")),
    "french": (
        ("euses", ("eux",)), ("euse", ("eux",)), ("ives", ("if",)), ("ive", ("if",)), ("nnes", ("n",)), ("nne", ("n",)),
        ("lles", ("l",)), ("lle", ("l",)), ("es", ("", "e")), ("ees", ("e",)), ("ee", ("e",)), ("e", ("",)), ("s", ("",)), ("x", ("",)),
    ),
    "spanish": (("as", ("o", "a", "", "e")), ("os", ("o", "a")), ("es", ("", "e")), ("a", ("o", "", "e")), ("s", ("",))),
    "italian": (("he", ("o", "a")), ("hi", ("o",)), ("a", ("o", "e")), ("e", ("a", "o")), ("i", ("o", "e", "io", "a"))),
    "portuguese": (
        ("as", ("o", "a", "")), ("os", ("o",)), ("oes", ("ao",)), ("eses", ("es",)), ("esa", ("es",)), ("ais", ("al",)),
        ("a", ("o", "")), ("es", ("", "e")), ("s", ("",)),
    ),
}  # fmt: skip
# What the last part of a German compound says, even where the first is not known: "Heimatfilm".
_HEADS = {
    "film": "film", "filme": "film", "filmen": "film", "serie": "series", "serien": "series", "komodie": "comedy", "komodien": "comedy", "drama": "drama",
    "dramen": "drama", "thriller": "thriller", "krimi": "crime", "krimis": "crime", "geschichte": "story", "geschichten": "story",
    "klassiker": "classic", "jahre": "years", "jahren": "years", "streifen": "film", "doku": "documentary", "epos": "epic",
    "reihe": "series", "abenteuer": "adventure", "musical": "musical", "western": "western", "horror": "horror",
    "movie": "movie", "zeit": "times", "show": "show", "satire": "satire", "parodie": "parody", "romanze": "romance",
}  # fmt: skip
_LINKING = ("", "s", "es", "n", "en", "er", "e", "ns")
_UMLAUTS = (("ae", "a"), ("oe", "o"), ("ue", "u"))


def _lines() -> list[str]:
    return WORDS.replace("\n    ", " ").strip().splitlines()


@cache
def _words_of(language: str) -> dict[str, str]:
    """Return word or phrase → English."""
    place = LANGUAGES.index(language)
    found: dict[str, str] = {}
    for line in _lines():
        english, _, columns = line.partition(" = ")
        for phrase in columns.split(";")[place].split(","):
            found.setdefault(phrase.strip(), english)
    return found


@cache
def _english_words() -> frozenset[str]:
    """Return the words that the rules know: they show nothing about the language."""
    tables = (known.GENRE_WORDS, known.THEME_WORDS, known.FAME_WORDS, known.ERA_WORDS, MOOD_WORDS)
    told = {word for table in tables for phrase in table for word in phrase.split()}
    told |= {word for line in _lines() for word in line.partition(" = ")[0].split()}
    return frozenset(told | _ENGLISH | _ENGLISH_TOO)


@cache
def _word_in_english(word: str, language: str) -> str | None:
    """Return one word in English, "" for a little word, None for one that is not known."""
    words, little = _words_of(language), LITTLE_WORDS[language]
    if word in words:
        return words[word]
    if word in little:
        return ""
    for form in _shorter_forms(word, language):
        if form in words:
            return words[form]
    if language == "german":
        return _compound(word)
    return None


def _shorter_forms(word: str, language: str) -> Iterator[str]:
    """Yield the forms from which `word` may be declined."""
    if language == "german":
        for written, meant in _UMLAUTS:
            if written in word:
                plain = word.replace(written, meant)
                yield plain
                yield from _shorter_forms(plain, language)
    for ending, shorter in _ENDINGS[language]:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_PART:
            for end in shorter:
                yield word[: -len(ending)] + end


def _compound(word: str) -> str | None:
    """Return a German compound in English, part by part: "Krimikomödie", "Liebesfilm"; None for another word."""
    words = _words_of("german")
    for cut in range(SHORTEST_PART, len(word) - SHORTEST_HEAD + 1):
        head = _HEADS.get(word[cut:]) or words.get(word[cut:])
        if head is None:
            continue
        first = word[:cut]
        shorter = (first.removesuffix(link) for link in _LINKING)
        for part in (*shorter, f"{first}e"):
            if part in words and len(part) >= SHORTEST_PART:
                return f"{words[part]} {head}"
            if part in known.GENRE_WORDS or part in known.THEME_WORDS:
                return f"{part} {head}"
    for cut in range(SHORTEST_HEAD, len(word) - SHORTEST_HEAD + 1):
        if word[cut:] in _HEADS:
            return f"{word[:cut].removesuffix('s')} {_HEADS[word[cut:]]}"
    return None


def language_of(words: Sequence[str]) -> str | None:
    """Return which of the languages folded words are in; None for English and whatever else."""
    distinct = dict.fromkeys(words)
    english = sum(word in _ENGLISH for word in distinct)
    best, most = None, 0
    for language in LANGUAGES:
        score, telling = 0, set()
        for word in distinct:
            if _word_in_english(word, language) is None:
                continue
            score += 1
            if word not in _english_words():
                telling.add(word)
        enough = len(telling) >= FEWEST_WORDS or (
            len(distinct) <= FEWEST_WORDS + 1 and any(len(word) >= LONG for word in telling)
        )
        # "Un film de guerre": one telling word, and none that another language would need.
        enough = enough or (bool(telling) and score == len(distinct) > FEWEST_WORDS)
        # Of languages that share their words the one that has more of them is meant.
        if enough and len(telling) > english and score > most:
            best, most = language, score
    return best


def is_foreign(words: Sequence[str]) -> bool:
    """Whether folded words are rather of one of these languages than of English."""
    return language_of(words) is not None


def in_english(
    words: Sequence[str], at: int, language: str | None, *, longest: int
) -> tuple[int, str | None]:
    """Return how many folded words from `at` on say something together, and what in English.

    At most `longest` are read. None stands for a word that stays as it is, "" for one that says nothing.
    """
    word = words[at]
    if language is None:
        return 1, _IN_ANY_TEXT[word][0] if word in _IN_ANY_TEXT else None
    table = _words_of(language)
    for length in range(min(LONGEST_PHRASE, longest), 1, -1):
        phrase = " ".join(words[at : at + length])
        if phrase in table:
            return length, table[phrase]
    english = _word_in_english(word, language)
    if english is None and word in _IN_ANY_TEXT:
        english = _IN_ANY_TEXT[word][0]
    if english is None and len(word) < SHORTEST_UNKNOWN and word.isalpha() and word not in _english_words():
        english = ""
    return 1, english


def says_of(word: str) -> bool:
    """Whether a folded word is the "of" of one of the languages, before a name that of a maker."""
    return word in _OF
