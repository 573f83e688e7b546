"""Reading: the same as the command line, errors as values, threads side by side."""

import doctest
import gzip
import importlib
import json
import os
import pathlib
import pickle
import subprocess
import threading
import time
from collections.abc import Callable

import pytest

import sayso
from conftest import NEWS, page


@pytest.mark.parametrize("name", ["sayso", "sayso.reading", "sayso.arrow", "sayso.archive"])
def test_examples_of_the_documentation_hold(name: str) -> None:
    module = importlib.import_module(name)
    assert doctest.testmod(module).failed == 0


def test_reading_has_the_fields_of_the_json() -> None:
    reading = sayso.read(page("bridge"), "https://news.example/bridge", "text/html; charset=utf-8")
    fields = reading.to_dict()
    assert json.loads(reading.to_json()) == fields
    for name in fields.keys() - {"schema"}:
        assert getattr(reading, name) == fields[name]
    assert reading.source["location"] == "https://news.example/bridge"
    assert [speaker["name"] for speaker in reading.speakers] == ["Ada Lisle", "John Smith"]
    assert pickle.loads(pickle.dumps(reading)) == reading
    assert repr(reading).startswith("<Reading 'bridge':")


@pytest.mark.parametrize("bad", [b"", b"\x00\x01\x02" * 100, b"%PDF-1.7", b"\x1f\x8b\x08broken", "", "\ud800", b"<" * 300_000])
def test_bad_page_gives_problems_and_no_exception(bad: "bytes | str") -> None:
    reading = sayso.read(bad)
    assert reading.problems or reading.text
    assert reading.quotes == []


def test_text_is_taken_as_it_is_whatever_it_declares() -> None:
    text = "<html><head><meta charset=windows-1252><title>Ж</title></head><body><p>Жук — é</p></body></html>"
    assert sayso.read(text).title == "Ж"
    assert sayso.read(text, content_type="text/html; charset=koi8-r").title == "Ж"


def test_all_news_pages_are_read_as_on_the_command_line(program: str) -> None:
    if not NEWS.is_dir():
        pytest.skip("the pages are not here")
    files = sorted(NEWS.glob("*.gz"))
    run = subprocess.run([program, "extract", "--no-rules", *files], stdout=subprocess.PIPE, check=True)
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    pages = [(gzip.decompress(file.read_bytes()), None, "text/html") for file in files]
    readings = list(sayso.read_many(pages))
    assert len(lines) == len(readings) == len(files) > 100
    for file, line, reading in zip(files, lines, readings):
        ours = reading.to_dict()
        line["source"].pop("location"), ours["source"].pop("location")
        assert ours == line, file.name
    assert sayso.read(*pages[0]) == readings[0]


def test_many_pages_keep_their_order_and_are_taken_when_needed() -> None:
    taken = 0

    def pages():
        nonlocal taken
        for number in range(100):
            taken += 1
            yield (page(f"page{number}"), f"https://news.example/{number}")

    readings = sayso.read_many(pages(), workers=2)
    assert next(readings).title == "page0"
    assert taken <= 10
    assert [reading.title for reading in readings] == [f"page{number}" for number in range(1, 100)]
    assert list(sayso.read_many([])) == []


def test_abandoned_iterator_ends_its_threads() -> None:
    readings = sayso.read_many((page("a") for _ in range(1000)), workers=2)
    next(readings)
    readings.close()
    deadline = time.monotonic() + 20
    while len(os.listdir("/proc/self/task")) > threading.active_count() + 4 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert time.monotonic() < deadline


def test_archive_gives_pages_counts_and_damage(archive: str) -> None:
    whole = [f"page{number}" for number in range(30) if number != 7]
    for workers in [1, 2]:
        found = sayso.read_warc(archive, workers=workers)
        assert [reading.title for reading in found] == whole
        assert found.skipped == {"request": 30, "status": 30}
        assert [why for _, why in found.damaged] == ["the checksum is wrong"] or len(found.damaged) == 1
    size = os.path.getsize(archive)
    cuts = [0, size // 3 + 1, size // 2 + 5, None]
    parts = [sayso.read_warc(archive, start or 0, end) for start, end in zip(cuts, cuts[1:])]
    assert [reading.title for part in parts for reading in part] == whole


def test_other_files_are_no_archives(tmp_path: pathlib.Path) -> None:
    (tmp_path / "a.html").write_bytes(page("a"))
    with pytest.raises(ValueError, match="not a web archive"):
        sayso.read_warc(tmp_path / "a.html")
    with pytest.raises(OSError):
        sayso.read_warc(tmp_path / "none.warc.gz")


def test_two_threads_read_nearly_twice_as_much() -> None:
    if len(os.sched_getaffinity(0)) < 2 or not os.environ.get("SAYSO_TEST_SPEED"):
        pytest.skip("SAYSO_TEST_SPEED asks for it, on two cores that do nothing else")
    pages = [gzip.decompress(file.read_bytes()) for file in sorted(NEWS.glob("*.gz"))]

    def run() -> None:
        for html in pages:
            sayso.read(html)

    run()
    start = time.perf_counter()
    run(), run()
    one = time.perf_counter() - start
    threads = [threading.Thread(target=run) for _ in range(2)]
    start = time.perf_counter()
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    two = time.perf_counter() - start
    print(f"two threads: {one / two:.2f} times one")
    assert one / two >= 1.7


def test_four_times_as_many_pages_are_read_as_by_trafilatura() -> None:
    trafilatura = pytest.importorskip("trafilatura")
    if not NEWS.is_dir():
        pytest.skip("the pages are not here")
    pages = [gzip.decompress(file.read_bytes()) for file in sorted(NEWS.glob("*.gz"))]

    def seconds(read: "Callable[[bytes], object]") -> float:
        # Of the processor, so that other programs count little.
        start = time.process_time()
        for html in pages:
            read(html)
        return time.process_time() - start

    readers = [sayso.read, lambda html: trafilatura.bare_extraction(html, with_metadata=True)]
    # By turns, and the first turn loads what both load once.
    turns = [[seconds(read) for read in readers] for _ in range(4)][1:]
    ours, theirs = (min(turn[at] for turn in turns) for at in (0, 1))
    print(f"{len(pages) / ours:.0f} pages a second, trafilatura {len(pages) / theirs:.0f}: {theirs / ours:.1f} times as many")
    assert theirs >= 4 * ours
