"""Putting records into the store."""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from wrans.records import Member, Question, Source
from wrans.store import gist, merge, moving, notes, packing, rows, sources
from wrans.store.listing import Outcome
from wrans.store.merge import Version
from wrans.store.parts import Parts
from wrans.store.progress import Urgency

if TYPE_CHECKING:
    from wrans.formats import Kept, Record

_FILLED: Final = f"({rows.SEALED}, seal, change)"
_MARKS: Final = f"({', '.join('?' * (rows.SEALED.count(',') + 3))})"


class Batch:
    """What is added in one transaction."""

    def __init__(self, db: sqlite3.Connection, counted: tuple[int, int]) -> None:
        """Begin with the last change and the number of questions as they stand."""
        self._db, self._began = db, counted
        self.change, self.questions = counted
        self._bodies: dict[str, int] = dict(db.execute("SELECT name, id FROM body"))
        self._parts = Parts(db)
        self._named = {number for (number,) in db.execute("SELECT id FROM member")}
        self._seats = sources.seats(db)
        self._had_seats = len(self._seats)
        self._gisted: tuple[Question | None, int] = (None, 0)
        # Before the lists were once read to the end, everything is new.
        self._tells_news = bool(db.execute("SELECT 1 FROM note WHERE name = 'synced'").fetchone())

    def finish(self) -> None:
        """Write down the counters."""
        if len(self._seats) > self._had_seats:
            sources.keep_seats(self._db, self._seats)
        counters = (self.change, self.questions)
        if counters != self._began:
            self._db.execute("UPDATE counter SET (change, questions) = (?, ?)", counters)

    def add(self, record: "Record") -> tuple[Outcome, int]:
        """Keep a source, and show its question as all its sources tell it; say which that is."""
        digest = packing.digest(record.source)
        number = self._number_of(record.question)
        if number is None:
            number = self._insert(record.question)
            self._keep(number, record, digest)
            outcome = Outcome.NEW
            self.tell(number, "answered" if record.question.answer else "asked")
        elif self._merge(number, record, digest):
            outcome = Outcome.CHANGED
        else:
            return Outcome.UNCHANGED, number
        self._learn_names(record.question)
        return outcome, number

    def restore(self, kept: "Kept") -> Outcome:
        """Put back what another store kept of a question. Raises NotAWrittenQuestion."""
        records = moving.checked(kept)
        moments = [source.received for source in kept.sources]
        question = merge.shown(
            [
                Version(record.question, datetime.fromtimestamp(moment, UTC))
                for record, moment in zip(records, moments, strict=True)
            ]
        )
        keys = (kept.key, question.key, *kept.aliases)
        if any(sources.find(self._db, key) is not None for key in keys):
            added = [self.add(record) for record in records]
            self._log_missing_transfers(added[-1][1], kept)
            is_changed = any(outcome is not Outcome.UNCHANGED for outcome, _ in added)
            return Outcome.CHANGED if is_changed else Outcome.UNCHANGED
        number = self._insert(question)
        for record, source in zip(records, kept.sources, strict=True):
            self._keep(number, record, source.digest, source.received)
        self._note_spent(number, kept.spent)
        for key in kept.aliases:
            notes.put(self._db, "alias", *rows.of_key(key), number)
        if kept.gone is not None:
            notes.say_gone(self._db, number, kept.gone)
        for transfer in kept.transfers:
            self._log_transfer(number, transfer.noticed, transfer.before, transfer.after)
        for record in records:
            self._learn_names(record.question)
        self.tell(number, "answered" if records[-1].question.answer else "asked")
        return Outcome.NEW

    def tell(self, number: int, news: str) -> None:
        """Have it told when the user asks for what is new."""
        if self._tells_news:
            self._db.execute("INSERT OR REPLACE INTO news VALUES (?, ?)", (number, news))

    def mark_gone(self, number: int) -> None:
        """Parliament no longer shows a question. It is kept."""
        self.change += 1
        now = int(datetime.now(UTC).timestamp())
        marked = self._db.execute(
            "UPDATE question SET change = ? WHERE id = ? AND gone IS NULL", (self.change, number)
        )
        if marked.rowcount:
            notes.say_gone(self._db, number, now)
            self.tell(number, "gone")

    def mark_seen(self, numbers: Iterable[int]) -> None:
        """Parliament shows these, gone or not before."""
        for number in numbers:
            gone = "SELECT 1 FROM question WHERE id = ? AND gone IS NOT NULL"
            if self._db.execute(gone, (number,)).fetchone():
                notes.say_gone(self._db, number, None)
                self._db.execute("DELETE FROM news WHERE question = ? AND kind = 'gone'", (number,))

    # -- which question it is

    def _number_of(self, question: Question) -> int | None:
        number = sources.find(self._db, question.key)
        if number is None and question.key.is_official:
            number = self._number_of_moved(question)
        return self._number_of_counterpart(question) if number is None else number

    def _number_of_moved(self, question: Question) -> int | None:
        """The same record under another date of tabling, which Parliament has put right."""
        uin, _, house = rows.of_key(question.key)
        found = self._db.execute(
            "SELECT id FROM question WHERE uin = ? AND house = ? AND official = ?",
            (uin, house, question.official_id),
        ).fetchone()
        return found[0] if found else None

    def _number_of_counterpart(self, question: Question) -> int | None:
        """The page of this official record, or what is here of what this page shows."""
        found = self._db.execute(
            """SELECT id FROM question WHERE gist = ? AND (tabled = ? OR date = ?)
                AND (? OR uin LIKE 'page-%') ORDER BY id""",
            (
                self._gist(question),
                rows.number_of_day(question.key.tabled),
                rows.number_of_day(question.date),
                not question.key.is_official,
            ),
        ).fetchall()
        for (number,) in found:
            known, _ = sources.sound(self._db, number)
            if known and merge.is_same_question(question, merge.shown(list(known.values()))):
                return int(number)
        return None

    # -- a question that is new

    def _insert(self, question: Question) -> int:
        self.questions += 1
        filled = self._filled(question)
        found = self._db.execute(f"INSERT INTO question {_FILLED} VALUES {_MARKS}", filled)
        return found.lastrowid or 0

    def _filled(self, question: Question) -> rows.Row:
        self.change += 1
        name = question.answering_body
        columns = rows.of_question(question, self._body(name), self._gist(question))
        return (*columns, rows.seal((*columns, name)), self.change)

    def _gist(self, question: Question) -> int:
        """The short gist, which a new question is asked for twice."""
        if self._gisted[0] is not question:
            self._gisted = (question, gist.short(question))
        return self._gisted[1]

    def _body(self, name: str) -> int:
        if name not in self._bodies:
            found = self._db.execute("INSERT INTO body (name) VALUES (?)", (name,))
            self._bodies[name] = found.lastrowid or 0
        return self._bodies[name]

    def _keep(
        self, number: int, record: "Record", digest: bytes, received: int | None = None
    ) -> int:
        """Keep a source of a question; say which number it has."""
        if received is None:
            received = int(datetime.now(UTC).timestamp())
        is_passing = _is_passing(record)
        dictionary, packed = (
            packing.pack_soon(record.source)
            if is_passing
            else packing.pack(record.source, self._parts)
        )
        text = None if is_passing else packed
        found = self._db.execute(
            """INSERT INTO source (question, form, received, digest, dictionary, text, seal)
                VALUES (?, ?, ?, ?, ?, ?, ?)""",
            (
                number,
                record.form,
                received,
                digest,
                dictionary,
                text,
                rows.seal_of_source(record.form, received, digest),
            ),
        )
        if is_passing:
            self._db.execute("INSERT INTO passing VALUES (?, ?)", (found.lastrowid, packed))
        return found.lastrowid or 0

    # -- a question that is here

    def _merge(self, number: int, record: "Record", digest: bytes) -> bool:
        """Keep another source of a question; say whether it is shown otherwise now."""
        is_sealed = sources.is_sealed(self._db, number)
        if is_sealed and sources.is_here(self._db, number, digest, record.form):
            return False
        known, damaged = sources.sound(self._db, number)
        is_whole_again = (not is_sealed or bool(damaged)) and all(
            self._digest_of(source) == digest for source in damaged
        )
        self._drop(damaged)
        before = merge.shown(list(known.values())) if known else None
        place = self._keep(number, record, digest)
        known[place] = Version(record.question, datetime.now(UTC))
        self._spend(number, known)
        after = merge.shown(list(known.values()))
        self._remember(number, record.question, after)
        if after == before and is_sealed and not damaged:
            return False
        self._db.execute(
            f"UPDATE question SET {_FILLED} = {_MARKS} WHERE id = ?",
            (*self._filled(after), number),
        )
        if before is not None:
            self._compare(number, before, after)
        if not after.is_clipped:
            # What was wanted for its text came another way: a day file, a group, a document.
            # What was wanted for its damage came back; what the list shows otherwise did not.
            is_as_listed = is_whole_again and merge.is_as_listed(after, list(known.values()))
            most = Urgency.OPEN if is_as_listed else Urgency.CLIPPED
            least = Urgency.CHECK if is_as_listed else Urgency.CLIPPED
            self._db.execute(
                "DELETE FROM wanted WHERE question = ? AND urgency BETWEEN ? AND ?",
                (number, least, most),
            )
        return True

    def _compare(self, number: int, before: Question, after: Question) -> None:
        """Log what happened to a question between two versions of it."""
        if before.source.is_official and before.answering_body != after.answering_body:
            now = int(datetime.now(UTC).timestamp())
            self._log_transfer(number, now, before.answering_body, after.answering_body)
        if news := merge.news(before, after):
            self.tell(number, news)

    def _log_missing_transfers(self, number: int, kept: "Kept") -> None:
        """What the other store noticed and this one did not."""
        known = {(one.before, one.after) for one in moving.transfers(self._db, number)}
        for transfer in kept.transfers:
            if (transfer.before, transfer.after) not in known:
                self._log_transfer(number, transfer.noticed, transfer.before, transfer.after)

    def _log_transfer(self, number: int, noticed: int, before: str, after: str) -> None:
        bodies = (self._body(before), self._body(after))
        notes.put(self._db, "transfer", number, noticed, *bodies)

    def _drop(self, places: list[int]) -> None:
        """Let go of sources: that cannot be read, so that the same can come again; or are spent."""
        for table, column in (("passing", "source"), ("source", "id")):
            self._db.executemany(
                f"DELETE FROM {table} WHERE {column} = ?", ((place,) for place in places)
            )

    def _digest_of(self, source: int) -> bytes:
        found = self._db.execute("SELECT digest FROM source WHERE id = ?", (source,)).fetchone()
        return bytes(found[0])

    def _spend(self, number: int, known: dict[int, Version]) -> None:
        """Let go of the sources that tell nothing more; that they were here stays known."""
        places = list(known)
        spent = [places[nth] for nth in merge.spent(list(known.values()))]
        if spent:
            self._note_spent(number, map(self._digest_of, spent))
            self._drop(spent)

    def _note_spent(self, number: int, digests: Iterable[bytes]) -> None:
        told = b"".join((*sources.spent(self._db, number), *digests))
        if told:
            self._db.execute("UPDATE question SET spent = ? WHERE id = ?", (told, number))

    def _remember(self, number: int, told: Question, after: Question) -> None:
        """Let keys that are no longer shown still lead to the question."""
        before = self._db.execute(
            "SELECT uin, tabled, house FROM question WHERE id = ?", (number,)
        ).fetchone()
        shown = rows.of_key(after.key)
        for key in {before, rows.of_key(told.key)} - {shown}:
            notes.put(self._db, "alias", *key, number)

    # -- who is who

    def _learn_names(self, question: Question) -> None:
        for member in _members(question):
            if member.seat:
                self._seats.add(member.seat)
            if member.name and member.id is not None and member.id not in self._named:
                notes.put(self._db, "member", member.id, member.name)
                self._named.add(member.id)
                self._show_name(member.id)

    def _show_name(self, member: int) -> None:
        """Questions that gave only the number of a member now show the name."""
        found = self._db.execute(
            "SELECT id FROM question WHERE asker_number = ? OR answerer_number = ?",
            (member, member),
        ).fetchall()
        for (number,) in found:
            self.change += 1
            values = (self.change, number)
            self._db.execute("UPDATE question SET change = ? WHERE id = ?", values)


def _members(question: Question) -> Iterator[Member]:
    answer = question.answer
    answerers = (answer.answering_member, answer.correcting_member) if answer else ()
    yield from filter(None, (question.asking_member, *answerers))


def _is_passing(record: "Record") -> bool:
    """Will something fuller come for what a list shows?"""
    question = record.question
    is_unfinished = question.answer is None or question.is_clipped
    return record.form == Source.LIST and is_unfinished
