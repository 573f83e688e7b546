#!/usr/bin/env bash
# Runs a command in mosh on this machine, and leaves an interactive shell behind.
#
#   tests/terminals/mosh.sh COMMAND [ARGUMENT ...]
export LC_ALL=C.UTF-8
port=7790
key=$(mosh-server new -i 127.0.0.1 -p "$port" -- bash -c '"$@"; exec bash --norc -i' mosh "$@" </dev/null 2>/dev/null |
    awk '/^MOSH CONNECT/ { print $4 }')
MOSH_KEY=$key exec mosh-client 127.0.0.1 "$port"
