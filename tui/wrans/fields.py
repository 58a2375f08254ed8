"""What programs are given: one JSON object a line, with names that stay (see docs/json.md)."""

from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wrans.bookmarks import Bookmark
    from wrans.entities import Money
    from wrans.index.facets import Facets
    from wrans.ledger import Line
    from wrans.library import Library
    from wrans.reading import Reading
    from wrans.records import Member
    from wrans.searches import Search
    from wrans.store import Listing
    from wrans.sync import Sync


def of_listing(listing: "Listing") -> dict[str, Any]:
    """A row of the list."""
    key = listing.key
    return {
        "key": str(key),
        "house": key.house.value,
        "tabled": key.tabled.isoformat(),
        "uin": key.uin if key.is_official else None,
        "date": listing.date.isoformat(),
        "answering_body": listing.answering_body,
        "heading": listing.heading,
        "asker": listing.asker or None,
        "is_answered": listing.is_answered,
        "is_clipped": listing.is_clipped,
        "is_withdrawn": listing.is_withdrawn,
        "is_corrected": listing.is_corrected,
        "is_gone": listing.is_gone,
        "url": key.url,
    }


def of_past(library: "Library", listing: "Listing") -> dict[str, Any]:
    """What became of a question: gone, moved between answering bodies, answered otherwise."""
    return {
        "is_gone": listing.is_gone,
        "transfers": [
            {"noticed": noticed.date().isoformat(), "from": before, "to": after}
            for noticed, before, after in library.store.progress.transfers(listing.id)
        ],
        "answer_before": library.answer_before(listing.id) or None,
    }


def of_facets(facets: "Facets") -> dict[str, Any]:
    """How many questions match, and how they are spread."""
    return {
        "total": facets.total,
        "answering_bodies": dict(facets.bodies),
        "years": {str(year): count for year, count in facets.years},
        "houses": dict(facets.houses),
        "parties": dict(facets.parties),
        "months": {f"{year:04}-{month:02}": count for year, month, count in facets.months},
    }


def of_reading(reading: "Reading") -> dict[str, Any]:
    """A whole question; positions count characters of ``text``."""
    from wrans.entities import Money  # which rows of a list do without

    question, answer = reading.question, reading.question.answer
    key = question.key
    return {
        "key": str(key),
        "house": key.house.value,
        "tabled": None if question.is_dated_by_answer else key.tabled.isoformat(),
        "uin": key.uin if key.is_official else None,
        "heading": question.heading,
        "answering_body": question.answering_body,
        "asker": _member(question.asking_member),
        "due": question.due.isoformat() if question.due else None,
        "is_named_day": question.is_named_day,
        "is_withdrawn": question.is_withdrawn,
        "has_interest": question.has_interest,
        "source": question.source.value,
        "question_completeness": question.completeness.value,
        "question_source": question.text_source.value,
        "answered": answer.answered.isoformat() if answer and answer.answered else None,
        "answerer": _member(answer.answering_member) if answer else None,
        "answer_completeness": answer.completeness.value if answer else None,
        "answer_source": answer.source.value if answer else None,
        "corrected": answer.corrected.isoformat() if answer and answer.corrected else None,
        "held": answer.held.isoformat() if answer and answer.held else None,
        "is_holding": bool(answer and answer.is_holding),
        "days_taken": question.days_taken,
        "grouped": [str(other) for other in question.grouped],
        "text": reading.prose.text,
        "answer_start": reading.answer_start if answer else None,
        "money": [of_money(e) for e in reading.entities if isinstance(e, Money)],
        "places": [
            {"start": e.start, "end": e.end, "text": e.text, "name": e.name}
            for e in reading.entities
            if not isinstance(e, Money)
        ],
        "references": [
            {"start": r.start, "end": r.end, "text": r.text, "uins": list(r.uins)}
            for r in reading.references
        ],
        "links": [{"start": k.start, "end": k.end, "url": k.url} for k in reading.prose.links],
        "url": key.url,
    }


def of_line(line: "Line") -> dict[str, Any]:
    """A line of a ledger: a sum, what it is for, and the question that states it."""
    figure, listing = line.figure, line.listing
    money = of_money(figure.money)
    return {
        "amount": money["text"],
        **{name: money[name] for name in ("currency", "low", "high", "qualifier", "period")},
        "about": figure.about,
        "places": list(figure.places),
        "stated_in": "question" if figure.is_asked else "answer",
        "heading": listing.heading,
        "answering_body": listing.answering_body,
        "date": listing.date.isoformat(),
        "key": str(listing.key),
        "questions": line.questions,
        "url": listing.key.url,
    }


def of_sync(sync: "Sync") -> dict[str, Any]:
    """What a sync did, and whether all is here."""
    counts, held = sync.counts, sync.held
    return {
        "new": counts.new,
        "changed": counts.changed,
        "unchanged": counts.unchanged,
        "rejected": counts.rejected,
        "texts": counts.texts,
        "filled": counts.filled,
        "gone": counts.gone,
        "requests": counts.requests,
        "failures": len(counts.failures),
        "listed": held.listed,
        "to_come": held.unread_stretches + held.wanted + held.given_up,
        "is_finished": sync.is_finished,
        "synced": held.synced.isoformat() if held.synced else None,
    }


def of_money(money: "Money") -> dict[str, Any]:
    """A sum of money, as the annotation guide writes it."""
    return {
        "start": money.start,
        "end": money.end,
        "text": money.text,
        "currency": money.currency,
        "low": format(money.low.normalize(), "f"),
        "high": format(money.high.normalize(), "f"),
        "qualifier": money.qualifier,
        "period": money.period,
    }


def of_bookmark(bookmark: "Bookmark") -> dict[str, Any]:
    """A bookmark."""
    return {
        "key": str(bookmark.key),
        "heading": bookmark.heading,
        "added": None if bookmark.added == date.min else bookmark.added.isoformat(),
        "note": bookmark.note,
        "tags": list(bookmark.tags),
        "url": bookmark.key.url,
    }


def of_search(search: "Search", new: int) -> dict[str, Any]:
    """A saved search, and how many questions are new in it."""
    return {
        "name": search.name,
        "query": search.words,
        "typed": search.typed,
        "saved": None if search.saved == date.min else search.saved.isoformat(),
        "new": new,
    }


def _member(member: "Member | None") -> dict[str, Any] | None:
    if member is None:
        return None
    return {
        "name": member.name or None,
        "id": member.id,
        "party": member.party or None,
        "seat": member.seat or None,
    }
