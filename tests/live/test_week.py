"""A week together: two folkmoots and another client on two homeservers.

Ann has an account at the council and Pat one at the partner, both with
folkmoot; Nora uses matrix-nio, and what that cannot do is asked of the
homeserver as any program would.  After each part of the week the states that
the two folkmoots tell are compared with each other, and with what
protocol_model.py makes of the rooms' histories.
"""

import datetime
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from gate import Gate
from test_second_client import Nio

from matrix import MatrixError
from program import poll
from protocol_model import FIELDS, KINDS, PREFIX, room_of

CHANGE = PREFIX + 'change'
V3 = '/_matrix/client/v3'
POLL = 'org.matrix.msc3381.poll.'
LISTS = {'task': (), 'question': ('--all',), 'idea': ('--all',),
         'resource': ('--all',), 'decision': ()}
SAME = {name: name for name in ('title', 'notes', 'status', 'tags', 'source',
                                'creator')}
NAMES = {
    'task': {**SAME, **{name: name for name in (
        'assignees', 'due', 'priority', 'stage', 'start', 'estimate',
        'steps', 'parent', 'after', 'blocked', 'repeat', 'last_done')}},
    'question': {**SAME, 'owner': 'owner', 'answer': 'accepted'},
    'idea': {**SAME, 'owner': 'owner', 'reason': 'reason', 'up': 'up',
             'same_as': 'same_as', 'down': 'down'},
    'event': {**SAME, 'owner': 'owner', 'begin': 'start', 'end': 'end',
              'place': 'place', 'url': 'url', 'repeat': 'repeat',
              'up': 'yes', 'maybe': 'maybe', 'down': 'no'},
    'resource': {**SAME, 'url': 'url'},
    'decision': SAME,
}


def told(profile, kind, room, states):
    """The things of a kind in a room, by id, as folkmoot tells them."""
    if kind == 'event':
        return {ident: profile.one('event', 'show', ident)
                for ident in states}
    found = profile.json(kind, 'list', room, *LISTS[kind])
    return {one['id']: one for one in found}


def expected(state):
    """What folkmoot should tell of a thing."""
    shown = {NAMES[state['kind']][name]: value
             for name, value in state.items()
             if name in NAMES[state['kind']]}
    if state['kind'] == 'task':
        shown['steps'] = [f'[{"x" if one["done"] else " "}] {one["text"]}'
                          for one in state['steps'].values()]
    if state['kind'] == 'idea':
        shown['same_as'] = state['same_as'] if state['merged'] else None
        shown['status'] = 'duplicate' if state['merged'] else state['status']
    return shown


def thread(root):
    """The relation of what is said about a thing."""
    return {'rel_type': 'm.thread', 'event_id': root,
            'is_falling_back': True, 'm.in_reply_to': {'event_id': root}}


def change(root, kind, fields, **more):
    """The content of a change, as any client can send it."""
    return {'msgtype': 'm.notice', 'body': 'changed it', 'm.mentions': {},
            'm.relates_to': thread(root),
            CHANGE: {'v': 1, 'kind': kind, 'fields': fields, **more}}


def thing(kind, words, **fields):
    """The content of a thing, as any client can send it."""
    return {'msgtype': 'm.text', 'body': words, 'm.mentions': {},
            PREFIX + kind: {'v': 1, 'title': words, **fields}}


class Week:
    """Who is there, and what all of them must agree on."""

    def __init__(self, folkmoot, user):
        self.ann = user('Ann Lee')
        self.pat, self.nora = user('Pat Roe', 'partner'), user('Nora Ek')
        self.here = folkmoot(self.ann)
        # the partner's way to the homeserver can be cut
        self.gate = Gate(int(self.pat.url.rsplit(':', 1)[1]))
        self.there = folkmoot()
        self.there.login_at(self.gate.url, self.pat.local, self.pat.password)
        self.there.user = self.pat
        self.nio = None

    def with_nio(self, who):
        """Somebody uses another client."""
        self.nio = Nio(who).login()
        self.nio.sync()
        return self.nio

    def end(self):
        """Close what is open."""
        self.gate.cut()
        if self.nio:
            self.nio.close()

    def room(self, name, *others, **state):
        """A room of Ann's and Pat's with others, that both know."""
        room = self.ann.room(
            name, self.pat, *others, initial_state=[{
                'type': PREFIX + 'room', 'state_key': '',
                'content': {'v': 1, **state}}])
        self.meet(room)
        return room

    def meet(self, room, *others):
        """Until both folkmoots know a room and all who are in it."""
        def same():
            here, there = (set(one.client.members(room))
                           for one in (self.ann, self.pat))
            return here == there >= {one.id for one in others} and here
        count = len(poll(same, what='both servers have the same members'))
        for one in (self.here, self.there):
            one.sync_until(lambda one=one: [
                known for known in one.json('rooms')
                if known['id'] == room and known['members'] == count])

    def arrived(self, room):
        """Until both homeservers have all that was said in a room."""
        def newest(who):
            return {one['event_id'] for one in who.client.messages(room, 100)
                    if 'state_key' not in one}
        poll(lambda: newest(self.ann) == newest(self.pat), 30,
             'both servers have the same events')

    def agree(self, room, *kinds):
        """Both folkmoots tell what the protocol makes of either server's
        history, field by field; the states."""
        self.arrived(room)
        states, partner = (room_of(one.client, room).things()
                           for one in (self.ann, self.pat))
        assert states == partner
        for one in (self.here, self.there):
            one.sync()
            for kind in kinds:
                right = {ident: expected(state)
                         for ident, state in states.items()
                         if state['kind'] == kind}
                shown = told(one, kind, room, right)
                assert set(shown) == set(right), (one.user.id, kind)
                assert not [
                    (one.user.id, ident, name, shown[ident][name], value)
                    for ident, facts in right.items()
                    for name, value in facts.items()
                    if shown[ident][name] != value]
        return states


@pytest.fixture
def week(folkmoot, user):
    """Everybody, before Monday."""
    one = Week(folkmoot, user)
    yield one
    one.end()


# ---- a project, from its charter to the end ------------------------------

def rooms_of(profile, space):
    """The rooms of a project by name."""
    return {one['name']: one['id']
            for one in profile.json('tree', space)[1:]}


def found_project(week):
    """A project with a partner and another client in it: (space, rooms)."""
    made = week.here.json('project', 'new', 'Boilers', '--area', 'external',
                          '--issue', 'Cold homes', '--invite', week.pat.id,
                          '--invite', week.nora.id)
    space = made[0]['id']
    week.there.sync_until(lambda: week.there.json('invites'))
    week.there.ok('accept', 'Boilers')
    week.here.sync()
    rooms = rooms_of(week.here, space)
    for room in (space, *rooms.values()):
        week.nora.client.join(room)
    for room in rooms.values():
        week.there.ok('join', room, '--via', week.ann.server.name)
        week.meet(room)
    return space, rooms


def work_apart(week, servers, room):
    """Changes of the same task while nobody can reach anybody."""
    task = week.here.one('task', 'add', room, 'Buy paint')['id']
    week.arrived(room)
    week.there.sync()
    # Pat's program is offline, and writes all the same
    week.gate.cut()
    for words in (('due', task, '2027-01-01'), ('title', task, 'No paint')):
        changed = week.there.run('--json', 'task', *words)
        assert changed.status == 3, changed
    assert len(week.there.json('outbox')) == 2
    week.here.ok('task', 'assign', task, week.nora.id)
    week.nio.send(room, **change(task, 'task', {'priority': 3, 'steps': {
        'a': {'text': 'ring', 'done': False, 'n': 0},
        'b': {'text': 'pay', 'done': False, 'n': 1}}}))
    # and then the two homeservers lose each other
    for one in servers:
        one.gate.cut()
    try:
        week.gate.mend()
        week.there.sync_until(lambda: not week.there.json('outbox'))
        week.here.ok('task', 'title', task, 'Buy red paint')
        week.nio.send(room, **change(task, 'task', {'steps': {
            'a': {'text': 'ring', 'done': True, 'n': 0}}}))
        week.there.ok('task', 'title', task, 'Buy blue paint')
        week.there.ok('task', 'tag', task, 'decor')
    finally:
        for one in servers:
            one.gate.mend()
    return task


def test_project(week, servers):
    week.with_nio(week.nora)
    space, rooms = found_project(week)
    # the charter
    week.here.ok('charter', 'edit', space, '--rules', 'Be kind', '--accept',
                 'yes', '--outcome', 'Homes insulated = 10 / 80 homes')
    week.there.sync_until(lambda: week.there.json('charter', space) and
                          week.there.one('charter', space)['must_accept'])
    week.there.ok('charter', 'accept', space)
    week.here.sync_until(lambda: week.pat.id in week.here.one(
        'charter', space)['accepted_by'])
    week.here.ok('charter', 'outcome', space, '1', '55')
    # tasks
    task = work_apart(week, servers, rooms['tasks'])
    other = week.there.one('task', 'add', rooms['tasks'], 'Sign the lease',
                           '--assign', week.ann.id)['id']
    week.arrived(rooms['tasks'])
    week.here.sync().ok('task', 'after', task, other)
    week.there.ok('task', 'step', 'add', other, 'read it')
    assert week.agree(rooms['tasks'], 'task')[task]['blocked']
    week.here.ok('task', 'done', other)
    states = week.agree(rooms['tasks'], 'task')
    assert not states[task]['blocked']
    assert states[task]['title'] in ('Buy red paint', 'Buy blue paint')
    assert (states[task]['due'], states[task]['assignees'],
            states[task]['priority'], states[task]['tags']) == (
        '2027-01-01', [week.nora.id], 3, ['decor'])
    assert states[task]['steps'] == {
        'a': {'text': 'ring', 'done': True},
        'b': {'text': 'pay', 'done': False}}
    assert states[other]['status'] == 'done'
    for one in (week.here, week.there):
        figure = one.sync_until(lambda one=one: one.one(
            'charter', space)['outcomes']['1']['figure'] == 55)
        assert figure
    # a decision, a pin, a poll
    settle(week, rooms['general'])
    part(week, space, rooms, task)


def settle(week, room):
    """What the project decides, pins and asks."""
    decided = week.here.one('decide', room, 'The paint is red', '--notes',
                            'It was cheaper')['id']
    week.here.ok('pin', room, decided)
    asked = week.here.one('poll', 'new', room, 'Which day?', '--answer',
                          'Monday', '--answer', 'Tuesday')['id']
    week.there.sync_until(lambda: week.there.json('polls', room))
    week.there.ok('poll', 'vote', room, asked, 'Tuesday')
    start = next(one for one in week.nora.client.messages(room)
                 if one['event_id'] == asked)['content'][POLL + 'start']
    week.nio.run(week.nio.client.room_send(room, POLL + 'response', {
        'm.relates_to': {'rel_type': 'm.reference', 'event_id': asked},
        POLL + 'response': {'answers': [start['answers'][1]['id']]}}))
    states = week.agree(room, 'decision')
    assert states[decided]['status'] == 'stands'
    for one in (week.here, week.there):
        one.sync_until(lambda one=one: one.one(
            'poll', 'show', room, asked)['counts'] == {'1': 0, '2': 2})
        assert [pin['id'] for pin in one.json('pins', room)] == [decided]


def test_report(week):
    space, rooms = found_project(week)
    week.here.ok('charter', 'edit', space, '--outcome',
                 'Homes insulated = 55 / 80 homes')
    for name in ('first', 'second'):
        task = week.here.one('task', 'add', rooms['tasks'], name)['id']
    week.arrived(rooms['tasks'])
    week.there.sync().ok('task', 'done', task)
    week.agree(rooms['tasks'], 'task')
    week.there.sync_until(lambda: week.there.json('charter', space))
    for one in (week.here, week.there):
        rows = one.sync().json('report', space)
        figures, = [row for row in rows if 'tasks_new' in row]
        assert (figures['tasks_new'], figures['tasks_finished']) == (2, 1)
        assert [row['outcome'] for row in rows if 'outcome' in row] == [
            'Homes insulated']


def part(week, space, rooms, task):
    """The partner leaves, and loses access at once."""
    week.there.ok('leave', space)
    week.here.ok('kick', rooms['tasks'], week.pat.id)
    week.here.ok('task', 'done', task)
    after = week.here.one('send', rooms['tasks'], 'among ourselves')['id']
    with pytest.raises(MatrixError):
        week.pat.client.event(rooms['tasks'], after)
    week.there.sync_until(lambda: rooms['tasks'] not in [
        one['id'] for one in week.there.json('rooms')])
    assert week.there.run('task', 'reopen', task).status == 1
    assert 'among ourselves' not in json.dumps(week.pat.client.sync())
    state = room_of(week.nora.client, rooms['tasks']).things()[task]
    shown = week.here.sync().one('task', 'show', task)
    assert shown['status'] == state['status'] == 'done'


# ---- a helpdesk with a guest ----------------------------------------------

def test_helpdesk(week, user):
    gil = user('Gil Hart', 'partner')
    desk = week.room('help', week.nora, kinds=['question'])
    notes = week.room('backstage', kinds=['note'], notes_of=desk)
    week.here.ok('guest', 'add', desk, gil.id, '--until', '+1d', '--role',
                 'resident')
    nio = week.with_nio(gil)
    poll(lambda: nio.sync() is not None and desk in
         nio.client.invited_rooms, what='the guest is invited')
    nio.run(nio.client.join(desk))
    week.meet(desk, gil)
    # two questions: plain words, and one that a program wrote
    plain = nio.send(desk, msgtype='m.text', body='My radiator is cold')
    asked = nio.send(desk, **thing('question', 'Who pays for the valve?'))
    week.arrived(desk)
    made = week.here.sync().one('question', 'from', desk, plain)['id']
    week.there.sync().ok('question', 'claim', asked)
    week.arrived(desk)
    for one, words in ((week.here, 'He owes us rent'),
                       (week.there, 'And he shouts')):
        one.sync().ok('question', 'note', asked, words)
    answer = week.there.one('send', desk, 'The council pays', '--thread',
                            asked)['id']
    week.arrived(desk)
    # one without the right accepts it
    claim = week.nora.client.send(desk, change(asked, 'question', {
        'answer': answer, 'status': 'solved', 'tags': ['valves']}))
    assert 'not an answer' in week.here.sync().fails(
        'question', 'accept', made, answer)
    states = week.agree(desk, 'question')
    assert states[asked]['claims'] == {claim: {'answer', 'status'}}
    assert (states[asked]['answer'], states[asked]['status'],
            states[asked]['tags'], states[asked]['owner']) == (
        None, 'open', ['valves'], week.pat.id)
    # the asker does
    nio.send(desk, **change(asked, 'question', {'answer': answer,
                                                'status': 'solved'}))
    states = week.agree(desk, 'question')
    assert (states[asked]['answer'], states[asked]['status']) == (
        answer, 'solved')
    week.there.ok('question', 'reopen', asked)
    week.arrived(desk)
    week.there.ok('question', 'solved', asked)
    week.here.sync().ok('question', 'solved', made)
    states = week.agree(desk, 'question')
    assert {one['status'] for one in states.values()} == {'solved'}
    for one in (week.here, week.there):
        assert notes_told(one, asked) == {'He owes us rent', 'And he shouts'}
        stats = one.json('question', 'stats', desk)
        assert sum(row['asked'] for row in stats if 'asked' in row) == 2
    # nothing of the notes ever comes to the guest
    seen = json.dumps(gil.client.sync())
    assert desk in seen and 'Who pays' in seen
    for secret in (notes, 'backstage', 'owes us rent', 'he shouts'):
        assert secret not in seen
    leave_guest(week, gil, desk)


def notes_told(profile, question):
    """The notes about a question."""
    return {one['text'] for one in profile.sync().json(
        'question', 'show', question) if 'about' in one}


def leave_guest(week, gil, desk):
    """The guest's last day comes, and one command removes him."""
    week.ann.client.set_state(desk, PREFIX + 'guest', {
        'v': 1, 'role': 'resident', 'until': '2020-01-01'}, gil.id[1:])
    week.here.sync()
    assert [one['id'] for one in week.here.json('guests', '--due')] == [
        gil.id]
    week.here.ok('guest', 'remove', desk, gil.id)
    poll(lambda: desk not in gil.client.sync()['rooms'].get('join', {}),
         what='the guest is out')
    with pytest.raises(MatrixError):
        gil.client.send(desk, 'still here?')


# ---- a community of practice ----------------------------------------------

def test_community(week):
    nio = week.with_nio(week.nora)
    space, rooms = found_project(week)
    know_each_other(week)
    weigh_ideas(week, nio, rooms['ideas'])
    meet_up(week, nio, rooms['general'])
    # what happened, as one message that all can read
    week.here.ok('decide', rooms['general'], 'We meet each month')
    digest = week.here.ok('community', 'digest', space)
    for words in ('Pumps, a primer', 'We meet each month', 'Tea'):
        assert words in digest
    assert not [one for one in week.nora.said(rooms['general'])
                if 'primer' in one and 'each month' in one]
    week.here.ok('community', 'digest', space, '--send', rooms['general'])
    week.agree(rooms['general'], 'event', 'resource', 'decision')
    sent, = [one for one in week.nora.said(rooms['general'])
             if 'primer' in one and 'each month' in one]
    assert sent in [one['text'] for one in week.there.read(rooms['general'])]


def know_each_other(week):
    """Cards, and who endorses whom, over two servers."""
    week.here.ok('card', 'edit', '--org', 'Council', '--skill',
                 'minutes:expert')
    week.there.ok('card', 'edit', '--org', 'Partner', '--skill',
                  'pumps:working')
    week.here.one('person', week.pat.id)
    week.there.one('person', week.ann.id)
    hit, = week.here.json('people', 'skill:pumps')
    assert hit['name'] == 'Pat Roe'
    week.here.ok('endorse', week.pat.id, 'patience')
    week.there.one('person', week.ann.id)
    hit, = week.there.json('people', 'skill:patience')
    assert hit['why'] == ['endorsed for patience by Ann Lee']


def weigh_ideas(week, nio, room):
    """Votes, merges and what becomes of ideas."""
    tea = week.here.one('idea', 'add', room, 'Better tea')['id']
    coffee = week.there.one('idea', 'add', room, 'Better drinks')['id']
    bikes = nio.send(room, **thing('idea', 'Bikes for all', status='done',
                                   owner=week.nora.id))
    week.arrived(room)
    for one in (week.here.sync(), week.there.sync()):
        one.ok('idea', 'vote', tea, 'up')
        one.ok('idea', 'vote', coffee, 'up')
    nora = week.nora.client
    nora.react(room, tea, '\U0001f44d\U0001f3fd')
    nora.react(room, tea, '\U0001f389')
    nora.react(room, bikes, '\U0001f44d')
    # one vote a person: the newer one takes the place of the older
    nora.react(room, bikes, '\U0001f44e')
    week.arrived(room)
    week.there.sync().ok('idea', 'vote', coffee, 'down')
    states = week.agree(room, 'idea')
    assert [(states[one]['up'], states[one]['down'])
            for one in (tea, coffee, bikes)] == [(3, 0), (1, 1), (0, 1)]
    # that it is done already was not hers to say
    assert states[bikes]['status'] == 'new' and not states[bikes]['owner']
    week.here.ok('idea', 'merge', coffee, tea)
    week.here.ok('idea', 'decline', bikes, 'No money')
    assert 'Nothing was sent' in week.there.fails('idea', 'done', tea)
    claim = week.pat.client.send(room, change(tea, 'idea',
                                              {'status': 'done'}))
    states = week.agree(room, 'idea')
    assert states[tea]['claims'] == {claim: {'status'}}
    assert (states[tea]['status'], states[tea]['up'], states[tea]['down']) \
        == ('new', 2, 1)
    assert (states[bikes]['status'], states[bikes]['reason']) == (
        'declined', 'No money')
    assert states[coffee]['merged'] and not states[tea]['merged']
    # merged in a ring, each is the other's: one of them stands for both
    week.ann.client.send(room, change(tea, 'idea', {'same_as': coffee}))
    states = week.agree(room, 'idea')
    assert states[min(tea, coffee)]['merged'] is False
    assert states[max(tea, coffee)]['merged'] is True
    assert states[tea]['up'] == states[coffee]['up'] == 2


def soon():
    """An evening in ten days."""
    day = datetime.date.today() + datetime.timedelta(10)
    return f'{day}T18:00'


def meet_up(week, nio, room):
    """Meetings, who comes, and links."""
    event = week.there.one('event', 'add', room, 'Tea', '--at', soon(),
                           '--for', '2h', '--place', 'Hall')['id']
    link = week.there.one('resource', 'add', room,
                          'https://pumps.example/primer', 'Pumps, a primer',
                          '--tag', 'pumps')['id']
    old = nio.send(room, **thing('resource', 'Valves', url='javascript:x'))
    week.arrived(room)
    week.here.sync().ok('event', 'yes', event)
    week.there.ok('event', 'maybe', event)
    week.nora.client.react(room, event, '\u274c')
    week.here.ok('resource', 'outdated', old)
    states = week.agree(room, 'event', 'resource')
    assert [states[event][one] for one in ('up', 'maybe', 'down')] == \
        [1, 1, 1]
    assert (states[old]['url'], states[old]['status']) == (None, 'outdated')
    assert states[link]['tags'] == ['pumps']


# ---- what should not be there ---------------------------------------------

WRONG = (7, -1, True, '', [], ['x', 7, None], {'x': 7}, None, 'x' * 300)


def test_malformed_payloads(week):
    room = week.room('odd', week.nora, kinds=list(NAMES))
    sends = []
    for kind in NAMES:
        names = [name for name, (_, kinds) in FIELDS.items() if kind in kinds]
        for value in WRONG:
            sends.append(thing(kind, f'{kind} {value!r:.20}', **{
                name: value for name in names if name != 'title'}))
            sends.append({**thing(kind, 'odd'), PREFIX + kind: {
                'v': 1, 'title': value}})
            sends.append({**thing(kind, 'odd'), PREFIX + kind: value})
            sends.append(thing(kind, 'of another version', v=value))
        sends.append(thing(kind, 'from the future', v=2))
        sends.append(thing(kind, 'with more', mood='good'))
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda one: week.nora.client.send(room, one), sends))
    week.agree(room, *NAMES)
    roots = {kind: week.nora.client.send(room, thing(kind, f'the {kind}'))
             for kind in NAMES}

    def bad_changes(kind):
        for value in WRONG:
            for one in (
                    change(roots[kind], kind, {
                        name: value for name, (_, kinds) in FIELDS.items()
                        if kind in kinds}),
                    change(roots[kind], kind, value),
                    change(roots[kind], value, {'title': 'of no kind'}),
                    change(roots[kind], kind, {'title': 'version'}, v=value),
                    change(roots[kind], kind, {'notes': repr(value)[:20]},
                           turn=value)):
                week.nora.client.send(room, one)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(bad_changes, NAMES))
    week.agree(room, *NAMES)


def test_redactions_edits_and_rings(week):
    room = week.room('odd', week.nora, kinds=list(LISTS))
    nora, pat = week.nora.client, week.pat.client
    first, second = (nora.send(room, thing('task', name))
                     for name in ('first', 'second'))
    gone = nora.send(room, thing('task', 'gone'))
    nora.send(room, change(first, 'task', {'after': [second]}))
    nora.send(room, change(second, 'task', {'after': [first, second],
                                            'parent': first}))
    nora.send(room, change(first, 'task', {'parent': second}))
    done = nora.send(room, change(first, 'task', {'status': 'done'}))
    nora.send(room, change(gone, 'task', {'due': '2027-02-29'}))
    week.arrived(room)

    def edit(who, root, fields):
        new = thing('task', 'edited', **fields)
        who.send(room, {**new, 'body': '* edited', 'm.new_content': new,
                        'm.relates_to': {'rel_type': 'm.replace',
                                         'event_id': root}})
    edit(nora, second, {'priority': 2})
    edit(pat, first, {'title': 'a stranger was here', 'priority': 3})
    nora.redact(room, done)
    nora.redact(room, gone)
    states = week.agree(room, 'task')
    assert gone not in states
    assert (states[first]['status'], states[first]['title'],
            states[first]['priority']) == ('open', 'first', 0)
    assert (states[second]['title'], states[second]['priority']) == (
        'edited', 2)
    assert states[first]['after'] == [second]


def test_many_changes_of_one_task(week):
    room = week.room('busy', week.nora, kinds=['task'])
    task = week.nora.client.send(room, thing('task', 'Counted'))

    def count(number):
        week.nora.client.send(room, change(task, 'task', {
            'priority': number % 4, 'tags': [str(number)]}))
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(count, range(MANY)))
    last = week.nora.client.send(room, change(task, 'task', {
        'title': 'Counted out'}))
    poll(lambda: week.pat.client.messages(room, 1)[0]['event_id'] == last,
         60, 'the partner has the last of them')
    state = week.agree(room, 'task')[task]
    assert state['title'] == 'Counted out'


MANY = 400
