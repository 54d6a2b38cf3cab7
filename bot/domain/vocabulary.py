"""The words people use when they wish for something to watch, and what each asks for.

Only vocabulary: no title and no person stands here. Phrases are folded (see `bot.domain.text.fold`).
"""

from __future__ import annotations

from bot.domain.everyday_words import (
    EITHER_GENRES,
    EVERYDAY_FAME,
    EVERYDAY_GENRES,
    EVERYDAY_LEANINGS,
    EVERYDAY_THEMES,
)
from bot.domain.title import GENRES
from bot.domain.wish import ANY_LATER, Span
from bot.domain.word_table import phrases_of, table_of

PLAIN_GENRES = table_of("""
action, martial arts, kung fu = action
adventure, adventures = adventure
animation, animated, cartoon, cartoons, anime = animation
biography, biographical, biopic, biopics = biography
comedy, comedies, comedic, sitcom, sitcoms, slapstick, dark comedy, dark comedies, black comedy, black comedies, mockumentary,
    screwball, screwball comedy, screwball comedies, parody, spoof, stand up, sketch comedy, farce = comedy
crime, gangster, gangsters, mafia, mob, mobster, mobsters, heist, heists, caper, true crime, real crime, real crimes, real murder, real murders, real killers = crime
documentary, documentaries, docu, doc, docs, docuseries = documentary
drama, dramas, dramatic = drama
funny, humorous, comical, funniest, funnier, hilarious, laugh, laughs, laughing = comedy
scary, scare me, scared, scarier, scariest = horror
romantic = romance
dramedy, dramedies, comedy drama, comedy dramas, drama comedy, tragicomedy, tragicomedies = drama, comedy
family film, family films, family movie, family movies, kids film, kids films, kids movie, kids movies, childrens film, childrens films, childrens movie, childrens movies = family
fantasy, fantastical, fairy tale, sword and sorcery = fantasy
period drama, costume drama, period dramas, costume dramas, historical drama, historical dramas = drama, history
period piece, historical, history = history
horror, horrors, terror, slasher, slashers, scary movie, scary movies, scary film, scary films, body horror, folk horror = horror
musical, musicals, rock opera = musical
music, concert = music
mystery, mysteries, whodunit, whodunits, whodunnit, whodunnits, detective, detectives, murder mystery, murder mysteries = mystery
noir, noirs, film noir, films noirs, film noirs = noir
neo noir, neo noirs, modern noir, modern noirs, nordic noir, scandi noir, scandinavian noir = crime
romance, romances, love story, love stories, romantic movie, romantic film = romance
romcom, romcoms, rom com, rom coms, romantic comedy, romantic comedies = romance, comedy
sci fi, scifi, sf, science fiction, space opera, space operas, cyberpunk = science fiction
sport, sports = sport
thriller, thrillers, spy thriller = thriller
war = war
western, westerns, cowboy, cowboys, spaghetti western, spaghetti westerns = western
""")
GENRE_WORDS = PLAIN_GENRES | EVERYDAY_GENRES | EITHER_GENRES

# What people call a theme, where the catalogue's keywords are other or further words.
PLAIN_THEMES = table_of("""
superhero, superheroes, comic book, comic books = superhero
vampire, vampires, vampiric = vampires
zombie, zombies, undead = zombies
alien, aliens, extraterrestrial, extraterrestrials, ufo, ufos = aliens, alien invasion, first contact, alien planet
first contact = first contact, aliens
ghost, ghosts, ghost story, ghost stories = ghosts, ghost, haunted house
haunted house, haunted houses = haunted house, ghosts
possession, exorcism, demonic possession = demonic possession, possession, exorcism, demon, demons
robot, robots, android, androids, ai, artificial intelligence = robots, robot, artificial intelligence, androids
spy, spies, espionage, secret agent, secret agents, spy thriller = spy, secret agent
serial killer, serial killers = serial killer
cop, cops, police, policeman, policewoman, police procedural = police, police detective, detective, corrupt police
buddy cop, buddy cops = buddy cops
coming of age, growing up = coming of age, growing up
teen, teens, teenage, teenager, teenagers = teenagers, high school, coming of age, teenager
high school = high school, teenagers
school = school, high school, boarding school
college, university = college, university, students
road trip, road movie, road movies, road trips = road movie, road trip
heist, heists, caper, robbery, bank robbery = heist, bank robbery, train robbery
twist, twists, plot twist, plot twists, twist ending, twisty = twist ending
true story, true stories, based on a true story, true events, real events, real life = based on true events
book adaptation, based on a book, based on a novel, literary adaptation = based on a novel, based on a book
queer, gay, lesbian, lgbt, lgbtq, trans = lgbtq, transgender
female lead, female leads, female protagonist, woman lead, women leads, woman in the lead, women in the lead, a woman in the lead,
    led by a woman, led by women, leading lady, strong woman, strong women, strong female lead, heroine, badass women, female led, female hero, female heroes = female lead
female director, directed by a woman, directed by women, woman director, women directors, made by women =
    female director
world war 2, world war ii, world war two, ww2, wwii, second world war = world war ii, holocaust, nazis
world war 1, world war i, world war one, ww1, wwi, first world war = world war i, trenches
vietnam, vietnam war = vietnam war
space, outer space, astronaut, astronauts, spaceship, spaceships, space travel = space, space travel, astronauts, nasa,
    space opera, mars, space station, spaceship crew, alien planet
space opera, space operas = space opera, space, space western
time loop, time loops = time loop
time travel, time travelling, time traveling, time machine = time travel, time loop
dystopia, dystopian, dystopias = dystopia
post apocalyptic, apocalypse, apocalyptic, end of the world = post-apocalyptic, post-apocalypse, apocalypse,
    end of the world
courtroom, legal, lawyer, lawyers, trial, court = courtroom, lawyer, lawyers, trial
cooking, food, chef, chefs, restaurant, foodie = food, cooking, restaurant
dog, dogs = dog, dogs
animals, animal = animals, talking animals
christmas, xmas, christmassy, festive = christmas
martial arts, kung fu, karate = martial arts, kung fu, wuxia
spaghetti western, spaghetti westerns = spaghetti western
mockumentary, mockumentaries = mockumentary
anime, animes = anime
k drama, kdrama, k dramas, kdramas = k-drama
miniseries, mini series, limited series, short series, short show, short tv series, short tv show, one season, single season = miniseries
sitcom, sitcoms = sitcom
slasher, slashers = slasher
screwball, screwball comedy, screwball comedies = screwball comedy
cult classic, cult classics, cult film, cult films, cult movie, cult movies = cult film
gangster, gangsters, mobster, mobsters, mafia, mob, organised crime, organized crime = gangsters, gangster, mafia,
    organised crime
whodunit, whodunits, whodunnit, whodunnits, murder mystery, murder mysteries = whodunit, murder mystery
detective, detectives = detective, private detective, police detective
politics, political = politics, political intrigue, conspiracy
religion, religious, faith = faith, religion
filmmaking, moviemaking, making movies, making films, making a film, making a movie, movies about movies, show business =
    filmmaking, film-making, film within a film, hollywood, cinema, show business
monster, monsters, kaiju = monsters, monster, giant monster, kaiju, creatures
witch, witches, witchcraft = witch, witches, witchcraft
wizard, wizards = magic
musician, musicians, band, rock band, rock star, singer, singers = music, musicians, band, rock music, rock band, singer,
    pianist, jazz, country music, hip-hop
ocean, sea, at sea, underwater = sea, ocean
black and white, black white, b w, bw = black and white
silent, silent film, silent films, silent movie, silent movies = silent
single location, one location, single room, one room, one house, one place, single setting, bottle film, bottle films, bottle episode, chamber piece,
    chamber pieces, confined space, confined spaces, enclosed space = single location
short film, short films = short film
fairy tale, fairy tales = fairy tale
neo noir, neo noirs, modern noir, modern noirs = neo-noir
nordic noir, scandi noir, scandinavian noir = nordic noir
slapstick = slapstick
cyberpunk = cyberpunk
stop motion, claymation = stop motion
sequel, sequels = sequel
remake, remakes = remake
friendship, friends, best friends, buddies = friendship, unlikely friendship, female friendship
small town = small town
feminist, feminism = feminism, female lead
true crime, real crime, real crimes, real murder, real murders, real killers, real cases = based on true events
shakespearean = shakespeare
body horror = body horror
folk horror = folk horror
stand up = stand-up comedy
sketch comedy = sketch comedy
""")
THEME_WORDS = EVERYDAY_THEMES | PLAIN_THEMES
# Phrases that name a genre and nothing narrower: the catalogue's keyword of that name, which few titles have, adds nothing.
BARE_GENRES = frozenset(phrase for phrase in GENRE_WORDS if phrase in GENRES or phrase not in THEME_WORDS)

# Genres that suit a wish without being asked for by name.
_LEANINGS = table_of("""
humor, humour, jokes, silly, goofy, witty, satire, satirical, dark humour, dark humor, darkly funny, cheer me up = comedy
feel good, feelgood, cheerful, light hearted, lighthearted, light, lighter, easy watch, pick me up = comedy
spooky, creepy, frightening, terrifying, ghost, ghosts, ghost story,
    zombie, zombies, vampire, vampires, halloween, exorcism, haunted house, jump scares = horror
date night, first date, swoony, sexy, steamy = romance
tense, suspense, suspenseful, gripping, nail biting, edge of my seat, edge of your seat, serial killer = thriller
exciting, adrenaline, explosions, car chases, superhero, superheroes = action
spy, spies, espionage = thriller, action
sad, tearjerker, tearjerkers, cry, crying, depressing, weepie = drama
epic, epics, quest, treasure, pirates = adventure
magic, magical, wizard, wizards, witch, witches, dragons, fairy tale = fantasy
space, outer space, astronauts, robot, robots, ai, alien, aliens, time travel, dystopia, dystopian, time loop,
    artificial intelligence = science fiction
musician, musicians, band, rock band, rock star, singer, jazz = music
detective, detectives, murder = mystery, crime
world war 2, ww2, wwii, second world war, world war 1, ww1, first world war, vietnam war, soldiers = war
boxing, football, baseball, basketball = sport
medieval, samurai, ancient rome = history
courtroom, legal, coming of age = drama
""")
LEANINGS = EVERYDAY_LEANINGS | _LEANINGS

FILM_WORDS = frozenset("film films movie movies flick flicks feature features picture pictures".split())
SERIES_WORDS = phrases_of(
    "binge, bingeable, binge watch, box set, docuseries, episode, episodes, k drama, kdrama, k dramas, kdramas, miniseries, mini series,"
    "limited series, season, seasons, series, short series, short show, short tv series, short tv show, show, shows, sitcom, sitcoms, television, tv, tv series, tv show, tv shows"
)

# Wishes for the well known (up to +1) or the overlooked (down to -1).
PLAIN_FAME = table_of("""
hidden gem, hidden gems, overlooked, underrated, obscure, lesser known, less known, little known, unknown = -1
under the radar, underseen, not mainstream, nobody knows, nobody has heard of, havent heard of, never heard of = -1
not well known, not too well known, no one knows, no one has heard of, off the beaten path = -1
not famous, not popular, deep cut, deep cuts = -1
gem, gems = -0.5
indie, independent, arthouse, art house = -0.6
famous, well known, popular, blockbuster, blockbusters, mainstream, iconic, everyone knows, everyone has seen = 1
everybody knows, everybody has seen, everyone talks about, big hit, must see = 1
crowd pleaser, crowd pleasers, crowd pleasing, crowdpleaser, crowdpleasers, crowdpleasing, everyone can agree on, everybody can agree on,
    we can all agree on, all agree on, everyone will like, everybody will like, everyone will enjoy, everybody will enjoy, everyone likes,
    everybody likes, something for everyone, something for everybody, please everyone, pleases everyone, please everybody, pleases everybody,
    suits everyone, suits everybody, suit everyone, different tastes = 1
where to start, where do i start, where should i start, where to begin, where do i begin, starting point, entry point, newbie, beginner,
    beginners, introduction to, intro to, gateway = 0.6
best picture winner, best picture winners, oscar winners, award winners, palme dor, academy award, academy awards = 0.8
acclaimed, best, top rated, highly rated, award winning, oscar winning, oscar winner, best picture, masterpiece,
    masterpieces, greatest, essential, all time, favourites, favorites = 0.6
classic, classics = 0.4
""")
FAME_WORDS = {phrase: float(value) for phrase, (value,) in (PLAIN_FAME | EVERYDAY_FAME).items()}

# Words of age, from -1 (old) to +1 (recent); "old" alone must stand before a film or genre.
ERA_WORDS = {
    "recent": 0.9, "new": 1.0, "newer": 0.9, "newest": 1.0, "latest": 1.0, "modern": 0.8, "contemporary": 0.8,
    "new release": 1.0, "new releases": 1.0, "recent years": 0.9, "brand new": 1.0, "just came out": 1.0,
    "old": -1.0, "older": -1.0, "oldie": -1.0, "oldies": -1.0, "classic": -0.8, "classics": -0.8, "vintage": -1.0,
    "old school": -0.8, "golden age": -1.0, "old hollywood": -1.0, "old fashioned": -0.8, "classic hollywood": -1.0,
    "modern classic": 0.4, "modern classics": 0.4, "instant classic": 0.0, "cult classic": 0.0, "cult classics": 0.0,
}  # fmt: skip

# Words of length, each as minutes (wanted, ruled out).
LENGTH_WORDS: dict[str, tuple[Span | None, Span | None]] = {
    "short": ((0, 95), None), "shorter": ((0, 105), None), "shortish": ((0, 100), None), "quick": ((0, 95), None),
    "not too long": ((0, 125), None), "too long": (None, (0, 125)), "very long": ((160, ANY_LATER), (0, 140)),
    "long": ((140, ANY_LATER), (0, 125)), "longer": ((130, ANY_LATER), (0, 125)), "overlong": (None, (0, 125)),
}  # fmt: skip
# What the words of length mean of an episode; a long series has many.
EPISODE_LENGTHS: dict[Span | None, Span | None] = {
    LENGTH_WORDS["short"][0]: (0, 35),
    **dict.fromkeys((LENGTH_WORDS[word][0] for word in ("shorter", "shortish")), (0, 45)),
    **dict.fromkeys(LENGTH_WORDS[word][0] for word in ("long", "longer", "very long")),
}

CHILD_WORDS = phrases_of("""
for kids, for children, for the kids, for my kids, for my children, for the family, for the whole family, for family, with
kids, with my kids, with the kids, with children, with the children, with my children, with my son, with my daughter,
with my family, with the family, with family, kids, children, child, kid friendly, child friendly, family friendly,
family night, family movie night, family film night, whole family, my son, my daughter, year old, year olds, yo, nephew,
niece, grandchildren, grandkids, grandson, granddaughter, kids movie, kids film, kids movies, childrens, childrens film, childrens movie, childrens films, kiddie, kiddies, kids stuff,
family film, family films, family movie, family movies, suitable for all ages, all ages, all the family, kiddo, kiddos
""")
SMALL_CHILD_WORDS = phrases_of("""
toddler, toddlers, preschooler, preschoolers, small children, small kids, little kids, little ones, young children,
young kids, for small children
""")
ADULT_WORDS = phrases_of("for adults, for grown ups, for grownups, adults only, adult, grown up, mature")
# In company before which some scenes embarrass.
ELDER_WORDS = phrases_of("""
with my parents, with my mum, with my mom, with my mother, with my dad, with my father, with my grandma, with my
grandparents, with my grandmother, with my inlaws, with my in laws, with the in laws, with mum and dad, with mom and dad,
with my mum and dad, with my mom and dad, with my grandad, with my grandpa, for my grandma, for my grandmother, for my granny, for my nan,
for my grandparents, for my grandad, for my grandpa, for my grandfather, my grandmother would, my grandma would, my granny would, my grandpa would,
my grandparents would, my grandfather would, my grandad would
""")

NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "twenty five": 25, "thirty": 30, "thirty five": 35,
    "forty": 40, "forty five": 45, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "ninety five": 95, "hundred": 100, "a hundred": 100, "one hundred": 100,
}  # fmt: skip

DECADE_WORDS = {
    "twenties": 1920, "thirties": 1930, "forties": 1940, "fifties": 1950, "sixties": 1960, "seventies":
    1970, "eighties": 1980, "nineties": 1990, "noughties": 2000,
}  # fmt: skip

# Stretches of film history that have a name.
PERIODS: dict[str, Span] = {
    "this century": (2000, ANY_LATER), "21st century": (2000, ANY_LATER), "twenty first century": (2000, ANY_LATER),
    "this millennium": (2000, ANY_LATER), "new millennium": (2000, ANY_LATER), "since the millennium": (2000, ANY_LATER),
    "20th century": (1900, 1999), "twentieth century": (1900, 1999), "last century": (1900, 1999),
    "turn of the millennium": (1997, 2003), "turn of the century": (1997, 2003), "y2k": (1998, 2003),
    "silent era": (0, 1930), "silent days": (0, 1930), "pre code": (1929, 1934), "interwar": (1919, 1939), "wartime": (1939, 1946),
    "golden age of hollywood": (1930, 1960), "hollywoods golden age": (1930, 1960), "golden age hollywood": (1930, 1960),
    "hollywood golden age": (1930, 1960), "studio era": (1930, 1960), "new hollywood": (1967, 1982),
    "pre war": (0, 1939), "post war": (1945, 1959), "postwar": (1945, 1959), "after the war": (1945, 1959),
}  # fmt: skip
