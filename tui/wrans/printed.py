"""A question and its answer on plain lines, for a pipe or a printer."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from wrans.reading import Reading
from wrans.records import Completeness, Member, Question
from wrans.records.citation import long_date
from wrans.records.text import one_line

if TYPE_CHECKING:
    from wrans.index.facets import Facets
    from wrans.sync import Sync


def byline(reading: Reading) -> Iterator[tuple[str, str]]:
    """Who asked and who answered, when, and how long it took, each with its label."""
    question, answer = reading.question, reading.question.answer
    key = question.key
    yield "Asked by", named(question.asking_member) or "not known from this source"
    tabled = f"{long_date(key.tabled)}"
    if question.due:
        named_day = "named day" if question.is_named_day else "for answer"
        tabled += f", {named_day} {long_date(question.due)}"
    if not question.is_dated_by_answer:
        yield "Tabled", tabled
    yield "Asked of", question.answering_body
    if answer is None:
        yield "Answered", "not yet"
    else:
        yield "Answered by", named(answer.answering_member) or "not known from this source"
        if answer.answered:
            days = question.days_taken
            yield "Answered", long_date(answer.answered) + _taken(days)
        if answer.held:
            yield "Held", f"holding answer {long_date(answer.held)}"
        if answer.corrected:
            by = named(answer.correcting_member)
            yield "Corrected", long_date(answer.corrected) + (f" by {by}" if by else "")
    if key.is_official:
        yield "UIN", f"{key.uin} ({key.house})"
    if question.grouped:
        yield "Grouped with", ", ".join(other.uin for other in question.grouped)


def _taken(days: int | None) -> str:
    if days is None:
        return ""
    return ", the same day" if days == 0 else f", after {days} day{'s' * (days != 1)}"


def notices(reading: Reading, *, is_gone: bool = False, is_syncing: bool = False) -> Iterator[str]:
    """What the reader must know of the text before trusting it."""
    question, answer = reading.question, reading.question.answer
    if is_gone:
        yield "Parliament no longer shows this question."
    rest = _rest(question, is_syncing)
    if question.is_withdrawn:
        yield "This question was withdrawn."
    if question.completeness is Completeness.CLIPPED:
        yield f"Only the first 255 characters of this question are here{rest}"
    if answer and answer.completeness is Completeness.CLIPPED:
        yield f"Only the first 255 characters of this answer are here{rest}"
    if answer and answer.completeness is Completeness.EMPTY:
        yield "The answer holds no text."
    if answer and answer.is_holding:
        yield "This is a holding answer; the full answer is to follow."
    if question.has_interest:
        yield "The member declared a relevant interest."


def counted(facets: "Facets") -> Iterator[str]:
    """How many questions match, and how they are spread."""
    yield f"{facets.total:,} question{'s' * (facets.total != 1)}"
    years = [(str(year), count) for year, count in reversed(facets.years)]
    for name, values in (
        ("Answering bodies", facets.bodies),
        ("Years", years),
        ("Houses", facets.houses),
        ("Parties", facets.parties),
    ):
        if values:
            yield ""
            yield name
            yield from (f"{count:>9,}  {one_line(value)}" for value, count in values)


def _rest(question: Question, is_syncing: bool) -> str:
    """Where the rest of a clipped text is to come from."""
    if not question.source.is_official:
        return "."
    return "; full text is being fetched." if is_syncing else "; wrans sync fetches the full text."


def named(member: Member | None) -> str:
    """A member with party and seat, as far as they are known."""
    if member is None:
        return ""
    name = member.name or (f"member {member.id}" if member.id else "")
    about = " - ".join(part for part in (member.party, member.seat) if part)
    return f"{name} ({about})" if about else name


def synced(sync: "Sync") -> str:
    """What a sync did, in a line."""
    counts = sync.counts
    told = (
        f"{counts.new:,} new, {counts.changed:,} changed, {counts.unchanged:,} unchanged, "
        f"{counts.rejected:,} rejected; {counts.texts:,} whole texts fetched"
    )
    if counts.filled:
        told += f", {counts.filled:,} came with their group"
    if counts.gone:
        told += f", {counts.gone:,} no longer shown by Parliament"
    return told


def lines(reading: Reading) -> Iterator[str]:
    """The whole of it."""
    yield reading.question.heading or "(no heading)"
    yield ""
    for label, value in byline(reading):
        yield f"{label}: {value}"
    for notice in notices(reading):
        yield f"[{notice}]"
    yield ""
    text = reading.prose.text
    yield from _spaced(text[: reading.answer_start].rstrip("\n"))
    if reading.question.answer:
        yield ""
        yield from _spaced(text[reading.answer_start :])
    if attachments := reading.question.answer and reading.question.answer.attachments:
        yield ""
        for attachment in attachments:
            yield f"Attachment: {attachment.title} {attachment.url}"
    if reading.question.key.url:
        yield ""
        yield reading.question.key.url


def _spaced(text: str) -> Iterator[str]:
    """Paragraphs apart, the rows of a table together."""
    was_row = True
    for number, line in enumerate(text.split("\n")):
        is_row = " | " in line
        if number and not (is_row and was_row):
            yield ""
        yield line
        was_row = is_row
