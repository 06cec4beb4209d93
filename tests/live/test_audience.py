"""The scenarios of doc/audience.md, each row on the real servers."""

import os
import re
import socket
import threading

import pytest

from program import ROOT, poll

SAID = 'Two of four pumps failed the load test'
EDITED = 'I hear that two of four pumps are gone'


def read_rows():
    """The rows of the table, by the words of its heading."""
    with open(os.path.join(ROOT, 'doc', 'audience.md'),
              encoding='utf-8') as file:
        lines = [line for line in file.read().split('\n')
                 if line.startswith('|')]
    cells = [[cell.strip() for cell in line.strip('|').split('|')]
             for line in lines]
    return [dict(zip(cells[0], row)) for row in cells[2:]]


ROWS = read_rows()


class Gate:
    """A way to a server that can be shut."""

    def __init__(self, url):
        self.to = ('127.0.0.1', int(url.rsplit(':', 1)[1]))
        self.socket = socket.create_server(('127.0.0.1', 0))
        self.url = f'http://127.0.0.1:{self.socket.getsockname()[1]}'
        self.shut, self.pairs, self.lock = False, [], threading.Lock()
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        """Let in who comes, or send them away."""
        while True:
            try:
                near = self.socket.accept()[0]
            except OSError:
                return
            if self.shut:
                near.close()
                continue
            far = socket.create_connection(self.to)
            with self.lock:
                self.pairs += [near, far]
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self.carry, args=(one, other),
                                 daemon=True).start()

    @staticmethod
    def carry(one, other):
        """Bytes from one to the other, until either has ended."""
        try:
            while data := one.recv(65536):
                other.sendall(data)
        except OSError:
            pass
        for end in (one, other):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def close(self):
        """Nobody comes through any more."""
        self.shut = True
        with self.lock:
            for end in self.pairs:
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass

    def open(self):
        """Let them through again."""
        self.shut = False

    def end(self):
        """Stop listening."""
        self.close()
        self.socket.close()


class Place:
    """The people and rooms of a scenario, made when they are asked for."""

    def __init__(self, user, folkmoot, tui):
        self.user, self.folkmoot, self.tui = user, folkmoot, tui
        self.people, self.rooms, self.names = {}, {}, {}
        self.ann = self.person('Ann')
        self.gate = Gate(self.ann.url)
        self.profile = None

    def person(self, name):
        """Somebody, by first name."""
        if name not in self.people:
            self.people[name] = self.user(
                name, 'partner' if name.startswith('Pa') else 'council')
        return self.people[name]

    def room(self, kind):
        """A room as the page describes it; its id."""
        if not kind:
            return None
        if kind not in self.rooms:
            self.rooms[kind] = self.make(kind)
        return self.rooms[kind]

    def make(self, kind):
        """Make a room of a kind."""
        ann, ben = self.ann, self.person('Ben')
        if kind in ('internal', 'internal 2'):
            return ann.room(kind, ben)
        if kind == 'wide':
            return ann.room(kind, ben, self.person('Cat'))
        if kind == 'dm':
            return ann.room(kind, ben, is_direct=True)
        if kind == 'external':
            return ann.room(kind, ben, self.person('Pat'))
        if kind == 'public':
            return ann.client.create(name=kind, preset='public_chat')
        if kind == 'world':
            room = ann.room(kind, ben)
            self.state(room, 'm.room.history_visibility',
                       history_visibility='world_readable')
            return room
        assert kind == 'restricted', kind
        space = ann.room('outer', self.person('Pat'),
                         creation_content={'type': 'm.space'})
        return ann.client.create(name=kind, initial_state=[{
            'type': 'm.room.join_rules', 'content': {
                'join_rule': 'restricted', 'allow': [
                    {'type': 'm.room_membership', 'room_id': space}]}}])

    def state(self, room, kind, **content):
        """Change a fact of a room."""
        self.ann.client.set_state(room, kind, content)

    def enter(self):
        """Ann logs in, through the gate, and catches up."""
        self.profile = self.folkmoot()
        self.profile.login_at(self.gate.url, self.ann.local,
                              self.ann.password)
        self.profile.user = self.ann
        return self.profile.sync()

    def happens(self, what, room):
        """What the page calls meanwhile."""
        name, _, act = what.partition(' ')
        if act == 'joins':
            who = self.person(name)
            self.ann.client.invite(room, who.id)
            who.client.join(room, self.ann.server.name)
        elif act == 'is invited':
            self.ann.client.invite(room, self.person(name).id)
        elif act == 'leaves':
            self.person(name).client.leave(room)
            poll(lambda: self.person(name).id not in
                 self.ann.client.members(room), 30, 'the leave')
        elif what == 'history is opened to all':
            self.state(room, 'm.room.history_visibility',
                       history_visibility='world_readable')
        elif what == 'anybody may join':
            self.state(room, 'm.room.join_rules', join_rule='public')
        elif name == 'keep':
            with open(self.profile.file('config'), 'a',
                      encoding='utf-8') as file:
                file.write(what + '\n')
        else:
            assert what in ('', 'nothing'), what


def outcome(result):
    """What a command in the shell says became of it."""
    if result.status == 0:
        return 'sends'
    if result.status == 3:
        return 'held' if 'Held' in result.err else 'waits'
    assert result.status == 1, result
    return 'asks' if '--wider' in result.err else 'refused'


# ---- the shell --------------------------------------------------------------

def said_by_ben(place, row):
    """Ben says it in the room it comes from; its id."""
    room = place.room(row['from'])
    who = place.ann if row['from'] == 'public' else place.person('Ben')
    return who.client.send(room, {'msgtype': 'm.text', 'body': SAID})


def do_forward(place, row, *more):
    post, to = said_by_ben(place, row), place.room(row['to'])
    place.enter()
    place.happens(row['meanwhile'], to)
    place.profile.sync()
    return place.profile.run('forward', place.room(row['from']), post, to,
                             *more)


def do_quote(place, row, *more):
    post, to = said_by_ben(place, row), place.room(row['to'])
    place.enter()
    return place.profile.run('send', to, 'look at this', '--quote', post,
                             *more)


def do_reply(place, row):
    post = said_by_ben(place, row)
    place.enter()
    return place.profile.run('send', place.room(row['to']), SAID,
                             '--reply-to', post)


def words_of(place, row, what, text, *more):
    """The command of a row that writes."""
    room = place.room(row['to'])
    if what == 'task':
        return ('task', 'add', room, text)
    if what == 'send':
        return ('send', room, text, *more)
    assert what == 'edit', what
    post = place.profile.one('send', room, 'at first')['id']
    place.profile.sync()
    return ('edit', room, post, text)


def do_write(place, row, what, text=SAID, *more):
    place.room(row['to'])
    place.enter()
    words = words_of(place, row, what, text, *more)
    place.happens(row['meanwhile'], place.room(row['to']))
    return place.profile.run(*words)


def queue(place, row, what, text=SAID):
    """Written while there is no way to the server; then there is."""
    room = place.room(row['to'])
    place.enter()
    words = words_of(place, row, what, text)
    place.gate.close()
    result = place.profile.run(*words)
    assert result.status == 3, result
    place.happens(row['meanwhile'], room)
    place.gate.open()


def state_of_outbox(place):
    """What the outbox says of the one thing in it."""
    rows = [one for one in place.profile.json('outbox')
            if one['kind'] != 'read']
    assert len(rows) <= 1, rows
    return {'held': 'held', 'failed': 'refused'}[rows[0]['state']] \
        if rows else 'sends'


def do_queued(place, row, what, text=SAID):
    queue(place, row, what, text)
    place.profile.run('sync', '--timeout', '30')
    return state_of_outbox(place)


def do_queued_screen(place, row):
    queue(place, row, 'send')
    screen = place.tui(place.profile).start()
    screen.wait_for('held')
    screen.command('go internal')
    screen.wait_for('1 person from ' + place.person('Pat').server.name)
    screen.wait_for('R sends it, E edits, D drops it')
    return state_of_outbox(place)


def do_resend(place, row):
    assert do_queued(place, row, 'send') == 'held'
    number = str(place.profile.one('outbox')['op'])
    place.profile.ok('outbox', 'resend', number)
    return state_of_outbox(place)


def do_drop(place, row):
    assert do_queued(place, row, 'send') == 'held'
    place.profile.ok('outbox', 'drop',
                     str(place.profile.one('outbox')['op']))
    assert place.profile.json('outbox') == []
    return 'refused'


def do_invite(place, row, name, *more):
    room = place.room(row['to'])
    who = place.person(name)
    place.enter()
    result = place.profile.run('invite', room, who.id, *more)
    invited = who.id in str(place.ann.client.get(
        f'/_matrix/client/v3/rooms/{room}/members', membership='invite'))
    assert invited == (result.status == 0)
    return result


# ---- the screen ---------------------------------------------------------------

def forward_on_screen(place, row):
    """The quote stands in the composer of the other room."""
    said_by_ben(place, row)
    place.room(row['to'])
    place.enter()
    screen = place.tui(place.profile).start()
    screen.wait_for(row['from'])
    screen.command(f'go {place.room(row["from"])}')
    screen.wait_for(SAID)
    screen.command(f'forward-to {place.room(row["to"])}')
    screen.wait_for('Ben wrote:')
    return screen


def answer_of(place, row, screen):
    """Press Enter: it asks, and the word sends it; or it is sent."""
    room = place.room(row['to'])
    before = len(place.ann.said(room))
    screen.keys('Enter')
    poll(lambda: 'goes wider' in screen.screen() or
         len(place.ann.said(room)) > before, what=screen.screen)
    if len(place.ann.said(room)) > before:
        return 'sends'
    shown = screen.screen()
    assert 'INTERNAL' in shown and 'Type the word' in shown, shown
    assert len(place.ann.said(room)) == before
    word = re.search(r'Type the word (\w+)', shown).group(1)
    screen.type(word)
    poll(lambda: len(place.ann.said(room)) > before, what=screen.screen)
    return 'asks'


def do_screen_forward(place, row):
    return answer_of(place, row, forward_on_screen(place, row))


def do_screen_delete(place, row):
    screen = forward_on_screen(place, row)
    for _ in range(4):
        screen.keys('C-u', 'BSpace')
    screen.type('Nothing of it is left here')
    return answer_of(place, row, screen)


def do_screen_edit(place, row):
    screen = forward_on_screen(place, row)
    for _ in range(4):
        screen.keys('C-u', 'BSpace')
    screen.type(EDITED)
    return answer_of(place, row, screen)


def do_screen_yank(place, row):
    said_by_ben(place, row)
    place.room(row['to'])
    place.enter()
    screen = place.tui(place.profile).start()
    screen.wait_for(row['from'])
    screen.command(f'go {place.room(row["from"])}')
    screen.wait_for(SAID)
    screen.keys('y')
    screen.wait_for('Copied')
    screen.command(f'go {place.room(row["to"])}')
    screen.wait_gone(SAID)
    screen.keys('c')
    screen.tmux('set-buffer', SAID)
    screen.tmux('paste-buffer', '-p')
    screen.wait_for(SAID)
    return answer_of(place, row, screen)


def do_screen_restart(place, row):
    screen = forward_on_screen(place, row)
    screen.keys('C-q')
    screen.wait_ended()
    screen.close()
    screen = place.tui(place.profile).start()
    screen.wait_for(SAID)
    screen.keys('c')
    return answer_of(place, row, screen)


DO = {
    'forward': do_forward,
    'forward --wider': lambda p, r: do_forward(p, r, '--wider'),
    'quote': do_quote,
    'quote --wider': lambda p, r: do_quote(p, r, '--wider'),
    'reply': do_reply,
    'send': lambda p, r: do_write(p, r, 'send'),
    'send queued': lambda p, r: do_queued(p, r, 'send'),
    'task queued': lambda p, r: do_queued(p, r, 'task'),
    'edit queued': lambda p, r: do_queued(p, r, 'edit'),
    'send queued, by the screen': do_queued_screen,
    'send queued, resend': do_resend,
    'send queued, drop': do_drop,
    'invite Pat': lambda p, r: do_invite(p, r, 'Pat'),
    'invite Pat --wider': lambda p, r: do_invite(p, r, 'Pat', '--wider'),
    'invite Cat': lambda p, r: do_invite(p, r, 'Cat'),
    'invite Paul': lambda p, r: do_invite(p, r, 'Paul'),
    'send Falcon': lambda p, r: do_write(p, r, 'send', 'about Falcon'),
    'send Falcon --wider': lambda p, r: do_write(
        p, r, 'send', 'about Falcon', '--wider'),
    'task Falcon': lambda p, r: do_write(p, r, 'task', 'about Falcon'),
    'edit Falcon': lambda p, r: do_write(p, r, 'edit', 'about Falcon'),
    'send Falcon queued': lambda p, r: do_queued(p, r, 'send',
                                                 'about Falcon'),
    'screen: forward': do_screen_forward,
    'screen: forward, delete the quote': do_screen_delete,
    'screen: forward, edit the quote': do_screen_edit,
    'screen: yank, paste': do_screen_yank,
    'screen: forward, restart': do_screen_restart,
}


@pytest.fixture
def place(user, folkmoot, tui):
    """People and rooms, as they are needed."""
    made = Place(user, folkmoot, tui)
    yield made
    made.gate.end()


def test_there_are_enough_scenarios():
    assert len(ROWS) >= 25


@pytest.mark.parametrize('row', ROWS, ids=[
    ', '.join(filter(None, (row['what'], row['from'] and 'from ' + row['from'],
                            'to ' + row['to'], row['meanwhile'])))
    for row in ROWS])
def test_scenario(place, row):
    to = place.room(row['to'])
    before = len(place.ann.said(to))
    got = DO[row['what']](place, row)
    if not isinstance(got, str):
        got = outcome(got)
    assert got == row['expected']
    if got in ('held', 'refused') and 'edit' not in row['what']:
        assert len(place.ann.said(to)) == before
