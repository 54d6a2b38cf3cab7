"""What people say in everyday words for genres, themes and moods: "weepie", "shoot-em-up", "cops and robbers".

Only vocabulary, folded; joined to the tables of `vocabulary` and `tones`.
"""

from __future__ import annotations

from bot.domain.word_table import table_of

# Each asks for the genre.
EVERYDAY_GENRES = table_of("""
shoot em up, shoot em ups, shootout, shootouts, gunfight, gunfights, punch up, punch ups, fisticuffs, action packed, actioner, fight scenes, beat em up,
    kick ass, things blowing up, stuff blowing up = action
swashbuckler, swashbucklers, swashbuckling, treasure hunt, treasure hunts, expedition, expeditions, buccaneers = adventure
toon, toons, animations, drawn by hand, hand drawn, anime film = animation
life story, life stories, biographies = biography
belly laugh, belly laughs, giggle, giggles, giggling, chuckle, chuckles, crack me up, crack us up, side splitting, laugh out loud, gags,
    rib tickler, knee slapper, lols, farces, spoofs, parodies, buddy comedy, buddy comedies, comic caper, funnies = comedy
crook, crooks, thieves, robbers, bank robbers, cops and robbers, gangland, cartel, cartels, hoodlums, underworld bosses = crime
crime drama, crime dramas = crime, drama
nature film, nature films, true life film, rockumentary = documentary
weepie, weepies, weepy, tearjerker, tearjerkers, tear jerker, tear jerkers, melodrama, melodramas = drama
magic, magical, wizard, wizards, wizardry, sorcery, sorcerer, sorcerers, swords and sorcery, dragon, dragons, elves, elf, dwarves, orcs, goblins, fairies, enchanted,
    unicorns, mythical creatures, mythical beasts, fairy tales = fantasy
historical epic, historical epics, costume film, costume films = history
period pieces, historicals = history
chiller, chillers, fright night, frightfest, fright fest, nightmare fuel, scary story, scary stories, spine chiller, scarefest, ghost film, ghost films,
    ghost movie, ghost movies, video nasty, heebie jeebies, jumpscares = horror
song and dance, showtunes, show tunes = musical
concert film, concert films, gig = music
sleuth, sleuths, sleuthing, private eye, private eyes, gumshoe, gumshoes, detective story, detective stories, puzzle box, who did it, crime solving, armchair detective = mystery
hard boiled, hardboiled = noir
lovey dovey, chick flick, chick flicks, meet cute, soppy, mushy, smooching, kissing, falling in love, lovers, love affair, swooning, love triangle = romance
spaceship, spaceships, starship, starships, laser guns, ufo, ufos, alien invasion, little green men, cyborg, cyborgs, flying saucers, sci fis = science fiction
sports film, sports films, sports movie, sports movies, sporty = sport
nail biter, nail biters, cat and mouse, cloak and dagger, page turner, potboiler = thriller
battlefield, battlefields, trenches, war epic = war
gunslinger, gunslingers, wild west, old west, horse opera, horse operas, saloon, saloons, cow boys = western
""")

# Each asks for one of the genres, and rules out all of them.
EITHER_GENRES = table_of("""
singing, sing, sings, song, songs, sing along, singalong, singing and dancing, dancing and singing, bursting into song, burst into song, bursts into song,
    breaking into song, break into song, breaks into song, people singing = musical, music
creature feature, creature features, b movie monsters = horror, science fiction
supernatural, paranormal, occult = horror, fantasy
""")

# Themes in everyday words; what they ask for among the catalogue's keywords.
EVERYDAY_THEMES = table_of("""
cape, capes, caped crusaders, tights and capes, spandex, superpowers, super powers, super heroes, super hero = superhero
creature feature, creature features = monsters, monster, giant monster, kaiju, creatures, aliens
bloodsuckers, dracula = vampires
walking dead, living dead = zombies
little green men, flying saucers, alien invasion, martians = aliens, alien invasion, first contact, mars
haunting, haunted, poltergeist, poltergeists, spooks = ghosts, haunted house, ghost
exorcist, possessed, demon, demons, devil = demons, demon, demonic possession, possession, exorcism
cyborg, cyborgs, machines, killer robots = robots, robot, artificial intelligence, androids
double agent, double agents, mole, secret service, undercover agents, spying = spy, secret agent, undercover
psycho killer, psychopath, psychopaths, murderer on the loose = serial killer
bank job, bank jobs, bank robbers, big score, safecracker, one last job, robbers, thieves = heist, bank robbery, con artists
con man, con men, con artist, con artists, swindlers, grifters, scam, scammers, hustlers = con artists, con artist
hitman, hitmen, contract killer, assassin, assassins = hitman, assassin, assassins
crime family, crime families, godfathers, cosa nostra, yakuza, wise guys, wiseguys = gangsters, gangster, mafia, organised crime
courtrooms, court case, court cases, attorney, attorneys, barrister, jury, lawsuit = courtroom, lawyers, lawyer, trial
baking, kitchen, kitchens, cooks, restaurants = food, cooking, restaurant
puppy, puppies, man and his dog = dog, dogs
xmas film, santa, santa claus, yuletide = christmas
prison, prisons, jail, behind bars, prison break, convicts = prison, escape
pirate, pirates = pirates
dinosaur, dinosaurs, dinos = dinosaurs
submarine, submarines = submarine
samurai, samurais, ronin = samurai
knight, knights, middle ages, medieval = medieval, middle ages, castle
ancient rome, romans, gladiators, gladiator = ancient rome
boxer, boxers, boxing = boxing
soccer, footie, football = football
newspaper, newspapers, journalist, journalists, reporter, reporters = journalism, journalist
set at work, set in an office, office life = workplace
body swap, swap bodies, swapping bodies = body swap
""")

# What is looked for among keywords without being required of every title; what is ruled out with it goes too.
HINTS = table_of("""
magic, magical, wizardry, enchanted, sorcery = magic
female = female lead
dragon, dragons = dragons
singing, sing, song, songs, sing along, singalong = songs, singing
dancing, dance, dances, dancers, singing and dancing, song and dance = dance, dancing
sword, swords, swordfight, swordfights, sword fights, swordplay = swordfighting, samurai, medieval, martial arts
explosions, car chase, car chases = car chase, car chases, stunts
weepie, weepies, weepy = tearjerker, moving
music = musicians, music, songs
blood, bloodshed, guts = gory, violent
breakup, break up, dumped, heartbroken = break-up, second chances
small scale, low key, low stakes = intimate, gentle
few episodes, few episode, a few episodes, handful of episodes, in a weekend, over a weekend, in one weekend, over the weekend, in one go = miniseries
""")

EVERYDAY_MOODS = table_of("""
lift my spirits, lift our spirits, lift her spirits, lift his spirits, lift the spirits, raise my spirits, cheer us up, cheer her up, cheer him up, put a smile on,
    make me smile, make us smile, warm and fuzzy, warm fuzzies, joyful, joyous, joy, life affirming, restore my faith, faith in humanity = feel-good, uplifting, heartwarming, charming
breaks my brain, break my brain, melts my brain, melt my brain, fries my brain, brain melting, head scratcher, headscratcher, head spinning, brainteaser, brain teaser,
    twists my brain, hurts my head, hurt my head, mess with my mind, messes with my head, messes with your head, what did i just watch, mind bender, mindbender,
    mind melting, watch twice, rewatch to understand, puzzle = mind-bending, cerebral, psychological
horrible, horrid, nasty, nightmarish = disturbing, scary, gory
grisly, gruesome, gorefest, guts, slaughter, bloodbath, chopped up = gory, violent
heartbreaking, heart breaking, heart wrenching, heartrending, gut wrenching, bawl, bawling, sobbing, ugly cry, tissues, hankies, kleenex, weepies, weepy = tearjerker, moving
side splitting, belly laughs, belly laugh, giggle, giggles, chuckle, chuckles, laugh out loud, crack me up, gags = funny, witty, absurd
chilling, chills, goosebumps, hair raising, spine tingling, spine chilling, bone chilling, frighten me, terrify me, hide behind the sofa = scary, eerie
pulse pounding, white knuckle, heart racing, heart pounding, high octane, loud, rollercoaster, roller coaster, kick ass, kickass = thrilling, fast-paced
soothing, soothe, mellow, chilled, laid back, low stakes, snug, snuggly, cuddly, warm, hygge, calming, peaceful, restful, serene = gentle, cosy, heartwarming
wistful, longing, yearning, pining = melancholic, bittersweet, romantic, tender
understated, low key, contemplative, reflective, talky = thoughtful, meditative, intimate
slow cinema, nothing happens, not much happens, hardly anything happens, nothing much happens = slow, meditative
cheese, cheesier, schlocky, schlock, b movie, b movies = campy
twisted, sick and twisted, sick humour, sick humor, messed up, unsettling, creeped out = disturbing, eerie
zany, wacky, daft, bonkers, barmy, madcap, crazy, ridiculous, ludicrous = absurd, funny, quirky
offbeat, oddball, eccentric = quirky, whimsical
hard hitting, harrowing, gruelling, unflinching = raw, bleak, disturbing
mysterious, enigmatic = eerie, atmospheric, mind-bending
""")

EVERYDAY_LEANINGS = table_of("""
breaks my brain, melts my brain, mind bending, mindfuck, head scratcher, brain teaser, brainteaser, mind bender, puzzle, watch twice = mystery, science fiction, thriller
goosebumps, chilling, spine tingling, spine chilling, hair raising, haunted, haunting, poltergeist, demons, bloodsuckers, unsettling = horror
mysterious, enigmatic = mystery
sword, swords, swordplay = adventure, fantasy
lift my spirits, lift our spirits, make me smile, cheer us up, giggle, zany, wacky, daft, madcap = comedy
pulse pounding, white knuckle, high octane, loud, cape, capes, martians = action
heartbreaking, gut wrenching, hard hitting, harrowing, wistful, understated = drama
longing, yearning, pining = romance, drama
spying, double agent, double agents, secret service, hitman, hitmen, assassin, assassins = thriller, action
con man, con men, con artists, scam, grifters, robbers, thieves, bank job = crime
monster, monsters = horror, science fiction
knight, knights, dinosaurs = adventure
""")

# Whoever rules these out means further things with them: genres, or keywords.
RULED_OUT_WITH = table_of("""
monster, monsters, creatures, creature feature, creature features = horror, zombies, vampires, kaiju, dinosaurs
supernatural, paranormal, occult = horror, fantasy, ghosts, vampires, witch, witches, zombies, demons, magic, telekinesis, haunted house
ghost, ghosts = haunted house
war, wars, battles = war, world war ii, world war i, vietnam war, trenches
gangster, gangsters, mafia, mob, mobsters = organised crime, mob, mafia
superhero, superheroes, cape, capes, spandex, super heroes = marvel, dc comics, batman, supervillain
wizard, wizards, witch, witches, witchcraft = fantasy
blood, bloodshed, guts = horror
murder, murders, killing, killings = serial killer, murder
drugs, junkies = drugs, addiction, drug addiction
dying, death, dies = tearjerker, grief, death, illness
horrible, horrid, nasty, nightmares, grisly, gruesome = horror
kissing, lovey dovey, love stories, love story, soppy, mushy = romance
""")

# Whoever asks for these rules out others with them: genres, or keywords.
RULES_OUT = table_of("""
happy ending, happy endings, happy end, happy ends, ends well, end well, ends happily, end happily, happily ever after = tearjerker, bleak
live action, real actors, flesh and blood actors = animation
in colour, in color, colour only, color only, only colour, only color, colour film, color film = black and white, silent
""")

# Genres by nouns that tell rather what else is to be in a film, unless a word for film follows: "open windows and music".
SIDE_GENRES = frozenset({"music", "song", "songs"})

EVERYDAY_FAME = table_of("""
hardly anybody knows, hardly anyone knows, hardly anyone has seen, hardly anybody has seen, barely anyone knows, barely anybody knows, almost nobody knows, few have seen,
    few people have seen, few people know, off the beaten track, slept on, forgotten, buried treasure, nobody talks about, no one talks about, undiscovered,
    flew under the radar, fly under the radar, best kept secret, i wont have heard of, i havent heard of, i have not heard of, ive never heard of, weve never heard of,
    nobody watched, nobody saw, not many people know, not many have seen, not obvious, not the obvious, nothing obvious, less obvious, nothing too obvious, less famous,
    less popular, not so famous, not so well known, not very well known, not very famous, not widely known, underappreciated, under appreciated, overlooked ones, niche = -1
sleeper, sleepers, sleeper hit, cult = -0.4
everyone is talking about, everybody is talking about, everybody talks about, people talk about, household name, household names, box office hit, box office hits, smash hit, smash hits,
    huge hit, huge hits, big hits, everyones seen, everybodys seen, the big ones, big names, heard of, well loved, beloved, world famous, legendary, canonical, the canon = 1
best loved, much loved, prize winning, prizewinning, critically acclaimed, five star, must sees = 0.6
""")
