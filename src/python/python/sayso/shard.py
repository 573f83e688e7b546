"""A part of an archive, read in a process of its own that may die of a page.

``read_shard`` starts the process, takes readings from it, and starts it again behind a page that has ended it, used
too much memory, or taken too long. Such a page costs its own reading: one without text, with the reason in
``problems``.
"""

from __future__ import annotations

import json
import os
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import IO, Any

from sayso import _sayso
from sayso.reading import Reading

#: A frame of the process's output: kind and length of what follows.
_FRAME = struct.Struct("<cQ")
_PAGE, _READING, _LEFT_OUT = b"p", b"r", b"l"

#: Memory that a process may use by default, in MiB.
MEMORY = 2048
#: Seconds that a page may take by default.
TIMEOUT = 120.0


class Shard(Iterator[Reading]):
    """Readings of a part of an archive; ``skipped`` and ``damaged`` tell at the end what was left out."""

    def __init__(self, path: str, start: int = 0, end: int | None = None, memory: int = MEMORY, timeout: float = TIMEOUT) -> None:
        self.path, self.start, self.end, self.memory, self.timeout = path, start, end, memory, timeout
        self.skipped: dict[str, int] = {}
        self.damaged: list[tuple[int, str]] = []
        #: Number of pages that ended the process.
        self.lost = 0
        self._readings = self._read()

    def __iter__(self) -> Shard:
        return self

    def __next__(self) -> Reading:
        return next(self._readings)

    def _read(self) -> Iterator[Reading]:
        #: Pages from the beginning of the part that are done.
        done = 0
        while True:
            begun = done
            arguments = [self.path, str(self.start), str(self.end or ""), str(done), str(self.memory)]
            command = [sys.executable, "-m", "sayso.shard", *arguments]
            child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, env=_environment())
            page: dict[str, Any] | None = None
            assert child.stdout is not None
            frames = _Frames(child.stdout)
            try:
                while (frame := frames.next(self.timeout if page else None)) is not None:
                    kind, data = frame
                    if kind == _PAGE:
                        page, done = json.loads(data), done + 1
                    elif kind == _READING:
                        page = None
                        if data:
                            yield Reading(data.decode())
                    else:
                        left_out = json.loads(data)
                        self.skipped = left_out["skipped"]
                        self.damaged = [(offset, why) for offset, why in left_out["damaged"]]
                        return
            finally:
                # A process that has closed its output is ending by itself, and its status tells of what.
                timed_out = not frames.ended
                if timed_out:
                    child.kill()
                status = child.wait()
                child.stdout.close()
            if page is None:
                # Ended between two pages: from outside, else the next process does not come further either.
                if done > begun:
                    continue
                raise OSError(f"{self.path}: the process that reads it ended with status {status}")
            self.lost += 1
            yield _lost(self.path, page, f"it took more than {self.timeout:g} seconds" if timed_out else _ending(status))


def read_shard(path: str, start: int = 0, end: int | None = None, memory: int = MEMORY, timeout: float = TIMEOUT) -> Shard:
    """Read a part of an archive in a process of its own, with ``memory`` MiB and ``timeout`` seconds for each page."""
    return Shard(path, start, end, memory, timeout)


def _environment() -> dict[str, str]:
    # The process imports what this one does, wherever that was found.
    return {**os.environ, "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}


def _ending(status: int) -> str:
    if status < 0:
        return f"it ended its process by {signal.Signals(-status).name}"
    return f"it ended its process with status {status}"


def _lost(path: str, page: dict[str, Any], why: str) -> Reading:
    """Return the reading that stands for a page whose process has ended."""
    reading = json.loads(_sayso.read(b" ", page["url"], None))
    reading["source"]["warc"] = {
        "file": path, "offset": page["offset"], "record_id": page["record_id"], "date": page["date"], "truncated": None,
    }  # fmt: skip
    reading["problems"] = [f"not read: {why}"]
    return Reading(json.dumps(reading, ensure_ascii=False, separators=(",", ":")))


class _Frames:
    """Frames from a pipe, each within a time."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe
        self._bytes = bytearray()
        #: True once the pipe is closed.
        self.ended = False

    def next(self, timeout: float | None) -> tuple[bytes, bytes] | None:
        end = None if timeout is None else time.monotonic() + timeout
        while True:
            if len(self._bytes) >= _FRAME.size:
                kind, length = _FRAME.unpack_from(self._bytes)
                if len(self._bytes) >= _FRAME.size + length:
                    data = bytes(self._bytes[_FRAME.size : _FRAME.size + length])
                    del self._bytes[: _FRAME.size + length]
                    return kind, data
            left = None if end is None else end - time.monotonic()
            if left is not None and (left <= 0 or not select.select([self._pipe], [], [], left)[0]):
                return None
            chunk = os.read(self._pipe.fileno(), 1 << 20)
            if not chunk:
                self.ended = True
                return None
            self._bytes += chunk


def _main(path: str, start: str, end: str, done: str, memory: str) -> None:
    """Read a part and write frames; pages up to ``done`` were read before."""
    import resource

    bytes_ = int(memory) << 20
    resource.setrlimit(resource.RLIMIT_AS, (bytes_, bytes_))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    out = sys.stdout.buffer

    def write(kind: bytes, data: bytes) -> None:
        out.write(_FRAME.pack(kind, len(data)) + data)
        out.flush()

    pages = _sayso.StoredPages(path, int(start), int(end) if end else None)
    for number, page in enumerate(pages):
        if number < int(done):
            continue
        place = {"offset": page.offset, "record_id": page.record_id, "url": page.url, "date": page.date}
        write(_PAGE, json.dumps(place).encode())
        write(_READING, (page.read() or "").encode())
    write(_LEFT_OUT, json.dumps({"skipped": pages.skipped, "damaged": pages.damaged}).encode())


if __name__ == "__main__":
    _main(*sys.argv[1:])
