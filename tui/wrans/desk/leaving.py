"""Leaving the reader, for a while and for good."""

from contextlib import suppress

from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.worker import WorkerError

from wrans.desk.desk import Desk
from wrans.terminal import Terminal


class Leaving(Desk):
    """Has a terminal that may go away or be left, and leaves nothing behind."""

    def get_driver_class(self) -> type[Driver]:
        """What shows the reader: a terminal, unless Textual is told of something else."""
        usual = super().get_driver_class()
        return Terminal if usual is LinuxDriver else usual

    def action_pause(self) -> None:
        """Leave the terminal to the shell, until that brings the reader back."""
        if isinstance(self._driver, Terminal):
            self._driver.pause()

    async def on_unmount(self) -> None:
        """Note where we were, and see every process out that was started."""
        self._save_session()
        self._errand.stop()
        await self._clerk.stop()
        for worker in list(self.workers):
            with suppress(WorkerError):
                await worker.wait()
