"""One question out of several sources of it."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache, reduce
from html import unescape

from wrans.formats.api import as_listed
from wrans.records import Answer, Completeness, Member, Question, Source
from wrans.store.gist import body, words
from wrans.store.rows import RANK
from wrans.values import dataclass, replace

# Both "<" end it, so that a thousand of them in a row cost no more than a thousand letters.
_TAG = re.compile(r"<[^<>]*>")
# The list cuts at a fixed length, now and then inside an entity, and adds three dots.
_CUT = re.compile(r"(?:&#?\w{0,8})?(?:\.\.\.|…)?\Z")
_ANSWERS = 8
_ALIKE = str.maketrans("‘’“”‐‑–—−", "''\"\"-----")


@dataclass(frozen=True, slots=True)
class Version:
    """A question as one source tells it."""

    question: Question
    received: datetime


def shown(versions: Sequence[Version]) -> Question:
    """The question that several sources tell of, given in the order they were received."""
    if len(versions) == 1:
        return versions[0].question
    told = [version.question for version in sorted(versions, key=_age)]
    question = reduce(laid_over, told)
    # The full text may have come first, and something else between it and the clipped one.
    for other in told[:-2]:
        question = replace(question, answer=_answer(other.answer, question.answer))
    return question


def _age(version: Version) -> tuple[bool, bool, date, date, int]:
    # An old file may be added after a new one: what the record says of itself comes first.
    question, answer = version.question, version.question.answer
    authority = _authority(question.source)
    if answer is None:
        return False, False, date.min, date.min, authority
    answered = answer.answered or answer.corrected or date.min
    corrected = answer.corrected or date.min
    return True, not answer.is_holding, answered, corrected, authority


def laid_over(older: Question, newer: Question) -> Question:
    """The newer question, with what only the older one has or has in full."""
    facts, rest = newer, older
    if _authority(older.source) > _authority(newer.source):
        facts, rest = older, newer
    told = rest if _is_fuller(rest, facts) else facts
    return replace(
        facts,
        key=facts.key if facts.key.is_official else min(older.key, newer.key),
        heading=facts.heading or rest.heading,
        answering_body=facts.answering_body or rest.answering_body,
        text=told.text,
        completeness=told.completeness,
        answer=_answer(older.answer, newer.answer),
        asking_member=_member(facts.asking_member, rest.asking_member),
        official_id=rest.official_id if facts.official_id is None else facts.official_id,
        answering_body_id=(
            rest.answering_body_id if facts.answering_body_id is None else facts.answering_body_id
        ),
        due=facts.due or rest.due,
        grouped=facts.grouped or rest.grouped,
        source=max(older.source, newer.source, key=lambda source: source.rank),
        text_source=told.text_source,
    )


def _authority(source: Source) -> int:
    """Whose facts count: Parliament's own list and single call tell the same ones."""
    return 2 if source.is_official else int(source is Source.DAY_FILE)


def _is_fuller(this: Question, that: Question) -> bool:
    if this.completeness is not that.completeness:
        return RANK[this.completeness] > RANK[that.completeness]
    if this.text == that.text:
        return this.text_source.rank > that.text_source.rank
    return _is_with_stand_ins(that.text, this.text)


def _is_with_stand_ins(listed: str, text: str) -> bool:
    """Is it the same text with question marks for letters that the list cannot write?"""
    if listed == text or len(listed) != len(text):
        return False
    return all(a in (b, "?") for a, b in zip(listed, text, strict=True))


def _answer(older: Answer | None, newer: Answer | None) -> Answer | None:
    if older is None or newer is None:
        return newer or older
    is_same = bool(older.text and newer.text) and is_same_answer(older, newer)
    newer = _with_day_of_correction(older, newer, is_same)
    told = older if not newer.text or (is_same and _wealth(older) > _wealth(newer)) else newer
    facts, rest = newer, older
    if is_same and _authority(older.source) > _authority(newer.source):
        facts, rest = older, newer
    return replace(
        facts,
        text=told.text,
        is_html=told.is_html,
        completeness=told.completeness,
        answered=facts.answered or rest.answered,
        answering_member=_member(facts.answering_member, rest.answering_member),
        held=facts.held or rest.held,
        corrected=facts.corrected or rest.corrected,
        correcting_member=_member(facts.correcting_member, rest.correcting_member),
        original_text=facts.original_text or rest.original_text,
        # The list always says that there are none.
        attachments=facts.attachments or rest.attachments,
        source=told.source,
    )


def _with_day_of_correction(older: Answer, newer: Answer, is_same: bool) -> Answer:
    """A day file gives an answer again, corrected, under the day of the correction."""
    if newer.source is not Source.DAY_FILE or not older.answered or not newer.answered:
        return newer
    if newer.answered <= older.answered:
        return newer
    corrected = newer.corrected if is_same else newer.corrected or newer.answered
    return replace(newer, answered=older.answered, corrected=corrected)


def _wealth(answer: Answer) -> tuple[int, bool, bool, int]:
    """How much of what was published is there: all of it, its tags, its paragraphs."""
    is_tagged = answer.is_html and _TAG.search(answer.text) is not None
    return RANK[answer.completeness], is_tagged, "\n" in answer.text, answer.source.rank


def _member(first: Member | None, other: Member | None) -> Member | None:
    if first is None or other is None:
        return first or other
    if None not in (first.id, other.id) and first.id != other.id:
        return first
    if first.name and other.name and first.name != other.name:
        return first
    return Member(
        first.name or other.name,
        other.id if first.id is None else first.id,
        first.party or other.party,
        first.seat or other.seat,
    )


def is_same_answer(one: Answer, other: Answer) -> bool:
    """Do two answers say the same, as far as both go?

    The list drops tags and the space between paragraphs, so both are compared without.
    """
    letters, others = _letters(one), _letters(other)
    if one.completeness is not Completeness.CLIPPED:
        letters, others = others, letters
        one, other = other, one
    if one.completeness is not Completeness.CLIPPED:
        return letters == others
    if other.completeness is Completeness.CLIPPED:
        shorter = min(len(letters), len(others))
        return letters[:shorter] == others[:shorter]
    return others.startswith(letters)


def _letters(answer: Answer) -> str:
    return _letters_in(answer.text, answer.completeness is Completeness.CLIPPED, answer.is_html)


# A question is merged many times over with the same few answers.
@lru_cache(_ANSWERS)
def _letters_in(text: str, is_clipped: bool, is_html: bool) -> str:
    if is_clipped:
        text = _CUT.sub("", text)
    if is_html:
        text = _TAG.sub("", text)
    return "".join(unescape(text).split()).translate(_ALIKE)


def spent(versions: Sequence[Version]) -> set[int]:
    """Which versions tell nothing that the others do not, by place.

    A page is never among them: it may be all that is left of how a question was published. Nor
    does a page make up for an official version, which it may have to be compared with again.
    """
    kept = dict(enumerate(versions))
    result = shown(versions)
    for place, version in enumerate(versions):
        rest = [other for at, other in kept.items() if at != place]
        if (
            version.question.key.is_official
            and laid_over(result, version.question) == result
            and _shown_officially(rest) == _shown_officially(versions)
            and shown(rest) == result
        ):
            del kept[place]
    return set(range(len(versions))) - set(kept)


def _shown_officially(versions: Sequence[Version]) -> Question | None:
    official = [version for version in versions if version.question.key.is_official]
    return shown(official) if official else None


def is_as_listed(question: Question, versions: Sequence[Version]) -> bool:
    """Is the answer the whole of what Parliament's list shows, as far as that is known here?"""
    listed = [v.question.answer for v in versions if v.question.source is Source.LIST]
    told = listed[-1].text if listed and listed[-1] else ""
    answer = question.answer
    if not told:
        return True
    return (
        answer is not None
        and Source.LIST not in (answer.source, question.text_source)
        and as_listed(answer.text) == told
    )


def earlier_answers(versions: Sequence[Version]) -> list[Version]:
    """The versions whose answer says something else than the one shown, newest first."""
    current = shown(versions).answer
    told = [] if current is None else [current]
    earlier = []
    for version in sorted(versions, key=_age, reverse=True):
        answer = version.question.answer
        if answer is None or not answer.text:
            continue
        if not any(is_same_answer(answer, other) for other in told):
            told.append(answer)
            earlier.append(version)
    return earlier


def news(before: Question, after: Question) -> str:
    """What happened to a question in between, in a word; empty where only more of it came."""
    was, now = before.answer, after.answer
    if after.is_withdrawn and not before.is_withdrawn:
        return "withdrawn"
    if now is None:
        return ""
    if was is None or (was.is_holding and not now.is_holding):
        return "answered"
    if now.corrected and now.corrected != was.corrected:
        return "corrected"
    return "" if not was.text or is_same_answer(was, now) else "edited"


def is_same_question(one: Question, other: Question) -> bool:
    """Is it one question under two keys, at least one of them a page's?"""
    if one.key.is_official and other.key.is_official:
        return False
    return _is_same_day(one, other) and body(one) == body(other) and _is_same_text(one, other)


def _is_same_day(one: Question, other: Question) -> bool:
    if one.key.tabled == other.key.tabled:
        return True
    # A page with several questions shows the day of the answer, and not when each was tabled.
    return (one.is_dated_by_answer or other.is_dated_by_answer) and one.date == other.date


def _is_same_text(one: Question, other: Question) -> bool:
    these, others = words(one.text), words(other.text)
    if one.completeness is Completeness.CLIPPED:
        return bool(these) and others.startswith(these)
    if other.completeness is Completeness.CLIPPED:
        return bool(others) and these.startswith(others)
    return these == others
