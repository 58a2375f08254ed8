"""What stands around the names of places."""

from typing import Final

from wrans.entities.patterns import pattern

LOCATED: Final = pattern(
    r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Aa]cross|[Aa]round|[Ww]ithin|[Oo]utside|[Tt]hroughout|[Ff]rom|to|"
    r"visiting|visited|via|outside of|neighbouring|nearby) (?:\([a-z]+\) )?\Z"
)
CASE: Final = pattern(r"\b(?:judge?ment|ruling|case) (?:in|of) \Z")
"""Before a name that may be a party's: "the Supreme Court judgment in Adams"."""
LOCATED_THE: Final = pattern(
    r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Aa]cross|[Aa]round|[Ww]ithin|[Ff]rom|to) the \Z"
)
"""The same before a name of several words: "in the Ironbridge Gorge"."""
MARKER: Final = pattern(r"(?:\A|[ (,;\n])(?:[a-z]{1,4}|[A-Z])\) \Z")
OF_PLACE: Final = pattern(
    r"\b(?:cit(?:y|ies)|towns?|villages?|ports?|count(?:y|ies)|districts?|boroughs?|"
    r"parish(?:es)?|islands?|"
    r"region|province|governorate|capital|suburb|neighbourhood|area|outskirts|north|south|east|"
    r"west|centre|"
    r"people|residents|constituency|hamlet|state|department|prefecture) of \Z"
)
_COMPASS: Final = (
    r"(?:north|south)(?:[ -]?(?:east|west))?(?:ern)?|(?:east|west)(?:ern)?|central|mid"
)
COMPASS: Final = pattern(
    rf"(?<![\w-])(?:(?:{_COMPASS})(?:, (?:{_COMPASS}))? (?:and|or) )?"
    rf"(?:(?:north|south|mid) )?(?:{_COMPASS})[ -]\Z"
)
"""A direction in small letters that belongs to the name behind it."""
DIRECTIONS_BEFORE: Final = tuple(
    ending + after
    for ending in ("north", "south", "east", "west", "ern", "central", "mid")
    for after in " -"
)
"""How that ends."""

CROSSING: Final = pattern(r" (?:crossing|small[ -]boat|migrant)")
"""Before these the Channel needs no article."""

TERRITORIES: Final = pattern(
    r"\bOccupied Palestinian territor(?:y|ies)\b|\bNa[ -]h[ -]?Eileanan [Aa]n Iar\b"
)
"""Names that go on in small letters."""

PEER: Final = pattern(
    r"\b(?:Lord|Lady|Baroness|Baron|Viscount|Earl) \([\w ]{1,20}\) \S{1,20} of \Z"
)
"""The title of one whose first name is told too: "Lord (Tariq) Ahmad of Wimbledon"."""

ABBREVIATED: Final = pattern(
    r" (?P<short>[A-Z]{2,6})(?:(?P<close>\))| [-–] (?P<spelt>(?:[A-Z]\w+(?: & | and )?[ ]?){3}))"
)
"""A short form behind a name, with the bracket's end or with what it stands for."""

SHORT_FORM: Final = pattern(r" ([A-Z]{2,6})\b")
INTRODUCED: Final = pattern(
    r"\b(?P<place>UK|GB|US|NI) (?:(?:[\w’'-]{1,30}+,? ){1,8}\((?P=place) (?P<short>[A-Z]{2,6})\)|"
    r"(?:[A-Z][\w’'-]{1,30}+,? (?:(?:and|of|for|the|on|to) ){0,2}){0,6}"
    r"(?P<head>[A-Z][\w’'-]{1,30}+) \((?P<bare>[A-Z]{2,6})\))"
)
"""A name that begins with a place, and its short form: "UK Emissions Trading Scheme (ETS)"."""
IN_BRACKET: Final = pattern(r" \((?P<short>[A-Z]{3,6})\)")
OFFICE: Final = pattern(
    r"\b(?:[Mm]inister|[Ss]ecretary of State|[Ee]nvoy) (?:of State )?(?:for|to) (?:the )?"
    r"(?:[A-Z][\w-]+(?: (?=[A-Z]))?){1,4}(?:, (?:the )?(?:[A-Z][\w-]+(?: (?=[A-Z]))?){1,4}){0,3}"
    r"(?:,|,? and) (?:the )?\Z"
)
"""An office whose name goes on: "Minister for the Middle East, Afghanistan and "."""
QUESTION_ON: Final = pattern(r"\bon [A-Z][^.:;?\n]{2,60}: \Z")
"""The heading of another question, up to the place that it is about: "on Level Crossings: "."""

PEOPLE_BEFORE: Final = pattern(
    r"\b(?:African|[Bb]lack|[Ww]hite and)[-/, ]*(?:(?:and|or) |\([a-z]+\) )*\Z"
)
PEOPLE_AFTER: Final = pattern(r" (?:heritage|background|descent|origin|ethnic)")
"""Beside these "Caribbean" is said of people."""

LAW_AFTER: Final = pattern(
    r"[^()\n]{0,40}\) (?:[A-Z(][\w()]*,? (?:and |of )?){0,4}(?:Regulations|Act|Order|Rules|Bill|"
    r"Scheme|Direction|Measure)\b"
)
LAW_BEFORE: Final = pattern(r"\b(?:Act|Order|Regulations|Bill|Rules) \(\Z")
ONE_AREA: Final = pattern(
    r" (?:(?:reporting )?zone|agglomeration|urban area|coroner area|health board|"
    r"integrated care (?:board|system))"
    r"(?![-\w])"
)
"""Names that "and" joins before one of these, in the singular, are one area's."""
TAIL: Final = pattern(r"(?:['’]s)? (?:disease|syndrome|virus|fever|not |v\.? (?=[A-Z]))")
LIST_GAP: Final = pattern(
    r"(?:['’]s)?(?:,? (?:and |or )?\((?:[a-z]{1,4}|[A-Z])\) (?:the )?|"
    r",? (?:and|or|&) (?:the |in |to |of )?|, (?:the |in |to )?|/|; | \(| - | – | \| |\n)"
)
"""What parts the members of a list."""

_WORD: Final = r"[A-ZÀ-Þ][\w'’-]+"
SEAT_BEFORE: Final = pattern(
    rf"(?:(?:\b(?:in|of|for|across|from|and|or) (?:the )?)|\([a-z]+\) (?:the )?|\b(?:the|The|a|"
    rf"In|For) |\A|\n|[.:;|] ?)"
    rf"(?P<seat>{_WORD}(?:(?:,? and |, | of | upon | on | under | le | & | ){_WORD}){{0,7}}?)"
    rf"(?: Parliamentary| Westminster| parliamentary)* \Z"
)
"""What stands before "constituency"."""
MEMBER_FOR: Final = pattern(
    rf"[Mm](?<!\w.)(?<!Cabinet .)ember for "
    rf"(?P<seat>{_WORD}(?:(?: and | & | upon | of | on | the | and the |"
    rf" ){_WORD}){{0,7}})"
)
