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
            await r.until(lambda: r.app.screen is panes and not r.app._keys)
        await r.press("j")
        assert r.app.is_running


async def test_a_key_is_not_lost_with_the_view_that_the_one_before_closed(seeds: Path) -> None:
    async with reading(seeds) as r:
        panes = r.app.screen
        await r.search("borders")
        await r.do("save_search")
        await r.until(lambda: r.app.screen is not panes)
        for key, letter in (("a", "a"), ("enter", None), ("z", "z"), ("z", "z")):
            r.app.post_message(events.Key(key, letter))
        await r.until(lambda: r.app.screen is panes and not r.app._keys)
        await r.press("slash", "z")
        assert r.app.bar.input.value == "bordersz"
