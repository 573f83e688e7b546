"""Web archives (WARC), packed or not."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from os import PathLike, fspath

from sayso import _sayso
from sayso.reading import _AHEAD, Reading, _workers


class Archive(Iterator[Reading]):
    """Readings of an archive's pages, in order; iterate over it once."""

    def __init__(self, path: str | PathLike[str], start: int = 0, end: int | None = None, workers: int | None = None) -> None:
        self.path = fspath(path)
        self._pages = _sayso.StoredPages(self.path, start, end)
        self._readings = self._read(_workers(workers))

    def __iter__(self) -> Archive:
        return self

    def __next__(self) -> Reading:
        return next(self._readings)

    def _read(self, workers: int) -> Iterator[Reading]:
        if workers == 1:
            for page in self._pages:
                if (text := page.read()) is not None:
                    yield Reading(text)
            return
        waiting: deque[Future[str | None]] = deque()
        with ThreadPoolExecutor(workers) as pool:
            for page in self._pages:
                waiting.append(pool.submit(page.read))
                if len(waiting) >= workers * _AHEAD and (text := waiting.popleft().result()) is not None:
                    yield Reading(text)
            for future in waiting:
                if (text := future.result()) is not None:
                    yield Reading(text)

    @property
    def skipped(self) -> dict[str, int]:
        """Number of records that are no pages, by reason; complete at the end."""
        return self._pages.skipped

    @property
    def damaged(self) -> list[tuple[int, str]]:
        """Offset and reason of each damaged place, whose records are left out; complete at the end."""
        return self._pages.damaged


def read_warc(path: str | PathLike[str], start: int = 0, end: int | None = None, workers: int | None = None) -> Archive:
    """Read the pages of an archive on all cores, in order, in bounded memory.

    ``start`` and ``end`` are offsets in the file: the gzip members that begin there are read, so that ranges side by
    side give every page once.

    Raises ``ValueError`` if the file is no archive, ``OSError`` if it cannot be read.
    """
    return Archive(path, start, end, workers)
