from collections.abc import Iterable

import pyarrow

from sayso.archive import Archive as Archive
from sayso.archive import read_warc as read_warc
from sayso.reading import Reading as Reading
from sayso.reading import read as read
from sayso.reading import read_many as read_many

__version__: str

def tables(readings: Iterable[Reading]) -> dict[str, pyarrow.Table]: ...
