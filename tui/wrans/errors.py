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


class FileBroken(WransError):
    """A file that is the user's cannot be read, and so is left alone."""


class NotSaved(WransError):
    """A change could not be written down."""


class ChangedSince(WransError):
    """What would be taken back was changed by hand meanwhile."""


class StoreError(WransError):
    """The record on this machine cannot be opened or written."""


class IndexDamaged(WransError):
    """The index cannot be used, and is to be built anew from the store."""


class NoSuchQuestion(WransError):
    """No question here has that key."""


class NoSuchSearch(WransError):
    """No search is saved under that name."""


class NameTaken(WransError):
    """Another search is saved under that name."""


class SyncError(WransError):
    """The record cannot be brought up to date."""


class PageFailed(SyncError):
    """A reply of a server is not what was asked for."""

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        retry_after: float | None = None,
        is_final: bool = False,
    ) -> None:
        """Say with it what the server said (0: nothing), and whether another try is in vain."""
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after
        """Seconds that the server asks for."""
        self.is_final = is_final
        self.is_hopeless = False
        """Does the server give nothing to anybody, so that it is no use to go on?"""
