"""Row E2: a helpdesk for guests of another server, with notes they never
see."""

import json

import pytest


@pytest.fixture
def place(folkmoot, user):
    """Ann and Ben answer; Pat of the partner asks."""
    class Place:
        ann, ben = user('Ann Lee'), user('Ben Osei')
        pat = user('Pat Roe', 'partner')
        room = ann.room('desk', ben)
        staff, other = folkmoot(ann).sync(), folkmoot(ben).sync()

        def let_pat_in(self):
            """The guest joins; his folkmoot."""
            self.ann.client.invite(self.room, self.pat.id)
            self.pat.client.join(self.room, self.ann.server.name)
            guest = folkmoot(self.pat)
            guest.sync_until(lambda: [one for one in guest.json('rooms')
                                      if one['id'] == self.room])
            return guest

        def notes(self):
            """The room for notes, which Ben has joined."""
            self.staff.ok('question', 'notes', 'desk', self.ben.id)
            self.staff.sync_until(lambda: self.staff.room('desk notes'))
            room = self.staff.room('desk notes')['id']
            self.ben.client.join(room)
            return room
    return Place()


def test_notes_never_reach_the_guest(place):
    guest = place.let_pat_in()
    notes = place.notes()
    ident = guest.one('ask', 'desk', 'Where is the form?')['id']
    place.staff.sync_until(lambda: place.staff.json('question', 'list'))
    place.staff.ok('question', 'note', ident, 'Third time SECRETNOTE.')
    place.staff.ok('send', 'desk', 'On page two.', '--thread', ident)
    place.other.sync_until(lambda: len(place.other.json(
        'question', 'show', ident)) == 3)
    _, answer, note = place.other.json('question', 'show', ident)
    assert (answer['text'], answer['staff']) == ('On page two.', True)
    assert note['text'] == 'Third time SECRETNOTE.'
    guest.sync_until(lambda: len(guest.json('question', 'show', ident)) == 2)
    # all that the guest's own server has for him, in its own words
    raw = json.dumps(place.pat.client.sync())
    assert 'On page two.' in raw
    assert 'SECRETNOTE' not in raw and notes not in raw
    assert 'SECRETNOTE' not in json.dumps(
        place.pat.client.messages(place.room, 200))


def test_the_room_for_notes_is_closed(place):
    place.let_pat_in()
    room = place.notes()
    state = place.ann.client.state
    assert state(room, 'm.room.join_rules')['join_rule'] == 'invite'
    assert state(room, 'm.room.create')['m.federate'] is False
    assert state(room, 'org.folkmoot.room')['notes_of'] == place.room
    place.staff.fails('question', 'notes', 'desk')


def test_without_a_room_for_notes(place):
    ident = place.staff.one('ask', 'desk', 'Where is the form?')['id']
    result = place.staff.run('question', 'note', ident, 'Third time.')
    assert result.status and 'question notes' in result.err
    assert 'Third time.' not in str(place.ben.said(place.room))
