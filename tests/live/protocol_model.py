"""The state of things, computed from a room's history: doc/protocol.md.

Written from the document alone and in another language than the program, so
that a mistake in one of them shows.  It is given what any client can get from
its homeserver, and knows nothing of the program.

    Room(events, levels, creators).things()   # {event id: state}

A state holds every field of its kind by the name it has in JSON; what is
absent is None, an empty list, an empty object or 0.
"""

import datetime
import re

PREFIX = 'org.folkmoot.'
CHANGE = PREFIX + 'change'
STATUS = {
    'task': ('open', 'done'),
    'question': ('open', 'solved'),
    'idea': ('new', 'planned', 'doing', 'done', 'declined'),
    'event': ('planned', 'cancelled'),
    'resource': ('current', 'outdated'),
    'decision': ('stands', 'revoked'),
    'note': (),
}
KINDS = tuple(STATUS)
ENTRIES, STEPS = 32, 200
SCHEMES = ('https://', 'http://', 'mxc://', 'mailto:', 'geo:', 'matrix:')
VOTES = {**dict.fromkeys('👍✅➕', 'up'), **dict.fromkeys('👎❌➖', 'down'),
         **dict.fromkeys('🤔❔❓🤷', 'maybe'), '+1': 'up', '-1': 'down'}


class Wrong(Exception):
    """A value of the wrong type: as if it were absent."""


# ---- values -------------------------------------------------------------

def need(fits):
    """It is so, or the value does not count."""
    if not fits:
        raise Wrong


def is_whole(value):
    """An integer; true and false are none."""
    return isinstance(value, int) and not isinstance(value, bool)


def string(most):
    """A text that may be cleared by an empty one."""
    def read(value, _kind):
        if value is None or value == '':
            return None
        need(isinstance(value, str))
        return value[:most]
    return read


def title(value, _kind):
    """Never empty."""
    need(isinstance(value, str) and value)
    return value[:2000]


def status(value, kind):
    """A word of the kind's."""
    need(isinstance(value, str) and value in STATUS[kind])
    return value


def stage(value, _kind):
    """How far an open task is."""
    need(value is None or value in ('doing', 'waiting', 'dropped'))
    return value


def is_id(value, sign):
    """An id of Matrix."""
    return isinstance(value, str) and value[:1] == sign and \
        1 < len(value.encode()) <= 255


def ident(sign):
    """An id, or null."""
    def read(value, _kind):
        need(value is None or is_id(value, sign) and
             (sign != '@' or ':' in value))
        return value
    return read


def each(fits):
    """An array of which each entry counts that fits, once."""
    def read(value, _kind):
        if value is None:
            return []
        need(isinstance(value, list))
        found = []
        for one in value:
            if fits(one) and one not in found and len(found) < ENTRIES:
                found.append(one)
        return found
    return read


def is_user(value):
    """A user id."""
    return is_id(value, '@') and ':' in value


def is_word(value):
    """Something short."""
    return isinstance(value, str) and 0 < len(value.encode()) <= 255


def day(value, _kind):
    """A civil day."""
    if value is None:
        return None
    need(isinstance(value, str) and
         re.fullmatch(r'[0-9]{4}-[0-9]{2}-[0-9]{2}', value))
    try:
        datetime.date.fromisoformat(value)
    except ValueError as error:
        raise Wrong from error
    return value


def number(most):
    """0 and null are the same."""
    def read(value, _kind):
        need(value is None or is_whole(value) and 0 <= value <= most)
        return value or 0
    return read


def moment(value, _kind):
    """Milliseconds since 1970."""
    need(value is None or is_whole(value) and
         0 < value <= 253402300799999)
    return value


def url(value, _kind):
    """An address that can be followed without harm."""
    need(value is None or isinstance(value, str) and
         value.lower().startswith(SCHEMES))
    return value if value is None else value[:2000]


def steps(value, _kind):
    """{id: step or None}, in order; None as a whole clears."""
    if value is None:
        return None
    need(isinstance(value, dict))
    found = {}
    for name, one in value.items():
        if not re.fullmatch('[A-Za-z0-9_-]{1,32}', name):
            continue
        if one is None:
            found[name] = None
        elif isinstance(one, dict) and isinstance(one.get('text'), str) \
                and one['text']:
            found[name] = {'text': one['text'][:500],
                           'done': one.get('done') is True,
                           'n': one['n'] if is_whole(one.get('n')) else 0}
    return dict(sorted(found.items(), key=lambda pair: (
        pair[1]['n'] if pair[1] else 0, pair[0].encode())))


TASK, QUESTION, IDEA, EVENT, RESOURCE, DECISION, NOTE = KINDS
ALL = frozenset(KINDS)
FIELDS = {
    'title': (title, ALL),
    'notes': (string(16000), ALL),
    'status': (status, ALL - {NOTE}),
    'stage': (stage, {TASK}),
    'assignees': (each(is_user), {TASK}),
    'owner': (ident('@'), {QUESTION, IDEA, EVENT}),
    'due': (day, {TASK}),
    'start': (day, {TASK}),
    'begin': (moment, {EVENT}),
    'end': (moment, {EVENT}),
    'place': (string(2000), {EVENT}),
    'priority': (number(3), {TASK}),
    'estimate': (number(1000000), {TASK}),
    'tags': (each(is_word), ALL - {NOTE}),
    'steps': (steps, {TASK}),
    'parent': (ident('$'), {TASK}),
    'after': (each(lambda one: is_id(one, '$')), {TASK}),
    'last_done': (day, {TASK}),
    'repeat': (string(200), {TASK, EVENT}),
    'answer': (ident('$'), {QUESTION}),
    'reason': (string(2000), {IDEA}),
    'same_as': (ident('$'), {IDEA}),
    'url': (url, {RESOURCE, EVENT}),
    'source': (ident('$'), ALL),
    'about': (ident('!'), {NOTE}),
}
NEVER_CHANGED = ('source', 'about')


def read_fields(payload, kind):
    """The fields of a payload that count."""
    found = {}
    for name, (read, kinds) in FIELDS.items():
        if kind in kinds and name in payload:
            try:
                found[name] = read(payload[name], kind)
            except Wrong:
                pass
    return found


def default(name, kind):
    """What an absent field is."""
    if name == 'status':
        return STATUS[kind][0]
    if name in ('assignees', 'tags', 'after'):
        return []
    if name == 'steps':
        return {}
    return 0 if name in ('priority', 'estimate') else None


# ---- rights -------------------------------------------------------------

ANYBODY = frozenset(('anybody',))
AUTHOR, OWNER, MODERATOR = (frozenset((one,)) for one in (
    'author', 'owner', 'moderator'))


def who_may(kind, name):
    """Whom the table of rights allows a field."""
    if kind == TASK:
        return ANYBODY
    if kind == EVENT:
        return AUTHOR | OWNER | MODERATOR
    if kind == QUESTION and name in ('owner', 'tags') or \
            kind == RESOURCE and name in ('status', 'tags'):
        return ANYBODY
    if kind == QUESTION and name == 'status':
        return AUTHOR | OWNER | MODERATOR
    if kind == IDEA and name in ('status', 'reason'):
        return OWNER | MODERATOR
    if kind == IDEA and name in ('owner', 'same_as'):
        return MODERATOR
    return AUTHOR | MODERATOR


class Room:
    """What a client knows of a room: its history, its powers, its makers.

    `events` are in room order; `levels` is the content of
    m.room.power_levels, `creators` are those who stand above all levels.
    """

    def __init__(self, events, levels, creators=()):
        self.events = [one for one in events if 'state_key' not in one]
        self.levels, self.creators = levels, creators

    # ---- who is who -----------------------------------------------------

    def power(self, user):
        """The power level of somebody, now."""
        if user in self.creators:
            return float('inf')
        return self.levels.get('users', {}).get(
            user, self.levels.get('users_default', 0))

    def is_moderator(self, user):
        """Whether somebody may redact what others wrote."""
        return self.power(user) >= max(self.levels.get('redact', 50), 1)

    def may(self, state, name, user):
        """Whether somebody may set a field of a thing as it is now."""
        allowed = who_may(state['kind'], name)
        return 'anybody' in allowed or \
            'author' in allowed and user == state['creator'] or \
            'owner' in allowed and user == state.get('owner') or \
            'moderator' in allowed and self.is_moderator(user)

    # ---- the events -----------------------------------------------------

    @staticmethod
    def content(event):
        """The content of a message, empty for all else."""
        found = event.get('content')
        if event['type'] != 'm.room.message' or not isinstance(found, dict):
            return {}
        return found

    @staticmethod
    def relation(content):
        """(type, target) of a relation."""
        found = content.get('m.relates_to')
        if not isinstance(found, dict):
            return None, None
        if found.get('rel_type') in ('m.thread', 'm.replace'):
            return found['rel_type'], found.get('event_id')
        if isinstance(found.get('m.in_reply_to'), dict):
            return 'reply', found['m.in_reply_to'].get('event_id')
        return None, None

    @staticmethod
    def payload(content):
        """(kind, payload) of the first kind that there is, or None."""
        for kind in KINDS:
            found = content.get(PREFIX + kind)
            if isinstance(found, dict) and is_whole(found.get('v')) and \
                    found['v'] == 1:
                return kind, found
        return None

    def root(self, event):
        """The first state of a thing, or None where it is no thing."""
        content = self.content(event)
        found = self.payload(content)
        if not found or content.get('msgtype') != 'm.text' or \
                self.relation(content)[0]:
            return None
        kind, payload = found
        fields = read_fields(payload, kind)
        if 'title' not in fields:
            return None
        state = {'kind': kind, 'id': event['event_id'],
                 'creator': event['sender'], 'claims': {},
                 **{name: default(name, kind)
                    for name, (_, kinds) in FIELDS.items() if kind in kinds}}
        allowed = {name for name in fields
                   if self.may(state, name, event['sender'])}
        self.lay(state, {name: fields[name] for name in allowed})
        return state

    def change(self, event, states):
        """(state, fields) of what an event changes, or None."""
        content = self.content(event)
        how, target = self.relation(content)
        state = states.get(target) if isinstance(target, str) else None
        if not state:
            return None
        if how == 'm.replace':
            found = self.payload(content.get('m.new_content')
                                 if isinstance(content.get('m.new_content'),
                                               dict) else {})
            if not found or found[0] != state['kind'] or \
                    event['sender'] != state['creator']:
                return None
            return state, read_fields(found[1], found[0])
        found = content.get(CHANGE)
        if how != 'm.thread' or not isinstance(found, dict) or \
                not is_whole(found.get('v')) or found['v'] != 1 or \
                found.get('kind', TASK) != state['kind'] or \
                not isinstance(found.get('fields'), dict):
            return None
        return state, read_fields(found['fields'], state['kind'])

    def turn(self, event):
        """The turn that a change or an edit says, or None."""
        content = self.content(event)
        if self.relation(content)[0] == 'm.replace':
            found = self.payload(content['m.new_content'])[1]
        else:
            found = content[CHANGE]
        said = found.get('turn')
        return said if is_whole(said) and 1 <= said <= 10 ** 9 else None

    def in_turn(self, states):
        """[((turn, event id), event, state, fields)] in order."""
        found, greatest = [], {}
        for event in self.events:
            changed = self.change(event, states)
            if not changed:
                continue
            state, fields = changed
            name = state['id']
            turn = self.turn(event) or greatest.get(name, 0) + 1
            greatest[name] = max(greatest.get(name, 0), turn)
            found.append(((turn, event['event_id']), event, state, fields))
        return sorted(found, key=lambda one: one[0])

    @staticmethod
    def lay(state, fields):
        """Lay fields over a state."""
        for name, value in fields.items():
            if name != 'steps':
                state[name] = value
            elif value is None:
                state['steps'] = {}
            else:
                for step, now in value.items():
                    if now is None:
                        state['steps'].pop(step, None)
                    elif step in state['steps'] or \
                            len(state['steps']) < STEPS:
                        state['steps'][step] = {'text': now['text'],
                                                'done': now['done']}

    # ---- votes and merges -------------------------------------------------

    def votes(self, targets):
        """{'up': people, …} on things that are one."""
        newest = {}
        for event in self.events:
            relation = (event.get('content') or {}).get('m.relates_to')
            if event['type'] != 'm.reaction' or \
                    not isinstance(relation, dict) or \
                    relation.get('event_id') not in targets:
                continue
            vote = next((word for sign, word in VOTES.items()
                         if str(relation.get('key')).startswith(sign)), None)
            rank = event['origin_server_ts'], event['event_id'], vote
            if vote and rank > newest.get(event['sender'], (0, '', '')):
                newest[event['sender']] = rank
        said = [rank[2] for rank in newest.values()]
        return {word: said.count(word) for word in ('up', 'down', 'maybe')}

    @staticmethod
    def repeats(states, ident_):
        """All ideas that repeat one, by any way, and itself."""
        found, more = {ident_}, True
        while more:
            more = {name for name, state in states.items()
                    if state.get('same_as') in found} - found
            found |= more
        return found

    @classmethod
    def is_merged(cls, states, ident_):
        """Whether another idea stands for this one."""
        ring, at = [], ident_
        while at in states and at not in ring:
            ring.append(at)
            at = states[at].get('same_as')
        if at == ident_:
            return min(ring) != ident_
        return states[ident_].get('same_as') is not None

    @staticmethod
    def goes_before(states, goal, start):
        """Whether a task waits, by any way, for another."""
        seen, more = set(), [start]
        while more:
            at = more.pop()
            if at not in seen:
                seen.add(at)
                more += states.get(at, {}).get('after', [])
        return goal in seen

    @classmethod
    def is_blocked(cls, states, name):
        """Whether a task that goes before is open, and not in a ring."""
        return any(states.get(one, {}).get('kind') == TASK and
                   states[one]['status'] == 'open' and
                   not cls.goes_before(states, name, one)
                   for one in states[name]['after'])

    # ---- all --------------------------------------------------------------

    def things(self):
        """All things of the room."""
        states = {}
        for event in self.events:
            state = self.root(event)
            if state:
                states[state['id']] = state
        for _, event, state, fields in self.in_turn(states):
            fields = {name: value for name, value in fields.items()
                      if name not in NEVER_CHANGED}
            allowed = {name for name in fields
                       if self.may(state, name, event['sender'])}
            if set(fields) - allowed:
                state['claims'][event['event_id']] = set(fields) - allowed
            self.lay(state, {name: fields[name] for name in allowed})
        for name, state in states.items():
            if state['kind'] == TASK:
                state['blocked'] = self.is_blocked(states, name)
            elif state['kind'] == IDEA:
                state['merged'] = self.is_merged(states, name)
                state.update(self.votes(self.repeats(states, name)))
            elif state['kind'] == EVENT:
                state.update(self.votes({name}))
        return states


def room_of(client, room):
    """What a client's homeserver says of a room, as a Room."""
    path = f'/_matrix/client/v3/rooms/{room}'
    events, start = [], None
    while True:
        page = client.get(path + '/messages', dir='b', limit=1000,
                          **({'from': start} if start else {}))
        events += page['chunk']
        start = page.get('end')
        if not start or not page['chunk']:
            break
    made = next(one for one in client.get(path + '/state')
                if one['type'] == 'm.room.create')
    creators = ()
    if made['content'].get('room_version', '1') == '12':
        creators = (made['sender'],
                    *made['content'].get('additional_creators', ()))
    return Room(events[::-1], client.state(room, 'm.room.power_levels'),
                creators)
