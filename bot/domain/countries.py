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
BR=Brazil|AR=Argentina|CL=Chile|CO=Colombia|CU=Cuba|PE=Peru|UY=Uruguay
""".replace("\n", "|")
    .strip("|")
    .split("|")
)


def country_name(code: str) -> str:
    """Return the country's usual name; the code itself (ISO 3166-1 alpha-2) where we have none."""
    return _NAMES.get(code, code)
