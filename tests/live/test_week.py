"""A week together: two folkmoots and another client on two homeservers.

Ann has an account at the council and Pat one at the partner, both with
folkmoot; Nora uses matrix-nio, and what that cannot do is asked of the
homeserver as any program would.  After each part of the week the states that
the two folkmoots tell are compared with each other, and with what
protocol_model.py makes of the rooms' histories.
"""

import datetime

import pytest
from test_second_client import Nio

from matrix import MatrixError
from program import poll
from protocol_model import KINDS, PREFIX, room_of

CHANGE = PREFIX + 'change'
V3 = '/_matrix/client/v3'
LISTS = {'task': ('task', 'list'), 'question': ('question', 'list', '--all')}
SAME = ('title', 'notes', 'tags', 'source', 'creator')
NAMES = {
    'task': {**{name: name for name in SAME + (
        'status', 'assignees', 'due', 'priority')}},
    'question': {**{name: name for name in SAME + ('status', 'owner')},
                 'answer': 'accepted'},
}


def listed(profile, kind, room):
    """The things of a kind in a room, by id, as folkmoot tells them."""
    command = LISTS[kind]
    return {one['id']: one
            for one in profile.json(*command[:2], room, *command[2:])}


def settled(client, room, eid):
    """Whether a homeserver has an event."""
    try:
        return client.event(room, eid)
    except MatrixError:
        return None


class Week:
    """Who is there, and what all of them must agree on."""

    def __init__(self, folkmoot, user):
        self.ann, self.ben = user('Ann Lee'), user('Ben Osei')
        self.pat, self.nora = user('Pat Roe', 'partner'), user('Nora Ek')
        self.here, self.there = folkmoot(self.ann), folkmoot(self.pat)
        self.nio = Nio(self.nora).login()
        self.nio.sync()

    def room(self, name, *kinds, **more):
        """A room with all in it, that both folkmoots know."""
        room = self.ann.room(
            name, self.pat, self.nora, initial_state=[{
                'type': 'org.folkmoot.room', 'state_key': '',
                'content': {'v': 1, 'kinds': list(kinds)}}], **more)
        self.meet(room)
        return room

    def meet(self, room):
        """Until both folkmoots know a room and all who are in it."""
        count = len(self.ann.client.members(room))
        for one in (self.here, self.there):
            one.sync_until(lambda one=one: [
                known for known in one.json('rooms')
                if known['id'] == room and known['members'] == count])

    def arrived(self, room):
        """Until both homeservers have all that was said in a room."""
        def same():
            return set(self.events(self.ann, room)) == \
                set(self.events(self.pat, room))
        poll(same, 30, 'both servers have the same events')

    @staticmethod
    def events(who, room):
        """The ids of the newest messages of a room."""
        return [one['event_id'] for one in who.client.messages(room, 100)
                if 'state_key' not in one]

    # ---- agreement ------------------------------------------------------

    def states(self, room):
        """What the protocol makes of a room, on either server."""
        self.arrived(room)
        council, partner = (room_of(one.client, room).things()
                            for one in (self.ann, self.pat))
        assert council == partner
        return council

    def agree(self, room, kind='task'):
        """Both folkmoots tell what the protocol says; the states."""
        states = {ident: state for ident, state in self.states(room).items()
                  if state['kind'] == kind}
        for one in (self.here, self.there):
            told = listed(one.sync(), kind, room)
            assert set(told) == set(states), one.user.id
            for ident, state in states.items():
                for name, shown in NAMES[kind].items():
                    assert told[ident][shown] == state[name], (
                        one.user.id, name, told[ident], state)
        return states


@pytest.fixture
def week(folkmoot, user):
    """Everybody, before Monday."""
    one = Week(folkmoot, user)
    yield one
    one.nio.close()


# ---- a project ----------------------------------------------------------

def test_project_with_servers_parted(week, servers):
    room = week.room('works', 'task')
    task = week.here.one('task', 'add', room, 'Buy paint')['id']
    week.arrived(room)
    week.there.sync()
    for one in servers:
        one.gate.cut()
    try:
        week.here.ok('task', 'title', task, 'Buy red paint')
        week.here.ok('task', 'due', task, '2027-01-01')
        week.there.ok('task', 'title', task, 'Buy blue paint')
        week.there.ok('task', 'priority', task, 'high')
    finally:
        for one in servers:
            one.gate.mend()
    week.agree(room)
