"""One thing, several names: what catalogues of others call what this one calls otherwise.

The rules of a wish speak of keywords as the shipped titles have them. An imported catalogue has "hilarious" where
they have "funny": such a title counts as having both.
"""

from __future__ import annotations

from collections import defaultdict

from bot.domain.title import Title
from bot.domain.word_table import table_of

# Our keyword = the names that others have for it, or for what always has it.
_FAMILIES = table_of("""
funny = hilarious, amused, ridiculous, farcical, buddy comedy, sex comedy, teen comedy, action comedy, crude humor, slapstick comedy,
    slapstick, spoof, parody, romcom, comedy, horror spoof, horror comedy, satirical, screwball comedy
witty = witty, deadpan, mischievous, irreverent
darkly funny = dark comedy, black comedy, dark humor, gallows humor, macabre comedy, black humor
satirical = satire, political satire, social satire, parody, mockumentary
absurd = absurdism, absurdist, ridiculous, farcical, surreal comedy, spoof
feel-good = feel good, joyful, joyous, cheerful, comforting, celebratory, exuberant, lighthearted, heartwarming, romcom,
    adoring, whimsical
heartwarming = comforting, heartfelt, loving, compassionate, tender, wholesome, sentimental, unlikely friendship
uplifting = inspirational, hopeful, joyful, joyous, cheerful, triumphant, celebratory, earnest
inspiring = inspirational, underdog, admiring, uplifting
hopeful = optimistic, hope
light-hearted = lighthearted, cheerful, amused, casual, breezy, playful, joyful, romcom, teen comedy, hilarious
playful = lighthearted, mischievous, amused, whimsical
charming = adoring, whimsical, romcom, romantic comedy, enchant
gentle = calm, comforting, slice of life, relaxed
tender = loving, compassionate, sentimental, empathetic
cosy = comforting, calm, whodunit
romantic = love, falling in love, romcom, romance, romantic comedy, romantic drama, love at first sight, first love, young love,
    soulmates, teenage romance, star crossed lovers
sensual = eroticism, erotic, sexy, softcore, erotic thriller, erotic movie, pornography, seduction, lust, nudity, bdsm,
    sexual obsession, threesome, sexuality, female nudity, sex
tearjerker = tragic, sadness, heartbreaking, terminal illness, loss of loved one, sentimental, melodramatic, disheartening, mourning,
    dying and death, cancer, sad, grief, tear jerker
moving = sentimental, compassionate, heartfelt, empathetic, sympathetic, loss of loved one, terminal illness, touching,
    emotional, tragic, bittersweet, inspirational
melancholic = melancholy, wistful, somber, sadness, loneliness
bittersweet = wistful, sentimental
bleak = depressing, depressed, dreary, gloomy, grim, hopeless, somber, disheartening, cynical, nihilistic, despair
disturbing = disturbed, distressing, shocking, horrified, disgusted, sadism, torture, rape, child abuse, sexual abuse, child murder,
    psychotic, incest, cannibal
gritty = grim, blunt, urban crime, gritty realism
raw = candid, blunt
gory = gore, splatter, brutality, torture, dismemberment, blood splatter, blood and gore, body horror, slasher, decapitation, cannibal,
    blood, exploitation, bloody
violent = violence, brutality, aggressive, torture, massacre, graphic violence, ultraviolence, gore, shootout, killing spree, gunfight,
    slasher, mass murder
scary = frightened, horrified, fear, supernatural horror, survival horror, paranormal, nightmare, haunted house
eerie = ominous, foreboding, macabre, creepy, gothic horror, psychological horror, gothic
haunting = ominous, foreboding, psychological horror, mourning
atmospheric = ominous, gothic, foreboding, mysterious, neo-noir
suspenseful = suspense, cat and mouse, race against time, tense, psychological thriller, nail-biting, suspense thriller
tense = anxious, intense, paranoid, suspenseful
thrilling = exhilarated, excited, exciting, race against time, intense, car chase, action hero, awestruck
fast-paced = frantic, brisk, race against time
slow-burn = slow burn
thoughtful = reflective, introspective, philosophical, contemplative, thought-provoking, questioning, existentialism
cerebral = philosophical, complex, speculative, nonlinear timeline, complicated, thought-provoking, philosophy
meditative = reflective, introspective, contemplative, calm, slice of life
mind-bending = surrealism, alternative reality, alternate reality, nonlinear timeline, baffled, memory loss, simulated reality, ambiguous,
    parallel world, time paradox, mindfuck, virtual reality, dreams, multiple personality, unreliable narrator
surreal = surrealism, magic realism, surrealist
dreamlike = dreams, surrealism, magic realism, dream world
quirky = whimsical, eccentric, offbeat
whimsical = enchant, fairy tale
psychological = psychological thriller, psychological horror, psychological drama
epic = grand, awestruck, epic battle, historical epic
stylish = vibrant, audacious, stylized, bold
poetic = lyrical, reflective
campy = camp, b movie, b-movie, cult film, exploitation
nostalgic = nostalgia
provocative = audacious, controversial, shocking
intimate = introspective, slice of life
family-friendly = family comedy, based on children's book, family film, animal movie, talking animal
for small children = preschool, toddler, based on toy, based on picture book
zombies = zombie, undead, zombie apocalypse
vampires = vampire, dracula, vampirism, vampire hunter
witches = witch
witch = witches, witchcraft
ghosts = ghost, haunted house, spirit, poltergeist
ghost = ghosts
haunted house = haunting, haunted mansion
demonic possession = possession, exorcism
robots = robot, android, giant robot, cyborg, mecha
robot = robots
androids = android
artificial intelligence = artificial intelligence (a.i.)
aliens = alien, alien invasion, alien life-form, extraterrestrial, ufo, first contact, alien planet, alien abduction,
    alien contact
alien invasion = aliens attack
space = space travel, spacecraft, outer space, astronaut, space station, space mission, spaceship, space opera, nasa
space travel = space mission, spacecraft
astronauts = astronaut
mars = planet mars
superhero = super power, superhero team, superheroes
marvel = marvel cinematic universe (mcu), marvel comic, based on marvel comics
dc comics = dc extended universe (dceu), dc universe (dcu), based on dc comics
sequel = sequels
monsters = monster, creature, creature feature, giant monster, kaiju, godzilla
monster = monsters
dragons = dragon
dinosaurs = dinosaur
pirates = pirate
spy = espionage, secret agent, mi6, undercover agent, spies, british secret service, secret intelligence service,
    central intelligence agency (cia), kgb, secret mission
secret agent = mi6, british secret service, secret intelligence service
assassin = female assassin, hitman
gangsters = gangster, mobster, organized crime, mafia, crime boss, mob
mafia = italian mafia, mobster, mob
organised crime = organized crime
heist = bank heist, bank robbery, robbery, jewel heist, casino heist
bank robbery = bank heist, bank robber
con artists = con artist, con man
police = cop, police officer, police detective, undercover cop, nypd, lapd, police corruption
police detective = homicide detective
detective = private detective, private investigator, police detective
buddy cops = buddy cop
lawyers = lawyer
courtroom = court, court case, courtroom drama, trial, legal drama
whodunit = murder mystery
murder mystery = whodunit
serial killer = series of murders
slasher = slasher film
twist ending = plot twist, surprise ending, twist
based on true events = based on true story, true story, based on real events, biography, based on memoir or autobiography, true crime
based on a novel = based on novel or book, based on young adult novel, based on children's book, based on novel
based on a book = based on novel or book, based on a novel
based on a comic = based on comic, based on graphic novel
based on a video game = based on video game
based on a manga = based on manga
female director = woman director
female lead = female protagonist, strong woman, strong female lead
lgbtq = lgbt, lgbtq+, gay theme, lesbian, gay, lesbian relationship, gay relationship, male homosexuality, homosexuality,
    boys' love (bl), girls' love (gl), queer, bisexuality, transgender
coming of age = growing up
teenagers = teenager, teenage girl, teenage boy, teen movie, high school student, teen comedy, teen drama, teenage romance
high school = high school student
college = university, college student
road movie = road trip
road trip = road movie
martial arts = kung fu, mixed martial arts (mma), wuxia, karate, martial arts tournament
post-apocalyptic = post-apocalyptic future, post-apocalypse
dystopia = dystopian future, dystopian society
world war ii = nazi, holocaust (shoah), nazi germany, d-day, world war two
nazis = nazi
holocaust = holocaust (shoah)
soldiers = soldier
samurai = ronin, bushido
christmas = christmas party, santa claus, christmas eve, christmas movie
dog = dogs
animals = animal, talking animal, pets, anthropomorphism
talking animals = talking animal, anthropomorphism
food = chef, cooking, restaurant, cuisine
musicians = musician, singer, band, rock band, pianist
music = musician, singer, concert
filmmaking = movie business, film director, filmmaker, movie star, film industry, film within a film
show business = movie business, showbiz
politics = politician, political thriller, political corruption, president, usa president, political drama
sea = ocean, at sea
submarine = submarine crew
toys = toy, toy comes to life
friendship = best friend, friends, male friendship, female friendship, group of friends, unlikely friendship, buddy
unlikely friendship = odd couple, opposites attract
found family = makeshift family
loneliness = lonely, lonely person, solitude
isolation = solitude
father and son = father son relationship
father and daughter = father daughter relationship
mother and son = mother son relationship
mother and daughter = mother daughter relationship
brothers = brother brother relationship
sisters = sister sister relationship
siblings = sibling relationship, brother sister relationship
mentor = mentor protégé relationship
marriage = married couple, husband wife relationship, marriage crisis
new york = new york city, manhattan
los angeles = los angeles, california
london = london, england
paris = paris, france
tokyo = tokyo, japan
berlin = berlin, germany
rome = rome, italy
chicago = chicago, illinois
silent = silent film
slapstick = slapstick comedy
short film = short
anime = shounen, seinen, shoujo
stop motion = claymation
neo-noir = neo noir
time loop = groundhog day
cult film = cult
fairy tale = based on fairy tale
k-drama = korean drama
""")
# Genres that some catalogues have as keywords only.
_GENRES = table_of("""
musical, jukebox musical = musical
film noir = noir
sports, sport, sports drama, boxing film, sports documentary = sport
biography, biopic = biography
mockumentary = comedy
romcom, romantic comedy = romance, comedy
""")


def _named_otherwise() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for ours, others in _FAMILIES.items():
        for other in others:
            found[other].append(ours)
    return {other: tuple(ours) for other, ours in found.items()}


_OURS = _named_otherwise()


def keywords_of(title: Title) -> tuple[str, ...]:
    """Return the title's keywords, its own first, then what they mean in other words.

    Titles of the shipped catalogue, which have no votes, are described in these words already.
    """
    if title.votes is None:
        return title.keywords
    found = dict.fromkeys(title.keywords)
    for word in title.keywords:
        if word in _OURS:
            found.update(dict.fromkeys(_OURS[word]))
    return tuple(found)


def genres_of(title: Title) -> tuple[str, ...]:
    """Return the title's genres, and those that an imported catalogue has as keywords only."""
    if _GENRES.keys().isdisjoint(title.keywords):
        return tuple(dict.fromkeys(title.genres))
    implied = (genre for word in title.keywords for genre in _GENRES.get(word, ()))
    return tuple(dict.fromkeys((*title.genres, *implied)))
