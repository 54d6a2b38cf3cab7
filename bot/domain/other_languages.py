"""The commonest words of wishes in German, French, Spanish, Italian and Portuguese, in English.

The embedding model and the catalogue speak English. Words that mean something else in English are left out.
Keys are folded: no accents, lower case.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.word_table import phrases_of, table_of

_WORDS = table_of("""
pelicula, peliculas, filme, filmes, spielfilm = film
serien, serie, fernsehserie, telenovela = series
komodie, komodien, comedie, comedia, comedias, commedia, commedie = comedy
grusel, gruselfilm, horrorfilm, horreur, epouvante, orrore = horror
krimi, krimis, policier, polar, policiaca, giallo = crime
liebesfilm, liebesgeschichte, liebe, amour, amore, romantisch, romantischer, romantische, romantico, romantica,
    romantique = romantic romance
krieg, kriegsfilm, guerre, guerra = war
actionfilm, accion, azione = action
abenteuer, abenteuerfilm, aventure, aventures, aventura, aventuras, avventura = adventure
zeichentrick, zeichentrickfilm, trickfilm, animationsfilm, animacion, animazione, dibujos = animation
dokumentarfilm, dokumentation, doku, documentaire, documental, documentario = documentary
drame, dramma = drama
lustig, lustige, lustiger, lustiges, lustigen, witzig, witzige, drole, marrant, divertido, divertida, graciosa,
    divertente, engracado = funny
traurig, traurige, trauriger, triste, tristes = sad
gruselig, gruseliger, gruselige = scary
spannend, spannende, spannender = tense thrilling
spannungsvoll, suspens, suspenso = suspense
dunkel, duster, sombre, oscura, oscuro = dark
kinder, enfants, ninos, bambini, criancas = for kids
familie, famille, familia, famiglia = for family
deutsch, deutsche, deutscher, deutschen, deutsches, allemand, allemande, aleman, alemana, tedesco, tedesca = german
franzosisch, franzosische, franzosischer, francais, francaise, frances, francesa, francese = french
italienisch, italienische, italienischer, italien, italienne, italiano, italiana = italian
spanisch, spanische, spanischer, espagnol, espagnole, espanol, espanola, spagnolo = spanish
japanisch, japanische, japanischer, japonais, japonaise, japones, japonesa, giapponese = japanese
koreanisch, koreanische, koreanischer, coreen, coreenne, coreano, coreana = korean
britisch, britische, britischer, britannique, britanico, britanica = british
ohne, sans, sem, senza = without
kein, keine, keinen, nicht, pas, nessun = not
und = and
oder = or
mit, avec = with
wie, comme = like
ahnlich = similar
etwas, quelque, algo, qualcosa = something
weltraum, espace, espacio = space
kurz, kurzer, corto, courte = short
klassiker, classique, clasico = classic
neu, neuer, neue, nouveau = new
heute, abend, soir, noche, stasera = tonight
mochte, suche, brauche, voudrais, cherche, quiero, busco, vorrei, cerco, quero = want
einen, eine, einer, ein, une, unas, uma = a
jahre, jahren, annees, anos, anni = years
aus, dall = from
""")
# Words that mean something else in English, or are seldom said; read so only where the rest is no English either.
_MORE_WORDS = table_of("""
peli, pelis, metrage, kinofilm, streifen, longa = film
ciencia = science
ficcion = fiction
ficcao, fantascienza = science fiction
fantastique, fantasia, fantastico, fantastica = fantasy
kostumfilm = period drama
humor = humour
weinen, heulen, pleurer, llorar, piangere, chorar, lacrime, lagrimas, larmes, tranen = cry
lachen, rire, reir, ridere, rir, risas, risate = laugh
leicht, leichte, leichter, leichtes, leger, legere, ligera, ligero, leggera, leggero, leve = light
langsam, langsame, langsamer, lent, lente, lenta, lento = slow
schnell, schneller, rapide, rapida, rapido = fast paced
miedo, paura, medo, peur, angst, unheimlich, unheimlicher, flippant, terror, terrorifica, pauroso, paurosa, spaventoso, assustador = scary
blutig, blutiger, blut, sang, sangre, sangue, sangriento, sangrienta = gore
gewalt, violencia, violenza, brutal, brutalitat, brutale = violence
superhelden, superheld, superheroe, superheroes, supereroi, supereroe, heros = superheroes
wendung, wendungen, rebondissement, rebondissements, giro, giros, reviravolta, reviravoltas = twist
geister, fantasmas, fantasmi, fantomes, geist = ghosts
vampir, vampire, vampiros, vampiri, vampires = vampires
ausserirdische, extraterrestres, alieni, alienigenas = aliens
roboter = robots
raub, bankraub, braquage, atraco, robo, rapina, assalto = heist
serienmorder = serial killer
zeitreise, zeitreisen = time travel
mord, morde, meurtre, meurtres, asesinato, asesinatos, omicidio, omicidi, assassinato = murder
weihnachten, weihnachtsfilm, noel, navidad, natale, natal = christmas
fussball, futbol, calcio, futebol = football
musik, musique, musica = music
begebenheit, begebenheiten, vraie, hechos, fatti, fatos = true story
freundschaft, amitie, amistad, amicizia, amizade = friendship
geheimtipp, geheimtipps, pepite, joya, chicca = hidden gem
unbekannt, unbekannter, unbekannte, unbekannten, meconnu, meconnue, desconocido, desconocida, sconosciuto, sconosciuta = obscure
bekannt, bekannter, bekannte, bekannten, beruhmt, beruhmter, connu, connue, famoso, famosa, conocido, conocida, celebre,
    noto, conhecido = famous
nachdenklich, nachdenklicher, tiefgrundig, pensar, reflechir, pensare, refletir = thoughtful
intelligent, intelligente, kluger, clever, inteligente = clever
herzerwarmend, herzerwarmender, emouvant, emouvante, conmovedora, conmovedor, commovente = heartwarming
gemutlich, gemutlicher = cosy
schwarzweiss = black and white
stummfilm, muet, mudo, muto = silent
erwachsene, adultes, adultos, adulti = for adults
tochter, fille, hija, figlia, filha = my daughter
sohn, fils, hijo, figlio, filho = my son
eltern, parents, padres, genitori, pais = with my parents
oma, opa, abuela, abuelo, nonna, nonno, grand-mere, avo = with my grandmother
kind, nino, nina, enfant, bambino, bambina, kindern, crianca = for kids
freunde, freunden, amis, amigos, amici = friends
lang, langer, lange, long, longue, largo, larga, lungo, lunga = long
alt, alte, alter, alten, altes, vieux, vieil, vieille, viejo, vieja, viejos, vecchio, vecchia, antigo, antiga, antiguo, antigua = old
neuen, neues, nuevo, nueva, nouvelle, nuovo, nuova, novo, nova, recente, reciente = new
stunde, stunden, heure, heures, hora, horas, ore, ora = hours
minuten, minutos, minuti = minutes
unter, sotto = under
menos, moins, meno, weniger = less than
maximal, hochstens, maximo, massimo = at most
vor, avant, antes, prima = before
nach, apres, despues, dopo, depois = after
zwischen, entre, tra = between
bis, hasta, fino, ate = until
letzten, letzte, dernieres, derniers, ultimos, ultimas, ultimi, ultime = last
zwei, deux, dos, due, dois, duas = two
drei, trois, tres, tre = three
vier, quatre, cuatro, quattro, quatro = four
funf, cinq, cinco, cinque = five
zehn, dix, diez, dieci, dez = ten
zwanzig, vingt, veinte, venti, vinte = twenty
funfziger, cincuenta, cinquanta, cinquenta = fifties
sechziger, sesenta, sessanta, sessenta = sixties
siebziger, settanta, setenta = seventies
achtziger, ochenta, ottanta, oitenta = eighties
neunziger, noventa, novanta = nineties
frankreich, francia, franca = french
deutschland, allemagne, alemania, germania, alemanha = german
italia, italie = italian
spanien, espagne, espana, spagna, espanha = spanish
japon, giappone, japao = japanese
sudkorea, coree, corea, coreia = korean
schweden, suede, suecia, svezia = swedish
norwegen, norvege, noruega, norvegia = norwegian
danemark, dinamarca, danimarca = danish
skandinavien, scandinavie, escandinavia, scandinavia = scandinavian
russland, russie, rusia = russian
mexiko, mexique, messico = mexican
brasilien, bresil, brasil, brasile = brazilian
argentinien = argentinian
grossbritannien, royaume = british
polen, pologne, polonia = polish
turkei, turquie, turquia, turchia = turkish
dessin, dessins = animation
ab, desde, depuis, dal, seit = since
amerikanisch, amerikanische, amerikanischer, amerikanischen, americano, americana, americain, americaine = american
englisch, englische, englischer, inglese, ingles, inglesa, anglais, anglaise, britannico, britannica, britisches = british
indisch, indische, indischer, indien, indienne, indio, india, indiano, indiana = indian
chinesisch, chinesische, chinesischer, chinois, chinoise, chino, china, cinese, chines, chinesa = chinese
russisch, russische, russischer, russe, ruso, rusa, russo, russa = russian
skandinavisch, skandinavische, skandinavischer, scandinave, escandinava, escandinavo, scandinavo, scandinava = scandinavian
schwedisch, schwedische, schwedischer, suedois, suedoise, sueco, sueca, svedese = swedish
danisch, danische, danischer, danois, danoise, danes, danesa, danese, dinamarques = danish
norwegisch, norwegische, norwegischer, norvegien, norvegienne, noruego, noruega, norvegese, noruegues = norwegian
mexikanisch, mexikanische, mexikanischer, mexicain, mexicaine, mexicano, mexicana, messicano, messicana = mexican
brasilianisch, brasilianische, brasilianischer, bresilien, bresilienne, brasileno, brasilena, brasileiro, brasileira, brasileiros,
    brasileiras, brasiliano, brasiliana = brazilian
argentinisch, argentinische, argentinischer, argentin, argentine, argentino = argentinian
turkisch, turkische, turkischer, turc, turque, turco, turca = turkish
polnisch, polnische, polnischer, polonais, polonaise, polaco, polaca, polacco, polacca, polones = polish
iranisch, iranische, iranischer, iranien, iranienne, irani, iraniano, iraniana = iranian
portugiesisch, portugais, portugaise, portugues, portuguesa, portoghese = portuguese
osterreichisch, osterreichischer, autrichien, austriaco = austrian
europaisch, europaische, europaischer, europeen, europeenne, europeo, europea, europeu = european
untertitel, untertiteln, soustitres, subtitulos, sottotitoli, legendas = subtitles
auf, em = in
aber, pero, ma, mas, mais, sondern = but
ni, ne, weder = nor
nada, niente, rien, nichts = nothing
aucun, aucune, ningun, ninguna, nenhum, nenhuma, keiner = no
nao, nein = not
sin, sauf, ausser = without
con, com, samt = with
como, come, tipo = like
y, et, ed, e = and
o, ou, od = or
bitte, svp, porfa, porfavor, merci, gracias, danke, grazie, obrigado, gern, gerne = please
gut, gute, guter, gutes, guten, bon, bonne, bueno, buena, buono, buona, bom, boa = good
""")
# Little words that show that a text is not English, and say nothing themselves.
_LITTLE_WORDS = phrases_of("""
der, das, dem, den, des, ein, eine, einen, einem, einer, fur, von, ich, wir, auch, mal, ist, zum, zur, im, am, uns, mir, was, gibt,
es, nur, so, sehr, un, une, les, le, la, du, pour, qui, que, je, nous, mon, mes, sur, dans, ce, cette, veux, el, los, las, una,
unos, para, me, mi, mis, algo, por, se, muy, cual, quisiera, il, lo, gli, per, che, di, mia, mio, si, qualcosa, os, um, uma, pra, pros, pras,
meu, meus, minhas, minha, mim, isso, al, del, della, dei, delle, degli, nel, dos, das, do, da, na, aux, au, ser, ver, sehen, voir, vedere, haga,
faire, machen, aus, dall, mit, und, oder, etwas, nicht, kein, keine, ohne, pas, avec, sans, quelque, une, dass, wo, mich, meine, meinen, meiner,
meinem, de, heute, abend, soir, noche, hoy, stasera, sera, hoje, noite, egal, hauptsache, toute, tout, chose, toda, todo, tutta, tutto, ganze, ganzen, gibt, esta, questa, ce
""")
_ENGLISH_TOO = frozenset(
    "brutal fantasia so was am do me la le per das im en mal ce so un del real do e des".split()
)
FEWEST_WORDS = 2
# A word so long is hardly English by chance.
LONG = 6


def is_foreign(words: Sequence[str]) -> bool:
    """Whether folded words are rather of one of these languages than of English."""
    found = {word for word in words if word in _LITTLE_WORDS or word in FROM_OTHER_LANGUAGES}
    found |= {word for word in words if word in _MORE and len(word) >= LONG}
    return len(found) >= FEWEST_WORDS and bool(found - _ENGLISH_TOO) and _ENGLISH.isdisjoint(words)


def in_english(word: str, *, foreign: bool) -> tuple[str, ...]:
    """Return a folded word in English, itself where it is that already; nothing for one that says nothing."""
    known = FROM_OTHER_LANGUAGES.get(word) or (_MORE.get(word) if foreign else None)
    if known is not None:
        return tuple(known.split())
    return () if foreign and word in _LITTLE_WORDS else (word,)


_ENGLISH = frozenset("the and with for that not but this is are what from i my".split())
FROM_OTHER_LANGUAGES = {word: english[0] for word, english in _WORDS.items()}
_MORE = {word: english[0] for word, english in _MORE_WORDS.items()}

# Before a number of two digits these speak of a decade: "años 80", "de los 90".
DECADE_CUES = phrases_of("jahre, annees, anos, anni, los, gli, den, der, dos")
