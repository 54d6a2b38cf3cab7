"""The words of wishes in German, French, Spanish, Italian and Portuguese, beside the English ones the rules know.

Words are folded (see `bot.domain.text.fold`), in their shortest form: endings are taken off by rule.
"""

from __future__ import annotations

LANGUAGES = ("german", "french", "spanish", "italian", "portuguese")

# English = the five languages in this order.
WORDS = """
film = film, filme, filmes, filmen, spielfilm, kinofilm, streifen; long metrage, longs metrages, metrage, films;
    pelicula, peli, film, largometraje, cinta; pellicola, lungometraggio; filme, longa, longa metragem
series = serie, serien, fernsehserie; feuilleton, series; serie, series, telenovela; serie tv, serie, telefilm; serie,
    series, seriado, novela
miniseries = miniserie; mini serie; miniserie; miniserie; minisserie
episode = folge, folgen; episode; capitulo, episodio; episodio, puntata; episodio, capitulo
season = staffel, staffeln; saison, saisons; temporada; stagione; temporada
comedy = komodie, lustspiel; comedie; comedia; commedia; comedia
horror = grusel, schauer, horror; horreur, epouvante; terror, horror; orrore; terror
crime = krimi, krimis, kriminal, verbrechen; policier, policiere, polar, crime; policiaca, policiaco, crimen,
    policial; giallo, gialli, poliziesco, crimine; policial, crime
thriller = thriller, reisser; thriller; suspense, thriller; thriller; suspense, thriller
romance = liebe, romanze, liebesgeschichte; amour, romance, sentimental; amor, romance, romantica; amore,
    sentimentale; amor, romance
romantic = romantisch; romantique; romantico; romantico; romantico
war = krieg; guerre; guerra, belica, belico; guerra, bellico; guerra
action = action; action; accion; azione; acao
adventure = abenteuer; aventure; aventura; avventura; aventura
animation = zeichentrick, trick, animation, trickfilm; animation, dessin anime, dessins animes, dessin animee, anime;
    animacion, animado, animada, dibujos animados, dibujos; animazione, cartone animato, cartoni animati, cartone,
    cartoni, animato; animacao, desenho animado, desenhos animados, desenho, animado
documentary = dokumentarfilm, dokumentation, doku, dokumentar; documentaire; documental; documentario; documentario
drama = drama, dramatisch, dramen; drame, dramatique; drama, dramatico, dramon; dramma, drammatico; drama, dramatico
science fiction = science fiction, sci fi, zukunft; science fiction, sf; ciencia ficcion, ficcion; fantascienza;
    ficcao cientifica, ficcao
fantasy = fantasy, fantasie; fantastique, fantasy; fantasia, fantastico; fantasy, fantastico; fantasia
mystery = ratsel, mystery; mystere, enquete; misterio; mistero; misterio
history = historisch, geschichtlich, historie; historique; historico, de epoca; storico; historico, de epoca
western = western; western; vaquero, del oeste; western; faroeste, bangue bangue
musical = musical; comedie musicale, comedies musicales; musical; musical; musical
biopic = biografie, filmbiografie; biographie, biopic; biografia, biografico; biografia, biografico; biografia,
    cinebiografia
superhero = superheld, superhelden; super heros, superheros; superheroe; supereroe, supereroi; super heroi, super
    herois, heroi
zombie = zombie; zombie; zombi; zombi; zumbi
vampires = vampir; vampire; vampiro; vampiro; vampiro
ghosts = geist, geister, gespenst, gespenster; fantome, esprits; fantasma; fantasma; fantasma
aliens = ausserirdisch, ausserirdischen; extraterrestre; extraterrestre; alieno, extraterrestre; alienigena,
    extraterrestre
robots = roboter; robot; robot; robot; robo
monsters = monster, ungeheuer; monstre; monstruo; mostro; monstro
witches = hexe, hexen; sorciere; bruja; strega, streghe; bruxa
dragons = drache, drachen; dragon; dragon, dragones; drago, draghi; dragao, dragoes
pirates = pirat, piraten; pirate; pirata; pirata; pirata
knights = ritter; chevalier; caballero, caballeros; cavaliere; cavaleiro
spy = spion, spione, agent, agenten, spionage; espion, espionnage; espia, espionaje; spia, spie, spionaggio; espiao,
    espionagem
serial killer = serienmorder; tueur en serie, tueurs en serie; asesino en serie, asesinos en serie; serial killer,
    assassino seriale; assassino em serie
murder = mord, morde; meurtre; asesinato; omicidio, delitto, delitti; assassinato
gangster = gangster, mafia, mafiosi; gangster, mafia, mafieux; mafia, mafioso, ganster; mafia, mafioso, mafiosi;
    mafia, mafioso
detective = detektiv, ermittler; detective, inspecteur; detective; detective, investigatore; detetive
police = polizei, polizist; police, flic; policia; polizia; policia
heist = raub, bankraub, uberfall, coup; braquage, cambriolage, casse; atraco, robo; rapina, colpo; assalto, roubo
courtroom = gericht, justiz, anwalt; tribunal, proces, judiciaire, avocat; juicio, tribunal, abogado; tribunale,
    processo, avvocato; tribunal, julgamento, advogado
prison = gefangnis, knast; prison; carcel, prision; carcere, prigione; prisao, cadeia
politics = politik, politisch, polit; politique; politica, politico; politica, politico; politica, politico
true story = wahre geschichte, wahren geschichte, wahrer begebenheit, wahren begebenheiten, wahre begebenheit, wahre
    begebenheiten; histoire vraie, fait reel, faits reels, faits divers; historia real, hechos reales, historia
    verdadera; storia vera, fatti reali, fatti realmente accaduti; historia real, fatos reais, historia veridica
based on a book = literaturverfilmung, romanverfilmung; adaptation de roman, adapte un livre; adaptacion literaria,
    basada en un libro; tratto da un libro, tratto da un romanzo; adaptacao literaria, baseado em livro
world war two = zweiter weltkrieg, zweiten weltkrieg, zweite weltkrieg; seconde guerre mondiale, deuxieme guerre
    mondiale; segunda guerra mundial; seconda guerra mondiale; segunda guerra mundial
world war one = erster weltkrieg, ersten weltkrieg, erste weltkrieg; premiere guerre mondiale, grande guerre; primera
    guerra mundial; prima guerra mondiale; primeira guerra mundial
nazis = nazi, nazis; nazi, nazis; nazi, nazis; nazista, nazisti; nazista
space = weltraum, weltall, all; espace; espacio; spazio; espaco
time travel = zeitreise, zeitreisen; voyage dans le temps, voyages dans le temps; viaje en el tiempo, viajes en el
    tiempo, viajes temporales; viaggio nel tempo, viaggi nel tempo; viagem no tempo, viagens no tempo
apocalypse = weltuntergang, apokalypse, endzeit; fin du monde, apocalypse; apocalipsis, fin del mundo; apocalisse,
    fine del mondo; apocalipse, fim do mundo
dystopia = dystopie, dystopisch; dystopie, dystopique; distopia, distopico; distopia, distopico; distopia, distopico
disaster = katastrophe, katastrophen; catastrophe; catastrofe, desastre; catastrofe, disastro; desastre, catastrofe
twist = wendung, wendungen; rebondissement, retournement; giro, giro final; colpo di scena, colpi di scena;
    reviravolta
friendship = freundschaft; amitie; amistad; amicizia; amizade
revenge = rache; vengeance; venganza; vendetta; vinganca
school = schule, schul; ecole, lycee; escuela, instituto, colegio; scuola, liceo; escola, colegio
coming of age = erwachsenwerden; passage a age adulte; paso a la adultez; formazione; amadurecimento
teenager = jugendlich, jugend, teenager, teenie; adolescent, ado, ados; adolescente; adolescente, ragazzi; adolescente
family drama = familiendrama; drame familial; drama familiar; dramma familiare; drama familiar
wedding = hochzeit; mariage; boda; matrimonio; casamento
christmas = weihnacht, weihnachten, weihnachts; noel; navidad, navideno; natale, natalizio; natal, natalino
halloween = halloween; halloween; halloween; halloween; halloween, dia das bruxas
football = fussball; football; futbol; calcio; futebol
sport = sport; sport; deporte, deportivo; sport, sportivo; esporte, esportivo
boxing = boxen, boxer; boxe; boxeo; pugilato, boxe; boxe
music = musik; musique; musica; musica; musica
dance = tanz; danse; baile, danza; danza, ballo; danca
cooking = kochen, essen, koch; cuisine, gastronomie; cocina; cucina; cozinha, comida
animals = tier, tiere; animaux; animales, animal; animali, animale; animais
dogs = hund, hunde; chien; perro; cane, cani; cachorro, cao
sea = meer, see; mer; mar; mare; mar
samurai = samurai; samourai; samurai; samurai; samurai
road movie = roadmovie, roadtrip; road movie, road trip; road movie; road movie, viaggio on the road; road movie
witty = geistreich; spirituel; ingenioso; arguto; espirituoso
silent = stumm, stummfilm; muet; mudo; muto; mudo
black and white = schwarzweiss, schwarz weiss, schwarzweissfilm; noir et blanc; blanco y negro; bianco e nero; preto e
    branco
short film = kurzfilm; court metrage, courts metrages; cortometraje; cortometraggio, corto; curta metragem, curta
funny = lustig, witzig, komisch, humorvoll; drole, marrant, rigolo, comique, hilarant; divertido, gracioso, comico,
    chistoso; divertente, comico, spassoso; engracado, divertido, comico
laugh = lachen; rire, rigoler, marrer; reir, reirme, reirnos, risas, risa; ridere, risate; rir, risadas
humour = humor; humour; humor; umorismo; humor
dark humour = schwarzer humor, schwarzem humor; humour noir; humor negro; umorismo nero, humor nero; humor negro
dark comedy = schwarze komodie; comedie noire; comedia negra; commedia nera; comedia negra
sad = traurig; triste; triste; triste; triste
cry = weinen, heulen, tranen; pleurer, larmes; llorar, lagrimas; piangere, lacrime; chorar, lagrimas
scary = gruselig, unheimlich, furcht, angst, gruseln, furchteinflossend; effrayant, peur, flippant, terrifiant; miedo,
    terrorifico, aterrador, escalofriante; paura, spaventoso, pauroso; medo, assustador
creepy = schaurig; glauque, inquietant; inquietante, espeluznante; inquietante; arrepiante
tense = spannend, packend, fesselnd; tendu, prenant, haletant; tenso, tension; avvincente, teso, tensione; tenso,
    tensao, empolgante
dark = dunkel, duster, finster; sombre; oscuro; oscuro, cupo; sombrio, escuro
light = leicht, seicht, locker; leger; ligero, liviano; leggero; leve
feel good = wohlfuhlfilm, wohlfuhl, gute laune, aufheiternd; feel good, bonne humeur, optimiste; buen rollo,
    optimista, alegre; ottimista, allegro, buonumore; astral, alegre, otimista
heartwarming = herzerwarmend, warmherzig; emouvant, touchant, chaleureux; conmovedor, entranable, emotivo; commovente,
    toccante; comovente, emocionante, tocante
thoughtful = nachdenklich, tiefgrundig, anspruchsvoll; reflechir, profond, intelligent; pensar, reflexionar, profundo,
    inteligente; riflettere, pensare, profondo, intelligente; pensar, refletir, profundo, inteligente
clever = klug, clever, intelligent; malin, astucieux; listo, ingeniosa; furbo, geniale; esperto
slow = langsam, ruhig; lent; lento, pausado; lento; lento, devagar
fast paced = schnell, rasant; rapide, rythme, trepidant; rapido, trepidante; rapido, ritmo serrato; rapido, ritmo
    acelerado
cosy = gemutlich; cosy, douillet; acogedor; accogliente; aconchegante
weird = seltsam, schrag, skurril, abgedreht; bizarre, etrange, loufoque, decale; raro, extrano; strano, bizzarro;
    estranho, esquisito
beautiful = schon, wunderschon; beau, belle, magnifique; hermoso, bonito, precioso; bello; bonito, lindo
gore = blutig, blut, splatter; gore, sang, sanglant; sangre, sangriento, gore; sangue, sanguinoso, sanguinolento;
    sangue, sangrento
violence = gewalt, brutal, brutalitat, gewalttatig; violence, violent, brutal; violencia, violento, brutal;
    violenza, violento, brutale; violencia, violento, brutal
sex = sex, erotik, sexszenen; sexe, scenes de sexe; sexo, escenas de sexo; sesso, scene di sesso; sexo, cenas de sexo
hidden gem = geheimtipp, geheimtipps; pepite, pepites, perle rare; joya oculta, joya, joyita; chicca, chicche, perla
    nascosta; joia escondida, perola
obscure = unbekannt; meconnu, inconnu; desconocido, poco conocido; sconosciuto, poco conosciuto; desconhecido, pouco
    conhecido
famous = bekannt, beruhmt, kennt; connu, celebre; famoso, conocido, conocidisimo; famoso, celebre, noto, conosciuto;
    famoso, conhecido
classic = klassiker, klassisch, kult; classique, culte; clasico, de culto; classico; classico
masterpiece = meisterwerk; chef oeuvre, chefs oeuvre, chef œuvre, chefs œuvre; obra maestra, obras maestras;
    capolavoro, capolavori; obra prima, obras primas
best = beste, besten, bester; meilleur, meilleure; mejor; migliore, migliori; melhor
award winning = preisgekront, oscar; prime, recompense, oscarise; premiado, oscarizado; premiato; premiado
old = alt, alter, uralt; vieux, vieil, vieille, ancien, ancienne; viejo, antiguo; vecchio, antico; antigo, velho
new = neu; nouveau, nouvelle, nouveaux, recent; nuevo, reciente; nuovo, recente; novo, recente
modern = modern; moderne; moderno; moderno; moderno
short = kurz; court; corto; breve; curto
long = lang, langer; long, longue; largo, larga; lungo; longo, comprido
too = zu; trop; demasiado; troppo; muito demais, demais
for kids = kinder, kind, kindern, fur kinder, kleinen; enfant, enfants, gosse, gamins; ninos, nino, peques; bambino,
    bambini; crianca, criancas
for family = familie, familien, ganze familie, ganzen familie; famille, familial; familia, familiar; famiglia; familia
for adults = erwachsene, erwachsenen; adulte, adultes; adulto, adultos; adulto, adulti; adulto, adultos
my daughter = tochter; fille; hija; figlia; filha
my son = sohn; fils; hijo; figlio; filho
with my parents = eltern, schwiegereltern; mes parents, beaux parents; mis padres, padres, suegros; genitori, suoceri;
    meus pais, sogros
with my mother = mutter, mama, mami; mere, maman; madre, mama; madre, mamma; mae
with my grandmother = oma, opa, grossmutter, grosseltern; grand mere, grand pere, grands parents, mamie; abuela,
    abuelo, abuelos; nonna, nonno, nonni; avo, avos, vovo
friends = freund, freunde, freunden, kumpels; amis, potes, copains; amigo, amigos, amigas; amico, amici, amiche;
    amigo, amigos
date night = date, rendezvous; rendez vous, rencard, tete a tete; cita; appuntamento; encontro
years = jahr, jahre, jahren; an, ans, annee, annees; ano, anos; anno, anni; ano, anos
years old = jahrig, jahriger, jahrige, jahre alt; ans; anos de edad; anni di eta; anos de idade
hours = stunde, stunden, std; heure, heures; hora, horas; ora, ore; hora, horas
minutes = minute, minuten, min; minute, minutes; minuto, minutos; minuto, minuti; minuto, minutos
one hour = eine stunde, einer stunde, ne stunde; une heure; una hora; unora; uma hora
one hour and a half = anderthalb stunden, eineinhalb stunden; une heure et demie, une heure trente; una hora y media,
    hora y media; unora e mezza, ora e mezza; uma hora e meia, hora e meia
two and a half hours = zweieinhalb stunden; deux heures et demie; dos horas y media; due ore e mezza, due ore e mezzo;
    duas horas e meia
under = unter; sous, en dessous de; por debajo de, bajo; sotto, sotto i, sotto le; abaixo de
less than = weniger als, kurzer als; moins de; menos de; meno di; menos de
more than = mehr als, langer als; plus de; mas de; piu di, oltre; mais de
at most = maximal, hochstens, nicht langer als, max, nicht mehr als; maximum, au maximum, pas plus de, au plus;
    maximo, como maximo, no mas de, a lo sumo; massimo, al massimo, non piu di; maximo, no maximo, nao mais de
at least = mindestens, wenigstens; au moins, minimum; al menos, por lo menos, minimo; almeno, minimo; pelo menos, no
    minimo
or less = oder weniger, oder kurzer; ou moins, maxi; o menos; o meno; ou menos
not older than = nicht alter als; pas plus vieux que; no mas de antiguedad; non piu vecchio di; nao mais velho que
before = vor; avant; antes, antes de, anterior a, anteriores a; prima, prima del, prima degli; antes, antes de
after = nach; apres; despues, despues de, posterior a, posteriores a; dopo, dopo il; depois, depois de
since = ab, seit, ab dem jahr; depuis, a partir de, a partir des; desde, a partir de, desde los; dal, a partire dal,
    dagli; desde, a partir de, a partir dos
until = bis; jusqua, jusquen, jusque, jusquaux, jusquau; hasta; fino, fino al, fino agli; ate
between = zwischen; entre; entre; tra, fra; entre
last = letzte, letzten, letzter; dernier, derniere, derniers, dernieres; ultimo, ultimos; ultimo, ultimi, ultime;
    ultimo, ultimos
early = anfang der, fruhe, fruhen; debut des, debut des annees; principios de los, comienzos de los, inicios de los;
    primi, inizio, inizio anni; inicio dos, comeco dos
mid = mitte der; milieu des; mediados de los; meta; meados dos
late = ende der, spate, spaten; fin des, fin des annees; finales de los, fines de los; fine, fine anni; final dos, fim
    dos
century = jahrhundert; siecle; siglo; secolo; seculo
twenties = zwanziger, zwanzigern; annees vingt; veinte de los anos; venti anni, anni venti; anos vinte
thirties = dreissiger, dreissigern; annees trente; treinta; anni trenta; anos trinta, trinta
forties = vierziger, vierzigern; annees quarante; cuarenta; anni quaranta, quaranta; anos quarenta, quarenta
fifties = funfziger, funfzigern; annees cinquante; cincuenta; anni cinquanta, cinquanta; anos cinquenta, cinquenta
sixties = sechziger, sechzigern; annees soixante; sesenta; anni sessanta, sessanta; anos sessenta, sessenta
seventies = siebziger, siebzigern; annees soixante dix; setenta; anni settanta, settanta; anos setenta, setenta
eighties = achtziger, achtzigern; annees quatre vingt, annees quatre vingts; ochenta; anni ottanta, ottanta; anos
    oitenta, oitenta
nineties = neunziger, neunzigern; annees quatre vingt dix; noventa; anni novanta, novanta; anos noventa, noventa
one = eins; un seul, une seule; uno solo, una sola; uno solo; um so
two = zwei; deux; dos; due; dois, duas
three = drei; trois; tres; tre; tres
four = vier; quatre; cuatro; quattro; quatro
five = funf; cinq; cinco; cinque; cinco
six = sechs; six; seis; sei; seis
seven = sieben; sept; siete; sette; sete
ten = zehn; dix; diez; dieci; dez
twenty = zwanzig; vingt; veinte; venti; vinte
thirty = dreissig; trente; treinta minutos; trenta; trinta minutos
american = amerikanisch, usa, hollywood, us, amerika; americain, etats unis, usa, hollywood; americano,
    estadounidense, estados unidos, eeuu, gringo, usa, hollywood; americano, statunitense, stati uniti, usa,
    hollywood, america; americano, estadunidense, estados unidos, eua, hollywood
english = englisch, auf englisch; anglais, langue anglaise; ingles; inglese; ingles
british = britisch, england, grossbritannien; britannique, angleterre, royaume uni, grande bretagne; britanico,
    inglaterra, reino unido; britannico, inghilterra, regno unito; britanico, inglaterra, reino unido
irish = irisch, irland; irlandais, irlande; irlandes, irlanda; irlandese, irlanda; irlandes, irlanda
french = franzosisch, frankreich; francais, france; frances, francia; francese, francia; frances, franca
german = deutsch, deutschland; allemand, allemagne; aleman, alemania; tedesco, germania; alemao, alema, alemanha
austrian = osterreichisch, osterreich; autrichien, autriche; austriaco, austria; austriaco, austria; austriaco,
    austria
swiss = schweizer, schweizerisch, schweiz; suisse; suizo, suiza; svizzero, svizzera; suico, suica
italian = italienisch, italien; italien, italienne, italie; italiano, italia; italiano, italia; italiano, italia
spanish = spanisch, spanien; espagnol, espagne; espanol, espana, castellano; spagnolo, spagna; espanhol, espanha
portuguese = portugiesisch, portugal; portugais, portugal; portugues, portugal; portoghese, portogallo; portugues,
    portugal
dutch = niederlandisch, hollandisch, niederlande; neerlandais, hollandais, pays bas; holandes, neerlandes, holanda;
    olandese, olanda, paesi bassi; holandes, holanda
belgian = belgisch, belgien; belge, belgique; belga, belgica; belga, belgio; belga, belgica
danish = danisch, danemark; danois, danemark; danes, dinamarca; danese, danimarca; dinamarques, dinamarca
swedish = schwedisch, schweden; suedois, suede; sueco, suecia; svedese, svezia; sueco, suecia
norwegian = norwegisch, norwegen; norvegien, norvege; noruego, noruega; norvegese, norvegia; noruegues, noruega
finnish = finnisch, finnland; finlandais, finlande; finlandes, finlandia; finlandese, finlandia; finlandes, finlandia
icelandic = islandisch, island; islandais, islande; islandes, islandia; islandese, islanda; islandes, islandia
scandinavian = skandinavisch, skandinavien, nordisch; scandinave, scandinavie, nordique; escandinavo, nordico,
    escandinavia; scandinavo, nordico, scandinavia; escandinavo, nordico, escandinavia
polish = polnisch, polen; polonais, pologne; polaco, polonia; polacco, polonia; polones, polonia
czech = tschechisch, tschechien; tcheque; checo; ceco; tcheco, checo
hungarian = ungarisch, ungarn; hongrois, hongrie; hungaro, hungria; ungherese, ungheria; hungaro, hungria
romanian = rumanisch, rumanien; roumain, roumanie; rumano, rumania; rumeno, romania; romeno, romenia
greek = griechisch, griechenland; grec, grecque, grece; griego, grecia; greco, grecia; grego, grecia
russian = russisch, russland; russe, russie; ruso, rusia; russo, russia; russo, russia
soviet = sowjetisch, sowjetunion; sovietique, urss; sovietico, urss; sovietico, urss; sovietico, urss
turkish = turkisch, turkei; turc, turque, turquie; turco, turquia; turco, turchia; turco, turquia
iranian = iranisch, iran, persisch; iranien, iran, persan; irani, iran, persa; iraniano, iran, persiano; iraniano,
    ira, persa
israeli = israelisch, israel; israelien, israel; israeli, israel; israeliano, israele; israelense, israel
indian = indisch, indien; indien, indienne, inde; indio, hindu, la india, india; indiano, india; indiano, india
chinese = chinesisch, china; chinois, chine; chino, china; cinese, cina; chines, china
hong kong = hongkong; hong kong; hong kong; hong kong; hong kong
japanese = japanisch, japan; japonais, japon, nippon; japones, japon; giapponese, giappone; japones, japao
korean = koreanisch, korea, sudkorea, sudkoreanisch; coreen, coree, coree du sud, sud coreen; coreano, corea, corea
    del sur, surcoreano; coreano, corea, corea del sud, sudcoreano; coreano, coreia, coreia do sul, sul coreano
thai = thailandisch, thailand; thailandais, thailande; tailandes, tailandia; thailandese, thailandia; tailandes,
    tailandia
asian = asiatisch, asien, fernost; asiatique, asie; asiatico, asia; asiatico, asia; asiatico, asia
african = afrikanisch, afrika; africain, afrique; africano, africa; africano, africa; africano, africa
european = europaisch, europa; europeen, europe; europeo, europa; europeo, europa; europeu, europa
latin american = lateinamerikanisch, sudamerikanisch, lateinamerika, sudamerika; latino americain, amerique latine,
    amerique du sud, sud americain; latinoamericano, latinoamerica, sudamericano, america latina; latinoamericano,
    sudamericano, america latina, sudamerica; latino americano, america latina, america do sul, sul americano
mexican = mexikanisch, mexiko; mexicain, mexique; mexicano, mexico; messicano, messico; mexicano, mexico
brazilian = brasilianisch, brasilien; bresilien, bresil; brasileno, brasil; brasiliano, brasile; brasileiro, brasil,
    nacional
argentinian = argentinisch, argentinien; argentin, argentine; argentino, argentina; argentino, argentina; argentino,
    argentina
chilean = chilenisch, chile; chilien, chili; chileno, chile; cileno, cile; chileno, chile
canadian = kanadisch, kanada; canadien, canada, quebecois; canadiense, canada; canadese, canada; canadense, canada
australian = australisch, australien; australien, australie; australiano, australia; australiano, australia;
    australiano, australia
eastern european = osteuropaisch, osteuropa; europe de l est; europa del este; europa dell est, est europeo; leste
    europeu, europa oriental
foreign = auslandisch, fremdsprachig; etranger; extranjero; straniero; estrangeiro
subtitles = untertitel, untertiteln, omu; sous titres, soustitres, vost, vostfr, sous titre; subtitulos, subtitulado;
    sottotitoli, sottotitolato; legendas, legendado
without = ohne, ausser, bis auf; sans, sauf, hormis, excepte, a part; sin, salvo, excepto, menos los, menos las;
    senza, tranne, eccetto, salvo; sem, exceto, menos os, menos as, tirando
no = kein, keine, keinen, keiner, keinem, nix, nichts; pas de, aucun, aucune, rien, plus de films; ningun, ninguna,
    ninguno, nada, nada de; nessun, nessuno, nessuna, niente, nulla; nenhum, nenhuma, nada, nada de
not = nicht, bloss nicht, nie, niemals; pas, jamais, non; no, nunca, jamas, tampoco; non, mai; nao, nunca, jamais
nor = weder, noch; ni; ni; ne; nem
but = aber, sondern, jedoch, dafur; mais, par contre; pero, sino; ma, pero, bensi; mas, porem
and = und, sowie; et; y, e; e, ed; e
or = oder, bzw; ou; o, u; o, oppure, od; ou
with = mit; avec; con; con; com
like = wie, ahnlich wie; comme, genre, style, dans le genre de; como, tipo, parecido a, parecida a, al estilo de,
    estilo; come, tipo, simile a, sullo stile di; como, tipo, parecido com, no estilo de
from = aus, aus den, aus dem; des annees, venant; procedente; dalla; vindo
about = uber; sur, a propos, qui parle de; sobre, acerca de; su, sul, sulla, che parla di, riguardo; sobre, a respeito
    de
in = auf, in; en; en; in; em
for = fur, fuers; pour; para; per; para, pra
few = wenige, wenigen; peu de; pocos, pocas; pochi, poche; poucos, poucas
spaceships = raumschiff, raumschiffe, raumschiffen; vaisseau spatial, vaisseaux spatiaux; nave espacial, naves espaciales; astronave, astronavi, nave spaziale; naves espaciais
rather = lieber, eher; plutot; mejor; piuttosto; de preferencia
please = bitte, bitteschon; svp, stp, sil vous plait, sil te plait; porfa, por favor; per favore, grazie; por favor,
    obrigado
seen = gesehen, kenne; vu, vus, vue, vues; visto, vistos; visto, visti; visto, vistos
liked = gemocht, gefallen; aime, adore; gusto, encanto; piaciuto, piace; gostei, adorei
stars = hauptrolle; acteur, actrice; protagonista, protagonizada por; protagonista; protagonista
female lead = frauen, heldin, starke frau, starken frau; femme forte, heroine, femmes; mujer fuerte, mujeres; donna
    forte, donne; mulher forte, mulheres
woman director = regisseurin; realisatrice; directora; regista donna; diretora
sequel = fortsetzung, fortsetzungen, teil zwei; suite, suites; secuela; seguito, sequel; continuacao, sequencia
remake = remake, neuverfilmung; remake; remake; remake; remake
martial arts = kampfkunst, kampfsport; arts martiaux; artes marciales; arti marziali; artes marciais
psychological = psycho, psychologisch; psychologique; psicologico; psicologico; psicologico
medieval = mittelalter, mittelalterlich; moyen age, medieval; edad media, medieval; medioevo, medievale; idade media,
    medieval
costume drama = kostumfilm, kostum; film en costumes, costumes; de epoca; in costume; de epoca
anti war = antikriegs, antikrieg; anti guerre; antibelica, antibelico; antimilitarista; antiguerra
comic book = comic, comics; bande dessinee, bd; comic, comics; fumetto, fumetti; quadrinhos
k drama = koreanisches drama, k drama; k drama; k drama, dorama; k drama; dorama
anime = anime, animes; manga, japanime; anime; anime; anime
popular = beliebt, popular; populaire; popular; popolare; popular
underrated = unterschatzt; sous estime, sous cote; infravalorado, subestimado; sottovalutato; subestimado
evening = abend; soir, soiree; noche; sera, serata; noite
gripping = mitreissend; captivant; atrapante, cautivador; coinvolgente; envolvente
relaxing = entspannt, entspannend; relaxant, detente, reposant; relajante, tranquilo; rilassante, tranquillo;
    relaxante, tranquilo
epic = episch, monumental; epique; epico, epica; epico, kolossal; epico
love story = liebesgeschichten; histoire amour, histoires amour; historia de amor, historias de
    amor; storia amore, storie amore; historia de amor, historias de amor
romantic comedy = liebeskomodie, romcom; comedie romantique, comedies romantiques; comedia romantica, comedias
    romanticas; commedia romantica, commedie romantiche; comedia romantica, comedias romanticas
happy ending = gutes ende, happy end; fin heureuse, happy end; final feliz; lieto fine; final feliz
haunted house = spukhaus, geisterhaus; maison hantee; casa encantada, casa embrujada; casa infestata, casa stregata;
    casa mal assombrada
murder mystery = mordfall, whodunit; enigme policiere; misterio de asesinato; giallo classico; misterio policial
cult classic = kultfilm, kultfilme; film culte, films cultes; pelicula de culto, peliculas de culto; film di culto,
    cult; filme cult, filmes cult
ending = ende, schluss; fin; final; finale; final
weekend = wochenende; week end; fin de semana; fine settimana; fim de semana
learn = lernen, lerne; apprendre, apprends; aprender, aprendo; imparare, imparo; aprender, aprendo
song = lied, lieder, gesang; chanson; cancion, canciones; canzone, canzoni; cancao, cancoes
is out = mag ich nicht, mogen wir nicht, muss nicht sein, geht gar nicht, hasse ich; non merci; no gracias; no grazie; nao obrigado
hate = hasse, hassen; deteste, detestons; odio, odiamos, detesto; odio, odiamo, detesto; odeio, odiamos, detesto
"""
