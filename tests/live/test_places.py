"""Places: made, found, joined, settled, left, on two real homeservers."""

import time

import pytest

from program import poll

ROOMS = ['general', 'tasks', 'questions', 'ideas']


@pytest.fixture
def council(folkmoot, user):
    """Ann and Ben of the council with folkmoot, Pat of the partner too."""
    class Council:
        ann, ben, pat = (user('Ann Lee'), user('Ben Osei'),
                         user('Pat Roe', 'partner'))
        profile = folkmoot(ann).sync()

        def of(self, who):
            """Another person's folkmoot."""
            return folkmoot(who).sync()
    return Council()


def state(person, room, kind, key=''):
    """The content of a state event, as the server has it."""
    return person.client.state(room, kind, key)


def test_project_from_a_template(council):
    made = council.profile.json('project', 'new', 'Boilers', '--topic',
                                'Warm rooms', '--invite', council.ben.id)
    assert [one['name'] for one in made] == ['Boilers', *ROOMS]
    assert {one['state'] for one in made} == {'sent'}
    council.profile.sync()
    space = council.profile.room('Boilers')
    assert (space['kind'], space['topic']) == ('space', 'Warm rooms')
    tree = council.profile.json('tree', space['id'])
    assert [one['name'] for one in tree] == ['Boilers', *ROOMS]
    assert [one['depth'] for one in tree] == [0, 1, 1, 1, 1]
    assert all(one['suggested'] for one in tree[1:])
    for one in tree[1:]:
        rule = state(council.ann, one['id'], 'm.room.join_rules')
        assert rule['join_rule'] == 'restricted'
        assert rule['allow'][0]['room_id'] == space['id']
        assert council.profile.room(one['name'])['parents'] == [space['id']]
    levels = state(council.ann, space['id'], 'm.room.power_levels')
    assert levels['events']['org.folkmoot.card'] == 0
    assert levels['events']['m.room.power_levels'] == 100
    made = state(council.ann, tree[2]['id'], 'org.folkmoot.room')
    assert made['kinds'] == ['task']
    # somebody else gets in, and its rooms with it
    ben = council.of(council.ben)
    invite = ben.one('invites')
    assert invite['name'] == 'Boilers' and invite['kind'] == 'space'
    assert invite['inviter'] == council.ann.id
    said = ben.ok('accept', 'Boilers')
    assert 'It suggests general, tasks, questions, ideas' in said
    ben.ok('join', space['id'], '--suggested')
    ben.sync()
    assert {one['name'] for one in ben.json('rooms')} >= set(ROOMS)


def test_project_made_offline(council, servers):
    server = servers['council']
    server.stop()
    try:
        made = council.profile.json('project', 'new', 'Later', status=3)
        assert {one['state'] for one in made} == {'waiting'}
        waiting = council.profile.json('outbox')
        assert len(waiting) == 10
    finally:
        server.launch()
        server.wait()
    council.profile.sync_until(lambda: not council.profile.json('outbox'), 60)
    council.profile.sync()
    tree = council.profile.json('tree', 'Later')
    assert [one['name'] for one in tree] == ['Later', *ROOMS]


def test_internal_place_refuses_partners(council):
    assert 'closed to other servers' in council.profile.fails(
        'room', 'new', 'Cellar', '--invite', council.pat.id)
    council.profile.ok('room', 'new', 'Cellar', '--area', 'external',
                       '--invite', council.pat.id)
    council.profile.sync()
    assert council.profile.room('Cellar')['area'] == 'external'


def test_invitation_over_federation(council):
    council.profile.ok('room', 'new', 'Joint', '--area', 'external')
    council.profile.sync()
    council.profile.ok('invite', 'Joint', council.pat.id, '--reason',
                       'for the boilers', '--wider')
    pat = council.of(council.pat)
    pat.sync_until(lambda: pat.json('invites'))
    invite = pat.one('invites')
    assert invite['name'] == 'Joint' and invite['why'] == 'for the boilers'
    pat.ok('accept', 'Joint')
    pat.sync_until(lambda: pat.room('Joint')['membership'] == 'join')
    council.profile.sync_until(
        lambda: council.pat.id in {one['id'] for one in
                                   council.profile.json('members', 'Joint')})
    other = pat.one('look', 'Joint')
    assert other['membership'] == 'join' and other['members'] == 2


def test_declining_and_taking_back(council):
    council.profile.ok('room', 'new', 'Attic', '--invite', council.ben.id)
    council.profile.sync()
    ben = council.of(council.ben)
    ben.ok('decline', 'Attic', '--reason', 'no time')
    ben.sync()
    assert not ben.json('invites')
    council.profile.sync()
    council.profile.ok('invite', 'Attic', council.ben.id)
    ben.sync()
    assert ben.one('invites')['name'] == 'Attic'
    council.profile.ok('uninvite', 'Attic', council.ben.id)
    ben.sync()
    assert not ben.json('invites')


def test_roles(council):
    council.profile.ok('room', 'new', 'Board', '--invite', council.ben.id)
    council.profile.sync()
    ben = council.of(council.ben)
    ben.ok('accept', 'Board')
    ben.sync()
    council.profile.sync()
    assert 'Only moderators may change the settings of Board; you are a ' \
        'member' in ben.fails('settings', 'Board', '--topic', 'mine')
    assert 'last owner' in council.profile.fails(
        'role', 'Board', council.ann.id, 'member')
    council.profile.ok('role', 'Board', council.ben.id, 'moderator')
    ben.sync()
    ben.ok('settings', 'Board', '--topic', 'ours')
    assert 'above your own' in ben.fails('role', 'Board', council.ben.id,
                                         'owner')
    council.profile.sync()
    assert council.profile.room('Board')['topic'] == 'ours'
    council.profile.ok('role', 'Board', council.ben.id, 'guest')
    ben.sync()
    assert ben.one('settings', 'Board')['role'] == 'guest'


def test_settings_that_widen(council):
    council.profile.ok('room', 'new', 'Hall')
    council.profile.sync()
    assert council.profile.one('settings', 'Hall')['join'] == 'invite'
    why = council.profile.fails('settings', 'Hall', '--history', 'world')
    assert 'anybody could read all of it' in why and '--wider' in why
    council.profile.ok('settings', 'Hall', '--history', 'world', '--wider')
    council.profile.sync()
    now = council.profile.one('settings', 'Hall')
    assert (now['history'], now['area']) == ('world', 'public')
    council.profile.ok('settings', 'Hall', '--name', 'Great hall',
                       '--history', 'joined', '--alias',
                       f'hall{time.time_ns()}')
    council.profile.sync()
    now = council.profile.one('settings', 'Great hall')
    assert now['history'] == 'joined' and now['alias'].startswith('#hall')


def test_knocking(council):
    room = council.ann.client.create(
        name='Club', room_version='10', initial_state=[
            {'type': 'm.room.join_rules', 'state_key': '',
             'content': {'join_rule': 'knock'}}])
    ben = council.of(council.ben)
    look = ben.one('look', room)
    assert look['join'] == 'knock' and 'ask to be let in' in look['readers']
    said = ben.ok('join', room, '--reason', 'I sing')
    assert 'Asked to be let into' in said
    poll(lambda: state(council.ann, room, 'm.room.member', council.ben.id)
         ['membership'] == 'knock')
    assert state(council.ann, room, 'm.room.member',
                 council.ben.id)['reason'] == 'I sing'


def test_directory_look_and_join(council):
    name = f'Fair {time.time_ns()}'
    council.profile.ok('room', 'new', name, '--area', 'public', '--topic',
                       'Everybody', '--alias', f'fair{time.time_ns()}')
    council.profile.sync()
    alias = council.profile.one('settings', name)['alias']
    listed = council.profile.one('directory', name)
    assert listed['area'] == 'public' and listed['alias'] == alias
    ben = council.of(council.ben)
    look = ben.one('look', alias)
    assert (look['name'], look['topic'], look['members'], look['kind']) == \
        (name, 'Everybody', 1, 'room')
    assert look['readers'] == 'anybody may join and read it'
    assert 'knows nothing of' in ben.fails(
        'look', f'#nothing:{council.ann.server.name}')
    pat = council.of(council.pat)
    pat.ok('join', f'https://matrix.to/#/{alias}')
    pat.sync_until(lambda: pat.room(name)['membership'] == 'join')


def test_conversation_of_several(council, user):
    eve = user('Eve Moss')
    council.profile.ok('dm', council.ben.id, eve.id)
    council.profile.sync()
    ben = council.of(council.ben)
    assert ben.one('invites')['inviter'] == council.ann.id


def test_leaving_and_forgetting(council):
    council.profile.ok('room', 'new', 'Gone')
    council.profile.sync()
    assert 'leave it first' in council.profile.fails('forget', 'Gone')
    room = council.profile.room('Gone')['id']
    council.profile.ok('leave', 'Gone')
    council.profile.sync()
    assert room not in {one['id'] for one in council.profile.json('rooms')}
    council.profile.ok('forget', room)


def test_ban(council):
    council.profile.ok('room', 'new', 'Calm', '--invite', council.ben.id)
    ben = council.of(council.ben)
    ben.ok('accept', 'Calm')
    council.profile.sync()
    council.profile.ok('ban', 'Calm', council.ben.id, '--reason', 'noise')
    ben.sync()
    assert 'Calm' not in {one['name'] for one in ben.json('rooms')}
    assert state(council.ann, council.profile.room('Calm')['id'],
                 'm.room.member', council.ben.id)['membership'] == 'ban'
    council.profile.sync()
    council.profile.ok('unban', 'Calm', council.ben.id)
