"""A view over the panes closes once, however often a key says so in one breath."""

from pathlib import Path

from textual import events

from reading import reading


async def test_a_key_typed_thrice_in_one_breath_closes_a_view_once(seeds: Path) -> None:
    async with reading(seeds) as r:
        panes = r.app.screen
        await r.search("borders")
        await r.do("bookmark")
        for command, key in (
            ("bookmarks", "enter"),
            ("save_search", "enter"),
            ("searches", "enter"),
            ("how_to_search", "escape"),
        ):
            await r.do(command)
            await r.until(lambda: r.app.screen is not panes)
            await r.pilot.pause(0.1)
            for _ in range(3):
                r.app.post_message(events.Key(key, None))
            await r.until(lambda: r.app.screen is panes)
        await r.press("j")
        assert r.app.is_running
