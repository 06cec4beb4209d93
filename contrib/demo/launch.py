"""Runs Synapse as a child that cannot outlive whoever started it.

usage: python3 launch.py PARENT AGE CONFIG

PARENT is the process id of the starter: Linux ends us when that process is
gone, however it went.  AGE shifts the clock so many seconds into the past, for
rooms that were founded weeks ago.  CONFIG is the configuration file.

Names that end in ".localhost" are this machine, with or without a resolver
that knows it (RFC 6761, section 6.3).
"""

import ctypes
import os
import signal
import socket
import sys
import time

PR_SET_PDEATHSIG = 1


def die_with(parent):
    """Be sent SIGTERM when the parent ends; it may have ended already."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)
    if os.getppid() != parent:
        sys.exit('the process that started this homeserver has ended')


def resolve_localhost():
    """Look *.localhost up as 127.0.0.1."""
    look_up = socket.getaddrinfo

    def getaddrinfo(host, *rest, **named):
        name = host.decode() if isinstance(host, bytes) else host or ''
        if name.rstrip('.').endswith('.localhost'):
            host = '127.0.0.1'
        return look_up(host, *rest, **named)

    socket.getaddrinfo = getaddrinfo


def live_in_the_past(age):
    """Shift the clock; timers go by the other one."""
    if age:
        now = time.time
        time.time = lambda: now() - age


def main():
    """The command."""
    parent, age, config = sys.argv[1:]
    die_with(int(parent))
    resolve_localhost()
    live_in_the_past(float(age))
    sys.argv[1:] = ['--config-path', config]
    from synapse.app.homeserver import main as synapse
    synapse()


if __name__ == '__main__':
    main()
