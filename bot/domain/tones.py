"""Moods and pace: what people call them, what the catalogue calls them, and which spoil each other."""

from __future__ import annotations

from bot.domain.everyday_words import EVERYDAY_MOODS
from bot.domain.wish import Group, Wish
from bot.domain.word_table import phrases_of, table_of

# What a mood word asks for among the catalogue's keywords; the nearest first.
PLAIN_MOODS = table_of("""
thoughtful = thoughtful, cerebral, meditative
smart, smarter = cerebral, thoughtful, witty
clever = cerebral, witty, thoughtful
intelligent = cerebral, thoughtful
cerebral, brainy = cerebral, thoughtful, mind-bending
philosophical, deep = thoughtful, cerebral
thought provoking, makes me think, make me think, makes you think = thoughtful, cerebral, provocative
mind bending, mindbending, mindfuck, mind blowing, mess with my head, confusing = mind-bending, surreal
trippy = surreal, dreamlike, mind-bending
weird = surreal, absurd, quirky
strange = surreal, dreamlike, eerie
surreal = surreal, dreamlike
dreamy = dreamlike, poetic
dreamlike = dreamlike
funny, humorous, humor, humour, comical, funniest, funnier = funny, witty, absurd
hilarious = funny, absurd
laugh, laughs, laughing, jokes, joke = funny
witty = witty, funny
silly, goofy = absurd, funny, campy
dark comedy, black comedy, dark comedies, black comedies = darkly funny, satirical
dark humour, dark humor, darkly funny, darkly comic = darkly funny, satirical
satire, satirical = satirical
quirky = quirky, whimsical
whimsical = whimsical, quirky
feel good, feelgood = feel-good, heartwarming, uplifting, charming
uplifting = uplifting, feel-good, hopeful, inspiring
cheer me up, cheer up, pick me up, lift my mood, better mood, im sad, i am sad, feeling sad,
    feeling down, im down, feeling low, feeling blue, im depressed = feel-good, uplifting, funny
cheerful = feel-good, uplifting, light-hearted
happy = feel-good, uplifting
inspiring, inspirational, motivating, motivational = inspiring, uplifting
hopeful = hopeful, uplifting
heartwarming = heartwarming, feel-good, tender
wholesome = heartwarming, gentle, feel-good, family-friendly
sweet = charming, tender, heartwarming
cute = charming, heartwarming
charming = charming
cosy, cozy = cosy, gentle, charming
comforting, comfort = cosy, gentle, heartwarming
light, lighter, easy going, easygoing, undemanding, breezy, easy watch, easy watching = light-hearted, feel-good, playful
light hearted, lighthearted, easy, switch my brain off, turn my brain off, brain off, dont want to think, dont have to think,
    dont need to think = light-hearted, feel-good
fun = playful, funny, thrilling, light-hearted
playful = playful
gentle = gentle, tender, cosy
calm, fall asleep, wind down, unwind = gentle, meditative
quiet = gentle, meditative, intimate
relaxing = gentle, cosy
sad, sadness, sadder, saddest = tearjerker, melancholic, moving
tearjerker, tearjerkers, cry, crying, tears, weep, sob = tearjerker, moving
weepie = tearjerker
emotional = moving, tearjerker, tender
moving = moving, tearjerker
touching = moving, tender
bittersweet = bittersweet, melancholic
melancholic, melancholy = melancholic, bittersweet
depressing, depressed, depress, downer, misery = bleak, tearjerker, disturbing, raw, haunting, melancholic
bleak, grim = bleak, gritty
heavy, heavier, heavy going, hard going = bleak, disturbing
gritty = gritty, raw
dark = bleak, gritty, disturbing, eerie
darker = bleak, gritty, disturbing
disturbing = disturbing
tense, tension, taut = tense, suspenseful
suspense, suspenseful, nail biting = suspenseful, tense
gripping, edge of my seat, edge of your seat = suspenseful, tense, thrilling
intense = tense, raw
exciting, thrilling, excitement = thrilling, suspenseful
adrenaline = thrilling
scary, scare me, scared, scarier, scariest = scary, eerie
scare, scares, frightening, terrifying = scary
creepy = eerie, scary, atmospheric
eerie = eerie, haunting
spooky = eerie, scary
haunting = haunting, eerie
atmospheric = atmospheric, haunting
moody = atmospheric, melancholic
gory, gore, blood, splatter = gory
bloody = gory, violent
violent, violence, brutal, brutality = violent, gory
romantic, swoony = romantic, sensual
sexy, sensual, erotic, steamy, sex, nudity, sex scenes = sensual
epic, epics, sweeping, grand = epic
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
campy, trashy, cheesy, bad movie, bad movies, bad film, so bad its good, guilty pleasure = campy
psychological = psychological
provocative = provocative
angry = angry
absurd = absurd
rainy day, rainy sunday, sick day, hangover, hungover, lazy sunday, sick in bed, ill in bed, home sick, home ill, off sick, im sick, im ill, i am sick, i am ill,
    feeling sick, feeling ill, feeling unwell, under the weather, the flu, a fever, a bad cold, a nasty cold = cosy, feel-good, gentle
happy ending, happy endings, happy end, happy ends, ends well, end well, ends happily, end happily, happily ever after =
    happy ending, feel-good, heartwarming, uplifting
crowd pleaser, crowd pleasers, crowd pleasing, crowdpleaser, crowdpleasers, crowdpleasing = feel-good, funny, thrilling, charming
dumb, mindless, brainless, no brainer, popcorn = thrilling, fast-paced, campy
date night, first date = romantic, charming
slow burn, slow burning, slowburn = slow-burn, slow
slow, slow paced, slow moving, boring = slow, slow-burn, measured
fast = fast-paced, frantic, brisk
fast paced, fast moving = fast-paced, frantic
frantic = frantic
brisk = brisk, fast-paced
""")
MOOD_WORDS = EVERYDAY_MOODS | PLAIN_MOODS
# Every word by which the catalogue tells mood and pace; its other keywords tell what a title is about.
TONES = frozenset(word for group in MOOD_WORDS.values() for word in group)

# Which tones spoil the mood that was asked for.
CLASHING_TONES = table_of("""
light-hearted, feel-good, cosy, gentle, heartwarming, uplifting, charming, hopeful, inspiring = bleak, violent, disturbing, gory, gritty,
    angry, horror, war
funny, playful, whimsical = bleak, disturbing, gory
happy ending = bleak, disturbing, haunting, melancholic, bittersweet, tearjerker
romantic = gory, disturbing, violent
thrilling, fast-paced, suspenseful = slow, meditative, gentle
slow, slow-burn, meditative = frantic, fast-paced, brisk
thoughtful, cerebral = campy, frantic
scary = cosy, light-hearted, funny
bleak, melancholic, gritty, disturbing = feel-good, light-hearted, funny
""")

# What a genre is liked for, where nothing but the genre is named: of the comedies those that are funny.
GENRE_TONES = table_of("""
comedy = funny, witty, absurd, playful, light-hearted
thriller = suspenseful, tense, thrilling
romance = romantic
""")


def tones_of(wish: Wish) -> tuple[Group, ...]:
    """Return what the one genre that `wish` names is liked for; nothing where a mood is asked for, or an example given."""
    if wish.keywords or wish.like or wish.for_children or len(wish.genres) != 1:
        return ()
    tones = (tone for genre in wish.genres[0] for tone in GENRE_TONES.get(genre, ()))
    liked_for = tuple(tone for tone in tones if tone not in wish.without_keywords)
    return (liked_for,) if liked_for else ()


# Whoever rules these out means horror too.
SCARY_WORDS = phrases_of(
    "horrible, horrid, nightmarish, scary, scare me, scared, scarier, scare, scares, frightening, terrifying, creepy, spooky, jump scares, jump scare, jumpscares, jumpscare"
)
