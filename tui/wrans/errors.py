"""Errors that a person can act on."""


class WransError(Exception):
    """Something that the reader of the message can put right.

    The text is a whole sentence's worth: which file or record, what is wrong, what to do.
    """


class NotAWrittenQuestion(WransError):
    """A document, or one record in it, holds no written question that can be read."""


class SettingsError(WransError):
    """A settings, keys or theme file cannot be used as it stands."""


class UnknownSetting(SettingsError):
    """A settings file names something that does not exist."""


class BookmarksBroken(WransError):
    """The bookmarks file cannot be read, and so is left alone."""


class NotSaved(WransError):
    """A change could not be written down."""


class StoreError(WransError):
    """The record on this machine cannot be opened or written."""


class IndexDamaged(WransError):
    """The index cannot be used, and is to be built anew from the store."""


class NoSuchQuestion(WransError):
    """No question here has that key."""
