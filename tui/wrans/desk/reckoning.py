"""The ledger, in the reader."""

from functools import partial
from typing import TYPE_CHECKING

from wrans.desk.desk import Desk
from wrans.library import Listed
from wrans.opening import first_signs

if TYPE_CHECKING:
    from wrans.accountant import Reckoned
    from wrans.ledger import Line
    from wrans.panes.ledger_view import Figure, LedgerView


class Reckoning(Desk):
    """Lists every sum of what was found, and opens the answer at one of them."""

    async def action_ledger(self) -> None:
        """List every sum of the questions that were found."""
        from wrans.accountant import Accountant
        from wrans.panes.ledger_view import LedgerView

        def found(reckoned: "Reckoned") -> None:
            self._show_ledger(view, reckoned)

        accountant = Accountant(found)
        asked = self._clerk.asked

        def ask(words: str, by_amount: bool) -> None:
            accountant.ask(words, by_amount=by_amount)

        view = LedgerView(asked.words, ask, first_signs(self.library.settings.keys))
        worker = self._begin(
            partial(accountant.run, asked.words, typing=asked.typing, typed=asked.typed)
        )

        def closed(row: "Figure | None") -> None:
            worker.cancel()
            if row is not None:
                self._go_to_figure(row)

        await self.push_screen(view, closed)

    def _show_ledger(self, view: "LedgerView", reckoned: "Reckoned") -> None:
        from wrans.ledger.shown import Shown
        from wrans.ledger.totals import in_questions

        if not view.is_attached:
            return
        rows = Shown(
            self.library.store, reckoned.questions, reckoned.places, reckoned.sharing, _row
        )
        if reckoned.trouble:
            told = reckoned.trouble
        elif not reckoned.is_done:
            told = f"{len(rows):,} sums of the first {reckoned.looked_at:,} of {reckoned.of:,} …"
        elif reckoned.looked_at < reckoned.of:
            told = f"{len(rows):,} sums of the first {reckoned.looked_at:,} of {reckoned.of:,}"
        else:
            told = in_questions(len(rows), reckoned.of)
        if reckoned.folded and reckoned.is_done:
            told += f", {reckoned.folded:,} told again counted once"
        if reckoned.clipped and reckoned.is_done:
            told += f", clipped texts of {reckoned.clipped:,} not counted"
        nothing = reckoned.trouble or ("No sum." if reckoned.is_done else "Adding up …")
        view.show(rows, reckoned.largest, reckoned.totals, told, nothing)

    def _go_to_figure(self, row: "Figure") -> None:
        """Open its question where it stands."""
        source = self.list.source
        place = source.place_of(row.question) if isinstance(source, Listed) else None
        if place is None:
            for listing in self.library.store.listings([row.question]):
                self.open(listing)
        else:
            self._list(source, place)
        sums = [entity for entity in self.sidebar.entities if entity.start >= row.start]
        # Where words are shown as published, all stands a little farther on.
        if sums:
            self.answer.go_to(min(sums, key=lambda entity: entity.start))
        self.show_pane("answer")


def _row(line: "Line") -> "Figure":
    from wrans.ledger.printed import in_a_line, in_brief
    from wrans.ledger.totals import in_full
    from wrans.panes.ledger_view import Figure

    figure, listing = line.figure, line.listing
    money = figure.money
    return Figure(
        question=figure.question,
        key=listing.key,
        start=money.start,
        amount=in_brief(line),
        text=money.text,
        value=in_full(money.currency, money.low, money.high),
        currency=money.currency,
        size=float(figure.most),
        about=figure.about,
        brief=in_a_line(line),
        places=figure.places,
        heading=listing.heading,
        body=listing.answering_body,
        date=listing.date,
        is_asked=figure.is_asked,
        questions=line.questions,
    )
