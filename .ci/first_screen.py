"""Starts sayso on its sample in a terminal of its own; fails unless the text stands there within two seconds."""

import fcntl
import os
import pty
import select
import struct
import sys
import tempfile
import termios
import time

LIMIT = 2.0
WORDS = b"clock"

with tempfile.TemporaryDirectory() as home:
    start = time.monotonic()
    child, terminal = pty.fork()
    if child == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        os.execve(sys.argv[1], [sys.argv[1], "--sample"], {"HOME": home, "TERM": "xterm-256color"})
    seen = b""
    while WORDS not in seen and time.monotonic() - start < LIMIT:
        if select.select([terminal], [], [], 0.05)[0]:
            try:
                seen += os.read(terminal, 65536)
            except OSError:
                break
    took = time.monotonic() - start
    os.kill(child, 15)
    os.waitpid(child, 0)
if WORDS not in seen:
    sys.exit(f"{sys.argv[1]}: no text on the screen after {took:.1f} s")
print(f"first screen after {took * 1000:.0f} ms")
