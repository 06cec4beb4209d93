"""Places at a server that answers badly: never two rooms, nothing unclean."""

import signal

import pytest

from program import is_clean, poll
from server import faults

# what every template room costs: itself and its link; and the space
STEPS = 9


@pytest.fixture
def place(folkmoot, scripted):
    """Ann's folkmoot at a scripted homeserver, caught up."""
    class Place:
        server, world = scripted, scripted.world
        room = scripted.world.room('general', '@ann', '@ben')
        profile = folkmoot().login_at(scripted.url, 'ann').sync()

        def names(self):
            """The names of the rooms there are, sorted."""
            return sorted(
                event['content']['name'] for room in
                self.world.rooms.values() for _, event in room.events
                if event['type'] == 'm.room.name')

        def settle(self):
            """Catch up until nothing waits."""
            self.profile.sync_until(
                lambda: not self.profile.json('outbox'), 40)
    return Place()


@pytest.mark.parametrize('sync_first', (True, False))
def test_room_whose_answer_is_lost(place, sync_first):
    """The room was made, and nobody was told: it is found, not made again."""
    place.server.fail('create_room', faults.CommitThenCut())
    assert place.profile.run('room', 'new', 'Cellar').status in (0, 3)
    if not sync_first:
        # the first one may end with that trouble, or try again in time
        place.server.fail('sync', faults.Status(503))
        assert place.profile.run('sync', '--timeout', '30').status in (0, 1)
    place.settle()
    assert place.names() == ['Cellar', 'general']


def test_room_that_was_not_made(place):
    """The connection was cut before anything happened: it is made later."""
    place.server.fail('create_room', faults.Cut())
    assert place.profile.run('room', 'new', 'Cellar').status in (0, 3)
    place.settle()
    assert place.names() == ['Cellar', 'general']


@pytest.mark.parametrize('lost', range(5))
def test_project_whose_answers_are_lost(place, lost):
    """Whichever of its rooms it happens to."""
    for _ in range(lost):
        place.server.fail('create_room', faults.Fault())
    place.server.fail('create_room', faults.CommitThenCut())
    assert place.profile.run('project', 'new', 'Boilers').status in (0, 3)
    place.settle()
    assert place.names() == ['Boilers', 'general', 'general', 'ideas',
                             'questions', 'tasks']
    space = next(room for room in place.world.rooms.values()
                 if room.events[0][1]['content'].get('type') == 'm.space')
    assert len({event['state_key'] for _, event in space.events
                if event['type'] == 'm.space.child'}) == 4


def test_project_killed_in_the_middle(place):
    """kill -9 while a room is being made; the next run goes on."""
    place.server.fail('create_room', faults.Fault())
    place.server.fail('create_room', faults.Silence())
    child = place.profile.popen('project', 'new', 'Boilers')
    poll(lambda: 'Boilers' in place.names())
    poll(lambda: 'sending' in {one['state']
                               for one in place.profile.json('outbox')})
    child.send_signal(signal.SIGKILL)
    child.wait()
    place.server.heal()
    left = len(place.profile.json('outbox'))
    assert 0 < left < STEPS
    place.settle()
    assert place.names().count('Boilers') == 1
    assert len(place.names()) == len(set(place.names())) + \
        place.names().count('general') - 1


def test_conversation_whose_answer_is_lost(place):
    """Neither the room nor the note that it is one is made twice."""
    before = len(place.world.rooms)
    place.server.fail('create_room', faults.CommitThenCut())
    assert place.profile.run(
        'dm', '@ben:' + place.world.name).status in (0, 3)
    place.settle()
    assert len(place.world.rooms) == before + 1
    direct = place.world.account_data['@ann:' + place.world.name,
                                      'm.direct'][1]
    assert [len(rooms) for rooms in direct.values()] == [1]


HOSTILE = [
    {'room_id': '!a:x', 'name': '\x1b[31mred\x07', 'topic': 'a\u202eb\n\x00',
     'num_joined_members': -5, 'join_rule': ['public'], 'world_readable': 1},
    {'room_id': '!b:x', 'name': {'a': 1}, 'num_joined_members': 1e300,
     'canonical_alias': 7, 'room_type': [], 'encryption': {}},
    {'room_id': 'no id', 'name': 'x'}, {'name': 'nothing'}, 7, None, [],
    {'room_id': '!c:x' + 'y' * 300, 'name': 'long'},
    {'room_id': '!d:x', 'name': 'n' * 100000, 'topic': 't' * 100000},
]


@pytest.mark.parametrize('command', (
    ('directory',), ('tree', '!s:x'), ('look', '!a:x')),
    ids=lambda one: one[0])
def test_hostile_descriptions(place, command):
    place.world.looked_up = {
        'chunk': HOSTILE, 'rooms': HOSTILE, 'next_batch': '\x1b[2J',
        **HOSTILE[0]}
    found = place.profile.json(*command)
    assert {one['id'] for one in found} <= {'!a:x', '!b:x', '!d:x'} and found
    for one in found:
        assert all(is_clean(value) for value in one.values()
                   if isinstance(value, str)), one
        assert one['members'] >= 0 and len(one['name']) <= 256
    assert is_clean(place.profile.ok(*command))


@pytest.mark.parametrize('answer', (
    {}, [], {'chunk': {}, 'rooms': 7}, {'rooms': [], 'chunk': []}))
def test_descriptions_of_nothing(place, answer):
    place.world.looked_up = answer
    assert place.profile.run('directory').status in (0, 1)
    place.profile.fails('look', '!a:x')
    place.profile.fails('tree', '!a:x')


def test_ten_thousand_rows(place):
    rows = [{'room_id': f'!r{n}:x', 'name': 'x' * 255, 'topic': 'y' * 2000,
             'num_joined_members': n, 'children_state': [
                 {'state_key': f'!r{n + 1}:x', 'content': {'via': ['x']}}]}
            for n in range(1000)]
    place.world.looked_up = {'chunk': rows, 'rooms': rows, 'next_batch': 'x'}
    assert len(place.profile.json('directory', '--limit', '100000')) == 300
    assert len(place.profile.json('tree', '!r0:x')) == 300
    # more than is read of an answer: said, not waited for
    place.world.looked_up = {'chunk': rows * 10}   # 23 MB
    place.profile.fails('directory')


def test_tree_with_cycles(place):
    def row(name, *children):
        return {'room_id': f'!{name}:x', 'name': name, 'room_type': 'm.space',
                'children_state': [
                    {'state_key': f'!{child}:x',
                     'content': {'via': ['x'], 'suggested': True}}
                    for child in children]}
    place.world.looked_up = {'rooms': [row('a', 'b', 'a'), row('b', 'a', 'c'),
                                       row('c', 'b')]}
    found = place.profile.json('tree', '!a:x')
    assert [(one['name'], one['depth']) for one in found] == \
        [('a', 0), ('b', 1), ('c', 2)]


def test_names_as_long_as_they_may_be(place):
    name = 'ä' * 127
    assert place.profile.one('room', 'new', name)['name'] == name
    place.profile.sync()
    assert place.profile.room(name)['name'] == name
    why = place.profile.fails('room', 'new', 'x' * 256)
    assert '256 bytes' in why
