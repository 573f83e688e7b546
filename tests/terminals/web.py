#!/usr/bin/env python3
"""A proxy for the trial: answers `GET http://host/name.png` with a picture of colours; prints the first line of each request.

    web.py PORT
"""

import struct
import sys
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def picture(width: int, height: int) -> bytes:
    """A PNG file with a gradient in a white frame."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = bytearray()
    for y in range(height):
        rows.append(0)
        for x in range(width):
            edge = x < 6 or y < 6 or x >= width - 6 or y >= height - 6
            rows += b"\xff\xff\xff" if edge else bytes((x * 255 // width, y * 255 // height, 160))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(rows))) + chunk(b"IEND", b"")


PICTURE = picture(420, 240)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        print(self.requestline, flush=True)
        absolute = self.path.startswith("http://")
        self.send_response(200 if absolute else 400)
        self.send_header("Content-Type", "image/png")
        self.send_header("Content-Length", str(len(PICTURE) if absolute else 0))
        self.end_headers()
        if absolute:
            self.wfile.write(PICTURE)

    def do_CONNECT(self) -> None:
        print(self.requestline, flush=True)
        self.send_error(405)

    def log_message(self, *_: object) -> None:
        pass


ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
