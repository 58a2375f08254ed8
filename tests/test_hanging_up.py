"""A terminal that is gone holds nobody up."""

import errno
import io
from threading import Thread
from typing import cast

from textual.drivers._writer_thread import WriterThread

from wrans.desk.hanging_up import Forgiving


class Gone(io.StringIO):
    def write(self, text: str, /) -> int:
        raise OSError(errno.EIO, "Input/output error")

    def flush(self) -> None:
        raise OSError(errno.EIO, "Input/output error")


def test_who_writes_to_a_terminal_that_is_gone_comes_to_an_end() -> None:
    writer = WriterThread(cast(io.StringIO, Forgiving(Gone())))
    writer.start()

    def write() -> None:
        for _ in range(100):
            writer.write("a frame")
        writer.stop()

    writing = Thread(target=write, daemon=True)
    writing.start()
    writing.join(30)
    assert not writing.is_alive()
