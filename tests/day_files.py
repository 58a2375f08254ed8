"""Made-up day files in the three shapes that they have had."""

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
