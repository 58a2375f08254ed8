"""What was found, counted and ordered: the panel of counts, the timeline, the best match first."""

from datetime import date
from typing import TYPE_CHECKING, Final

from textual import events

from wrans.desk.arranging import Arranging
from wrans.records.bodies import short_name
from wrans.values import replace

if TYPE_CHECKING:
    from wrans.clerk import Looked
    from wrans.counting import Counts
    from wrans.narrowing import Narrowing
    from wrans.panes.facets_panel import FacetsPanel, Section
    from wrans.panes.timeline import Timeline

_ROOMY: Final = (160, 44)
"""From this size on the timeline is there unless it was hidden."""


class Counting(Arranging):
    """Counts what was found in the background, and narrows the search to what was counted."""

    _counts: "Counts | None" = None
    _facets: "FacetsPanel | None" = None
    _timeline: "Timeline | None" = None
    _wants_timeline: bool | None = None

    # -- opening and closing

    def _make_timeline(self) -> "Timeline | None":
        """The timeline, where there is to be one from the start."""
        self._wants_timeline = self.session.timeline
        if self._is_timeline_due(*self.size):
            from wrans.panes.timeline import Timeline

            self._timeline = Timeline()
            self._more_panes["timeline"] = self._timeline
        return self._timeline

    async def _open_what_was_open(self) -> None:
        """The panel of counts comes back after the first frame."""
        if self.session.facets:
            await self._open_facets()
        if self.session.pane in self._more_panes:
            self.show_pane(self.session.pane)
        self._count_what_is_shown()

    def _is_timeline_due(self, width: int, height: int) -> bool:
        if self._wants_timeline is not None:
            return self._wants_timeline
        return width >= _ROOMY[0] and height >= _ROOMY[1]

    @property
    def is_facets_open(self) -> bool:
        """Is the panel of counts open?"""
        return "facets" in self._more_panes

    async def action_facets(self) -> None:
        """Open the panel of counts, go to it, or close it."""
        if self._pane == "facets":
            self._close("facets")
        else:
            await self._open_facets()
            self.show_pane("facets")
            self._count_what_is_shown()

    async def _open_facets(self) -> None:
        if self._facets is None:
            from wrans.panes.facets_panel import FacetsPanel

            self._facets = FacetsPanel(classes="pane")
            await self.panes.mount(self._facets)
        self._more_panes["facets"] = self._facets
        self.panes.add_class("-facets")
        self._show_counts()

    def _close(self, name: str) -> None:
        self._more_panes.pop(name, None)
        if name == "facets":
            self.panes.remove_class("-facets")
        elif self._timeline is not None:
            self._timeline.display = False
        if self._pane == name:
            self.show_pane("list")
        self._count_what_is_shown()

    async def action_timeline(self) -> None:
        """Show the timeline, go to it, or hide it."""
        if self._pane == "timeline":
            self._wants_timeline = False
            self._close("timeline")
        else:
            if "timeline" not in self._more_panes:
                self._wants_timeline = True
                await self._show_timeline()
            self.show_pane("timeline")
            self._count_what_is_shown()

    async def _show_timeline(self) -> None:
        if self._timeline is None:
            from wrans.panes.timeline import Timeline

            self._timeline = Timeline()
            await self.mount(self._timeline, before=self.panes)
        self._timeline.display = True
        self._more_panes["timeline"] = self._timeline
        self._show_counts()

    async def on_resize(self, event: events.Resize) -> None:
        """The timeline is there where there is room for it."""
        is_due = self._is_timeline_due(*event.size)
        if not self._is_begun or is_due == ("timeline" in self._more_panes):
            return
        if is_due:
            await self._show_timeline()
            self._count_what_is_shown()
        else:
            self._close("timeline")

    # -- counting

    def _count_what_is_shown(self) -> None:
        """Have what is found counted as long as counts are to be seen."""
        is_wanted = bool(self._more_panes)
        was_wanted = self._clerk.counted is not None
        self._clerk.counted = self.counted if is_wanted else None
        if not is_wanted:
            self._counts = None
        elif not was_wanted or self._counts is None:
            self._clerk.count()

    def counted(self, counts: "Counts") -> None:
        """Show what the clerk counted."""
        self._counts = counts
        self._show_counts()

    def _bounded(self, looked: "Looked") -> None:
        """Say how many there are at least, while all are being looked for."""
        if self._is_all:
            return
        self._at_least = looked.at_least
        self._show_position()
        until = date.fromordinal(looked.back_to)
        self.bar.notice = f"at least {looked.at_least:,}, back to {until:%B %Y}"

    def _forget_counts(self) -> None:
        """Something else is listed: what was counted is not said of it."""
        self._counts = None
        if self._facets is not None:
            self._facets.forget()
        if self._timeline is not None:
            self._timeline.forget()

    def _show_counts(self) -> None:
        counts = self._counts
        if counts is None:
            return
        from wrans import narrowing
        from wrans.narrowing import Narrowing

        held = Narrowing.of(counts.words)
        if self._facets is not None and self.is_facets_open:
            self._facets.show(_sections(counts, held), counts.total)
        if self._timeline is not None:
            spans = [narrowing.months_of(clause) for clause in held.chosen.get("date", ())]
            self._timeline.show(counts.months, spans)

    # -- narrowing

    def on_facets_panel_chosen(self, message: "FacetsPanel.Chosen") -> None:
        """Narrow the search to a value, or let it go again."""
        from wrans.narrowing import Narrowing

        self._narrow(Narrowing.of(self.bar.value).toggled(message.clause))

    def on_timeline_chosen(self, message: "Timeline.Chosen") -> None:
        """Narrow the search to some months and no others, or let them go again."""
        from wrans import narrowing
        from wrans.narrowing import Narrowing

        held = Narrowing.of(self.bar.value)
        clause = narrowing.of_months(message.first, message.last)
        self._narrow(held.without("date") if held.has(clause) else held.to(clause))

    def _narrow(self, wanted: "Narrowing") -> None:
        asked = self._clerk.asked
        if wanted.words and self.library.query(wanted.words).is_plain:
            self._say("This search cannot be read as written, and so it cannot be narrowed")
            return
        is_typed = asked.typed
        if any(wanted.chosen.values()):
            wanted, is_typed = wanted.spelled_out(typed=is_typed)
        if not wanted.fits:
            self._say("This search has no room for more")
            return
        self.bar.value = wanted.text
        self._clerk.go_on(replace(asked, words=wanted.text, typing=False, typed=is_typed))

    # -- order

    def action_order(self) -> None:
        """The best match first, or the newest."""
        asked = self._clerk.asked
        self._is_reordered = True
        self._clerk.go_on(replace(asked, ranked=not asked.ranked, typing=False))


def _sections(counts: "Counts", held: "Narrowing") -> "list[Section]":
    """What the panel shows of the counts."""
    from wrans import narrowing
    from wrans.panes.facets_panel import Facet, Section

    def section(name: str, kind: str, values: list[tuple[str, int, str]]) -> Section:
        note = "any marked" if held.chosen.get(kind) else ""
        known = sum(n for _, n, _ in values)
        if not note and kind in ("body", "party") and known < counts.total:
            note = f"known of {known:,}" if known else "known of none"
        facets = tuple(
            Facet(told, n, clause, held.has(clause), short_name(told) if kind == "body" else "")
            for told, n, clause in values
        )
        return Section(name, facets, note)

    bodies, parties = ([v for v, _ in values] for values in (counts.bodies, counts.parties))
    return [
        section(
            "Answering bodies",
            "body",
            [(body, n, narrowing.of_body(body, bodies)) for body, n in counts.bodies],
        ),
        section(
            "Years",
            "date",
            [(str(year), n, narrowing.of_year(year)) for year, n in reversed(counts.years)],
        ),
        section(
            "Houses", "house", [(house, n, narrowing.of_house(house)) for house, n in counts.houses]
        ),
        section(
            "Parties",
            "party",
            [(party, n, narrowing.of_party(party, parties)) for party, n in counts.parties],
        ),
    ]
