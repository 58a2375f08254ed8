"""From a source document to written questions.

`read` and `read_path` recognise a document by its content and give its records one by one, each
with its own source; `parse` reads one source again; `prose` gives the text that is read, and
`published` the same without how it is laid out.
"""

from wrans.formats.documents import Record, Rejected, of_item, parse, read, read_path
from wrans.formats.export import Kept, KeptSource, KeptTransfer
from wrans.formats.html_text import Text
from wrans.formats.prose import prose, published

__all__ = [
    "Kept",
    "KeptSource",
    "KeptTransfer",
    "Record",
    "Rejected",
    "Text",
    "of_item",
    "parse",
    "prose",
    "published",
    "read",
    "read_path",
]
