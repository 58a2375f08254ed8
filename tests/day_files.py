"""Made-up day files in the three shapes that they have had.

The constants are whole files, `new`, `marked` and `old` make files of the groups they are given.
"""

NEW = """<publicwhip>
<major-heading id="uk.org.publicwhip/wrans/2025-03-03.41001.mh" nospeaker="true">
    Department for Sheep
</major-heading>
<minor-heading id="uk.org.publicwhip/wrans/2025-03-03.41001.h" nospeaker="true">
    Sheep: Exports
</minor-heading>
<ques id="uk.org.publicwhip/wrans/2025-03-03.41001.q0" person_id="uk.org.publicwhip/person/10001"
      speakername="Pat Example" url="https://questions-statements.parliament.uk/x">
    <p qnum="41001">To ask the Secretary of State for Sheep, how many were exported.</p>
</ques>
<ques id="uk.org.publicwhip/wrans/2025-03-04.41077.q1" speakername="Kim Example">
    <p qnum="41077">To ask the Secretary of State for Sheep, how many were sold.</p>
</ques>
<reply id="uk.org.publicwhip/wrans/2025-03-03.41001.r0" speakername="Sam Minister">
    <p>There were 12 &amp; a ram, for £5 million.</p>
    <table><tr><td colspan="2">Sheep</td></tr><tr><td>2024</td><td>12</td></tr></table>
    <p><a href="https://qna.files.parliament.uk/sheep.pdf">Sheep by port</a> (PDF, 12.5 KB)</p>
</reply>
<minor-heading id="uk.org.publicwhip/wrans/2025-03-05.41100.h">*No heading*</minor-heading>
<ques id="uk.org.publicwhip/wrans/2025-03-05.41100.q0" speakername="Pat Example">
    <p qnum="41100">To ask the Secretary of State for Sheep, why.</p>
</ques>
<reply id="uk.org.publicwhip/wrans/2025-03-05.41100.r0" speakername="Sam Minister">
    <p>Because.</p>
</reply>
</publicwhip>
"""

CORRECTED = """<publicwhip>
<major-heading id="uk.org.publicwhip/wrans/2018-05-01.1.mh">Home Office</major-heading>
<minor-heading id="uk.org.publicwhip/wrans/2018-05-01.1.h">Wool</minor-heading>
<ques id="uk.org.publicwhip/wrans/2018-05-01.1234.q0" speakerid="uk.org.publicwhip/member/1"
      speakername="Pat Example"><p qnum="1234">To ask how much wool there is.</p></ques>
<reply id="uk.org.publicwhip/wrans/2018-05-01.1234.r0" speakername="Sam Minister">
<p>There are 10 tonnes.</p></reply>
<reply id="uk.org.publicwhip/wrans/2018-05-01.1234.r1" speakername="Sam Minister">
<p>There are <del>10</del><ins>12</ins> tonnes.</p></reply>
</publicwhip>
"""

OLD = """<?xml version="1.0" encoding="ISO-8859-1"?>
<!DOCTYPE publicwhip [
<!ENTITY pound "&#163;">
<!ENTITY mdash "&#8212;">
<!ENTITY eacute "&#233;">
]>
<publicwhip scrapeversion="a" latest="yes">
<gidredirect oldgid="uk.org.publicwhip/wrans/2009-10-26a.1.0" newgid="x" matchtype="perfectmatch"/>
<major-heading id="uk.org.publicwhip/wrans/2009-10-26a.483.0" colnum="483W">TREASURY</major-heading>
<minor-heading id="uk.org.publicwhip/wrans/2009-10-26a.483.1" colnum="483W">Caf\xe9s</minor-heading>
<ques id="uk.org.publicwhip/wrans/2009-10-26a.483.2.q0" oldstyleid="y" colnum="483W"
      speakerid="uk.org.publicwhip/member/1687" speakername="Pat Example" url="http://x.uk/a">
<p qnum="295124" pid="a483.2/1">To ask the Chancellor what the cost of caf&eacute;s was
<phrase class="date" code="2009-10-01">on 1 October 2009</phrase>.</p></ques>
<reply id="uk.org.publicwhip/wrans/2009-10-26a.483.2.r0" speakername="Sam Minister" colnum="483W">
<p pid="a483.3/1" class="numindent">It was &pound;5 million &mdash; less than before.</p></reply>
</publicwhip>
"""

LORDS = """<publicwhip>
<minor-heading id="uk.org.publicwhip/lordswrans/2025-03-03.HL77.h">Sheep</minor-heading>
<ques id="uk.org.publicwhip/lordswrans/2025-03-03.HL77.q0" speakername="Lord Example">
<p qnum="HL77">To ask His Majesty's Government how many.</p></ques>
<reply id="uk.org.publicwhip/lordswrans/2025-03-03.HL77.r0" speakername="Baroness Minister">
<p>Twelve.</p></reply>
</publicwhip>
"""


def group(asked: str, replied: str = "", heading: str = "Sheep: Exports") -> str:
    """Questions under a heading, and the replies to them."""
    return (
        f'<minor-heading id="x.h" nospeaker="true">\n  {heading}\n</minor-heading>{asked}{replied}'
    )


def new(*groups: str, body: str = "Department for Sheep") -> str:
    """A file as they are since September 2020."""
    told = f'<major-heading id="x.mh" nospeaker="true">\n    {body}\n</major-heading>'
    return f"<publicwhip>\n{told}\n{''.join(groups)}\n</publicwhip>"


def asked(uin: str = "41001", tabled: str = "2025-03-03", text: str = "To ask, why.") -> str:
    """A question in such a file."""
    site = "https://questions-statements.parliament.uk/written-questions/detail"
    return (
        f'<ques id="uk.org.publicwhip/wrans/{tabled}.{uin}.q0" speakername="Pat Example"'
        f' person_id="uk.org.publicwhip/person/10001" url="{site}/{tabled}/{uin}">\n'
        f'    <p qnum="{uin}">{text}</p>\n</ques>'
    )


def replied(html: str = "<p>Because.</p>", number: int = 0, by: str = "Sam Minister") -> str:
    """A reply in such a file."""
    identity = f"uk.org.publicwhip/wrans/2025-03-03.41001.r{number}"
    return f'<reply id="{identity}" speakername="{by}">\n    {html}\n</reply>'


def marked(
    first: str, *corrections: str, house: str = "Commons", uin: str = "1234", heading: str = "Wool"
) -> str:
    """A file as they were from October 2014: with the text of an answer before each correction."""
    told = "http://www.parliament.uk/business/publications/written-questions-answers-statements"
    question = (
        f'<ques id="uk.org.publicwhip/wrans/2018-05-01.{uin}.q0" speakername="Pat Example"'
        f' speakerid="uk.org.publicwhip/member/40001"'
        f' url="{told}/written-question/{house}/2018-05-01/{uin}/">'
        f'<p qnum="{uin}">To ask how much wool there is.</p></ques>'
    )
    replies = (
        replied(html, number, "Sam Minister" if number == 0 else "Kim Minister")
        for number, html in enumerate((first, *corrections))
    )
    return new(group(question, "".join(replies), heading), body="Home Office")


def old(*groups: str, latest: str = "yes", body: str = "TREASURY") -> bytes:
    """A file as they were before: with single characters declared, from the pages of Hansard."""
    head = OLD[: OLD.index("<publicwhip")]
    bodies = f'<major-heading id="x.0" colnum="483W">{body}</major-heading>' if body else ""
    groups_told = "".join(groups)
    return (
        f'{head}<publicwhip scrapeversion="a" latest="{latest}">{bodies}{groups_told}</publicwhip>'
    ).encode("latin-1")


def asked_of_old(*paragraphs: str, nth: int = 0) -> str:
    """A question in such a file: its id holds the first number of the group."""
    return (
        f'<ques id="uk.org.publicwhip/wrans/2009-10-26a.295124.q{nth}" colnum="483W"'
        f' oldstyleid="uk.org.publicwhip/wrans/2009-10-26a.483W.{nth}" speakername="Mr. Example"'
        f' speakerid="uk.org.publicwhip/member/1687">{"".join(paragraphs)}</ques>'
    )
