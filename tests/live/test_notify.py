"""Notices: on a desktop of the test's own, or rung by the terminal."""

import contextlib
import os
import re
import subprocess
import tempfile
import threading
import time
from urllib.parse import quote

import pytest
from jeepney import MessageType, new_error, new_method_return
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection

from program import poll

NAME = 'org.freedesktop.Notifications'
NO_METHOD = 'org.freedesktop.DBus.Error.UnknownMethod'
BUS = """<busconfig>
<type>session</type><listen>unix:dir={folder}</listen>
<policy context="default">
<allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/>
</policy>
</busconfig>
"""
KITTY = {'KITTY_WINDOW_ID': '1'}
FOCUS_IN, FOCUS_OUT = ('1b', '5b', '49'), ('1b', '5b', '4f')


class Notice:
    """What a desktop has been asked to show."""

    def __init__(self, number, words):
        (self.app, self.replaces, _, self.title, self.body, _, self.hints,
         _) = words
        self.number = self.replaces or number

    def __repr__(self):
        return f'{self.number}: {self.title!r} {self.body!r}'


class Desktop(threading.Thread):
    """A notification daemon, which can be one that never answers."""

    def __init__(self, address, silent=False):
        super().__init__(daemon=True)
        self.silent = silent
        self.asked, self.shown, self.closed = [], [], []
        self.link = open_dbus_connection(address)
        answer = self.link.send_and_get_reply(message_bus.RequestName(NAME))
        assert answer.body == (1,), answer.body
        self.methods = {
            'GetServerInformation': lambda: (
                'ssss', ('recorder', 'folkmoot', '1', '1.2')),
            'GetCapabilities': lambda: ('as', (['body', 'body-markup'],)),
            'Notify': self.notify,
            'CloseNotification': self.close_notification}

    def notify(self, *words):
        """Show a notice."""
        self.shown.append(Notice(len(self.shown) + 1, words))
        return 'u', (self.shown[-1].number,)

    def close_notification(self, number):
        """Take a notice back."""
        self.closed.append(number)
        return None, ()

    def answer(self, call):
        """Do what a call asks for."""
        name = call.header.fields.get(3)
        self.asked.append(name)
        if self.silent:
            return
        if name in self.methods:
            signature, values = self.methods[name](*call.body)
            self.link.send(new_method_return(call, signature, values))
        else:
            self.link.send(new_error(call, NO_METHOD))

    def run(self):
        with contextlib.suppress(OSError, EOFError), self.link:
            while True:
                call = self.link.receive()
                if call.header.message_type == MessageType.method_call:
                    self.answer(call)

    def titles(self):
        """The titles of what was shown."""
        return [one.title for one in self.shown]

    def wait_for(self, title):
        """Wait until a notice with a title is shown; the last of them."""
        return poll(lambda: [one for one in self.shown
                             if one.title == title],
                    what=lambda: f'{title!r} among {self.shown}')[-1]


class Bus:
    """A D-Bus session that knows no service but what a test puts there."""

    def __init__(self, folder):
        config = os.path.join(folder, 'bus.conf')
        with open(config, 'w', encoding='utf-8') as file:
            file.write(BUS.format(folder=folder))
        self.child = subprocess.Popen(
            ['dbus-daemon', '--config-file', config, '--nofork',
             '--print-address'], stdout=subprocess.PIPE, text=True)
        self.address = self.child.stdout.readline().strip()
        self.desktops = []

    def desktop(self, **more):
        """Put a notification daemon on the bus."""
        self.desktops.append(Desktop(self.address, **more))
        self.desktops[-1].start()
        return self.desktops[-1]

    def end(self):
        """End the bus, and with it all that is on it."""
        self.child.terminate()
        self.child.wait()
        self.child.stdout.close()
        for one in self.desktops:
            one.join()


@pytest.fixture
def bus():
    """A D-Bus session of the test's own."""
    with tempfile.TemporaryDirectory(prefix='folkmoot-bus-') as folder:
        one = Bus(folder)
        yield one
        one.end()


class Bytes:
    """All that a program writes to its terminal."""

    def __init__(self, terminal, path):
        self.path = path
        terminal.tmux('pipe-pane', f'exec cat >> {path}')

    def all(self):
        """The bytes until now."""
        with contextlib.suppress(FileNotFoundError), \
                open(self.path, 'rb') as file:
            return file.read()
        return b''

    def wait_for(self, words, count=1):
        """Wait until some bytes have been written so many times."""
        poll(lambda: self.all().count(words) >= count,
             what=lambda: f'{words} in {self.all()[-2000:]}')

    def bells(self):
        """How often the bell rang, sequences that BEL ends aside."""
        return re.sub(rb'\x1b[]P][^\x07\x1b]*\x07', b'', self.all()) \
            .count(b'\a')


@pytest.fixture
def scene(folkmoot, user, tui, tmp_path):
    """Ann at folkmoot in the room `general`; Ben and Cat elsewhere."""
    class Scene:
        ann, ben, cat = user('Ann Lee'), user('Ben Osei'), user('Cat Wu')
        general = ann.room('general', ben, cat)
        repairs = ann.room('repairs', ben, cat)

        def __init__(self):
            self.ben.client.send(self.general, 'Good morning')
            self.profile = folkmoot(self.ann)

        def say(self, room, words):
            """Ben says something."""
            return self.ben.client.send(room, words)

        def call(self, room, words):
            """Ben says something and names Ann."""
            return self.ben.client.send(room, {
                'msgtype': 'm.text', 'body': words,
                'm.mentions': {'user_ids': [self.ann.id]}})

        def rule(self, kind, name, **rule):
            """Ann has a push rule."""
            self.ann.client.put(
                f'/_matrix/client/v3/pushrules/global/{kind}/'
                f'{quote(name, safe="")}', rule)

        def start(self, way, *lines, **env):
            """Open folkmoot in `general`, connected; (terminal, Bytes)."""
            self.profile.sync()
            with open(self.profile.file('config'), 'w',
                      encoding='utf-8') as file:
                file.write('\n'.join((f'set notify {way}', *lines, '')))
            terminal = tui(self.profile, **env).shell()
            written = Bytes(terminal, str(tmp_path / 'written'))
            terminal.run_in_shell().wait_for('general')
            self.go(terminal, 'general', 'Good morning')
            self.seen(terminal, 'Let us begin')
            return terminal, written

        def go(self, terminal, name, words):
            """Go to a room by the switcher."""
            terminal.keys('C-k').type(name)
            terminal.wait_for(f'go to  {name}')
            terminal.keys('Enter').wait_for(words)

        def seen(self, terminal, words):
            """Ben says something in `general`, and Ann sees it there."""
            self.say(self.general, words)
            terminal.wait_for(words)
    return Scene()


def assert_keys_are_fast(terminal, words):
    """What is typed is on the screen within a second."""
    terminal.keys('c')
    before = time.monotonic()
    terminal.type(words).wait_for(words)
    assert time.monotonic() - before < 1


def focus(terminal, keys):
    """Tell the program of the terminal's focus, as the terminal would."""
    terminal.keys('-H', *keys)


def test_mention_says_who_and_where(scene, bus):
    desktop = bus.desktop()
    scene.start('desktop', DBUS_SESSION_BUS_ADDRESS=bus.address)
    scene.call(scene.repairs, 'Ann, the <b>boiler</b> leaks & drips')
    notice = desktop.wait_for('Ben Osei in repairs')
    assert notice.app == 'folkmoot'
    assert notice.body == \
        'Ann, the &lt;b&gt;boiler&lt;/b&gt; leaks &amp; drips'
    assert len(desktop.shown) == 1


def test_text_is_hidden(scene, bus):
    desktop = bus.desktop()
    scene.start('desktop', 'set notify-text no',
                DBUS_SESSION_BUS_ADDRESS=bus.address)
    scene.call(scene.repairs, 'a secret')
    assert desktop.wait_for('Ben Osei in repairs').body == ''
    assert 'secret' not in str([vars(one) for one in desktop.shown])


def test_room_in_sight_makes_none(scene, bus):
    desktop = bus.desktop()
    terminal, _ = scene.start('desktop', DBUS_SESSION_BUS_ADDRESS=bus.address)
    scene.call(scene.general, 'Ann, you see this')
    terminal.wait_for('Ann, you see this')
    scene.call(scene.repairs, 'Ann, not this')
    desktop.wait_for('Ben Osei in repairs')
    assert desktop.titles() == ['Ben Osei in repairs']


def test_room_in_sight_without_the_focus(scene, bus):
    """The person is elsewhere: told, and the notice goes when they return."""
    desktop = bus.desktop()
    terminal, _ = scene.start('desktop', DBUS_SESSION_BUS_ADDRESS=bus.address)
    focus(terminal, FOCUS_OUT)
    scene.call(scene.general, 'Ann, where are you?')
    notice = desktop.wait_for('Ben Osei in general')
    focus(terminal, FOCUS_IN)
    poll(lambda: notice.number in desktop.closed, what=terminal.screen)


def test_newer_message_takes_the_place_of_the_notice(scene, bus):
    desktop = bus.desktop()
    scene.start('desktop', DBUS_SESSION_BUS_ADDRESS=bus.address)
    scene.call(scene.repairs, 'the first')
    first = desktop.wait_for('Ben Osei in repairs')
    scene.call(scene.repairs, 'the second')
    poll(lambda: len(desktop.shown) == 2)
    assert desktop.shown[1].replaces == first.number
    assert desktop.shown[1].body == 'the second'


def test_read_elsewhere_takes_it_back(scene, bus):
    desktop = bus.desktop()
    scene.start('desktop', DBUS_SESSION_BUS_ADDRESS=bus.address)
    event = scene.call(scene.repairs, 'Ann, look')
    notice = desktop.wait_for('Ben Osei in repairs')
    assert not desktop.closed
    scene.ann.client.read(scene.repairs, event)
    poll(lambda: desktop.closed == [notice.number],
         what=lambda: desktop.closed)


def test_opening_the_room_takes_it_back(scene, bus):
    desktop = bus.desktop()
    terminal, _ = scene.start('desktop', DBUS_SESSION_BUS_ADDRESS=bus.address)
    scene.call(scene.repairs, 'Ann, look')
    notice = desktop.wait_for('Ben Osei in repairs')
    assert not desktop.closed
    scene.go(terminal, 'repairs', 'Ann, look')
    poll(lambda: desktop.closed == [notice.number],
         what=lambda: desktop.closed)


def test_muted_room_makes_none_but_for_a_keyword(scene, bus):
    desktop = bus.desktop()
    scene.rule('room', scene.repairs, actions=[])
    scene.rule('content', 'boiler', pattern='boiler', actions=[
        'notify', {'set_tweak': 'highlight'}])
    _, written = scene.start('desktop', DBUS_SESSION_BUS_ADDRESS=bus.address)
    scene.say(scene.repairs, 'nobody is told of this')
    scene.say(scene.repairs, 'the boiler leaks')
    desktop.wait_for('Ben Osei in repairs')
    assert [one.body for one in desktop.shown] == ['the boiler leaks']
    poll(lambda: written.bells() == 1)          # it is highlighted


def test_plain_message_makes_no_sound(scene):
    """Of three in a room one is told without a sound, if not named."""
    _, written = scene.start('osc9')
    scene.say(scene.repairs, 'good morning all')
    written.wait_for(b'\x1b]9;Ben Osei in repairs: good morning all\x1b\\')
    assert written.bells() == 0


def test_osc9(scene):
    _, written = scene.start('osc9')
    scene.call(scene.repairs, 'Ann, look; here')
    written.wait_for(b'\x1b]9;Ben Osei in repairs: Ann, look; here\x1b\\')


def test_osc777(scene):
    _, written = scene.start('osc777')
    scene.call(scene.repairs, 'Ann, look')
    written.wait_for(b'\x1b]777;notify;Ben Osei in repairs;Ann, look\x1b\\')


def test_osc_passes_through_tmux(scene):
    _, written = scene.start('osc9', TMUX='/tmp/of-another,1,0')
    scene.call(scene.repairs, 'Ann, look')
    written.wait_for(b'\x1bPtmux;\x1b\x1b]9;Ben Osei in repairs: Ann, look'
                     b'\x1b\x1b\\\x1b\\')


def test_osc_hides_the_text(scene):
    _, written = scene.start('osc9', 'set notify-text no')
    scene.call(scene.repairs, 'a secret')
    written.wait_for(b'\x1b]9;Ben Osei in repairs\x1b\\')


def test_bell_rings_for_who_is_named(scene):
    terminal, written = scene.start('bell')
    scene.say(scene.repairs, 'good morning all')
    scene.seen(terminal, 'all is quiet')
    assert written.bells() == 0
    scene.call(scene.repairs, 'Ann, look')
    poll(lambda: written.bells() == 1)
    scene.seen(terminal, 'that was all')
    assert written.bells() == 1


def test_off_is_silent(scene):
    terminal, written = scene.start('off', **KITTY)
    scene.call(scene.repairs, 'Ann, look')
    scene.seen(terminal, 'that was all')
    assert written.bells() == 0
    assert b'\x1b]9;' not in written.all()


def test_desktop_that_never_answers(scene, bus):
    """The terminal rings instead, soon, and no key waits for the desktop."""
    desktop = bus.desktop(silent=True)
    terminal, written = scene.start(
        'desktop', DBUS_SESSION_BUS_ADDRESS=bus.address, **KITTY)
    scene.call(scene.repairs, 'Ann, look')
    poll(lambda: desktop.asked, what=terminal.screen)
    assert_keys_are_fast(terminal, 'typed while it hangs')
    written.wait_for(b'\x1b]9;Ben Osei in repairs: Ann, look\x1b\\')
    scene.call(scene.repairs, 'Ann, once more')
    written.wait_for(b'\x1b]9;Ben Osei in repairs: Ann, once more\x1b\\')
    terminal.keys('C-q').wait_match(r'shell\$ ?\n*\Z')
    terminal.type('echo "status $?"').keys('Enter')
    terminal.wait_match(r'(?m)^status 0$')


def test_desktop_that_is_not_there(scene, bus):
    terminal, written = scene.start(
        'desktop', DBUS_SESSION_BUS_ADDRESS=bus.address, **KITTY)
    scene.call(scene.repairs, 'Ann, look')
    written.wait_for(b'\x1b]9;Ben Osei in repairs: Ann, look\x1b\\')
    assert_keys_are_fast(terminal, 'typed without a desktop')


@pytest.mark.parametrize('address', ('', 'unix:path=/nonexistent/bus'))
def test_no_bus(scene, address):
    terminal, written = scene.start(
        'desktop', DBUS_SESSION_BUS_ADDRESS=address, **KITTY)
    scene.call(scene.repairs, 'Ann, look')
    written.wait_for(b'\x1b]9;Ben Osei in repairs: Ann, look\x1b\\')
    assert_keys_are_fast(terminal, 'typed without a bus')


def test_no_desktop_and_a_terminal_that_has_but_a_bell(scene, bus):
    """It rings once for each, the one that the desktop failed on too."""
    terminal, written = scene.start(
        'desktop', DBUS_SESSION_BUS_ADDRESS=bus.address)
    scene.call(scene.repairs, 'Ann, look')
    poll(lambda: written.bells() == 1, what=terminal.screen)
    scene.seen(terminal, 'a while later')
    scene.call(scene.repairs, 'Ann, once more')
    scene.seen(terminal, 'that was all')
    poll(lambda: written.bells() >= 2, what=terminal.screen)
    assert written.bells() == 2


def test_outlives_the_desktop(scene, bus):
    """The bus goes away, as when somebody logs out of the desktop."""
    desktop = bus.desktop()
    terminal, written = scene.start(
        'desktop', DBUS_SESSION_BUS_ADDRESS=bus.address, **KITTY)
    scene.call(scene.repairs, 'Ann, look')
    desktop.wait_for('Ben Osei in repairs')
    bus.end()
    scene.call(scene.repairs, 'Ann, still there?')
    written.wait_for(b'\x1b]9;Ben Osei in repairs: Ann, still there?\x1b\\')
    assert_keys_are_fast(terminal, 'typed after the desktop')
