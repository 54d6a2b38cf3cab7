"""What people say in a conversation besides their wish: only words, over folded text (bot.domain.text.fold)."""

from __future__ import annotations

import re

from bot.domain.conversation import SmallTalk, Topic
from bot.domain.verdict import VerdictKind

_WHO = r"(?:(?:i|we) )?"
_HOW = r"(?:really |just |absolutely |totally |also |both |all |actually |kinda |quite |already |have |recently |too )*"

# What says a verdict on the titles named after it. `sure` ones are said of nothing else: the others ("I love",
# "I hate") may be said of a genre as well.
VERDICT_CUES: tuple[tuple[re.Pattern[str], VerdictKind, bool], ...] = tuple(
    (re.compile(rf"\b{_WHO}{_HOW}(?:{words})\b"), kind, sure)
    for words, kind, sure in (
        (
            r"(?:didnt|did not|never) (?:really |much |even |particularly |quite )*"
            r"(?:like|liked|love|enjoy|care for|rate|get into|get|finish)|hated|disliked|despised|loathed|detested|regret watching"
            r"|(?:couldnt|could not) (?:stand|finish|get into|get through|bear)|gave up on|walked out of|fell asleep (?:in|during)"
            r"|(?:was |were )?(?:bored by|bored with|let down by|disappointed by|disappointed with)|wasnt (?:into|keen on|a fan of)"
            r"|thumbs down (?:for|to)",
            VerdictKind.DISLIKED,
            True,
        ),
        (
            r"(?:(?:i|we) )(?:dont|do not|cant|cannot) (?:really |much |even )?(?:like|love|enjoy|care for|stand|bear)"
            r"|(?:im |i am )?not (?:really )?(?:a |much of a )?(?:big |huge )?fan of",
            VerdictKind.DISLIKED,
            False,
        ),
        (r"loved|liked|enjoyed|adored|thumbs up (?:for|to)", VerdictKind.LIKED, True),
        (
            r"seen|watched|saw|rewatched|finished|binged|(?:i|we) (?:already )?know",
            VerdictKind.SEEN,
            True,
        ),
        (
            r"(?:my )?(?:all time )?(?:favourites?|favorites?|faves?)(?: (?:film|movie|show|series)s?)?"
            r"(?: of all time| ever)? (?:is|are|was|were|would be|has to be)|(?:im|i am|ive always been) a (?:big |huge |massive )?fan of",
            VerdictKind.LIKED,
            True,
        ),
    )
)  # fmt: skip
# These need somebody who says them: "like Heat" is an example, "I like Heat" a verdict.
PRESENT_CUES: tuple[tuple[re.Pattern[str], VerdictKind], ...] = (
    (
        re.compile(
            r"\b(?:i|we) (?:really |absolutely |totally |also |do |just )*(?:love|like|enjoy|adore|luv)\b"
        ),
        VerdictKind.LIKED,
    ),
    (
        re.compile(
            r"\b(?:i|we) (?:really |absolutely |totally |also |do |just )*(?:hate|dislike|despise|loathe|detest)\b"
        ),
        VerdictKind.DISLIKED,
    ),
)
# Before a cue, these make it say nothing of the person: "somebody who loved Heat", "what I have not seen".
NOT_MINE = re.compile(
    r"(?:who|people|someone|somebody|whoever|everyone|that|not|never|havent|hasnt|dont think ive|like|to|no|would|id|you|youve|what|which"
    r"|if|whether|might|may|should|could|anyone|anybody|nobody)"
    r"(?: (?:have|ever|yet|i|ive|we|weve|already|just))*$"
)
# Before a cue without "I", these say whose verdict it is: "my wife loved Titanic".
OF_OTHERS = re.compile(
    r"\b(?:he|she|they|my \w+|(?:his|her|our|your|the) (?:wife|husband|kids?|children|friends?|parents|family|critics)|friends|critics|kids)"
    r"(?: (?:really|just|all|also|both|absolutely|always|already|has|have|had|hasnt|quite))*$"
)

_DEGREE = r"(?:just |really |so |a bit |kinda |kind of |too |pretty |absolutely |very |quite |such |simply |honestly |actually |a |an |the |my )*"
# What says a verdict on the title named before it.
VERDICTS_AFTER: tuple[tuple[re.Pattern[str], VerdictKind], ...] = tuple(
    (re.compile(words), kind)
    for words, kind in (
        # Marks, by the rule of imports: from 70 % on loved, up to 40 % not.
        (r"(?:(?:[789]|10)(?: out of)? 10|[45](?: out of)? 5|[45] stars)\b", VerdictKind.LIKED),
        (r"(?:[0-4](?: out of)? 10|[0-2](?: out of)? 5|[0-2] stars?)\b", VerdictKind.DISLIKED),
        (r"(?:[56](?: out of)? 10|3(?: out of)? 5|3 stars)\b", VerdictKind.SEEN),
        (
            rf"(?:i |we )?(?:was|is|were|are|s) {_DEGREE}(?:boring|bored|awful|terrible|bad|crap|rubbish|dull|meh|mid|overrated|disappointing"
            r"|trash|garbage|horrible|mess|stupid|shit|shite|bullshit|not (?:really )?(?:for me|my thing|my cup of tea|good|great)|unwatchable)\b",
            VerdictKind.DISLIKED,
        ),
        (r"(?:isnt|wasnt|not|arent|werent) (?:really )?(?:for me|for us|my thing|my cup of tea)\b", VerdictKind.DISLIKED),
        (
            rf"(?:was|is|were|are|s) {_DEGREE}(?:great|amazing|brilliant|fantastic|awesome|excellent|perfect|superb|incredible|wonderful"
            r"|lovely|good|beautiful|masterpiece|best|favourite|favorite|fave|fun|gorgeous|stunning)(?: (?:film|movie|show|series))?\b",
            VerdictKind.LIKED,
        ),
        (
            r"(?:i|ive|we|weve) (?:have )?(?:already |just )*(?:seen|watched|saw|know)\b|(?:already )?(?:seen|watched)\b(?: (?:already|it|that))?",
            VerdictKind.SEEN,
        ),
        (r"(?:i|we) (?:really |absolutely )?(?:loved|liked|enjoyed|adored)\b", VerdictKind.LIKED),
        (r"(?:i|we) (?:really |absolutely )?(?:hated|disliked|didnt like|didnt enjoy|couldnt stand)\b", VerdictKind.DISLIKED),
    )
)  # fmt: skip
# Cues that end so may have what they are said of behind them as well.
VERBS = (
    "seen",
    "watched",
    "saw",
    "know",
    "loved",
    "liked",
    "enjoyed",
    "adored",
    "hated",
    "disliked",
    "like",
    "enjoy",
    "stand",
)
# What may follow a verdict and belongs to it.
TRAILING = re.compile(
    r"(?:\d{1,2}(?: out of)? (?:5|10)|\d{1,2} stars?|a lot|so much|very much|so so much|already|before|too|as well|(?:last|this) (?:night|week|weekend|year|month)|yesterday|twice|recently"
    r"|(?:years|ages) ago|(?:in|at) the (?:cinema|theater|theatre)|though|tho|btw|loads|tbh|once|many times|to bits|to death|by the way|sorry|obviously)\b"
)

ALL_SHOWN = re.compile(
    r"(?:all (?:of )?(?:them|those|these)|them all|(?:all|every one) of (?:them|those|these)|both(?: of (?:them|those|these))?(?! (?:the|number|\d)\b)|all (?:two|three|four|five)"
    r"|those|these|them|everything(?: you (?:showed|suggested|listed))?(?! (?:on|by|from|with|in|about|that|else|i|he|she|they)\b)|(?:the )?(?:whole )?lot)\b"
)
# Whatever is shown beside the titles that the message names: "loved the second, hated the rest".
REST = re.compile(
    r"(?:all )?(?:the )?(?:rest|others|(?:two|three) others|other (?:ones|two|three|films|movies|shows|series)|remaining(?: ones)?|everything else)"
    r"(?: of (?:them|those|these))?\b"
)
# "Great, not the others": the others are not.
BUT_NOT = re.compile(rf"\b(?:(?:but|and) )?(?:not (?:so much )?|just not |only not )(?=(?:{REST.pattern}))")
BOTH = re.compile(r"\bboth\b(?! (?:the|number|\d)\b)")
_OF_THEM = r"(?: one)? of (?:these|those|them|the list|your picks)\b"
NONE_SHOWN = re.compile(
    rf"(?:none|neither|not (?:one|any)|any|a single one){_OF_THEM}|nothing (?:here|on (?:the|this|your) list)\b"
)
SOME_SHOWN = re.compile(
    rf"(?:some|most|many|a few|few|several|half|one|two|three|a couple|a lot|lots){_OF_THEM}"
)
_ORDINALS = (
    "first|1st", "second|2nd|secnd", "third|3rd", "fourth|4th|forth", "fifth|5th", "sixth|6th", "seventh|7th", "eighth|8th",
    "ninth|9th", "tenth|10th",
)  # fmt: skip
ORDINALS = {word: place for place, words in enumerate(_ORDINALS, start=1) for word in words.split("|")}
NUMERALS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
_NOUN = r"(?: (?:one|film|movie|series|show|title|pick|suggestion|recommendation|of (?:them|those|these)))?"
SEVERAL_SHOWN = re.compile(r"(?:the )?(?P<end>first|last) (?P<number>two|three|four|2|3|4)\b(?: ones?)?")
ORDINAL = re.compile(
    rf"(?:the |that |your )?(?P<ordinal>{'|'.join(ORDINALS)}){_NOUN}\b(?! (?:seasons?|half|part|episodes?|time|scene|act|hour|minutes)\b)"
)
LAST_SHOWN = re.compile(rf"(?:the )?(?:very )?last{_NOUN}\b(?! (?:night|week|weekend|year|month|time))")
NUMBERED = re.compile(
    r"(?:(?:number|numbers|no|nr|num|pick|film|movie|option) (?P<named>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)"
    r"|(?P<bare>\d{1,2})(?: one)?)\b"
    r"(?! ?(?:films?|movies?|series|shows?|hours?|hrs?|h|minutes?|mins?|m|times?|years?|seasons?|episodes?|titles?|more|others?|this|of|or less|s|stars?|out of|10)\b)"
)
IT = re.compile(
    r"(?:(?:that|this) (?:film|movie|show|series|one|thing)|it|that|this)\b(?! (?:when|if|kind|sort|time|way)\b)"
)

# What asks about the title named after it; the last part must follow the title.
QUESTIONS: tuple[tuple[Topic, re.Pattern[str], re.Pattern[str] | None], ...] = tuple(
    (topic, re.compile(rf"\b(?:{before}) "), re.compile(after) if after else None)
    for topic, before, after in (
        (Topic.ABOUT, "what(?:s| is| are| was)?|so whats|wats|wat is|whats even", r"(?:even |actually |all |really )*about\b"),
        (
            Topic.ABOUT,
            "(?:what|how) about|tell me (?:more |a bit more |something )?about|more (?:info )?(?:about|on)|know more about|describe|(?:plot|story|premise|synopsis|gist) of"
            "|what happens in|summari[sz]e|explain|details (?:on|of|about)|what kind of (?:film|movie|show|series|thing) is|info (?:on|about)",
            "",
        ),
        (Topic.WHY, "why (?:is|was|are|were)", r"(?:here|there|on the list|in (?:the|this) list|for me|a match|good for me)\b"),
        (Topic.WHY, "is|was|are", r"(?:really )?(?:any good|worth (?:it|watching|seeing|my time))\b"),
        (
            Topic.WHY,
            "should (?:i|we) (?:watch|see|try)|why(?: did (?:you|u) (?:pick|choose|suggest|recommend|show|list|give)(?: me)?| (?:would|will|should|might) i (?:like|love|enjoy|watch|see)"
            "| suggest| recommend| pick| choose| do you think id like|'?s)?|how come|reason for|whats with|how does",
            "",
        ),
        (Topic.LENGTH, "how long (?:is|are|was|does)|(?:running time|runtime|length|duration) of|how many minutes (?:is|are)", ""),
        (Topic.YEAR, "when (?:was|is|did|were)|how old is|(?:what|which) year (?:is|was|did)|year of|release date of", ""),
        (
            Topic.MAKERS,
            "who(?:s|se| is| was)? ?(?:directed|made|wrote|created|did|the director of|behind|the maker of|filmed)|director of|who is the director of",
            "",
        ),
        (
            Topic.CAST,
            "who(?:s| is| are| plays| stars| acts| was)? (?:in|starring in)|(?:cast|actors|stars) (?:of|in)|who (?:stars|plays|acts) in",
            "",
        ),
        (Topic.KIND, "is|was|are", r"(?:a |an )?(?:(?:film|movie) or (?:a )?(?:series|show)|(?:film|movie|series|tv show|show|documentary|miniseries))\b"),
        (Topic.ORIGIN, "where(?:s| is| was)|(?:what|which) (?:language|country) (?:is|are|was)", ""),
        (Topic.MOOD, r"how (?:\w+) is|is|are|was", rf"{_DEGREE}(?:that |very |overly |more of )*(?P<mood>[a-z]+)(?: (?:enough|at all|or not|for (?:kids|children|a \w+)))?$"),
        (Topic.MOOD, r"how (?!long|old|many|much|about|come|does)[a-z]+ (?:is|are|was)", ""),
        (Topic.MOOD, "is|are|would|can", r"(?:ok|okay|good|suitable|fine|appropriate|safe)? ?(?:for|with) (?:the |my )?(?:kids|children|family|\d+ year olds?|a \d+ year old)\b"),
    )
)  # fmt: skip
# A question that stands alone is about all that is shown, or what was spoken of last.
BARE_QUESTIONS: tuple[tuple[Topic, re.Pattern[str]], ...] = (
    (
        Topic.WHY,
        re.compile(
            r"^(?:but |and |ok |okay )?why(?: though| tho| (?:these|those|them|this|that))?$|^how come$"
        ),
    ),
    (Topic.ABOUT, re.compile(r"^(?:tell me more|more info|details|more details)(?: please| pls)?$")),
)

STARTS_OVER = re.compile(
    r"\b(?:(?:lets |can we )?(?:start|begin) (?:over|again|afresh|fresh|anew|new|from scratch)|(?:new|fresh) (?:search|topic|conversation|start|chat)|clean slate"
    r"|from scratch|forget (?:it|that|this|all (?:of )?(?:that|this)|everything|all|what i (?:said|wanted)|about (?:it|that|this|all that))(?! i (?:\w+ )?(?:loved|liked|enjoyed|hated|disliked|saw|seen|watched)\b)"
    r"|never ?mind(?: that| it| all that)?|nevermind|nvm|(?:reset|restart|clear)(?: (?:it|this|that|everything|all|please|the (?:chat|conversation|search)))?$)\b"
)
UNDOES = re.compile(
    r"\b(?:undo(?: (?:that|it|this|the last(?: one)?|last))?|(?:i )?(?:take|took|taking) (?:that|it|this) back|scratch that|(?:i )?didnt mean (?:that|it|to)"
    r"|that was (?:wrong|a mistake|an accident)|my mistake|wait no|oops|(?:no )?actually i (?:havent|have not|didnt|did not)(?: (?:seen|see|watched|watch|like|liked))?"
    r"(?: (?:it|that|that one|them))?|wrong one)\b"
)

ELSE = re.compile(
    r"\b(?:(?:something|somthing|sumthing|anything|smth|sth|somethin) (?:else|different|other|new)|(?:give|show) me (?:more|others|another|other ones|some others?|different)"
    r"|(?:any |some |the )?others?(?: ones?| options?| suggestions?| films?| movies?| series| shows?| ideas?| picks?)?|another(?: one| film| movie| series| show| idea| pick| suggestion| round| set)?"
    r"|(?:more|different|new|fresh|next) (?:ones?|options?|suggestions?|ideas?|picks?|recs|recommendations|films|movies|shows)|any more|more (?:please|pls|plz)|none of (?:these|those|them)"
    r"|not (?:these|those|them|any of (?:these|those|them))|try again|what else|(?:you )?already (?:showed|suggested|recommended|listed)(?: me)?(?: (?:that|it|those|these|them))?|keep going|keep them coming|reroll|re roll|shuffle|i dont (?:like|want|fancy) (?:these|those|them|any of (?:these|those|them)))\b"
)
ELSE_ALONE = re.compile(
    r"^(?:no|nope|nah|nah nah|meh|more|again|next|next please|pass|no thanks?|not really|ugh|ugh no|more more|and|hmm no|not (?:that|this)(?: one)?|one more|mehh|boring|lame|not feeling it|not feeling (?:these|those|any)|🔁)$"
)
MORE_COUNT = re.compile(
    r"\b(?P<number>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten) (?:more|others?|other ones|different ones|new ones|else)\b"
)
LIKE_SHOWN = re.compile(
    r"\b(?P<cue>(?:(?:some|any|much |a lot |even )?more|something|anything|things?|stuff|films?|movies?|series|shows?|ones?|others|another(?: one)?|similar|closer|exactly|just"
    r"|less|not|nothing|unlike)? ?(?:like|similar to|along the lines of|in the (?:vein|style|spirit) of|as good as)|more of)\b "
)
UNLIKE = re.compile(r"\b(?:less|not|nothing|unlike)\b")
ALIKE = re.compile(
    r"\b(?:similar|like (?:it|that|this|those|these|them|both)|along (?:those|these|the same) lines|in that vein|same (?:vibes?|feel|feeling|mood|style|kind|sort|energy)|more of (?:that|the same)|alike|comparable)\b"
)
NEXT = re.compile(r"\b(?:what next|whats next|what now|next|after (?:that|it)|follow(?: |)up)\b")

# What commands do is not done by talking: these are told which.
COMMANDS: tuple[tuple[SmallTalk, re.Pattern[str]], ...] = (
    (SmallTalk.WATCHLIST, re.compile(r"\b(?:my|the) watch ?list\b|^watch ?list$|\bwatch later\b")),
    (
        SmallTalk.KNOWN,
        re.compile(
            r"\b(?:what (?:do|did) (?:you|u) (?:know|remember|store|keep|save)(?: (?:about|of|on) (?:me|my taste))?$|(?:show )?my (?:taste|likes|history|data|profile)$"
            r"|(?:forget|delete) (?:me|my data|all my data|everything about me|everything you know)\b)"
        ),
    ),
)
_STRONGLY = (
    r"(?:so |such |really |very |fucking |totally |just |a |an |the |bloody |absolutely |dumb |stupid )*"
)
_ABUSE = (
    r"(?:stupid|dumb|dumbass|idiot|idiotic|moron|moronic|useless|worthless|pathetic|trash|garbage|shit|shitty|bullshit|crap|crappy"
    r"|asshole|bastard|bitch|loser|clown|imbecile|retard|retarded|annoying|ugly|worst bot|bad bot|fool)"
)
SMALL_TALK: tuple[tuple[SmallTalk, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"(?:{words})(?!\S)"))
    for kind, words in (
        (
            SmallTalk.HELP,
            r"help(?: me)?(?: please| pls)?$|(?:what|wat) (?:can|do) (?:you|u) do|how (?:does|do) (?:this|it|you|u|i use (?:this|you|it))(?: thing| bot)?(?: work)?|who are (?:you|u)|what are (?:you|u)"
            r"|what is this|commands|instructions$|how to use (?:this|you|it)",
        ),
        (
            SmallTalk.GREETING,
            r"(?:hi|hello|hey|heya|hiya|yo|howdy|sup|hallo|hola|bonjour|ciao|moin|servus|salut|good (?:morning|evening|afternoon|day)|greetings)"
            r"(?: (?:there|again|bot|matinee|everyone|you|all))*(?: (?:how are (?:you|u)(?: doing)?|hows it going|whats up|what s up))?|how are (?:you|u)(?: doing)?|whats up|hows it going",
        ),
        (
            SmallTalk.THANKS,
            r"(?:many |ok |okay |great |cool |perfect |nice |awesome )*(?:thanks|thank (?:you|u)|thx|thnx|ty|tysm|cheers|merci|danke|gracias|grazie)(?: (?:so much|a lot|very much|a bunch|again|man|mate|bot|for that|for the tips?|everyone))*"
            r"|much appreciated",
        ),
        (SmallTalk.FAREWELL, r"(?:good ?bye|bye|byebye|bye bye|good ?night|gn|see (?:you|ya|u)|cya|later|talk later|ttyl|ciao ciao|gotta go|im off)(?: (?:then|now|later|bot|all))*"),
        (
            SmallTalk.PRAISE,
            r"(?:ok |okay |alright |cool |great |then )*(?:yes please|ill (?:watch|try|take|go with|go for|check) (?:that|it|one|them|the \w+)(?: one)?(?: tonight| out)?"
            r"|(?:the \w+|number \w+|\d)(?: one)? it is(?: then)?"
            r"|(?:the |that |number )?\w+(?: one)? (?:looks|sounds) (?:really |very |so |pretty )?(?:great|good|nice|cool|interesting|fun|amazing|perfect|promising))"
            r"|(?:(?:oh |ooh |wow |haha |yes |ok |okay |really |very |that |this |it |sounds |looks |is |was |are |all |those |these |thats |a |such a |what a )*"
            r"(?:great|nice|cool|perfect|awesome|good|excellent|brilliant|amazing|lovely|sweet|sounds good|love it|love these|love them|lol|haha|hahaha|ok|okay|yes|yep|yeah|yup|sure|got it|fine|alright|wow|right|deal|gotcha|k|kk|done)"
            r"(?: (?:one|ones|picks?|choices?|list|job|bot|suggestions?|idea|ideas|call|stuff|enough|then))*(?: ill (?:watch|try|take|go with|check) (?:that|it|one|them)(?: one)?(?: tonight| out)?)?)+",
        ),
        (
            SmallTalk.INSULT,
            rf"(?:(?:you|u|ya)(?:re| are|r)? |ur |what an? |such an? |(?:(?:the |this |that )?(?:bot|thing|app|list)|this|that|it|these|those|they) (?:is|are|was|were) )?{_STRONGLY}{_ABUSE}(?: (?:bot|machine|robot|ai|thing|list|program))?(?: ever)?"
            r"|(?:oh )?(?:fuck|screw|damn) (?:you|u|off|this|it|that|this shit)(?: (?:bot|too))?|(?:you|u|this|that|it|this bot) (?:really |totally |all )?sucks?(?: at this| ass| balls)?|shut (?:up|it)|go (?:to hell|away|die)|get lost"
            r"|(?:wtf|what the (?:fuck|hell))(?: (?:is|was) (?:this|that))?|piss off|kill yourself|i hate (?:you|u|this bot)|(?:you|u)(?:re| are)? (?:the )?worst(?: bot)?(?: ever)?",
        ),
    )
)  # fmt: skip

# Whatever stands before a wish and says nothing of it.
OPENERS = re.compile(
    r"^(?:(?:on second thoughts?|on reflection|and|but|so|then|also|plus|ok|okay|well|now|hmm+|um+|uh+|oh|ah|please|pls|plz|what about|how about|maybe|perhaps|can (?:you|u|i|we)|could (?:you|u|i|we)|would you|yes|yeah|(?:no|nah|nope)(?=[,.!;])|actually|btw)\b[ ,.!:;-]*)+",
    re.IGNORECASE,
)
# These say that the wish stands and something of it changes.
REFINES = re.compile(
    r"\b(?:instead|this time|rather|same|but|also|too|as well|only|except|still|ones|one of (?:them|those)|make (?:it|that|them)|keep|less|more|bit|little|slightly|even|"
    r"lighter|darker|funnier|scarier|shorter|longer|newer|older|happier|sadder|smarter|heavier|similar|what about|how about|of those|of these|of them|nothing too|not too|add)\b"
)
BEGINS_REFINEMENT = re.compile(
    r"^(?:with|without|from|in|by|but|and|or|not|no|nothing|only|also|just|maybe|instead|plus|except|set|for|on|under|over|before|after|anything|any|too|than|starring|something (?:with|from|in|by|without)|ones?|i meant|preferably|ideally|mind|really)\b"
)
# These ask for a recommendation whatever else is said.
ASKS = re.compile(
    r"\b(?:recommend(?:ation|ations)?|suggest(?:ion|ions)?|surprise|watch|want|wanna|looking|look|find|show me|give me|need|fancy|mood|movie|movies|film|films|series|show|shows|recs?|pick|something|anything|tonight|feel like|up for|bored|whats good|ideas?|what have you got|what next|whats next|what now|next)\b"
)
BEGINS_WISH = re.compile(
    r"^(?:i (?:like|love|want|need|fancy|would like|feel like|am looking)|id like|id love|im (?:looking|in the mood)|looking for|recommend|suggest|find|give me|show me|we (?:want|need)|what should|any good)\b"
)
# A word in the comparative asks for more of what its base asks for.
COMPARATIVES: dict[str, str] = {
    "weirder": "weird", "happier": "happy", "slower": "slow", "faster": "fast", "calmer": "calm", "quieter": "quiet",
    "bloodier": "bloody", "gorier": "gory", "sillier": "silly", "cuter": "cute", "sweeter": "sweet", "deeper": "deep",
    "stranger": "strange", "sexier": "sexy", "grittier": "gritty", "bleaker": "bleak", "tenser": "tense", "gentler": "gentle",
    "cosier": "cosy", "cozier": "cozy", "quirkier": "quirky", "creepier": "creepy", "spookier": "spooky", "trippier": "trippy",
    "cleverer": "clever", "easier": "easy", "grimmer": "grim", "moodier": "moody", "cheerier": "cheerful", "warmer": "heartwarming",
    "softer": "gentle", "quicker": "shorter", "nicer": "feel good", "wittier": "witty", "dreamier": "dreamy", "edgier": "gritty",
    "chiller": "relaxing", "chill": "relaxing", "softcore": "gentle", "braver": "provocative", "madder": "weird", "crazier": "weird",
}  # fmt: skip
# Words of a refinement that describe nothing the searches could look for.
SAYING_NOTHING = re.compile(
    r"\b(?:instead|pls|plz|pleas|thx|thanks|another one|one more|just one|only one|rather|somthing|smth|sth|u|ur|gimme|another|i meant|(?:im |i am )?(?:so )?bored|(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten) (?:more|others?|other ones|different ones|new ones|else)"
    r"|(?:something|anything) (?:else|different|new)|none of (?:these|those|them)|different (?:ones|options)|other (?:ones|options|suggestions)|lol|haha)\b",
    re.IGNORECASE,
)
# What is left of a question behind its title.
QUESTION_TRAILING = re.compile(
    r"(?:come out|came out|released|made|filmed|about|from|in|set|again|exactly|please|pls|though|tho|then|of all things|on (?:the|this|my) list|here|for me)\b"
)
# What has not been seen is spoken of, not judged.
NOT_SEEN = re.compile(
    rf"\b{_WHO}(?:havent|have not|hasnt|never|not|didnt|dont (?:think|believe) (?:ive|i have|we have|weve|i)) (?:yet |ever |actually |really )*(?:seen|watched|saw|see|watch|heard of)\b"
)
# A title shown of which something is said that the wish has to heed: "the second is too long".
COMPLAINS = re.compile(
    r"(?:is|was|are|looks?|seems?|feels?|sounds?) (?:a bit |way |just |all |far |much |really |probably )*(?=too |not )"
)
SAME_MAKER = re.compile(
    r"\b(?:by|from|with|same) (?:the )?(?:same )?(?:director|makers?|people|filmmaker|guy)(?: (?:as|of|who made|who directed|behind))?\b"
)
# "Loved the slow pacing of Arrival", "because it takes its time": why somebody says so.
PART_OF_TITLE = re.compile(r"(?P<note>(?:the |its |how )?(?:\w+ ){1,4}?)(?:in|of|about) ")
BECAUSE = re.compile(r"(?:because|cause|cos|coz|for (?:its|the|how|being))\b")
# What was ruled out may come again.
_FINE = r"(?:fine|ok|okay|alright|allowed|welcome|good)(?: (?:with|by|for) (?:me|us))?"
ALLOWS = re.compile(
    rf"^(?:\w+ )??([\w ]+?) (?:is|are|would be) (?:totally |actually )?{_FINE}(?: (?:again|now|too|after all))*$"
    r"|\b(?:allow|include|suggest|show me|show|recommend|bring back) ([\w ]+?) again$"
    r"|\b(?:i|we) (?:dont|do not) mind ([\w ]+?)(?: (?:any ?more|again|now|after all))*$"
)
# "Forget horror" rules it out; "forget it" has been read before.
FORGET = re.compile(r"\bforget (?:about )?(?:the )?", re.IGNORECASE)
# Words that compare length and age with what is shown.
RELATIVE = re.compile(
    r"\b(?:(?:a (?:bit|little)|slightly|much|way|even|somewhat) )?(?:shorter|longer|newer|older|less (?:long|short|old|new)|more (?:recent|modern))\b(?! than (?:\d|the|an?\b|one|two|three|four))",
    re.IGNORECASE,
)
# "No older than ten years" is known to wishes, "nothing older than 2000" is not.
_NOT_OLDER = re.compile(r"\b(?:nothing|not|no|none) older than ((?:the )?(?:\d{4}|\d0s))\b", re.IGNORECASE)
_COMPARATIVE = re.compile(rf"\b(?:{'|'.join(COMPARATIVES)})\b", re.IGNORECASE)


def in_positive(text: str) -> str:
    """Return `text` with the comparatives that wishes do not know in the positive: "weirder" as "weird"."""
    text = _NOT_OLDER.sub(r"from \1 on", text)
    return _COMPARATIVE.sub(lambda match: COMPARATIVES[match.group().lower()], text)
