"""Starts sayso on its sample in a terminal of its own; fails unless the text stands there within two seconds.

    python3 .ci/first_screen.py COMMAND...    e.g. target/dist/sayso, or chroot ROOT sayso
"""

import fcntl
import os
import pty
import select
import shutil
import struct
import sys
import tempfile
import termios
import time

LIMIT = 2.0
WORDS = b"clock"
PROGRAM = shutil.which(sys.argv[1]) or sys.exit(f"{sys.argv[1]}: not found")

with tempfile.TemporaryDirectory() as home:
    start = time.monotonic()
    child, terminal = pty.fork()
    if child == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        command = [*sys.argv[1:], "--sample"]
        os.execve(PROGRAM, command, {"HOME": home, "TERM": "xterm-256color", "PATH": os.environ["PATH"]})
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
    sys.exit(f"{' '.join(sys.argv[1:])}: no text on the screen after {took:.1f} s")
print(f"first screen after {took * 1000:.0f} ms")
