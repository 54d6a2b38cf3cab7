"""The little words that tell in which language a wish is, of those of `bot.domain.language_words`: folded, too."""

from __future__ import annotations

from bot.domain.word_table import phrases_of

# Little words that show which language a text is in, and say nothing themselves.
LITTLE_WORDS = {
    "german": phrases_of("""
der, die, das, dem, den, des, ein, eine, einen, einem, eines, n, ne, nen, von, vom, ich, wir, du, ihr, er, sie, man,
mich, mir, uns, dich, dir, euch, auch, mal, ist, sind, war, waren, bin, hat, habe, haben, hab, wird, werden, wurde,
wurden, sein, zum, zur, zu, im, ins, am, ans, an, was, gibt, gib, es, nur, so, sehr, etwas, irgendwas, irgendein,
irgendeine, bitte, heute, abend, morgen, gestern, jetzt, schon, noch, egal, hauptsache, dass, wo, wer, wenn, weil,
als, denn, doch, ja, nein, mehr, viel, viele, ganz, ganze, ganzen, mein, meine, meinen, meiner, meinem, unser, unsere,
dein, sich, suche, sucht, suchen, brauche, brauchen, mochte, mochten, will, wollen, hatte, gern, gerne, kann,
kannst, konnte, soll, sollte, darf, muss, sehen, schauen, gucken, anschauen, empfiehl, empfehlen, empfehlung,
vorschlag, vorschlage, tipp, tipps, lust, fruher, fur, furs, beim, bei, ums, gut, gute, guter, gutes, guten, richtig,
wirklich, echt, wochenende, lerne, lernen, hallo, hey, danke, sprache, kommt, kommen, geht, gehen, macht, machen,
alle, alles, alleine, allein, zusammen, gemeinsam, pro, sache, bloss, keinesfalls, bisschen, mochtest, weiss, lange,
ruhig, mag, liebt, lieben, spielt, spielen, rein, mehrere, dabei, dazu, sonst
"""),
    "french": phrases_of("""
un, une, des, de, d, du, l, les, le, la, pour, qui, que, quoi, je, j, tu, il, elle, on, nous, vous, ils, elles, mon,
ma, mes, ton, ta, son, sa, ses, notre, nos, leur, leurs, sur, dans, ce, cet, cette, ces, c, est, sont, suis, etre, ai,
as, a, avons, ont, avoir, ete, etait, veux, veut, voudrais, voudrait, aimerais, aimerait, cherche, cherchons, faut,
besoin, envie, quelque, quelques, chose, toute, tout, tous, toutes, aux, au, y, en, ne, n, se, s, me, m, te, t, lui,
voir, regarder, faire, fait, fasse, soir, ce soir, aujourd, hui, bien, tres, trop, peu, assez, surtout, si, meme,
deja, encore, aussi, plus, moi, toi, vraiment, bon, bonne, bons, bonnes, conseille, conseillez, propose, proposez,
recommande, idee, idees, salut, bonjour, merci, plait, donc, alors, parce, comme ca, week, weekend, seul, seule,
ensemble, langue, version, originale, vo, vf, titre, date, passe, passer, histoire, histoires, genre de, entre, avec,
peut, peux, ou, qu, pas trop, connais, connait, petit, petite, grand, grande, vite
"""),
    "spanish": phrases_of("""
un, una, unos, unas, el, la, los, las, lo, al, del, de, para, por, que, me, mi, mis, tu, te, nos, nuestro, su, sus,
se, le, les, yo, algo, alguna, algun, alguno, cual, cuales, quisiera, quiero, queremos, quiere, busco, buscamos,
buscando, necesito, dame, recomienda, recomiendame, recomiendas, recomendacion, ver, veamos, hacer, haga, hace, hagan,
esta, este, estas, estos, eso, esa, ese, es, son, ser, sea, sean, hay, he, ha, hemos, han, hoy, noche, tarde, ahora,
ya, muy, mucho, mucha, bien, buen, bueno, buena, buenos, buenas, si, solo, donde, cuando, porque, todo, toda, todos,
todas, cualquier, fin, semana, hola, gracias, favor, version, original, idioma, para ver, sobre todo, encima, con
ganas, ganas, apetece, gusta, gustan, gustaria, idea, cosa, cosas, juntos, mejor, tenga, tengan, tengo, dure,
duren, puede, puedo, aprender, historia, cine, a, e, historias, tal vez
"""),
    "italian": phrases_of("""
un, una, uno, il, lo, la, i, gli, le, l, d, di, del, dello, della, dell, dei, delle, degli, al, allo, alla, ai, agli,
alle, nel, nella, nei, negli, da, dal, per, che, chi, cui, mi, mia, mio, miei, mie, tuo, tua, suo, sua, ci, si, se,
ti, vi, io, noi, lui, lei, qualcosa, qualche, questa, questo, questi, quello, quella, stasera, sera, oggi, domani,
vorrei, vorremmo, voglio, cerco, cerchiamo, serve, ho, hai, ha, abbiamo, hanno, sono, sia, siano, e, essere, fare,
faccia, fa, vedere, guardare, consiglia, consigliami, consigli, consiglio, molto, poco, po, bene, bel, bella, bello,
belli, buon, buono, buona, anche, solo, gia, ancora, dove, quando, perche, tutto, tutta, tutti, tutte, ciao, grazie,
favore, lingua, originale, versione, voglia, idea, cosa, insieme, weekend, durata, duri, dura, piace, piacciono,
storia, storie, cinema, a, o, nostro, nostra, ogni, sul, puo, posso, abbastanza, proprio, davvero, soprattutto,
magari, pero
"""),
    "portuguese": phrases_of("""
um, uma, uns, umas, o, os, a, as, ao, aos, do, da, dos, das, de, no, na, nos, nas, num, numa, pelo, pela, para, pra,
pro, pros, pras, por, que, quem, me, mim, meu, meus, minha, minhas, seu, sua, eu, voce, ele, ela, se, te, lhe,
algo, algum, alguma, isso, isto, esse, essa, este, esta, aquele, quero, queremos, queria, busco, procuro, procurando,
preciso, recomenda, recomende, indica, indique, sugestao, ver, assistir, fazer, faca, faz, ser, seja, sejam, sou,
estou, tem, tenha, ter, hoje, noite, agora, ja, muito, muita, bem, bom, boa, bons, boas, so, onde, quando, porque,
todo, toda, todos, todas, tudo, qualquer, fim, final, semana, oi, ola, obrigado, obrigada, favor, versao, idioma,
lingua, vontade, ideia, coisa, juntos, melhor, dure, durem, gosto, gosta, historia, historias, cinema, e, sao, foi,
vi, vimos, pode, posso, queira, baseado, baseada, feito, feita, tambem
"""),
}
