"""Where titles come from, as people call it: adjectives and names of countries and languages."""

from __future__ import annotations

from bot.domain.word_table import phrases_of, table_of

# Adjective or name → countries (ISO 3166-1, capitals) and languages (ISO 639-1); any of them answers.
_ORIGINS = table_of("""
american, hollywood, old hollywood, classic hollywood, america, usa, united states, the states, us made = US
british, scottish, welsh, britain, great britain, uk, united kingdom, england, scotland, wales = GB
english = GB, en
in english, english language, english speaking = en
irish = IE
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
soviet, ussr, soviet union = SU
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
tollywood, telugu = te
kollywood = ta
malayalam = ml
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
australian, australia, aussie = AU
new zealand, kiwi = NZ
canadian, canada = CA
mexican, mexico = MX
brazilian, brazil = BR
argentine, argentinian, argentina = AR
chilean = CL
colombian = CO
cuban = CU
senegalese, senegal = SN
nigerian, nollywood, nigeria = NG
south african = ZA
latin american, latino, south american = MX, BR, AR, CL, CO, CU, PE, UY, VE, GT, BO
scandinavian, nordic, nordic noir, scandi noir, scandinavian noir = DK, SE, NO, IS, FI
eastern european, eastern europe, east european = PL, CZ, CS, HU, RO, BG, SK, RU, SU, UA, RS, YU, EE, LT, LV, HR, BA, SI
middle eastern, middle east = IR, IL, TR, EG, LB, PS, SA, JO
south asian = IN, PK, BD
southeast asian, south east asian, southeast asia = TH, VN, ID, PH, MY, SG, KH
east asian, east asia = JP, KR, CN, HK, TW
baltic = EE, LT, LV
african, africa = SN, NG, ZA, ML, BF, MR, ET, KE, TD, CM, DZ, EG, MA, TN, CD, RW, GH
asian = JP, KR, CN, HK, TW, TH, VN, ID, PH, IN, MY, SG, KH
european = FR, DE, IT, ES, PT, NL, BE, DK, SE, NO, FI, IS, PL, CZ, CS, HU, RO, GR, AT, CH, IE, GB, RS,
    YU, BG, EE, LT, LV, SK, SI, HR, BA
in french, french language = fr
in german, german language = de
in italian = it
in spanish, spanish language = es
in portuguese = pt
in japanese = ja
in korean = ko
in russian = ru
in swedish = sv
in danish = da
in arabic = ar
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
portugal = PT
belgium = BE
netherlands, holland = NL
austria = AT
switzerland = CH
finland = FI
iceland = IS
hungary = HU
romania = RO
greece = GR
israel = IL
egypt = EG
vietnam = VN
indonesia = ID
philippines = PH
chile = CL
colombia = CO
cuba = CU
south africa = ZA
kenyan, kenya = KE
moroccan, morocco = MA
algerian, algeria = DZ
tunisian, tunisia = TN
ethiopian, ethiopia = ET
peruvian, peru = PE
europe = FR, DE, IT, ES, PT, NL, BE, DK, SE, NO, FI, IS, PL, CZ, CS, HU, RO, GR, AT, CH, IE, GB, RS, YU, BG, EE, LT, LV, SK, SI,
    HR, BA
asia = JP, KR, CN, HK, TW, TH, VN, ID, PH, IN, MY, SG, KH
latin america, south america = MX, BR, AR, CL, CO, CU, PE, UY, VE, GT, BO
scandinavia = DK, SE, NO, IS, FI
in hindi = hi
in turkish = tr
in mandarin, in chinese = zh
in polish = pl
in norwegian = no, nb, nn
in dutch = nl
in persian, in farsi = fa
in greek = el
in finnish = fi
in icelandic = is
in hebrew = he
in hungarian = hu
in romanian = ro
in czech = cs
in thai = th
in vietnamese = vi
in tamil = ta
in telugu = te
in cantonese = zh, cn
from afghanistan, made in afghanistan, afghan cinema = AF
albanian, albania = AL, sq
armenian, armenia = AM, hy
azerbaijani, azerbaijan = AZ, az
bangladeshi, bangladesh = BD
belarusian, belarus = BY, be
bhutanese, bhutan = BT, dz
bolivian, bolivia = BO
bosnian, bosnia = BA, bs
botswana = BW
bulgaria = BG
burkinabe, burkina faso = BF
cambodian, cambodia = KH, km
chadian = TD
congolese = CD
croatian, croatia = HR, hr
czechia, czech republic = CZ
czechoslovak, czechoslovakian, czechoslovakia = CS
east german, east germany = DD
ecuadorian, ecuador = EC
estonian, estonia = EE, et
ghanaian = GH
guatemalan, guatemala = GT
jamaican, jamaica = JM
jordanian = JO
kazakh, kazakhstan = KZ, kk
kosovar, kosovan, kosovo = XK
kyrgyz, kyrgyzstan = KG, ky
latvian, latvia = LV, lv
lebanon = LB
lesotho = LS, st
lithuanian, lithuania = LT, lt
luxembourgish, luxembourg = LU
macedonian, macedonia, north macedonia = MK, mk
malaysian, malaysia = MY, ms
malian = ML
mauritanian, mauritania = MR
mongolian, mongolia = MN, mn
nepali, nepalese, nepal = NP, ne
pakistan = PK
palestine = PS
saudi, saudi arabian, saudi arabia = SA
serbia = RS, YU
singaporean, singapore = SG
slovakia = SK
slovenian, slovenia = SI, sl
sri lankan, sri lanka = LK, si
from syria, made in syria, syrian cinema = SY
tanzanian, tanzania = TZ
ugandan, uganda = UG
ukraine = UA
uruguayan, uruguay = UY
uzbek, uzbekistan = UZ, uz
venezuelan, venezuela = VE
yugoslavia = YU
zambian, zambia = ZM
catalan = ca
basque = eu
yiddish = yi
urdu = ur
punjabi = pa
marathi = mr
swahili = sw
amharic = am
lingala = ln
wolof = wo
bambara = bm
sesotho = st
inuktitut = iu
in irish, irish language, gaelic = ga, gd
in welsh, welsh language = cy
in latin = la
in afrikaans, afrikaans = af
in zulu = zu
in xhosa = xh
in maori = mi
in sami = se
in kurdish = ku
in ukrainian = uk
in bulgarian = bg
in serbian = sr
in bengali = bn
in malay = ms
in indonesian = id
""")
ORIGINS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    phrase: (tuple(c for c in codes if c.isupper()), tuple(c for c in codes if c.islower()))
    for phrase, codes in _ORIGINS.items()
}
# Countries that are no more, and the last year of each.
LAST_YEARS = {"SU": 1991, "DD": 1990, "CS": 1992, "YU": 2003}
# Names of places: after "in" or "about" they say where something is set.
PLACES = phrases_of(
    "france, germany, italy, spain, japan, korea, south korea, india, china, iran, denmark, sweden, norway, russia, poland,"
    "turkey, ireland, thailand, taiwan, hong kong, new zealand, australia, canada, mexico, brazil, argentina, senegal, africa,"
    "britain, great britain, uk, united kingdom, england, scotland, wales, hollywood, america, usa, united states, the states, portugal, belgium,"
    "netherlands, holland, austria, switzerland, finland, iceland, hungary, romania, greece, israel, egypt, vietnam, indonesia,"
    "philippines, chile, colombia, cuba, south africa, nigeria, kenya, morocco, algeria, tunisia, ethiopia, peru, europe, asia,"
    "latin america, south america, scandinavia, albania, armenia, azerbaijan, bangladesh, belarus, bhutan, bolivia, bosnia,"
    "botswana, bulgaria, burkina faso, cambodia, croatia, czechia, czech republic, czechoslovakia, east germany, ecuador, estonia,"
    "guatemala, jamaica, kazakhstan, kosovo, kyrgyzstan, latvia, lebanon, lesotho, lithuania, luxembourg, macedonia, north macedonia,"
    "malaysia, mauritania, mongolia, nepal, pakistan, palestine, saudi arabia, serbia, singapore, slovakia, slovenia, sri lanka,"
    "tanzania, uganda, ukraine, uruguay, uzbekistan, venezuela, yugoslavia, zambia"
)
# Whoever wants these wants another language than this one, and whoever does not wants this one.
OWN_LANGUAGE = "en"
FOREIGN_WORDS = phrases_of(
    "subtitles, subtitled, foreign, foreign language, foreign films, world cinema, subs, not in english, non english"
)
