"""The usual short names of answering bodies."""

from typing import Final

_SHORT: Final = {
    "attorney general": "AG",
    "cabinet office": "CO",
    "church commissioners": "ChCo",
    "department for business and trade": "DBT",
    "department for business, energy and industrial strategy": "BEIS",
    "department for culture, media and sport": "DCMS",
    "department for digital, culture, media and sport": "DCMS",
    "department for education": "DfE",
    "department for energy security and net zero": "DESNZ",
    "department for environment, food and rural affairs": "Defra",
    "department for exiting the european union": "DExEU",
    "department for international development": "DfID",
    "department for international trade": "DIT",
    "department for levelling up, housing and communities": "DLUHC",
    "department for science, innovation and technology": "DSIT",
    "department for transport": "DfT",
    "department for work and pensions": "DWP",
    "department of health": "DH",
    "department of health and social care": "DHSC",
    "electoral commission committee": "ECC",
    "foreign and commonwealth office": "FCO",
    "foreign, commonwealth and development office": "FCDO",
    "hm treasury": "HMT",
    "home office": "HO",
    "house of commons commission": "HoCC",
    "leader of the house": "LotH",
    "ministry of defence": "MoD",
    "ministry of housing, communities and local government": "MHCLG",
    "ministry of justice": "MoJ",
    "northern ireland office": "NIO",
    "prime minister": "PM",
    "public accounts commission": "PAC",
    "restoration and renewal client board": "R&R",
    "scotland office": "SO",
    "senior deputy speaker": "SDS",
    "speaker's committee on the electoral commission": "SCEC",
    "treasury": "HMT",
    "wales office": "WO",
    "women and equalities": "WEU",
}


def short_name(body: str) -> str:
    """What everyone calls a body; initials where nobody agreed on a name yet."""
    known = _SHORT.get(body.lower())
    if known:
        return known
    words = [word for word in body.replace("-", " ").split() if word[:1].isupper()]
    return "".join(word[0] for word in words)[:5] if len(words) > 1 else body[:6]
