#!/usr/bin/env python3
"""Runs a full-screen program on a terminal of its own and measures it.

usage: tests/bench/drive.py [--rows N] [--columns N] [--shows TEXT]…
                            [--keys KEYS] [--idle SECONDS] -- PROGRAM …

Times are those at which bytes arrived, taken before anything is done with
them; what they mean is worked out afterwards.  As a program this prints what
one run of any full-screen program costs; as a module it serves run.
"""

import argparse
import fcntl
import gc
import glob
import json
import os
import pty
import select
import signal
import statistics
import struct
import sys
import termios
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from screen import Screen                                   # noqa: E402

BURST = 4_000_000           # ns without a byte that end one drawing


class Terminal:
    """A program on a pseudo-terminal, and the bytes it wrote, with times."""

    def __init__(self, command, environment=None, rows=40, columns=120):
        self.rows, self.columns = rows, columns
        self.chunks = []                    # (ns, bytes)
        self.seen = 0                       # chunks the screen has taken
        self.screen = Screen(rows, columns)
        self.status = None
        gc.collect()
        gc.disable()
        self.started = self.start(command, environment or {})

    def start(self, command, environment):
        """Fork and execute; the time just before the execution."""
        clock, child_clock = os.pipe()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack(
                'HHHH', self.rows, self.columns, 0, 0))
            full = {**os.environ, 'TERM': 'xterm-256color',
                    'LINES': str(self.rows), 'COLUMNS': str(self.columns),
                    **environment}
            os.write(child_clock, struct.pack('q', time.monotonic_ns()))
            try:
                os.execvpe(command[0], command, full)
            finally:
                os._exit(127)
        os.close(child_clock)
        os.set_blocking(self.fd, False)
        started = struct.unpack('q', os.read(clock, 8))[0]
        os.close(clock)
        return started

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """End the program, as a lost connection would."""
        gc.enable()
        if self.fd < 0:
            return
        if self.status is None:
            os.kill(self.pid, signal.SIGTERM)
            end = time.monotonic() + 5
            while time.monotonic() < end and self.status is None:
                self.read_for(0.02)
            if self.status is None:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
        os.close(self.fd)
        self.fd = -1

    def take(self, timeout):
        """Wait for bytes, at most so many seconds; whether some came."""
        if not select.select([self.fd], [], [], timeout)[0]:
            return False
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            data = b''
        self.chunks.append((time.monotonic_ns(), data))
        if not data:
            self.chunks.pop()
            if self.status is None:
                self.status = os.waitpid(self.pid, 0)[1]
            return False
        return True

    def read_for(self, seconds):
        """Read for so long."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and self.status is None:
            self.take(left)

    def read_until_quiet(self, quiet, limit):
        """Read until nothing came for so long; at most limit seconds."""
        end = time.monotonic() + limit
        while time.monotonic() < end and self.status is None:
            if not self.take(quiet):
                return

    def press(self, keys):
        """Type; the time just before."""
        now = time.monotonic_ns()
        os.write(self.fd, keys.encode())
        return now

    def update(self):
        """Bring the screen up to date with the bytes."""
        for _, data in self.chunks[self.seen:]:
            self.screen.feed(data)
        self.seen = len(self.chunks)
        return self.screen

    def wait_text(self, *words, seconds=20):
        """Read until all of these words can be read on the screen."""
        end = time.monotonic() + seconds
        while not self.update().shows(*words):
            if self.status is not None:
                raise RuntimeError(f'the program ended: {self.status}\n' +
                                   self.screen.text())
            if time.monotonic() > end:
                raise RuntimeError(f'not on the screen after {seconds} s: '
                                   f'{words}\n' + self.screen.text())
            self.take(0.05)

    def when_shown(self, since, *words):
        """When the drawing that showed these words was complete, in ns.

        Works on the bytes from chunk `since` on, the screen being up to date
        before them.  None where the words never appeared.
        """
        for number in range(since, len(self.chunks)):
            self.screen.feed(self.chunks[number][1])
            self.seen = number + 1
            if self.screen.shows(*words):
                return self.end_of_burst(number)
        return None

    def end_of_burst(self, number):
        """When the drawing that chunk number belongs to was complete."""
        last = self.chunks[number][0]
        for when, _ in self.chunks[number + 1:]:
            if when - last > BURST:
                break
            last = when
        return last


def percentile(values, share):
    """The nearest-rank percentile."""
    ordered = sorted(values)
    return ordered[max(-(-len(ordered) * share // 100), 1) - 1]


def measure_start(terminal, words, seconds=20):
    """Milliseconds from execution to the first complete frame."""
    terminal.read_until_quiet(0.3, seconds)
    end = time.monotonic() + seconds
    while (when := terminal.when_shown(terminal.seen, *words)) is None:
        if time.monotonic() > end or terminal.status is not None:
            raise RuntimeError(f'no frame with {words}:\n' +
                               terminal.screen.text())
        terminal.read_until_quiet(0.3, 1)
    return (when - terminal.started) / 1e6


def measure_key(terminal, key, quiet=0.02):
    """(milliseconds to the last byte, bytes) that a key caused."""
    before = len(terminal.chunks)
    pressed = terminal.press(key)
    terminal.take(0.5)
    terminal.read_until_quiet(quiet, 0.5)
    caused = terminal.chunks[before:]
    if not caused:
        return None, 0
    return ((terminal.end_of_burst(before) - pressed) / 1e6,
            sum(len(data) for _, data in caused))


def measure_keys(terminal, keys, quiet=0.02):
    """What a list of keys costs, each pressed when the last is done."""
    rows = [measure_key(terminal, key, quiet) for key in keys]
    times = [when for when, _ in rows if when is not None]
    if not times:
        raise RuntimeError('no key had any effect:\n' +
                           terminal.update().text())
    sizes = [size for _, size in rows]
    return {'keys': len(rows), 'without_effect': len(rows) - len(times),
            'p50': percentile(times, 50), 'p99': percentile(times, 99),
            'worst': max(times), 'median_bytes': statistics.median(sizes),
            'mean_bytes': statistics.fmean(sizes)}


def read_proc(path):
    """A file of /proc, empty where the thread has gone meanwhile."""
    try:
        with open(path, encoding='ascii', errors='replace') as file:
            return file.read()
    except OSError:
        return ''


def thread_use(pid):
    """{thread: (CPU in ns, wake-ups)} of a process."""
    use = {}
    for folder in glob.glob(f'/proc/{pid}/task/*'):
        cpu = read_proc(folder + '/schedstat').split()
        switches = [int(line.split()[1]) for line
                    in read_proc(folder + '/status').splitlines()
                    if 'ctxt_switches' in line]
        if cpu and switches:
            use[int(os.path.basename(folder))] = (int(cpu[0]), sum(switches))
    return use


def difference(before, after, column):
    """What all threads together used between two readings."""
    return sum(values[column] - before.get(thread, (0, 0))[column]
               for thread, values in after.items())


def measure_idle(terminal, seconds, renewals=lambda: 0):
    """What a program does while nothing happens.

    `renewals` tells how often the server was asked so far.  What happens in a
    second in which it was asked, or before or after one, is the protocol's;
    what happens in the other seconds is counted as idle.
    """
    chunks = len(terminal.chunks)
    samples = [(thread_use(terminal.pid), renewals())]
    for _ in range(seconds):
        terminal.read_for(1)
        samples.append((thread_use(terminal.pid), renewals()))
    busy = [later[1] != earlier[1]
            for earlier, later in zip(samples, samples[1:])]
    cpu = wakeups = 0
    for number, (earlier, later) in enumerate(zip(samples, samples[1:])):
        if not any(busy[max(number - 1, 0):number + 2]):
            cpu += difference(earlier[0], later[0], 0)
            wakeups += difference(earlier[0], later[0], 1)
    first, last = samples[0], samples[-1]
    main = terminal.pid
    return {'seconds': seconds,
            'cpu_ms': difference(first[0], last[0], 0) / 1e6,
            'wakeups': difference(first[0], last[0], 1),
            'idle_cpu_ms': cpu / 1e6, 'idle_wakeups': wakeups,
            'main_wakeups': last[0][main][1] - first[0][main][1],
            'renewals': last[1] - first[1],
            'bytes': sum(len(data) for _, data in terminal.chunks[chunks:])}


def measure_memory(pid):
    """Resident, private and highest resident memory in MB."""
    lines = (read_proc(f'/proc/{pid}/smaps_rollup') +
             read_proc(f'/proc/{pid}/status')).splitlines()
    sizes = {words[0]: int(words[1]) / 1024 for words in map(str.split, lines)
             if len(words) == 3 and words[2] == 'kB'}
    return {'resident': sizes['Rss:'], 'highest': sizes['VmHWM:'],
            'private': sizes['Private_Clean:'] + sizes['Private_Dirty:'],
            'anonymous': sizes['Anonymous:']}


def main():
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.split('\n', 1)[0])
    parser.add_argument('--rows', type=int, default=40)
    parser.add_argument('--columns', type=int, default=120)
    parser.add_argument('--shows', action='append', default=[])
    parser.add_argument('--keys', default='')
    parser.add_argument('--idle', type=int, default=0)
    parser.add_argument('--dump', action='store_true')
    parser.add_argument('command', nargs='+')
    options = parser.parse_args()
    with Terminal(options.command, rows=options.rows,
                  columns=options.columns) as terminal:
        figures = {'start_ms': measure_start(terminal, options.shows)}
        if options.keys:
            figures['keys'] = measure_keys(terminal, options.keys)
        if options.idle:
            figures['idle'] = measure_idle(terminal, options.idle)
        figures['memory'] = measure_memory(terminal.pid)
        figures['unknown_sequences'] = terminal.update().unknown
        if options.dump:
            print(terminal.screen.text())
    print(json.dumps(figures, indent=1))


if __name__ == '__main__':
    main()
