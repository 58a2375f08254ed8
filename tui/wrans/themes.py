"""Themes for the screen, from those in the user's and the shipped ``themes.toml``."""

from textual.theme import Theme

from wrans.settings import Settings


def themes(settings: Settings) -> list[Theme]:
    """Every theme that the reader can be given, the user's own among them."""
    return [Theme(name=name, **values) for name, values in settings.themes.items()]
