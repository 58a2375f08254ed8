"""Made-up records in the forms that the sources have."""

import json
from io import BytesIO
from typing import Any

from wrans import formats
from wrans.formats import Record

ASKED = (
    "To ask the Secretary of State for Sheep, how many sheep were exported to France in each of "
    "the last five years; what the value of those exports was; and what steps his Department is "
    "taking to ensure that the animals are well treated on the way to the port and on the ships."
)
ANSWERED = (
    "<p>There were 12 in 2023 &amp; 14 in 2022.</p><p>The Department has invested £44.5m in the "
    "ports of Dover and Ramsgate, and has asked the ferry companies to say what they do to keep "
    "the animals well. It will publish what they said in due course, together with the figures "
    "for earlier years.</p>"
)


def api(**told: Any) -> dict[str, Any]:
    """What the API says of a question; what is not told is usual."""
    return {
        "id": 1000 + int(told.get("uin", "1").removeprefix("HL")),
        "uin": "1",
        "house": "Commons",
        "dateTabled": "2024-07-22T00:00:00",
        "dateForAnswer": "2024-07-26T00:00:00",
        "isNamedDay": False,
        "isWithdrawn": False,
        "askingMemberId": 4001,
        "askingMember": None,
        "answeringBodyId": 5,
        "answeringBodyName": "Department for Sheep",
        "heading": "Sheep: Exports",
        "questionText": ASKED,
        "answeringMemberId": 4002,
        "answeringMember": None,
        "dateAnswered": "2024-07-26T00:00:00",
        "answerText": ANSWERED,
        "answerIsHolding": False,
        "dateHoldingAnswer": None,
        "dateAnswerCorrected": None,
        "attachments": [],
        "groupedQuestionsDates": [],
    } | told


def unanswered(**told: Any) -> dict[str, Any]:
    """A question that waits for its answer."""
    nothing = {"dateAnswered": None, "answerText": None, "answeringMemberId": None}
    return api(**(nothing | told))


def single(**told: Any) -> Record:
    """A record as the call for one question gives it: in full."""
    return _record({"value": api(**told)})


def listed(**told: Any) -> Record:
    """The same as the list gives it: stripped of tags and cut."""
    said = api(**told)
    said["questionText"] = said["questionText"][:255]
    if said["answerText"]:
        flat = said["answerText"]
        for tag in ("<p>", "</p>"):
            flat = flat.replace(tag, "")
        said["answerText"] = flat if len(flat) <= 255 else flat[:255] + "..."
    return _record({"totalResults": 1, "results": [{"value": said}]})


def page(
    title: str = "Sheep: Exports",
    asked_on: str = "22nd July 2024",
    body: str = "Department for Sheep",
    question: str = ASKED,
    answer: str = "",
) -> Record:
    """The same as a saved page."""
    text = f"""{title}

(asked on {asked_on}) - View Source

Question to the {body}:

{question}

Answered by
Sam Minister Portrait
Sam Minister
This question was answered on 26th July 2024

{answer or as_page(ANSWERED)}
"""
    return _record_in(text.encode())


def listing_page(question: str = ASKED, answer: str = "") -> Record:
    """The same on a page with several questions, which tells only the day of the answer."""
    text = f"""Written Question
Sheep: Exports
Friday 26th July 2024
Asked by: Pat Example (Labour - Wolds)
Question to the Department for Sheep:
{question}
Answered by Sam Minister - Minister of State (Department for Sheep)
{answer or as_page(ANSWERED)}
"""
    return _record_in(text.encode())


def as_page(html: str) -> str:
    """An answer as a page shows it."""
    text = html.replace("</p><p>", "\n\n").replace("<p>", "").replace("</p>", "")
    return text.replace("&amp;", "&")


def _record(document: dict[str, Any]) -> Record:
    return _record_in(json.dumps(document).encode())


def _record_in(document: bytes) -> Record:
    (record,) = formats.read(BytesIO(document), "a test")
    assert isinstance(record, Record)
    return record
