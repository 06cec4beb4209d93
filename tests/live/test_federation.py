"""A partner organisation on another homeserver."""

import pytest


@pytest.fixture
def place(folkmoot, user):
    """Ann of the council with folkmoot; Pat of the partner likewise."""
    class Place:
        ann, ben = user('Ann Lee'), user('Ben Osei')
        pat = user('Pat Roe', 'partner')
        room = ann.room('joint', ben)
        profile = folkmoot(ann).sync()

        def let_pat_in(self):
            """The partner joins."""
            self.ann.client.invite(self.room, self.pat.id)
            self.pat.client.join(self.room, self.ann.server.name)
    return Place()


def test_room_becomes_external(place):
    assert place.profile.room('joint')['area'] == 'internal'
    place.let_pat_in()
    place.profile.sync_until(
        lambda: place.profile.room('joint')['area'] == 'external')
    members = place.profile.json('members', 'joint')
    assert {one['id']: one['server'] for one in members}[place.pat.id] == \
        place.pat.server.name


def test_room_becomes_internal_again(place):
    place.let_pat_in()
    place.profile.sync_until(
        lambda: place.profile.room('joint')['area'] == 'external')
    place.pat.client.leave(place.room)
    place.profile.sync_until(
        lambda: place.profile.room('joint')['area'] == 'internal')


def test_public_room(place):
    place.ann.client.create(name='noticeboard', preset='public_chat')
    assert place.profile.sync().room('noticeboard')['area'] == 'public'


def test_messages_both_ways(place, folkmoot):
    place.let_pat_in()
    other = folkmoot(place.pat)
    other.sync_until(lambda: [one for one in other.json('rooms')
                              if one['id'] == place.room])
    place.profile.ok('send', 'joint', 'from the council')
    other.sync_until(lambda: 'from the council' in other.texts('joint'))
    other.ok('send', 'joint', 'from the partner')
    place.profile.sync_until(
        lambda: 'from the partner' in place.profile.texts('joint'))
    names = {one['text']: one['name'] for one in place.profile.read('joint')}
    assert names['from the partner'] == 'Pat Roe'


def test_task_done_by_the_partner(place, folkmoot):
    place.let_pat_in()
    other = folkmoot(place.pat)
    task = place.profile.one('task', 'add', 'joint', 'Sign the lease',
                             '--assign', place.pat.id)['id']
    other.sync_until(lambda: other.json('task', 'list', '--mine'))
    other.ok('task', 'done', task)
    place.profile.sync_until(lambda: place.profile.one(
        'task', 'show', task)['status'] == 'done')


@pytest.mark.parametrize('versions', (('10', '11'), ('11', '12')),
                         ids=lambda one: '-to-'.join(one))
def test_upgraded_room(place, versions):
    old = place.ann.room('moving', room_version=versions[0])
    place.profile.sync()
    new = place.ann.client.post(
        f'/_matrix/client/v3/rooms/{old}/upgrade',
        {'new_version': versions[1]})['replacement_room']
    place.profile.sync()
    rooms = {one['id']: one for one in place.profile.json('rooms')}
    assert new in rooms
    assert old not in rooms or rooms[old]['replaced_by'] == new
    place.profile.ok('send', new, 'in the new room')
    assert place.ann.said(new) == ['in the new room']
