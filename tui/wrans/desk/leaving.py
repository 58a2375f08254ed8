"""Leaving the reader, for a while and for good."""

from contextlib import suppress
from typing import Any

from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.worker import WorkerError

from wrans.desk.desk import Desk
from wrans.terminal import Terminal


class Leaving(Desk):
    """Has a terminal that may go away or be left, and leaves nothing behind."""

    _is_leaving = False

    def get_driver_class(self) -> type[Driver]:
        """What shows the reader: a terminal, unless Textual is told of something else."""
        usual = super().get_driver_class()
        return Terminal if usual is LinuxDriver else usual

    def action_pause(self) -> None:
        """Leave the terminal to the shell, until that brings the reader back."""
        if isinstance(self._driver, Terminal):
            self._driver.pause()

    def exit(self, *how: Any, **more: Any) -> None:
        """Leave."""
        self._is_leaving = True
        super().exit(*how, **more)

    def _handle_exception(self, error: Exception) -> None:
        # What was still being opened finds that there is nothing to open it in: that is no error.
        if not self._is_leaving:
            super()._handle_exception(error)

    async def on_unmount(self) -> None:
        """Note where we were, and see every process out that was started."""
        self._save_session()
        self._errand.stop()
        await self._clerk.stop()
        for worker in list(self.workers):
            if not worker.is_cancelled:
                # It was begun only now. One that was told twice would not see its process out.
                worker.cancel()
            with suppress(WorkerError):
                await worker.wait()
