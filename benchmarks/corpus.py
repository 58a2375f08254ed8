"""Records to measure on: the real ones, and the long ones in the API's shape."""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "data"
JULY = SHARED / "api" / "2024-07.json.gz"
WRANS = (str(Path(sys.executable).with_name("wrans")),)


def own_folders(home: Path) -> dict[str, str]:
    """An environment whose library is in a folder of its own."""
    env = {
        k: v
        for k, v in os.environ.items()
        if k not in ("PYTHONDONTWRITEBYTECODE", "TMUX", "NO_COLOR")
    }
    return env | {
        f"XDG_{kind}_HOME": str(home / kind.lower())
        for kind in ("CONFIG", "DATA", "CACHE", "STATE")
    }


def everything(folder: Path) -> list[Path]:
    """Files with all records there are, about 40,000."""
    made = folder / "longform.json.gz"
    if not made.exists():
        with gzip.open(made, "wt", encoding="utf-8", compresslevel=1) as file:
            json.dump(list(_longform()), file)
    return [*sorted((SHARED / "api").glob("*.json.gz")), made]


def _longform() -> Iterator[dict[str, Any]]:
    """The long questions as single API items; day, UIN and body are made up, the texts are real."""
    known = set()
    for month in (SHARED / "api").glob("*.json.gz"):
        with gzip.open(month) as file:
            known |= {record["value"]["id"] for record in json.load(file)}
    with gzip.open(SHARED / "longform.jsonl.gz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            told = json.loads(line)
            if told["id"] in known:
                continue
            tabled = date.fromisoformat(told["month"] + "-01") + timedelta(days=number % 28)
            answered = tabled + timedelta(days=7)
            body, name = BODIES[number % len(BODIES)]
            yield {
                "id": told["id"],
                "house": "Commons",
                "uin": str(100_000 + number),
                "dateTabled": f"{tabled}T00:00:00",
                "dateForAnswer": f"{answered}T00:00:00",
                "dateAnswered": f"{answered}T00:00:00",
                "askingMemberId": 4000 + number % 600,
                "answeringMemberId": 4000 + number % 100,
                "answeringBodyId": body,
                "answeringBodyName": name,
                "heading": " ".join(told["question_text"].split()[9:13]).strip(",.;").capitalize(),
                "questionText": told["question_text"],
                "answerText": told["answer_text"],
                "isNamedDay": False,
                "isWithdrawn": False,
                "memberHasInterest": False,
                "answerIsHolding": False,
                "answerIsCorrection": False,
                "groupedQuestionsDates": [],
            }


BODIES = (
    (17, "Department of Health and Social Care"),
    (11, "Ministry of Defence"),
    (1, "Home Office"),
    (60, "Department for Education"),
    (27, "Department for Transport"),
    (13, "Department for Environment, Food and Rural Affairs"),
    (14, "Treasury"),
)


def add(env: dict[str, str], *paths: Path) -> None:
    """Add documents to the library of an environment."""
    command = [*WRANS, "add", *map(str, paths)]
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL)
