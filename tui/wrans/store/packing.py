"""Sources made small, and told from damaged ones."""

import zlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from hashlib import blake2b

    from wrans.store.parts import Parts

# What most records hold, the commonest last, where deflate reaches it most cheaply. A row names
# the dictionary that it was packed with, so one that was ever released is never edited: add
# another to `dictionary`.
_FIRST: Final = """\
</td></tr><tr><td><p><strong></strong></p></td><td><p></p></td></tr></tbody></table>\
<table><tbody><tr><td><p> </p></td><td colspan="2"><p><ol><li><ul><li></li></ul><em></em><sup>\
<p><a href="https://www.gov.uk/government/publications/" target="_blank">https://www.gov.uk/\
government/statistics/</a></p><a href="https://questions-statements.parliament.uk/\
written-questions/detail/</a><br>&amp;&quot;“”‘’–£ million \
Life peer, Labour, Lab, Conservative, Con, Liberal Democrat, LD, Scottish National Party, SNP, \
thumbnailUrl": "https://members-api.parliament.uk/api/Members/Thumbnail", "memberFrom": "\
"partyColour": "", "partyAbbreviation": "", "party": "", "listAs": "", "name": "\
Attorney General, Church Commissioners, Ministry of Justice, Northern Ireland Office, \
Scotland Office, Wales Office, Women and Equalities, Leader of the House, Prime Minister, \
Department for Energy Security and Net Zero, Department for Science, Innovation and Technology, \
Department for Culture, Media and Sport, Department for Business and Trade, Cabinet Office, \
Treasury, Home Office, Ministry of Defence, Department for Education, Department for Transport, \
Department for Work and Pensions, Department for Environment, Food and Rural Affairs, \
Foreign, Commonwealth and Development Office, Department of Health and Social Care, \
Ministry of Housing, Communities and Local Government, Levelling Up, Housing and Communities, \
It has not proved possible to respond to the hon. Member in the time available before \
Prorogation. I refer the hon. Member to the answer I gave on to Question . \
The information requested is not held centrally and could only be obtained at disproportionate \
cost. The Department does not hold the information requested. in due course. \
We are committed to ensuring that the Government has This Government is committed to \
As part of the The Department has not made an assessment of the effectiveness of local authorities \
with reference to the Answer of pursuant to the Answer of to Question on , what discussions \
officials in his Department have had with , how many people were in each of the last five years, \
by each what recent estimate she has made of the number of what assessment he has made of the \
potential merits of what recent discussions he has had with Cabinet colleagues on the potential \
impact of what steps his Department is taking to help support and improve access to whether her \
Department plans to if she will make it her policy to and if he will make a statement.\
To ask His Majesty's Government what steps they are taking to \
To ask the Chancellor of the Exchequer, To ask the Minister for the Cabinet Office, \
To ask the Secretary of State for the Home Department, To ask the Secretary of State for \
January February March April May June July August September October November December 2025 2024 \
Question to the Department :\n\nAnswered by\n Portrait\nThis question was answered on \n\n\
(asked on ) - View Source\n\n\
{"id":1,"askingMemberId":4,"askingMember":null,"house":"Lords","memberHasInterest":false,\
"dateTabled":"2024-01-22T00:00:00","dateForAnswer":"2024-01-30T00:00:00","uin":"HL1",\
"questionText":"To ask His Majesty's Government what \
","isNamedDay":true,"groupedQuestions":["","answerIsHolding":null,"answerIsCorrection":null,\
"answeringMemberId":null,"dateAnswered":null,"answerText":null,\
"groupedQuestionsDates":[{"questionUin":"","dateTabled":"2024-07-22T00:00:00"},\
{"id":17,"askingMemberId":4,"askingMember":null,"house":"Commons","memberHasInterest":false,\
"dateTabled":"2025-01-22T00:00:00","dateForAnswer":"2025-01-30T00:00:00","uin":"1",\
"questionText":"To ask the Secretary of State for Health and Social Care, what \
","answeringBodyId":17,"answeringBodyName":"Department of Health and Social Care",\
"isWithdrawn":false,"isNamedDay":false,"groupedQuestions":[],"answerIsHolding":false,\
"answerIsCorrection":false,"answeringMemberId":4,"answeringMember":null,\
"correctingMemberId":null,"correctingMember":null,"dateAnswered":"2025-02-03T00:00:00",\
"answerText":"<p></p><p> ...","originalAnswerText":"","comparableAnswerText":"",\
"dateAnswerCorrected":null,"dateHoldingAnswer":null,"attachmentCount":0,"heading":": ",\
"attachments":[],"groupedQuestionsDates":[]}\
"""
_SHORT: Final = 1
_PHRASES: Final = 2
_FOLDED: Final = 3
"""With the phrases, and with numbers for the parts that are kept once."""

# Raw deflate: the digest finds damage, so zlib's own header and checksum would say it twice.
_WINDOW: Final = -15
_FAR: Final = 32_768 - 262
"""How much of a dictionary deflate can reach."""


@cache
def dictionary(number: int) -> bytes:
    """What most records hold, as the rows packed with it were promised. Raises KeyError."""
    if number == _SHORT:
        return _FIRST.encode()
    if number in (_PHRASES, _FOLDED):
        return dictionary_with(dictionary(_SHORT))
    raise KeyError(number)


def dictionary_with(known: bytes) -> bytes:
    """What is known, and the phrases that records have in common, as far as deflate reaches."""
    # `benchmarks/make_phrases.py` finds them.
    phrases = Path(__file__).with_name("data") / "phrases.txt"
    return (phrases.read_bytes().replace(b"\n", b"") + known)[-_FAR:]


class Damaged(ValueError):
    """A source is not what was written."""


def digest(source: bytes) -> bytes:
    """What tells whether a source is still as it came."""
    return _hash()(source, digest_size=16).digest()


@cache
def _hash() -> "type[blake2b]":
    from hashlib import blake2b  # OpenSSL comes with it, and most searches read no source

    return blake2b


def pack(source: bytes, parts: "Parts") -> tuple[int, bytes]:
    """Make a source small; say by what number it was packed."""
    folded = parts.folded(source)
    number, text = (_PHRASES, source) if folded is None else (_FOLDED, folded)
    return number, _packed(text, _PHRASES)


def pack_soon(source: bytes) -> tuple[int, bytes]:
    """The same at half the cost, for what does not stay."""
    return _SHORT, _packed(source, _SHORT)


def _packed(text: bytes, number: int) -> bytes:
    # Sooner copied than taught the dictionary again.
    packer = _packer(number).copy()
    return packer.compress(text) + packer.flush()


@cache
def _packer(number: int) -> "zlib._Compress":
    """One that knows the dictionary, to be copied."""
    return packer_of(dictionary(number))


def packer_of(known: bytes) -> "zlib._Compress":
    """What makes a source small by what is known."""
    return zlib.compressobj(6, zlib.DEFLATED, _WINDOW, 8, 0, known)


def unpack(packed: bytes, number: int, expected: bytes, parts: "Parts") -> bytes:
    """The source as it came, by its digest. Raises Damaged."""
    try:
        source = zlib.decompressobj(_WINDOW, dictionary(number)).decompress(packed)
        if number == _FOLDED:
            source = parts.unfolded(source)
    except (KeyError, TypeError, ValueError, zlib.error) as error:
        raise Damaged(str(error)) from error
    if digest(source) != expected:
        raise Damaged("the digest differs")
    return source


def is_sound(packed: bytes, number: int, expected: bytes, parts: "Parts") -> bool:
    """Is a packed source as it was written?"""
    try:
        unpack(packed, number, expected, parts)
    except Damaged:
        return False
    return True
