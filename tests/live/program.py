"""The program under test: a profile of its own, run from the shell."""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), '..', '..'))
FOLKMOOT = os.path.abspath(os.environ.get('FOLKMOOT') or os.path.join(
    ROOT, os.environ.get('BUILD', 'build'), 'folkmoot'))
RUN_SECONDS = 60
STEP_SECONDS = 0.02
UNSPOKEN = ('member', 'state', 'unknown')
UNSEEN = re.compile(r'[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f'
                    r'\u202a-\u202e\u2066-\u2069]')


def poll(question, seconds=15, what=''):
    """The first true answer to a question, asked until there is one."""
    end = time.monotonic() + seconds
    while True:
        answer = question()
        if answer:
            return answer
        if time.monotonic() > end:
            raise AssertionError(f'not within {seconds} s: '
                                 f'{what() if callable(what) else what}')
        time.sleep(STEP_SECONDS)


def is_sentence(words):
    """Whether it is fit to be shown to a person: one line, and no codes."""
    words = re.sub(r'[$!@#]\S+', 'ID', words)
    return bool(re.fullmatch(r'[^\n]*[a-z]{3,}[^\n]*\n?', words)) and \
        not re.search(r'[{}]|M_[A-Z]|<html|errno|0x|\(null\)', words)


class Result:
    """What came of a run."""

    def __init__(self, args, status, out, err):
        self.args, self.status, self.out, self.err = args, status, out, err

    def __iter__(self):
        return iter((self.status, self.out, self.err))

    def __repr__(self):
        return (f'folkmoot {" ".join(self.args)}: status {self.status}\n'
                f'-- out --\n{self.out}-- err --\n{self.err}')


class Profile:
    """A person's folkmoot: state, runtime directory and home below `path`."""

    def __init__(self, path, name='profile'):
        self.path = os.path.join(path, name)
        self.home = os.path.join(path, name + '-home')
        os.makedirs(self.home, mode=0o700)
        # short: the path of a socket may not be longer than 107 bytes
        self.runtime = tempfile.mkdtemp(prefix='folkmoot-run-')
        self.env = {'HOME': self.home, 'XDG_RUNTIME_DIR': self.runtime,
                    'PATH': os.environ['PATH'], 'LC_ALL': 'C.UTF-8',
                    'TZ': 'UTC', 'G_DEBUG': 'fatal-criticals'}
        for name_, value in os.environ.items():
            if name_.endswith('SAN_OPTIONS'):
                self.env[name_] = value
        self.running = []
        self.user = None

    def file(self, name):
        """A file of the profile."""
        return os.path.join(self.path, name)

    def command(self, *args):
        """The words of a command."""
        return [FOLKMOOT, '--profile', self.path, *args]

    # ---- running --------------------------------------------------------

    def popen(self, *args, **more):
        """Start a command and leave it running; ended with the test."""
        child = subprocess.Popen(
            self.command(*args), env=self.env, start_new_session=True,
            **{'stdin': subprocess.DEVNULL, 'stdout': subprocess.PIPE,
               'stderr': subprocess.PIPE, **more})
        self.running.append(child)
        return child

    def run(self, *args, input=None, timeout=RUN_SECONDS):
        """Run a command to its end; a crash fails the test."""
        child = self.popen(*args, stdin=subprocess.PIPE)
        try:
            out, err = child.communicate((input or '').encode(), timeout)
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGABRT)
            out, err = child.communicate()
            raise AssertionError(
                f'folkmoot {" ".join(args)} did not end in {timeout} s\n'
                f'{out.decode()}\n{err.decode()}') from None
        self.running.remove(child)
        result = Result(args, child.returncode, out.decode(), err.decode())
        assert result.status in (0, 1, 2, 3), result
        assert 'Sanitizer' not in result.err, result
        return result

    def ok(self, *args, **more):
        """Run a command that must succeed; its output."""
        result = self.run(*args, **more)
        assert result.status == 0, result
        return result.out

    def fails(self, *args, status=1, **more):
        """Run a command that must fail, and say why in one clean sentence."""
        result = self.run(*args, **more)
        assert result.status == status, result
        assert is_sentence(result.err), result
        return result.err

    def json(self, *args, status=0, **more):
        """The objects that a command answers with."""
        result = self.run('--json', *args, **more)
        assert result.status == status, result
        objects = [json.loads(line)
                   for line in result.out.split('\n')[:-1]]
        assert all(isinstance(one, dict) for one in objects), result
        return objects

    def one(self, *args, **more):
        """The only object that a command answers with."""
        objects = self.json(*args, **more)
        assert len(objects) == 1, objects
        return objects[0]

    def end(self):
        """End whatever still runs."""
        for child in self.running:
            if child.poll() is None:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(child.pid, signal.SIGKILL)
            child.communicate()
        shutil.rmtree(self.runtime, ignore_errors=True)

    # ---- what is done often ----------------------------------------------

    def login(self, user):
        """Log in as a user of a live server."""
        self.login_at(user.url, user.local, user.password)
        self.user = user
        return self

    def login_at(self, url, name, password='secret'):
        """Log in anywhere."""
        self.ok('login', 'matrix', url, '--user', name, '--password-stdin',
                input=password + '\n')
        return self

    def sync(self):
        """Catch up; fails where that is not possible."""
        self.ok('sync', '--timeout', '30')
        return self

    def room(self, name):
        """The only room or space with a name."""
        found = [one for one in self.json('rooms') + self.json('spaces')
                 if one['name'] == name]
        assert len(found) == 1, (name, found)
        return found[0]

    def read(self, room, *args):
        """The posts of a room, oldest first."""
        return self.json('read', room, *args)

    def said(self, room, *args):
        """What was said in a room, without what was done there."""
        return [one for one in self.read(room, *args)
                if one['kind'] not in UNSPOKEN and not one['redacted']]

    def texts(self, room, *args):
        """The texts of what was said."""
        return [one['text'] for one in self.said(room, *args)]

    def sync_until(self, question, seconds=20):
        """Catch up until something is so (for what federation brings)."""
        return poll(lambda: self.sync() and question(), seconds)


def is_clean(words):
    """Whether a terminal may be given these words."""
    return not UNSEEN.search(words)
