"""Archives and pages for the tests."""

import gzip
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[3]
NEWS = ROOT.parent / "shared" / "bench" / "extract" / "news" / "html"


def record(name: str, body: bytes, kind: str = "response", status: str = "200 OK", date: str = "2019-03-01T12:00:00Z") -> bytes:
    """Return a packed record of an archive."""
    block = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{name}>\r\nWARC-Date: {date}\r\n"
        f"WARC-Target-URI: https://news.example/{name}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + block + b"\r\n\r\n", 6)


def page(name: str) -> bytes:
    """Return a page with quotations."""
    return (
        f"<html lang=en><title>{name}</title><body><article><h1>{name}</h1>"
        "<p>The old bridge has been closed since Monday, and nobody knows when it will open again.</p>"
        "<p>“We will repair it this year,” said Ada Lisle, the mayor of the town. “It costs little.”</p>"
        "<p>According to John Smith, a carpenter, the wood is rotten and nobody should walk on it.</p>"
        "</article></body></html>"
    ).encode()


@pytest.fixture
def archive(tmp_path: pathlib.Path) -> str:
    """An archive of 30 pages, one of them damaged, with records between them that are none."""
    parts = []
    for number in range(30):
        parts.append(record(f"request{number}", b"", kind="request"))
        parts.append(record(f"page{number}", page(f"page{number}")))
        parts.append(record(f"gone{number}", b"gone", status="404 Not Found"))
    rotten = bytearray(parts[3 * 7 + 1])
    rotten[len(rotten) // 2] ^= 0x10
    parts[3 * 7 + 1] = bytes(rotten)
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(b"".join(parts))
    return str(path)


@pytest.fixture(scope="session")
def program() -> str:
    """The command line of the same source, built before."""
    import os

    name = os.environ.get("SAYSO_TEST_PROGRAM")
    if not name:
        pytest.skip("SAYSO_TEST_PROGRAM names no sayso to compare with")
    subprocess.run([name, "--version"], check=True, capture_output=True)
    return name
