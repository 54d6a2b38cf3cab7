"""The words people use when they wish for something to watch, and what each asks for.

Only vocabulary: no title and no person stands here. Phrases are folded (see `bot.domain.text.fold`).
A table's line reads `phrase, phrase = word, word`; an indented line goes on with the one before.
"""

from __future__ import annotations


def _table(text: str) -> dict[str, tuple[str, ...]]:
    """Return phrase → words from the lines of a table."""
    found: dict[str, tuple[str, ...]] = {}
    for line in text.replace("\n    ", " ").strip().splitlines():
        phrases, _, words = line.partition(" = ")
        wanted = tuple(word.strip() for word in words.split(",") if word.strip())
        for phrase in phrases.split(","):
            found[phrase.strip()] = wanted
    return found


GENRE_WORDS = _table("""
action = action
adventure, adventures = adventure
animation, animated, cartoon, cartoons, anime = animation
biography, biographical, biopic, biopics = biography
comedy, comedies, comedic, sitcom, sitcoms, slapstick = comedy
crime, gangster, gangsters, mafia, mob, heist = crime
documentary, documentaries, docu, doc, docs, docuseries = documentary
drama, dramas, dramatic = drama
dramedy = drama, comedy
family film, family films, family movie, family movies = family
fantasy, fantastical, fairy tale, sword and sorcery = fantasy
period drama, costume drama = drama, history
period piece, historical, history = history
horror, horrors, slasher, slashers = horror
musical, musicals = musical
music, concert = music
mystery, mysteries, whodunit, whodunits, whodunnit, detective, murder mystery = mystery
noir, noirs, film noir, films noirs, neo noir = noir
romance, romances, love story, love stories = romance
romcom, romcoms, rom com, rom coms, romantic comedy, romantic comedies = romance, comedy
sci fi, scifi, sf, science fiction, space opera, cyberpunk = science fiction
sport, sports = sport
thriller, thrillers, spy thriller = thriller
war, war film, wartime = war
western, westerns, cowboy, cowboys = western
""")

# What a mood word asks for among the catalogue's keywords; the nearest first.
MOOD_WORDS = _table("""
thoughtful = thoughtful, cerebral, meditative
smart = cerebral, thoughtful, witty
clever = cerebral, witty, thoughtful
intelligent = cerebral, thoughtful
cerebral = cerebral, thoughtful, mind-bending
philosophical, deep = thoughtful, cerebral
thought provoking = thoughtful, cerebral, provocative
mind bending, mindbending, mindfuck = mind-bending, surreal
trippy = surreal, dreamlike, mind-bending
weird = surreal, absurd, quirky
strange = surreal, dreamlike, eerie
surreal = surreal, dreamlike
dreamy = dreamlike, poetic
dreamlike = dreamlike
funny = funny, witty, absurd
hilarious = funny, absurd
laugh, laughs = funny
witty = witty, funny
silly, goofy = absurd, funny, campy
dark comedy, black comedy = darkly funny, satirical
dark humour, dark humor, darkly funny = darkly funny
satire, satirical = satirical
quirky = quirky, whimsical
whimsical = whimsical, quirky
feel good, feelgood = feel-good, heartwarming, uplifting, charming
uplifting = uplifting, feel-good, hopeful, inspiring
cheer me up = feel-good, uplifting, funny
cheerful = feel-good, uplifting, light-hearted
happy = feel-good, uplifting
inspiring, inspirational = inspiring, uplifting
hopeful = hopeful, uplifting
heartwarming = heartwarming, feel-good, tender
wholesome = heartwarming, gentle, feel-good, family-friendly
sweet = charming, tender, heartwarming
cute = charming, heartwarming
charming = charming
cosy, cozy = cosy, gentle, charming
comforting, comfort = cosy, gentle, heartwarming
light, lighter = light-hearted, feel-good, playful
light hearted, lighthearted, easy = light-hearted, feel-good
fun = playful, funny, thrilling, light-hearted
playful = playful
gentle = gentle, tender, cosy
calm = gentle, meditative
quiet = gentle, meditative, intimate
relaxing = gentle, cosy
sad = tearjerker, melancholic, moving
tearjerker, cry = tearjerker, moving
weepie = tearjerker
emotional = moving, tearjerker, tender
moving = moving, tearjerker
touching = moving, tender
bittersweet = bittersweet, melancholic
melancholic, melancholy = melancholic, bittersweet
depressing = bleak, tearjerker
bleak, grim = bleak, gritty
heavy, heavier = bleak, disturbing
gritty = gritty, raw
dark = bleak, gritty, disturbing, eerie
darker = bleak, gritty, disturbing
disturbing = disturbing
tense = tense, suspenseful
suspense, suspenseful, nail biting = suspenseful, tense
gripping, edge of my seat, edge of your seat = suspenseful, tense, thrilling
intense = tense, raw
exciting, thrilling = thrilling, suspenseful
adrenaline = thrilling
scary, scare me = scary, eerie
scare, scares, frightening, terrifying = scary
creepy = eerie, scary, atmospheric
eerie = eerie, haunting
spooky = eerie, scary
haunting = haunting, eerie
atmospheric = atmospheric, haunting
moody = atmospheric, melancholic
gory, gore, blood = gory
bloody = gory, violent
violent, violence = violent, gory
romantic = romantic, sensual
sexy, sensual, erotic = sensual
epic = epic
stylish = stylish
beautiful = poetic, stylish, atmospheric
poetic = poetic, meditative
visually stunning = stylish, poetic, epic
gorgeous = stylish, poetic
meditative = meditative, poetic
nostalgic = nostalgic
intimate = intimate, tender
tender = tender, gentle
raw = raw, gritty
campy, trashy, so bad its good = campy
psychological = psychological
provocative = provocative
angry = angry
absurd = absurd
rainy day = cosy, feel-good, gentle
date night = romantic, charming
slow burn = slow-burn, slow
slow, slow paced = slow, slow-burn, measured
fast = fast-paced, frantic, brisk
fast paced, fast moving = fast-paced, frantic
frantic = frantic
brisk = brisk, fast-paced
""")

# What people call a theme, where the catalogue's keyword is another word.
THEME_WORDS = _table("""
superheroes, superhero = superhero
comic book = superhero, based on a comic
vampire = vampires
zombie = zombies
alien = aliens, first contact, alien invasion
ghost = ghosts, haunted house
extraterrestrial = aliens, first contact
robot = robots, artificial intelligence, android
robots = robots, artificial intelligence, androids
ai = artificial intelligence
spies = spy, espionage
espionage = espionage, spy
serial killers = serial killer
coming of age = coming of age
teen, teenage = coming of age, teenagers, high school
road trip, road movies = road movie
heist, heists = heist
twist, twists, plot twist, plot twists = twist ending
true story, true stories, based on a true story = based on true events
book adaptation = based on a novel
queer, gay, lesbian, lgbt, trans = lgbtq
female lead, strong woman, strong female lead, women = female lead
world war 2, ww2, wwii, second world war = world war ii
ww1, wwi = world war i
vietnam war = vietnam war
space = space, space travel, astronauts, astronaut
time loop = time loop
time travel = time travel, time loop
dystopian = dystopia
post apocalyptic = post-apocalyptic, post-apocalypse
apocalypse, apocalyptic = post-apocalyptic, apocalypse
courtroom = courtroom
legal = courtroom, lawyers
cooking, food = food, cooking
chef = food, restaurant
dogs, dog = dog, animals
animals = animals
christmas, xmas = christmas
halloween = halloween
samurai = samurai
kung fu = martial arts, kung fu
martial arts = martial arts
spaghetti western = spaghetti western
body horror = body horror
folk horror = folk horror
found footage = found footage
haunted house = haunted house, ghosts
possession = possession, exorcism
mockumentary = mockumentary
silent = silent
black and white = black and white
anime = anime
k drama, kdrama = k-drama
miniseries, mini series, limited series = miniseries
sitcom, sitcoms = sitcom
procedural = procedural
cult = cult classic, cult film
cyberpunk = cyberpunk
steampunk = steampunk
sequel, sequels = sequel
remake, remakes = remake
gangster, gangsters = gangsters, organised crime, mafia
mafia, mob = mafia, organised crime, gangsters
whodunit, whodunnit = whodunit
detective = detective
drugs = drugs
politics, political = politics
religion = religion, faith
friendship = friendship
grief = grief
loneliness = loneliness
revenge = revenge
survival = survival
prison = prison
school = school
high school = high school, school
college = college, university
pirates = pirates
dragons = dragons
dinosaurs = dinosaurs
monsters, monster = monsters, monster, giant monster
witches = witches, witchcraft
magic = magic
football = football
boxing = boxing
chess = chess
surfing = surfing
slasher, slashers = slasher
jump scares = scary
torture = torture, gory
sex, nudity = sensual
""")

# Adjective or name → countries (ISO 3166-1, capitals) and languages (ISO 639-1); any of them answers.
_ORIGINS = _table("""
american, hollywood = US
british, english, scottish, britain, uk = GB
irish = IE, ga
french = FR, fr
german = DE, DD, de
austrian = AT
swiss = CH
italian = IT, it
spanish = ES, es
portuguese = PT, pt
dutch = NL, nl
belgian = BE
danish = DK, da
swedish = SE, sv
norwegian = NO, no, nb, nn
finnish = FI, fi
icelandic = IS, is
polish = PL, pl
czech = CZ, CS, cs
slovak = SK, sk
hungarian = HU, hu
romanian = RO, ro
bulgarian = BG, bg
greek = GR, el
turkish = TR, tr
russian = RU, SU, ru
soviet = SU
ukrainian = UA, uk
serbian = RS, YU, sr
yugoslav = YU
georgian = GE, ka
iranian, persian = IR, fa
israeli = IL, he
palestinian = PS
lebanese = LB
egyptian = EG
arabic = ar
indian = IN, hi, ta, te, bn, ml
bollywood = IN, hi
hindi = hi
bengali = bn
tamil = ta
pakistani = PK, ur
chinese = CN, HK, TW, zh
mandarin = zh
hong kong, cantonese = HK
taiwanese, taiwan = TW
japanese = JP, ja
korean, south korean = KR, ko
thai = TH, th
vietnamese = VN, vi
indonesian = ID, id
filipino = PH, tl
australian, australia = AU
new zealand, kiwi = NZ
canadian, canada = CA
mexican, mexico = MX
brazilian, brazil = BR
argentine, argentinian, argentina = AR
chilean = CL
colombian = CO
cuban = CU
senegalese, senegal = SN
nigerian = NG
south african = ZA
latin american = MX, BR, AR, CL, CO, CU, PE, UY, VE, GT, BO
scandinavian, nordic = DK, SE, NO, IS, FI
african, africa = SN, NG, ZA, ML, BF, MR, ET, KE, TD, CM, DZ, EG, MA, TN, CD, RW, GH
asian = JP, KR, CN, HK, TW, TH, VN, ID, PH, IN, MY, SG, KH
european = FR, DE, IT, ES, PT, NL, BE, DK, SE, NO, FI, IS, PL, CZ, CS, HU, RO, GR, AT, CH, IE, GB, RS,
    YU, BG, EE, LT, LV, SK, SI, HR, BA
france = FR
germany = DE, DD
italy = IT
spain = ES
japan = JP
korea, south korea = KR
india = IN
china = CN, HK, TW
iran = IR
denmark = DK
sweden = SE
norway = NO
russia = RU, SU
poland = PL
turkey = TR
ireland = IE
thailand = TH
""")
ORIGINS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    phrase: (tuple(c for c in codes if c.isupper()), tuple(c for c in codes if c.islower()))
    for phrase, codes in _ORIGINS.items()
}

FILM_WORDS = frozenset("film films movie movies flick flicks feature picture".split())
SERIES_WORDS = frozenset(
    _table(
        "binge, box set, docuseries, episodes, k drama, kdrama, miniseries, season, seasons, "
        "series, show, shows, sitcom, sitcoms, television, tv, tv series, tv show, tv shows"
    )
)

# Wishes for the well known (up to +1) or the overlooked (down to -1).
_FAME = _table("""
hidden gem, hidden gems, overlooked, underrated, obscure, lesser known, little known, unknown = -1
under the radar, underseen, not mainstream, nobody knows, nobody has heard of, havent heard of = -1
never heard of = -1
gem = -0.5
indie, independent, arthouse, art house = -0.6
famous, well known, popular, blockbuster, blockbusters, mainstream, iconic = 1
acclaimed, best = 0.6
greatest, must see, crowd pleaser = 0.8
everyone = 0.5
""")
FAME_WORDS = {phrase: float(value) for phrase, (value,) in _FAME.items()}

CHILD_WORDS = frozenset(
    _table("""
for kids, for children, for the kids, for my kids, for my children, for the family, for the whole
    family, with kids, with my kids, with the kids, with children, with the children, with my children, with
    my son, with my daughter, with my family, with the family, with family, kids, children, child, kid
    friendly, child friendly, family friendly, family night, family movie night, whole family, my son, my
    daughter, year old, year olds, yo, nephew, niece, grandchildren, kids movie, childrens film, kids film,
    family film, family films, family movie, family movies
""")
)
SMALL_CHILD_WORDS = frozenset(
    _table(
        "toddler, toddlers, preschooler, preschoolers, small children, small kids, little kids, little ones"
    )
)

# What a sign says in words.
_EMOJI = _table("""
😂, 🤣, 😆 = funny comedy
😄, 😊 = feel-good
🥰 = romantic heartwarming
❤, 💕, 💘, 😍 = romance romantic
😱 = horror scary
👻 = ghosts horror spooky
🧟 = zombies horror
🧛 = vampires horror
🎃 = halloween horror
🔪 = slasher horror
🚀 = space science fiction
👽, 🛸 = aliens science fiction
🤖 = robots science fiction
😢 = sad moving
😭 = tearjerker sad
💔 = sad romance
💥 = action thrilling
🔫 = action crime
🥋 = martial arts action
🕵, 🔍 = detective mystery
🎄, 🎅 = christmas
🐉 = dragons fantasy
🧙 = magic fantasy
🧚 = fairy tale fantasy
🏰 = fantasy
🤠, 🌵 = western
🐎 = western horses
👶, 🧒, 🧸 = for kids
🤔 = thoughtful
🧠 = cerebral mind bending
🤯 = mind bending twist
🎵, 🎶 = music musical
🎤 = music
🎸 = music rock
⚽ = football sport
🏀 = sport basketball
🥊 = boxing sport
🏈 = sport
🍝, 🍜 = food
👨‍🍳 = cooking food
🦸, 🦇, 🕷 = superhero
🦖 = dinosaurs
🦈 = shark suspense
🐶 = dog animals
🐱 = cat animals
🌍 = documentary nature
🌊 = sea
🏝 = island
⚔ = swords epic war
🪖 = war
🎭 = drama
💰 = heist crime
🏴‍☠ = pirates adventure
🌧 = cosy rainy day
☕ = cosy
🔥 = thrilling
🌈 = lgbtq
🇫🇷 = french
🇯🇵 = japanese
🇰🇷 = korean
🇮🇹 = italian
🇪🇸 = spanish
🇩🇪 = german
🇮🇳 = indian
🇬🇧 = british
🇧🇷 = brazilian
🇲🇽 = mexican
""")
EMOJI = {sign: words[0] for sign, words in _EMOJI.items()}

NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "fifty": 50,
}  # fmt: skip

DECADE_WORDS = {
    "twenties": 1920, "thirties": 1930, "forties": 1940, "fifties": 1950, "sixties": 1960, "seventies":
    1970, "eighties": 1980, "nineties": 1990, "noughties": 2000,
}  # fmt: skip
