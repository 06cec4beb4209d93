"""Profiles with much in them, made by the product itself.

A profile is filled through folkmoot's own login and sync from the server of
the bench, so that nothing here knows how the store is laid out.  What has
been made stays below the build folder until the program's way of storing, or
what generate.py writes, has changed.
"""

import glob
import hashlib
import json
import os
import shutil
import subprocess

import generate
from replay import Replay

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))


class Bench:
    """Where things are: the program, the build folder, our own below it."""

    def __init__(self, build, program):
        self.build = os.path.abspath(build)
        self.program = os.path.abspath(program)
        self.folder = os.path.join(self.build, 'bench')
        self.runtime = os.path.join(self.folder, 'run')
        os.makedirs(self.runtime, mode=0o700, exist_ok=True)

    def path(self, *names):
        """A path below our folder."""
        return os.path.join(self.folder, *names)

    def environment(self, profile):
        """What folkmoot sees: nothing of this user's, always the same."""
        return {'PATH': os.environ['PATH'], 'HOME': profile,
                'LANG': 'C.UTF-8', 'TZ': 'UTC', 'TERM': 'xterm-256color',
                'XDG_RUNTIME_DIR': self.runtime,
                'DBUS_SESSION_BUS_ADDRESS': 'unix:path=/nonexistent'}

    def command(self, profile, *words):
        """A command line of folkmoot on a profile."""
        return [self.program, '--profile', profile, *words]

    def folkmoot(self, profile, *words, text=None, seconds=300):
        """Run a command of folkmoot; its output."""
        done = subprocess.run(
            self.command(profile, *words), input=text, text=True,
            env=self.environment(profile), timeout=seconds, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if done.returncode != 0:
            raise RuntimeError(f'folkmoot {" ".join(words)}: status '
                               f'{done.returncode}: {done.stderr.strip()}')
        return done.stdout

    def login(self, profile, url):
        """A new profile that is logged in at a server."""
        shutil.rmtree(profile, ignore_errors=True)
        os.makedirs(profile, mode=0o700)
        self.folkmoot(profile, 'login', 'matrix', url, '--user', 'ada',
                      '--password-stdin', text='bench\n')

    def meter(self, *command, **options):
        """What a command costs: CPU seconds and the like."""
        report = self.path('meter.json')
        done = subprocess.run([self.path('meter'), report, *command],
                              check=False, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, **options)
        with open(report, encoding='ascii') as file:
            use = json.load(file)
        if done.returncode != 0 or use['status'] != 0:
            raise RuntimeError(f'{" ".join(command)}: status '
                               f'{use["status"]}: {done.stderr.strip()}')
        return {**use, 'cpu': use['user'] + use['sys'],
                'peak': use['maxrss'] / 1024}


def digest(*patterns):
    """A short name for the content of some files of the repository."""
    total = hashlib.sha256()
    for pattern in patterns:
        for path in sorted(glob.glob(os.path.join(TOP, pattern))):
            if os.path.isfile(path):
                with open(path, 'rb') as file:
                    total.update(file.read())
    return total.hexdigest()[:12]


def account(bench, rooms=1000, messages=20):
    """(folder, facts) of a generated account."""
    folder = bench.path('data', f'{rooms}x{messages}-' +
                        digest('tests/bench/generate.py'))
    facts = os.path.join(folder, 'account.json')
    if not os.path.exists(facts):
        generate.write_account(folder, rooms, messages)
    with open(facts, encoding='utf-8') as file:
        return folder, json.load(file)


class Filled:
    """A profile whose server can be started again on the same port."""

    def __init__(self, bench, folder, facts, profile, port):
        self.bench, self.folder, self.facts = bench, folder, facts
        self.profile, self.port = profile, port

    def server(self, **options):
        """The server this profile is logged in at."""
        return Replay(self.bench.build, self.folder, port=self.port,
                      **options)

    def copy(self, name):
        """The same profile once more, to be changed."""
        target = self.bench.path('profiles', name)
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(self.profile, target)
        return Filled(self.bench, self.folder, self.facts, target, self.port)


def fill_steps(bench, server, folder, profile, rooms, steps, messages):
    """Sync the first body and so many further ones."""
    bench.folkmoot(profile, 'sync')
    for step in range(steps):
        path = generate.write_step(folder, step, rooms, messages)
        try:
            bench.folkmoot(profile, 'sync')
        finally:
            os.unlink(path)
    bench.folkmoot(profile, 'sync')
    since = server.stats()['since']
    if since != f'f{steps}':
        raise RuntimeError(f'folkmoot sync stopped at {since!r} where '
                           f'f{steps} was to be had')


def filled(bench, name, first, steps=0, messages=49, rooms=1000):
    """A profile with first + steps × messages events in each room."""
    folder, facts = account(bench, rooms, first)
    stamp = digest('src/store/*', 'src/provider/*', 'src/provider/*/*',
                   'src/text/*', 'src/base/*', 'tests/bench/generate.py')
    profile = bench.path('profiles', name)
    note = bench.path('profiles', f'{name}.json')
    if os.path.exists(note):
        with open(note, encoding='ascii') as file:
            known = json.load(file)
        if known['stamp'] == stamp and known['steps'] == steps:
            try:
                Replay(bench.build, folder, known['port']).__exit__()
                return Filled(bench, folder, facts, profile, known['port'])
            except RuntimeError:
                pass            # the port is somebody else's: make it anew
        os.unlink(note)
    os.makedirs(os.path.dirname(profile), exist_ok=True)
    with Replay(bench.build, folder) as server:
        bench.login(profile, server.url)
        fill_steps(bench, server, folder, profile, rooms, steps, messages)
        with open(note, 'w', encoding='ascii') as file:
            json.dump({'stamp': stamp, 'steps': steps, 'port': server.port},
                      file)
    return Filled(bench, folder, facts, profile, server.port)
