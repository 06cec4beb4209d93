"""Tasks, whole: stages, checklists, parts, repetition, the agenda, files; two
people change the same task while neither has a connection, and agree."""

import datetime
import socket
import threading
import urllib.parse

import icalendar
import pytest

from test_second_client import Nio

CHANGE = 'org.folkmoot.change'


class Wire:
    """A way to a homeserver that can be cut: connections are passed on, or
    closed as soon as they come."""

    def __init__(self, url):
        there = urllib.parse.urlparse(url)
        self.there, self.whole = (there.hostname, there.port), True
        self.here = socket.create_server(('127.0.0.1', 0))
        self.url = f'http://127.0.0.1:{self.here.getsockname()[1]}'
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        """Take connections until the socket is closed."""
        while True:
            try:
                one, _ = self.here.accept()
            except OSError:
                return
            if not self.whole:
                one.close()
                continue
            other = socket.create_connection(self.there)
            for ends in (one, other), (other, one):
                threading.Thread(target=self.pump, args=ends,
                                 daemon=True).start()

    @staticmethod
    def pump(one, other):
        """Pass bytes on until one side ends."""
        try:
            while data := one.recv(65536):
                other.sendall(data)
            other.shutdown(socket.SHUT_WR)
        except OSError:
            pass


@pytest.fixture
def place(folkmoot, user):
    """Two people with folkmoot in a room."""
    def profile_of(person):
        profile = folkmoot()
        profile.wire = Wire(person.url)
        profile.login_at(profile.wire.url, person.id, person.password)
        return profile.sync()

    class Place:
        ann, ben = user('Ann Lee'), user('Ben Osei')
        room = ann.room('repairs', ben)
        profile, other = profile_of(ann), profile_of(ben)

        def add(self, *args):
            """Make a task; its id."""
            return self.profile.one('task', 'add', 'repairs', *args)['id']

        def both(self, ident):
            """The task as each of the two has it."""
            return [one.sync().one('task', 'show', ident)
                    for one in (self.profile, self.other)]
    place = Place()
    yield place
    for one in place.profile, place.other:
        one.wire.here.close()


def cut(profile):
    """Take the connection away."""
    profile.wire.whole = False


def heal(profile):
    """Give it back; send what waits."""
    profile.wire.whole = True
    profile.sync_until(lambda: profile.json('outbox') == [])


def same(one):
    """What two people must agree about."""
    return {key: value for key, value in one.items()
            if key not in ('txn', 'op')}


def test_both_offline_then_both_agree(place):
    ident = place.add('Fix the boiler', '--due', '2026-12-01', '--step',
                      'ring', '--step', 'pay')
    place.both(ident)
    cut(place.profile)
    cut(place.other)

    def offline(who, *args):
        assert who.run('task', *args).status == 3

    offline(place.profile, 'step', 'done', ident, 'ring')
    offline(place.other, 'step', 'done', ident, 'pay')
    offline(place.profile, 'due', ident, '2026-12-08')
    offline(place.other, 'due', ident, '2026-12-09')
    offline(place.profile, 'tag', ident, 'heat')
    offline(place.other, 'wait', ident)
    heal(place.other)
    heal(place.profile)
    ann, ben = place.both(ident)
    assert same(ann) == same(ben)
    assert ann['steps'] == ['[x] ring', '[x] pay']
    # both said so at the same turn: the greater event id goes last
    said = {one['event_id']: one['content'][CHANGE]['fields']['due']
            for one in place.ann.client.messages(place.room)
            if 'due' in one['content'].get(CHANGE, {}).get('fields', {})}
    assert set(said.values()) == {'2026-12-08', '2026-12-09'}
    assert (ann['due'], ann['stage'], ann['tags']) == (
        said[max(said)], 'waiting', ['heat'])


def test_both_finish_a_repeating_task_offline(place):
    ident = place.add('Water the plants', '--due', '2026-12-01', '--repeat',
                      'weekly', '--step', 'fill the can')
    place.profile.ok('task', 'step', 'done', ident, '1')
    place.both(ident)
    for who in place.profile, place.other:
        cut(who)
        assert who.run('task', 'done', ident).status == 3
    heal(place.profile)
    heal(place.other)
    ann, ben = place.both(ident)
    assert same(ann) == same(ben)
    assert (ann['status'], ann['last_done'], ann['due'], ann['steps']) == (
        'open', '2026-12-01', '2026-12-08', ['[ ] fill the can'])


def test_order_and_parts(place):
    whole = place.add('Open the hall')
    part = place.add('Get the key', '--part-of', whole, '--estimate', '2h')
    place.profile.ok('task', 'after', whole, part)
    ann, ben = place.both(whole)
    assert same(ann) == same(ben)
    assert (ben['blocked'], ben['parts'], ben['parts_done']) == (True, 1, 0)
    assert [one['id'] for one in place.other.json('task', 'list', '--blocked')
            ] == [whole]
    place.other.ok('task', 'done', part)
    ann, ben = place.both(whole)
    assert (ann['blocked'], ann['parts_done']) == (False, 1)


def test_others_read_words(place):
    nio = Nio(place.ben).login()
    nio.sync()
    ident = place.add('Sweep', '--due', '2026-12-01')
    for act in (('start',), ('estimate', '90m'), ('step', 'add', 'find a broom'),
                ('repeat', 'weekly'), ('done',), ('drop',)):
        at = 2 if act[0] == 'step' else 1
        place.profile.ok('task', *act[:at], ident, *act[at:])
    words = [event.body for event in nio.sync()
             if hasattr(event, 'body')]
    nio.close()
    assert words == [
        '☐ Sweep · due 2026-12-01', 'began it',
        'estimated it at 1:30 hours', 'step to do: “find a broom”',
        'made it repeat', words[5], 'dropped it']
    assert words[5].startswith('did it for 2026-12-01')
    assert 'set the due date to 2026-12-08' in words[5]


def test_agenda(place):
    today = datetime.datetime.now(datetime.timezone.utc).date()
    late = place.add('Late', '--assign', place.ann.id, '--due',
                     str(today - datetime.timedelta(days=2)))
    his = place.add('His', '--assign', place.ben.id)
    place.profile.sync()
    assert [(one['id'], one['section'])
            for one in place.profile.json('agenda')] == [
                (late, 'overdue'), (his, 'waiting')]
    assert [(one['id'], one['section'])
            for one in place.other.sync().json('agenda')] == [(his, 'later')]


def test_out_and_in_again(place, folkmoot, user):
    place.add('Fix; the, boiler', '--due', '2026-12-01', '--tag', 'heat',
              '--priority', 'high', '--repeat', 'FREQ=MONTHLY;BYDAY=-1FR',
              '--notes', 'Ring first.\nThen pay. ' + 'ä' * 90)
    place.profile.sync()
    path = place.profile.file('tasks.ics')
    place.profile.ok('task', 'export', 'repairs', '--to', path)
    with open(path, 'rb') as file:
        data = file.read()
    todo, = icalendar.Calendar.from_ical(data).walk('VTODO')
    assert todo['SUMMARY'] == 'Fix; the, boiler'
    assert todo['DUE'].dt == datetime.date(2026, 12, 1)
    assert todo['RRULE']['FREQ'] == ['MONTHLY']
    assert todo['DESCRIPTION'].endswith('ä' * 90)
    assert (todo['PRIORITY'], todo['STATUS']) == (3, 'NEEDS-ACTION')

    cleo = user('Cleo Marsh')
    cleo.room('attic')
    third = folkmoot(cleo).sync()
    for _ in 'once', 'twice':
        third.ok('task', 'import', 'attic', path)
        third.sync()
    task, = third.json('task', 'list')
    assert (task['title'], task['due'], task['priority'], task['tags'],
            task['repeat']) == ('Fix; the, boiler', '2026-12-01', 2,
                                ['heat'], 'FREQ=MONTHLY;BYDAY=-1FR')
