"""From a source document to written questions.

`read` and `read_path` recognise a document by its content and give its records one by one, each
with its own source; `parse` reads one source again; `prose` gives the text that is read.
"""

from wrans.formats.documents import Record, Rejected, parse, read, read_path
from wrans.formats.prose import prose

__all__ = ["Record", "Rejected", "parse", "prose", "read", "read_path"]
