"""The parts that the name of a place may have besides the name that is known."""

import re
from typing import Final

_COMPASS: Final = (
    r"(?:[Nn]orth|[Ss]outh)(?:ern)?(?:[\s-]?(?:[Ee]ast|[Ww]est)(?:ern)?)?|"
    r"(?:[Ee]ast|[Ww]est)(?:ern)?|[Cc]entral|[Mm]id"
)
DIRECTION: Final = re.compile(
    rf"(?<![\w-])(?:(?:{_COMPASS})\sand\s)?(?:{_COMPASS})(?:\s|-(?=[A-Z]))\Z"
)
"""A direction that belongs to the name behind it: "northern France"."""

_OF: Final = "|".join(
    f"{kind}\\sof"
    for kind in (
        "Old\\sCity", "City", "Ports?", "Isles?", "Island", "London\\sBorough", "Royal\\sBorough",
        "Metropolitan\\sBorough", "Borough", "Parish", "State", "Republic", "Kingdom", "Gulf",
        "Bay", "Straits?", "Vale", "Forest", "District", "Region", "Province", "County", "Town",
    )
)  # fmt: skip
BEFORE_PART: Final = re.compile(
    r"(?<![\w-])(?:(?:County|River|Loch|Lough|Lake|Mount|Greater|Inner|Outer|Upper|Lower|Port|Cape|"
    rf"Gulf|Metropolitan|Occupied|Saint|St\.?|{_OF})\s)+\Z"
)
"""A generic word that begins the name: "County Durham", "Isle of Wight"."""

AFTER_PART: Final = re.compile(
    r"[ ](?:International\sAirport|City\sAirport|Airport|Harbour|Port|Docks?|Islands?|Peninsula|"
    r"County|District|London\sBorough|Borough|Valley|Oblast|Province|Region|Governorate|Estuary|"
    r"Bay|Town|City|Station|Railway\sStation|Parkway|Strait|Canal|Beach|Pass|Forest|Moor|Hills?|Heath|Green|Common|"
    r"Marsh|Head|Point)\b"
    r"(?!\s(?:Council|Hospital|Police|Authority|Deal|Fund|Trust|University|Academy|School|College|"
    r"Combined|FC|Football))"
)
"""A generic word that ends the name, and not that of a body: "Stansted Airport"."""

SIDE: Final = re.compile(
    r"[ ](?:(?:North|South)(?:\s(?:East|West))?|East|West|Central|Mid)\b"
    r"(?!\s[A-Z]\w+\s(?:Council|Trust))"
)
"""The part of a town that a constituency is named after: "Glasgow Central"."""

_WORD: Final = r"[A-Z][\w'’-]+"
SEAT: Final = re.compile(
    rf"(?P<seat>(?:{_WORD}|[Uu]pon|on|of|the|le|and|,|&)"
    rf"(?:\s(?:{_WORD}|upon|on|of|the|le|and|&)|,(?=\s[A-Z])){{0,12}})"
    r"\s(?:[Cc]onstituency|[Cc]onstituencies)\b"
)
"""A constituency that is called one, known or not."""
MEMBER_FOR: Final = re.compile(
    rf"\b[Mm]ember\sfor\s(?P<seat>{_WORD}(?:(?:,?\s(?:and\s|upon\s|of\s|on\s|the\s)?|-){_WORD}){{0,8}})"
)
"""The constituency of "the hon. Member for …"."""

FACILITY: Final = re.compile(
    r"\b(?:HMPs?|HMYOI|YOI|RAF|MOD|MoD|HMS|RFA|HMNB|RNAS|DE&S|NHS|BBC|HMCTS|DIO|MDP|RMB|IRC|STC|JCP|"
    r"Jobcentre(?:\sPlus)?)(?:/YOI)?(?:\s&|\sand)?\s(?:[A-Z]\w+\s){0,2}\Z"
)
"""What a facility's name begins with: "HMP Exeter"."""

DIRECTION_NAMES: Final = re.compile(
    r"\bthe\s(?P<name>North(?:[\s-](?:East|West))?|South[\s-](?:East|West)|(?:East|West)\sMidlands|"
    r"Midlands|South|Channel)\b(?!\s(?:of\s[a-z]|[A-Z]|[Ww]ing))"
)
"""A region that is named by its direction alone: "the North East"."""
