"""Words of a wish that describe nothing: when, with whom, and how people ask."""

from __future__ import annotations

from bot.domain.word_table import phrases_of

# Phrases that say when and with whom, and words that describe nothing: neither search should see them.
SMALL_TALK = phrases_of("""
movie night, film night, movie marathon, friday night, saturday night, sunday night, sunday afternoon, sunday evening,
saturday evening, friday evening, night in, girls night, game night, long day, hard day, long week, hard week, rough day,
bad day, day off, after work, this weekend, the weekend, lazy day, before bed, with friends, with my friends, my friends, our friends,
with my girlfriend, with my boyfriend, with my wife, with my husband, with my partner, my girlfriend, my boyfriend, my wife,
my husband, my partner, on a plane, on the plane, at home, in the mood, up for, on netflix, netflix, in bed, surprise me,
show me, give me, tell me, blow my mind, what should, this time, long time, short on time, long flight, old friend,
long weekend, short attention span, wide awake, hit me, old or new, new or old, old and new, new and old, any age, any year, cant sleep, in that vein, in this vein, in the vein, long story short, up to you, your choice, set in, about to, made for, ignore,
previous instructions, instructions, system prompt
""")
SMALL_TALK_WORDS = frozenset(
    "a about after again all also always am an and any anybody anyone anything are around as at audience awesome back bad be"
    " because been before but by can cannot choice clip could day days dear decent did do does done dont either else enough"
    " especially etc even evening ever every everything excellent fan fancy fantastic favorite favourite feel feeling feels few"
    " film films find fine first flick flicks for from fun get getting give go going gonna good got great guess had has have"
    " having he hello help her here hes hey hi finish him his hit hm hmm how i id if ill im in including interesting into is isnt it"
    " its ive just keep kind kinda know last later leave let lets like liked likes list little look looking lot lots lovable"
    " love loved loves made make makes making many maybe me mean meets might mind mine minutes hours hour minute mood more most"
    " movie movies much must my near need needs new next nice night nights no not of off ok okay on one ones only open or other"
    " others our out over overall own part people perfect perhaps person pick picks piece place please plenty possibly"
    " preferably pretty probably proper put quality quite rather really recommend recommendation recommendations recs request"
    " right same scene scenes season seasons see seen set she should show shows similar simple since situation so solid some"
    " somebody somehow someone something sometimes sort sound sounds spend start still stream streaming stuff style such"
    " suggest suggestion suggestions suit sure surprise take tell than thank thanks that thats the their them then there these"
    " they theyre thing things think this those though throughout time times title titles to today together tomorrow tonight"
    " too totally touch tv type u until up upon us use used usual very vibe vibes video viewing want wanna wants was watch"
    " watchable watching we week weekend well went were what whatever whats when where whether which while who whole whose why"
    " both havent hasnt arent vein prefer genre genres lol haha pls plz thx cheers sumthing somethin smth sth idk btw imo"
    " will with within without wonderful works worth would wow yeah year years yes yesterday you your youve series sequence"
    " directed starring featuring created stars adaptation de des du la el los las le les der die das den features feature story stories full based actually currently picture pictures bit".split()
)
