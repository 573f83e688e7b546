"""Readings: what is known of a page, and functions that read pages."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from typing import Any, Union

from sayso import _sayso

#: A page: HTML alone, or with its address, or with address and ``Content-Type``.
Page = Union[bytes, str, "tuple[bytes | str, str | None]", "tuple[bytes | str, str | None, str | None]"]

#: Pages per worker that wait for the caller.
_AHEAD = 4


class Reading:
    """The reading of a page: the article, who said what in it, and the stories beside it.

    A page that cannot be read gives a reading without text, with the reason in ``problems``:

    >>> read(b"%PDF-1.7").problems
    ['a PDF, not text']
    """

    __slots__ = ("_json", "_fields")

    def __init__(self, text: str) -> None:
        """Make a reading of its JSON, as ``sayso extract`` prints it."""
        self._json = text
        self._fields: dict[str, Any] | None = None

    def _get(self) -> dict[str, Any]:
        if self._fields is None:
            self._fields = json.loads(self._json)
        return self._fields

    def to_json(self) -> str:
        """Return the JSON of ``sayso extract``, on one line."""
        return self._json

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as new Python values."""
        fields: dict[str, Any] = json.loads(self._json)
        return fields

    def __repr__(self) -> str:
        return f"<Reading {self.title!r}: {self.words} words, {len(self.quotes)} quotes>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Reading) and self._json == other._json

    def __hash__(self) -> int:
        return hash(self._json)

    def __reduce__(self) -> tuple[type[Reading], tuple[str]]:
        return (Reading, (self._json,))

    @property
    def source(self) -> dict[str, Any]:
        """Where the page comes from: ``location``, ``media_type``, ``charset``, and ``warc`` for archived pages."""
        return self._get()["source"]  # type: ignore[no-any-return]

    @property
    def title(self) -> str | None:
        """Title of the article."""
        return self._get()["title"]  # type: ignore[no-any-return]

    @property
    def standfirst(self) -> str | None:
        """Summary under the title."""
        return self._get()["standfirst"]  # type: ignore[no-any-return]

    @property
    def authors(self) -> list[str]:
        """Names in the byline."""
        return self._get()["authors"]  # type: ignore[no-any-return]

    @property
    def site(self) -> str | None:
        """Name of the publication."""
        return self._get()["site"]  # type: ignore[no-any-return]

    @property
    def published(self) -> str | None:
        """Date of publication, ISO 8601."""
        return self._get()["published"]  # type: ignore[no-any-return]

    @property
    def url(self) -> str | None:
        """Address that the page calls its own, else the one it was read from."""
        return self._get()["url"]  # type: ignore[no-any-return]

    @property
    def language(self) -> str | None:
        """Language, as a code of two letters."""
        return self._get()["language"]  # type: ignore[no-any-return]

    @property
    def words(self) -> int:
        """Number of words in the body."""
        return self._get()["words"]  # type: ignore[no-any-return]

    @property
    def minutes(self) -> int:
        """Reading time."""
        return self._get()["minutes"]  # type: ignore[no-any-return]

    @property
    def text(self) -> str:
        """Text of the article: its blocks joined by blank lines."""
        return self._get()["text"]  # type: ignore[no-any-return]

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """Blocks of the article, each with ``role``, ``kind``, ``start``, ``end`` and ``text``."""
        return self._get()["blocks"]  # type: ignore[no-any-return]

    @property
    def clutter(self) -> list[dict[str, Any]]:
        """Hidden blocks, each with ``reason``, ``confidence`` and ``after``, the block it follows."""
        return self._get()["clutter"]  # type: ignore[no-any-return]

    @property
    def speakers(self) -> list[dict[str, Any]]:
        """Speakers in order of appearance; ``id`` is the index."""
        return self._get()["speakers"]  # type: ignore[no-any-return]

    @property
    def quotes(self) -> list[dict[str, Any]]:
        """Quotations in order of appearance."""
        return self._get()["quotes"]  # type: ignore[no-any-return]

    @property
    def links(self) -> list[dict[str, Any]]:
        """Links in the text."""
        return self._get()["links"]  # type: ignore[no-any-return]

    @property
    def related(self) -> list[dict[str, Any]]:
        """Related stories that the page names."""
        return self._get()["related"]  # type: ignore[no-any-return]

    @property
    def problems(self) -> list[str]:
        """What went wrong."""
        return self._get()["problems"]  # type: ignore[no-any-return]


def _encoded(html: bytes | str, content_type: str | None) -> tuple[bytes, str | None]:
    if not isinstance(html, str):
        return html, content_type
    # Text is decoded already, whatever it says of itself; a type that is none leaves the kind to the content.
    kind = (content_type or "text/plain").split(";")[0]
    return html.encode("utf-8", "surrogatepass"), f"{kind}; charset=utf-8"


def read(html: bytes | str, url: str | None = None, content_type: str | None = None) -> Reading:
    """Read a page.

    ``url`` is the address it comes from, ``content_type`` the header it came with. Bytes are decoded as a browser
    does; gzip is unpacked. The interpreter's lock is released, so that threads read pages side by side.

    >>> read("<p>He said nothing.</p>").source["charset"]
    'utf-8'
    """
    data, content_type = _encoded(html, content_type)
    return Reading(_sayso.read(data, url, content_type))


def _workers(workers: int | None) -> int:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, workers or cores or 1)


def read_many(pages: Iterable[Page], workers: int | None = None) -> Iterator[Reading]:
    """Read pages on all cores, in order, taking from ``pages`` only a few more than were asked for.

    A page is HTML, or a tuple of HTML and address, or of HTML, address and content type.

    >>> [reading.title for reading in read_many([("<title>A</title><p>Some text.</p>", "https://a.example/"), "<p>B</p>"])]
    ['A', None]
    """
    count = _workers(workers)
    pool = _sayso.Pool(count)
    waiting = 0
    for page in pages:
        html, url, content_type = (page, None, None) if isinstance(page, (bytes, str)) else (*page, None, None)[:3]
        data, content_type = _encoded(html, content_type)
        pool.submit(data, url, content_type)
        waiting += 1
        if waiting >= count * _AHEAD:
            yield Reading(pool.next() or "")
            waiting -= 1
    pool.close()
    while (text := pool.next()) is not None:
        yield Reading(text)
