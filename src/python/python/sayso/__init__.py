"""Who said what in articles: quotations with their speakers, from HTML and from web archives (WARC).

>>> import sayso
>>> page = '''<html><title>Bridge closed</title><body><article><h1>Bridge closed</h1>
... <p>The old bridge has been closed since Monday, and nobody knows when it will open again.</p>
... <p>“We will repair it this year,” said Ada Lisle, the mayor of the town.</p></article></body></html>'''
>>> reading = sayso.read(page, url="https://news.example/bridge")
>>> reading.title
'Bridge closed'
>>> [(quote["text"], reading.speakers[quote["speakers"][0]]["name"]) for quote in reading.quotes]
[('We will repair it this year,', 'Ada Lisle')]

The fields of a reading are those of ``sayso extract``. Offsets count code points of ``text``, as Python's strings do:

>>> span = reading.quotes[0]["spans"][0]
>>> reading.text[span["start"]:span["end"]]
'We will repair it this year,'
"""

from __future__ import annotations

from sayso._sayso import __version__
from sayso.archive import Archive, read_warc
from sayso.reading import Reading, read, read_many

__all__ = ["Archive", "Reading", "__version__", "read", "read_many", "read_warc", "tables"]


def tables(readings):
    """Turn readings into Arrow tables: ``articles``, ``quotes``, ``speakers``, ``related`` and ``clutter``.

    The columns are fixed and flat; ``sayso.arrow.DICTIONARY`` describes each. Needs pyarrow.

    >>> found = tables([read("<p>“No,” said Ada Lisle. The rest of the day she was silent.</p>", url="https://a.example/")])
    >>> sorted(found)
    ['articles', 'clutter', 'quotes', 'related', 'speakers']
    >>> found["quotes"].column("speaker_name").to_pylist()
    ['Ada Lisle']
    """
    from sayso.arrow import build

    return build(readings)
