"""The screen, in a real terminal, with a real homeserver behind it."""

import os
import re
import signal
from urllib.parse import quote

import pytest

from program import is_clean, poll
from server import faults, hostile

PLAIN = re.compile(r'[\n -~]*')


@pytest.fixture
def place(folkmoot, user, tui):
    """Ann at folkmoot, Ben elsewhere, and two rooms."""
    class Place:
        ann, ben = user('Ann Lee'), user('Ben Osei')
        room = ann.room('general', ben)
        other = ann.room('repairs', ben)

        def __init__(self):
            self.ben.client.send(self.room, 'Good morning')
            self.profile = folkmoot(self.ann).sync()

        def say(self, words, room=None):
            """Ben says something."""
            return self.ben.client.send(room or self.room, words)

        def start(self, **more):
            """Open folkmoot; the terminal, with the first room on it."""
            terminal = tui(self.profile, **more).start()
            terminal.wait_for('general')
            return terminal

        def go(self, terminal, name='general', words='Good morning'):
            """Go to a room by the switcher."""
            terminal.keys('C-k')
            terminal.type(name)
            terminal.wait_for(f'go to  {name}')
            terminal.keys('Enter')
            if words:
                terminal.wait_for(words)
            return terminal
    return Place()


def test_opens_and_shows_a_room(place):
    terminal = place.start()
    place.go(terminal)
    screen = terminal.wait_for('Ben Osei')
    assert 'repairs' in screen


@pytest.mark.parametrize('size', ((80, 24), (120, 40), (200, 60)))
def test_sizes(place, size):
    terminal = place.go(place.start(size=size))
    screen = terminal.wait_for('general')
    assert len(screen.splitlines()) <= size[1]


def test_type_and_send(place):
    terminal = place.go(place.start())
    terminal.keys('c').type('Hello from the terminal')
    terminal.wait_for('Hello from the terminal')
    assert 'Hello from the terminal' not in place.ben.said(place.room)
    terminal.keys('Enter')
    poll(lambda: 'Hello from the terminal' in place.ben.said(place.room))
    assert place.ben.said(place.room).count('Hello from the terminal') == 1


def test_message_of_a_colleague_appears(place):
    terminal = place.go(place.start())
    place.say('It is raining')
    terminal.wait_for('It is raining')


def test_edit_and_reaction_appear(place):
    terminal = place.go(place.start())
    event = place.say('It is rainign')
    terminal.wait_for('It is rainign')
    place.ben.client.send(place.room, {
        'msgtype': 'm.text', 'body': '* It pours', 'm.mentions': {},
        'm.new_content': {'msgtype': 'm.text', 'body': 'It pours',
                          'm.mentions': {}},
        'm.relates_to': {'rel_type': 'm.replace', 'event_id': event}})
    terminal.wait_for('It pours')
    place.ben.client.redact(place.room, event)
    terminal.wait_gone('It pours')


def test_pasted_lines_do_not_send(place):
    terminal = place.go(place.start())
    terminal.keys('c')
    terminal.tmux('set-buffer', 'one line\nqqq another\n')
    terminal.tmux('paste-buffer', '-p')
    terminal.wait_for('qqq another')
    assert place.ben.said(place.room) == ['Good morning']
    terminal.keys('Enter')
    poll(lambda: len(place.ben.said(place.room)) == 2)
    assert place.ben.said(place.room)[-1].strip() == 'one line\nqqq another'


def test_command_in_the_shell_while_open(place):
    terminal = place.go(place.start())
    assert place.profile.one('send', 'general', 'from the shell')[
        'state'] == 'sent'
    terminal.wait_for('from the shell')
    assert place.ben.said(place.room).count('from the shell') == 1


def test_second_screen_takes_over(place):
    first = place.go(place.start())
    second = place.go(place.start())
    first_pid = first.pid()
    os.kill(first_pid, signal.SIGKILL)
    first.wait_ended()
    place.say('Are you still there?')
    second.wait_for('Are you still there?', 30)
    second.keys('c').type('I am')
    second.keys('Enter')
    poll(lambda: place.ben.said(place.room).count('I am') == 1)


def test_reading_is_told_to_the_server(place):
    place.go(place.start())
    last = place.say('Read this')

    def receipt():
        answer = place.ben.client.sync()['rooms']['join'][place.room]
        return last in str(answer['ephemeral'])
    poll(receipt, what='a receipt')


def test_keys_that_come_at_once(place):
    """As somebody types who knows the way, over a slow connection."""
    terminal = place.start()
    terminal.keys('C-k', *'repairs', 'Enter', 'c', *'hello', 'Enter')
    poll(lambda: place.ben.said(place.other) == ['hello'],
         what=terminal.screen)
    assert place.ben.said(place.room) == ['Good morning']


def test_typing_is_seen(place):
    terminal = place.go(place.start())
    place.ben.client.put(
        f'/_matrix/client/v3/rooms/{quote(place.room)}/typing/'
        f'{quote(place.ben.id)}', {'typing': True, 'timeout': 20000})
    terminal.wait_for('Ben Osei is writing')


def test_invitation_and_new_name_appear(place):
    terminal = place.go(place.start())
    place.ben.client.create(name='allotments', invite=[place.ann.id])
    terminal.wait_for('allotments')
    place.ann.client.set_state(place.other, 'm.room.name',
                               {'name': 'roofs and gutters'})
    terminal.wait_for('roofs and gutters')


def test_help(place):
    terminal = place.go(place.start())
    terminal.keys('?')
    terminal.wait_for('answer the selected message')
    terminal.keys('Escape')
    terminal.wait_for('Good morning')


def test_task_from_the_screen(place):
    terminal = place.go(place.start())
    terminal.command('task add Fix the boiler')
    poll(lambda: '☐ Fix the boiler' in place.ben.said(place.room),
         what=terminal.screen)
    terminal.keys('F4')
    terminal.wait_for('Fix the boiler')


def test_quit_restores_the_terminal(place, tui):
    terminal = tui(place.profile).shell().run_in_shell()
    terminal.wait_for('general')
    assert terminal.fact('alternate_on') == '1'
    terminal.keys('C-q')
    assert_shell_is_well(terminal)


def assert_shell_is_well(terminal):
    """The shell has its terminal back as it was."""
    poll(lambda: terminal.fact('alternate_on') == '0', what=terminal.screen)
    terminal.wait_match(r'shell\$ ?\n*\Z')
    terminal.type('echo w"e"ll')
    terminal.wait_for('echo w"e"ll')            # it is echoed
    terminal.keys('Enter')
    terminal.wait_match(r'(?m)^well$')
    terminal.type('stty -a | tr " " "\\n" | grep -cx -e icanon -e echo')
    terminal.keys('Enter')
    terminal.wait_match(r'(?m)^2$')


def test_stop_and_continue(place, tui):
    terminal = tui(place.profile).shell().run_in_shell()
    place.go(terminal.wait_for('general') and terminal)
    terminal.keys('C-z')
    assert_shell_is_well(terminal)
    place.say('while you were away')
    terminal.type('fg')
    terminal.keys('Enter')
    terminal.wait_for('while you were away')
    assert terminal.fact('alternate_on') == '1'


@pytest.mark.parametrize('number', (signal.SIGHUP, signal.SIGTERM),
                         ids=lambda one: one.name)
def test_signal_restores_the_terminal_and_keeps_the_draft(place, tui,
                                                          number):
    terminal = tui(place.profile).shell().run_in_shell()
    terminal.wait_for('general')
    place.go(terminal).keys('c').type('not yet finish')
    terminal.wait_for('not yet finish')
    os.kill(terminal.folkmoot_pid(), number)
    assert_shell_is_well(terminal)
    assert place.ben.said(place.room) == ['Good morning']
    terminal.type('clear')
    terminal.keys('Enter')
    terminal.run_in_shell()
    terminal.wait_for('general')
    place.go(terminal)
    terminal.wait_for('not yet finish')


def test_terminal_that_goes_away(place):
    terminal = place.go(place.start())
    terminal.keys('c').type('half a word')
    terminal.wait_for('half a word')
    pid = terminal.pid()
    terminal.close()
    poll(lambda: not os.path.exists(f'/proc/{pid}'))
    place.go(place.start()).wait_for('half a word')


def test_draft_outlives_a_crash(place):
    terminal = place.go(place.start())
    terminal.keys('c').type('written before the crash')
    terminal.wait_for('written before the crash')
    os.kill(terminal.pid(), signal.SIGKILL)
    terminal.wait_ended()
    place.go(place.start()).wait_for('written before the crash')


def test_draft_stays_in_its_room(place):
    terminal = place.go(place.start())
    terminal.keys('c').type('for general only')
    terminal.wait_for('for general only')
    place.go(terminal, 'repairs', None)
    terminal.wait_gone('for general only')
    place.go(terminal)
    terminal.wait_for('for general only')


@pytest.mark.parametrize('term', ('xterm', 'xterm-256color', 'screen',
                                  'linux', 'vt220'))
def test_terminals(place, term):
    terminal = place.go(place.start(term=term, size=(80, 24)))
    place.say('seen on any terminal')
    terminal.wait_for('seen on any terminal')


def test_plain_c_locale(place):
    place.say('café 日本')
    terminal = place.go(place.start(LC_ALL='C', LANG='C'), words='caf')
    terminal.wait_for('Good morning')
    screen = terminal.screen()
    assert PLAIN.fullmatch(screen), screen


def test_no_color(place):
    terminal = place.go(place.start(NO_COLOR='1'))
    painted = terminal.tmux('capture-pane', '-p', '-e')
    assert not re.search(r'\x1b\[[0-9;]*[34][0-8]', painted)


def test_terminal_that_is_too_small(place):
    terminal = place.go(place.start(size=(80, 24)))
    terminal.resize(39, 9)
    terminal.wait_for('too small')
    terminal.resize(9, 2)
    terminal.wait_gone('too small')
    terminal.resize(80, 24)
    terminal.wait_for('Good morning')


def test_resizing_keeps_everything(place):
    terminal = place.go(place.start(size=(120, 40)))
    terminal.keys('c').type('a draft')
    for size in (80, 24), (60, 16), (200, 50), (120, 40):
        terminal.resize(*size)
        terminal.wait_for('a draft')


def test_without_an_account_it_leads_through_the_login(folkmoot, user, tui):
    ann = user('Ann Lee')
    ann.room('general')
    terminal = tui(folkmoot()).start()
    terminal.wait_for('Welcome')
    terminal.type(ann.url)
    terminal.keys('Tab').type(ann.local)
    terminal.keys('Tab').type('sesame')
    terminal.keys('Enter').wait_for('password')
    assert 'sesame' not in terminal.wait_for('does not accept')
    terminal.keys('C-u').type(ann.password)
    terminal.keys('Enter').wait_for('general')


def test_hostile_words_do_no_harm(place):
    terminal = place.go(place.start())
    place.say('\x1b[2J\x1b]0;owned\x07\u202egnp.exe\x9b31m')
    place.say('after that')
    screen = terminal.wait_for('after that')
    assert 'Good morning' in screen
    assert terminal.fact('pane_title') != 'owned'


def test_hostile_room(folkmoot, scripted, tui):
    """Everything hostile at once, scrolled through to its beginning."""
    room = scripted.world.room('general', '@ann', '@ben')
    scripted.world.say(room, '@ben', 'the very first')
    for _, event in hostile.everything():
        scripted.world.add(room, event)
    scripted.world.say(room, '@ben', 'the very last')
    terminal = tui(folkmoot().login_at(scripted.url, 'ann').sync()).start()
    terminal.wait_match('(?m)^ *(INTERNAL|EXTERNAL|PUBLIC)')
    title = terminal.fact('pane_title')
    terminal.keys('C-k')
    terminal.wait_for('go to')
    terminal.keys('Enter').wait_for('the very last')

    def has_scrolled(screen):
        terminal.keys('g')
        return 'the very first' in screen
    terminal.wait(has_scrolled, 30, 'the beginning of the room')
    assert is_clean(terminal.screen())
    assert terminal.fact('pane_title') == title
    terminal.keys('G').wait_for('the very last')


def test_logged_out_while_open(place):
    terminal = place.go(place.start())
    place.ann.client.post('/_matrix/client/v3/logout/all')
    terminal.wait_match('(?i)log(ged)? (in|out)')
    assert 'Good morning' in place.profile.texts('general')


def test_server_that_is_away(folkmoot, scripted, tui):
    room = scripted.world.room('general', '@ann', '@ben')
    scripted.world.say(room, '@ben', 'Good morning')
    profile = folkmoot().login_at(scripted.url, 'ann').sync()
    scripted.fail_always('*', faults.Cut())
    terminal = tui(profile).start()
    terminal.wait_for('general')
    terminal.keys('C-k').type('general')
    terminal.keys('Enter').wait_for('Good morning')
    terminal.wait_match('(?i)offline|not connected|reconnect|cannot reach')
    terminal.keys('c').type('kept for later')
    terminal.keys('Enter')
    poll(lambda: [one for one in profile.json('outbox')
                  if one['state'] == 'waiting'])
    scripted.heal()
    poll(lambda: (scripted.ann, 'kept for later') in
         scripted.world.said(room), 40)
    assert scripted.world.said(room).count(
        (scripted.ann, 'kept for later')) == 1


def test_idle_screen_sleeps(place):
    """No tick: an idle client writes nothing and uses no time."""
    terminal = place.go(place.start())
    pid = terminal.pid()

    def ticks():
        with open(f'/proc/{pid}/stat', encoding='ascii') as file:
            words = file.read().rsplit(')', 1)[1].split()
        return int(words[11]) + int(words[12])
    before = ticks()
    place.say('one')
    terminal.wait_for('one')
    place.say('two')
    terminal.wait_for('two')
    assert ticks() - before < 20        # hundredths of a second
