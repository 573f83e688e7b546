#!/usr/bin/env python3
"""Runs a command in a terminal of its own, with a delay on the line in both directions, as over a slow connection.

    slow.py SECONDS COMMAND...
"""

import os
import pty
import select
import sys
import termios
import time
import tty

delay, command = float(sys.argv[1]), sys.argv[2:]
child, line = pty.fork()
if child == 0:
    os.execvp(command[0], command)
size = termios.tcgetwinsize(0)
termios.tcsetwinsize(line, size)
before = termios.tcgetattr(0)
tty.setraw(0)
waiting: list[tuple[float, int, bytes]] = []
open_ = True
try:
    while True:
        now = time.monotonic()
        while waiting and waiting[0][0] <= now:
            _, to, data = waiting.pop(0)
            try:
                os.write(to, data)
            except OSError:
                pass
        if not open_ and not waiting:
            break
        left = max(0.0, waiting[0][0] - now) if waiting else None
        ready = select.select([0, line] if open_ else [], [], [], left)[0]
        for source in ready:
            try:
                data = os.read(source, 65536)
            except OSError:
                data = b""
            if not data and source == line:
                open_ = False
            elif data:
                waiting.append((time.monotonic() + delay, line if source == 0 else 1, data))
finally:
    termios.tcsetattr(0, termios.TCSANOW, before)
