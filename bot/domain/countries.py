"""Countries as people call them."""

from __future__ import annotations

_NAMES = dict(
    pair.split("=")
    for pair in """
US=United States|GB=Britain|IE=Ireland|FR=France|DE=Germany|DD=East Germany|AT=Austria|CH=Switzerland|IT=Italy
ES=Spain|PT=Portugal|NL=Netherlands|BE=Belgium|LU=Luxembourg|DK=Denmark|SE=Sweden|NO=Norway|FI=Finland|IS=Iceland
PL=Poland|CZ=Czechia|CS=Czechoslovakia|SK=Slovakia|HU=Hungary|RO=Romania|BG=Bulgaria|GR=Greece|TR=Turkey
RU=Russia|SU=Soviet Union|UA=Ukraine|RS=Serbia|YU=Yugoslavia|HR=Croatia|GE=Georgia|EE=Estonia|LV=Latvia
IR=Iran|IL=Israel|PS=Palestine|LB=Lebanon|EG=Egypt|MA=Morocco|TN=Tunisia|DZ=Algeria|SN=Senegal|NG=Nigeria
ZA=South Africa|IN=India|PK=Pakistan|CN=China|HK=Hong Kong|TW=Taiwan|JP=Japan|KR=South Korea|TH=Thailand
VN=Vietnam|ID=Indonesia|PH=Philippines|MY=Malaysia|SG=Singapore|AU=Australia|NZ=New Zealand|CA=Canada|MX=Mexico
BR=Brazil|AR=Argentina|CL=Chile|CO=Colombia|CU=Cuba|PE=Peru|UY=Uruguay|BO=Bolivia|EC=Ecuador|GT=Guatemala|VE=Venezuela
JM=Jamaica|AL=Albania|BA=Bosnia|BY=Belarus|LT=Lithuania|MK=North Macedonia|MT=Malta|SI=Slovenia|XK=Kosovo|AM=Armenia
AZ=Azerbaijan|KZ=Kazakhstan|KG=Kyrgyzstan|UZ=Uzbekistan|MN=Mongolia|AF=Afghanistan|BD=Bangladesh|BT=Bhutan|NP=Nepal
LK=Sri Lanka|KH=Cambodia|SY=Syria|JO=Jordan|SA=Saudi Arabia|AE=the Emirates|QA=Qatar|BF=Burkina Faso|BW=Botswana|CD=Congo
CM=Cameroon|ET=Ethiopia|GH=Ghana|KE=Kenya|LS=Lesotho|ML=Mali|MR=Mauritania|RW=Rwanda|TD=Chad|TZ=Tanzania|UG=Uganda|ZM=Zambia
""".replace("\n", "|")
    .strip("|")
    .split("|")
)


def country_name(code: str) -> str:
    """Return the country's usual name; the code itself (ISO 3166-1 alpha-2) where we have none."""
    return _NAMES.get(code, code)


# What is spoken in the films of a country, its own languages first; a language of several countries tells less.
_SPOKEN = dict(
    pair.split("=")
    for pair in """
US=en|GB=en|IE=ga en|AU=en|NZ=en|CA=en fr|FR=fr|DE=de|DD=de|AT=de|CH=de fr|BE=nl fr|NL=nl|LU=fr de|IT=it|ES=es ca eu|PT=pt|BR=pt
DK=da|SE=sv|NO=no nb nn|FI=fi|IS=is|PL=pl|CZ=cs|CS=cs sk|SK=sk|HU=hu|RO=ro|BG=bg|GR=el|TR=tr|RU=ru|SU=ru|UA=uk|RS=sr|YU=sh sr hr
HR=hr|SI=sl|BA=bs|EE=et|LV=lv|LT=lt|GE=ka|IR=fa|IL=he|PS=ar|LB=ar|EG=ar|MA=ar|TN=ar|DZ=ar|SN=wo|NG=yo ig ha|ZA=af zu xh|ML=bm
BF=bm|MR=ar|ET=am|KE=sw|TD=ar|RW=rw|GH=ak|IN=hi ta te ml bn kn pa mr|PK=ur|CN=zh|HK=zh cn|TW=zh|JP=ja|KR=ko|TH=th|VN=vi|ID=id|PH=tl
MY=ms|SG=zh ms|KH=km|MX=es|AR=es|CL=es|CO=es|CU=es|PE=es|UY=es|VE=es|GT=es|BO=es|EC=es|AL=sq|BY=be|MK=mk|XK=sq|AM=hy|AZ=az|KZ=kk|KG=ky|UZ=uz|MN=mn|AF=fa|BD=bn|BT=dz|NP=ne|LK=si|SY=ar|JO=ar
SA=ar|LS=st|TZ=sw
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
# Where most films in a language of several countries come from.
_MAIN_COUNTRY = {
    "en": "US",
    "es": "ES",
    "fr": "FR",
    "de": "DE",
    "pt": "BR",
    "zh": "CN",
    "ar": "EG",
    "nl": "NL",
    "ru": "RU",
}


def languages_of(country: str) -> tuple[str, ...]:
    """Return the languages (ISO 639-1) that films of a country are mostly in; none where they tell too little."""
    return tuple(_SPOKEN.get(country, "").split())


def main_country_of(language: str) -> str:
    """Return the country that most films in a language come from, empty where we know none."""
    found = (country for country, spoken in _SPOKEN.items() if spoken.split()[:1] == [language])
    return _MAIN_COUNTRY.get(language) or next(found, "")
