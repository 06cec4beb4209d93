"""The command line by itself: words, answers, errors, exit status."""

import fcntl
import json
import os
import pty
import re
import select
import signal
import subprocess
import termios

import pytest

from server import faults
from program import is_clean, is_sentence, poll

STATUS = {'done': 0, 'failed': 1, 'usage': 2, 'kept': 3}


@pytest.fixture
def place(folkmoot, scripted):
    """Ann at a scripted server, in a room with Ben."""
    class Place:
        server, world = scripted, scripted.world
        room = scripted.world.room('general', scripted.ann, scripted.ben)
        profile = folkmoot().login_at(scripted.url, 'ann')

        def said(self):
            """What Ann has said."""
            return [body for sender, body in self.world.said(self.room)
                    if sender == self.server.ann]

        def say(self, words):
            """Ben says something; the event's id."""
            return self.world.say(self.room, self.server.ben, words)
    return Place()


class Typed:
    """A command at a terminal of its own."""

    def __init__(self, profile, *args, **env):
        self.master, slave = pty.openpty()
        self.slave = slave
        self.child = subprocess.Popen(
            profile.command(*args), env={**profile.env, 'TERM': 'xterm',
                                         **env},
            stdin=slave, stdout=slave, stderr=slave,
            preexec_fn=self.take_terminal)
        self.seen = b''

    @staticmethod
    def take_terminal():
        """In the child: a session with this terminal."""
        os.setsid()
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    def echoes(self):
        """Whether the terminal shows what is typed."""
        return bool(termios.tcgetattr(self.slave)[3] & termios.ECHO)

    def look(self):
        """All that has been printed so far."""
        while select.select([self.master], [], [], 0)[0]:
            self.seen += os.read(self.master, 65536)
        return self.seen.decode()

    def until(self, words):
        """Wait until something is on the terminal."""
        poll(lambda: words in self.look(), 15, self.look)

    def type(self, text):
        """Type something."""
        os.write(self.master, text.encode())

    def end(self):
        """Wait for the end; the exit status."""
        poll(lambda: self.look() is not None and
             self.child.poll() is not None)
        self.look()
        return self.child.returncode

    def close(self):
        """Give the terminal back."""
        if self.child.poll() is None:
            self.child.kill()
            self.child.wait()
        os.close(self.master)
        os.close(self.slave)


@pytest.fixture
def typed():
    """Makes commands at terminals: typed(profile, 'login', …)."""
    made = []

    def make(*args, **env):
        made.append(Typed(*args, **env))
        return made[-1]
    yield make
    for one in made:
        one.close()


# ---- words and status -------------------------------------------------------

@pytest.mark.parametrize('words, part', (
    ([], 'help'),
    (['sedn', 'general', 'x'], 'Did you mean send?'),
    (['xyzzy'], 'help'),
    (['task'], 'task add'),
    (['send'], 'ROOM is missing'),
    (['send', 'general'], 'TEXT is missing'),
    (['read', 'general', '--limit', 'x'], 'from 1 to'),
    (['read', 'general', '--nothing'], '--nothing'),
    (['read', 'a', 'b'], '"b"'),
    (['doc', 'man7'], 'man1'),
    (['login', 'mastodon', 'x'], 'matrix'),
    (['--profile'], '--profile'),
))
def test_wrong_words(folkmoot, words, part):
    assert part in folkmoot().fails(*words, status=STATUS['usage'])


@pytest.mark.parametrize('words', (
    ['rooms'], ['read', 'general'], ['send', 'general', 'x'], ['sync'],
    ['task', 'list'], ['search', 'x'], ['outbox'], ['logout'],
))
def test_without_an_account_the_way_to_one_is_said(folkmoot, words):
    assert 'folkmoot login' in folkmoot().fails(*words)


def test_errors_as_json(folkmoot):
    profile = folkmoot()
    for words, status, code in ((['sedn'], 2, 'usage'),
                                (['rooms'], 1, 'not_found')):
        result = profile.run('--json', *words)
        assert (result.status, result.out) == (status, '')
        error = json.loads(result.err)['error']
        assert error['code'] == code and is_sentence(error['message'])


def test_options_stand_before_and_after(place):
    place.profile.sync()
    before = place.profile.ok('--json', 'rooms')
    assert place.profile.ok('rooms', '--json') == before
    assert json.loads(before)['name'] == 'general'


def test_help(folkmoot):
    profile = folkmoot()
    everything = profile.ok('help')
    for command in ('login', 'send', 'task add', 'outbox', 'screen'):
        assert command in everything
    assert profile.ok('--help') == everything
    one = profile.ok('help', 'task', 'add')
    assert '--assign USER' in one
    assert profile.ok('task', 'add', '--help') == one
    assert profile.ok('--help', 'send', 'general', 'x').startswith(
        'folkmoot send ROOM TEXT')
    assert re.fullmatch(r'folkmoot \d+\.\d+\.\d+\n', profile.ok('--version'))


def test_pages_are_made(folkmoot):
    profile = folkmoot()
    for page in ('man1', 'man5', 'bash', 'zsh', 'fish', 'keys', 'options'):
        assert len(profile.ok('doc', page).splitlines()) > 10
    assert profile.json('keys')[0].keys() >= {'view', 'key', 'command'}


def test_completion_of_bash_works(folkmoot, tmp_path):
    profile = folkmoot()
    script = tmp_path / 'folkmoot.bash'
    script.write_text(profile.ok('doc', 'bash'))

    def complete(*words):
        line = ' '.join(f"'{word}'" for word in words)
        program = (f'. {script}; COMP_WORDS=({line}); '
                   f'COMP_CWORD={len(words) - 1}; _folkmoot 2>/dev/null; '
                   'printf "%s\\n" "${COMPREPLY[@]}"')
        return subprocess.run(
            ['bash', '-c', program], env=profile.env, text=True, check=True,
            capture_output=True).stdout.split()

    assert complete('folkmoot', 'roo') == ['room', 'rooms']
    assert complete('folkmoot', 'task', 'do') == ['done']
    assert complete('folkmoot', '--json', 'task', 'add', '--du') == ['--due']
    assert complete('folkmoot', 'send', '--reply') == ['--reply-to']


def test_bad_lines_of_the_config(folkmoot):
    profile = folkmoot()
    profile.ok('accounts')
    with open(profile.file('config'), 'w', encoding='utf-8') as config:
        config.write('set time-format 12h\nset theem dark\n'
                     'bind any j dwon\n')
    result = profile.run('check-config')
    assert result.status == 1
    first, second = result.out.splitlines()
    assert f'{profile.file("config")}:2: ' in first and 'theme?' in first
    assert ':3: ' in second and 'down' in second
    assert profile.run('accounts').status == 0


# ---- standard input and output ----------------------------------------------

def test_a_closed_pipe_is_fine(place):
    place.world.timeline_limit = 1000
    for number in range(300):
        place.say(f'{number} ' + 'x' * 500)
    place.profile.sync()
    line = ' '.join(place.profile.command('read', 'general', '--limit',
                                          '300'))
    result = subprocess.run(
        ['bash', '-c', f'{line} | head -1; echo ${{PIPESTATUS[0]}}'],
        env=place.profile.env, text=True, capture_output=True, check=True)
    assert result.stdout.splitlines()[-1] == '0'
    assert result.stderr == ''


def test_a_full_disk_is_said(place):
    place.profile.sync()
    with open('/dev/full', 'wb') as full:
        result = subprocess.run(
            place.profile.command('rooms'), env=place.profile.env,
            stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert result.returncode == 1 and is_sentence(result.stderr)


@pytest.mark.parametrize('text, part', (
    (b'a\0b', 'NUL'), (b'x' * 60001, '60,000'), (b'\xff\xfe', 'UTF-8'),
    (b'', 'no text'),
))
def test_standard_input_that_is_no_message(place, text, part):
    place.profile.sync()
    child = place.profile.popen('send', 'general', '-',
                                stdin=subprocess.PIPE)
    err = child.communicate(text)[1].decode()
    assert child.returncode in (1, 2) and part in err and is_sentence(err)
    assert place.said() == []


def test_the_longest_message(place):
    place.profile.sync()
    text = 'word ' * 12000
    place.profile.ok('send', 'general', '-', input=text.strip() + '\n')
    assert place.said() == [text.strip()]


def test_people_see_no_codes(place):
    place.say('see https://example.org and **this**')
    place.profile.sync()
    for words in (['rooms'], ['members', 'general'], ['read', 'general'],
                  ['search', 'this'], ['accounts'], ['task', 'list']):
        out = place.profile.ok(*words)
        assert is_clean(out)
        assert '\033' not in out


def test_a_terminal_has_colours_unless_not_wanted(place, typed):
    place.say('hello')
    place.profile.sync()
    plain = typed(place.profile, 'read', 'general', NO_COLOR='1')
    assert plain.end() == 0 and '\033' not in plain.look()
    bright = typed(place.profile, 'read', 'general')
    assert bright.end() == 0 and '\033[1mBen\033[0m' in bright.look()
    dumb = typed(place.profile, 'read', 'general', TERM='dumb')
    assert dumb.end() == 0 and '\033' not in dumb.look()


# ---- passwords ---------------------------------------------------------------

def test_the_password_is_not_echoed(folkmoot, scripted, typed):
    profile = folkmoot()
    login = typed(profile, 'login', 'matrix', scripted.url, '--user', 'ann')
    login.until('Password of ann')
    assert not login.echoes()
    login.type('secret\n')
    assert login.end() == 0, login.look()
    assert login.echoes()
    assert 'secret' not in login.look()
    assert profile.one('accounts')['user'] == scripted.ann


@pytest.mark.parametrize('way', ('key', 'signal'))
def test_the_terminal_is_itself_after_an_interrupt(folkmoot, scripted, typed,
                                                   way):
    login = typed(folkmoot(), 'login', 'matrix', scripted.url, '--user',
                  'ann')
    login.until('Password of ann')
    if way == 'key':
        login.type('\x03')
    else:
        login.child.send_signal(signal.SIGTERM)
    assert login.end() in (-signal.SIGINT, -signal.SIGTERM)
    assert login.echoes()


def test_password_from_a_command(folkmoot, scripted):
    profile = folkmoot()
    answer = profile.one('login', 'matrix', scripted.url, '--user', 'ann',
                         '--password-command', 'echo secret')
    assert answer.keys() >= {'account', 'user', 'server', 'device'}
    assert answer['user'] == scripted.ann
    assert 'did not work' in profile.fails(
        'login', 'matrix', scripted.url, '--user', 'ben',
        '--password-command', 'exit 3')


def test_without_a_terminal_a_password_cannot_be_asked(folkmoot, scripted):
    err = folkmoot().fails('login', 'matrix', scripted.url, '--user', 'ann')
    assert '--password-stdin' in err


# ---- what is kept ------------------------------------------------------------

def test_offline_it_is_kept(place):
    place.profile.sync()
    place.server.fail_always('*', faults.Cut())
    result = place.profile.run('send', 'general', 'later')
    assert result.status == STATUS['kept'] and is_sentence(result.err)
    assert 'kept' in result.err
    answer = place.profile.one('send', 'general', 'again',
                               status=STATUS['kept'])
    assert (answer['state'], answer['id']) == ('waiting', None)
    task = place.profile.one('task', 'add', 'general', 'Later',
                             status=STATUS['kept'])
    assert (task['state'], task['title']) == ('waiting', 'Later')
    waiting = place.profile.json('outbox')
    assert [one['text'] for one in waiting] == ['later', 'again', 'Later']
    assert {one['state'] for one in waiting} == {'waiting'}
    assert place.profile.texts('general')[-3:-1] == ['later', 'again']
    place.profile.ok('outbox', 'drop', str(waiting[0]['op']))
    assert len(place.profile.json('outbox')) == 2


def test_what_failed_can_be_sent_again(place):
    place.profile.sync()
    place.server.fail_always('send', faults.Status(403, 'M_FORBIDDEN'))
    assert place.profile.run('send', 'general', 'x').status == 1
    failed = place.profile.one('outbox')
    assert (failed['state'], failed['kind'], failed['room']) == (
        'failed', 'send', place.room)
    assert failed['error'] and failed['tries'] == 1
    assert place.profile.run('outbox', 'resend',
                             str(failed['op'])).status == 1
    place.server.heal()
    place.profile.ok('outbox', 'resend', str(failed['op']))
    assert place.said() == ['x']
    assert place.profile.json('outbox') == []


# ---- nothing is started that is not needed ---------------------------------------

def test_readers_ask_no_server(place):
    place.say('hello')
    place.profile.sync()
    asked = len(place.server.requests)
    for words in (['rooms'], ['spaces'], ['accounts'], ['search', 'hello'],
                  ['task', 'list'], ['outbox'], ['read', 'general', '--limit',
                                                 '1']):
        place.profile.ok(*words)
    assert len(place.server.requests) == asked
