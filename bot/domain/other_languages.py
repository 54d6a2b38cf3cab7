"""The commonest words of wishes in German, French, Spanish, Italian and Portuguese, in English.

The embedding model and the catalogue speak English. Words that mean something else in English are left out.
Keys are folded: no accents, lower case.
"""

from __future__ import annotations

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
familie, famille, familia, famiglia = family
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
heute, abend, soir, noche, hoy, stasera = tonight
mochte, suche, brauche, voudrais, cherche, quiero, busco, vorrei, cerco, quero = want
einen, eine, einer, ein, une, unas, uma = a
jahre, jahren, annees, anos, anni = years
aus, dall = from
""")
FROM_OTHER_LANGUAGES = {word: english[0] for word, english in _WORDS.items()}

# Before a number of two digits these speak of a decade: "años 80".
DECADE_CUES = phrases_of("jahre, annees, anos, anni")
