"""What the scripted server knows: people, rooms, events, tokens.

Everything that happens gets the next number of one stream, so that a sync
token is a number ("s12": everything up to 12 is known) and a place in the
history of a room is another ("t3": before the fourth event).  Tokens of both
kinds are consistent with each other, as the specification wants it.

Thread: any; each method takes the lock, which is also the condition that a
waiting /sync waits for.
"""

import json
import threading
import time


class Raw:
    """JSON that Python's encoder would not write; goes out as it is."""

    def __init__(self, text):
        self.text = text

    def __repr__(self):
        return f'Raw({self.text[:40]!r})'


def encode(value):
    """JSON as bytes, with every Raw inside put in as it is."""
    parts = {}

    def mark(raw):
        if not isinstance(raw, Raw):
            raise TypeError(f'{raw!r} is not JSON')
        name = f'@@raw {len(parts)}@@'
        parts[name] = raw.text
        return name

    text = json.dumps(value, default=mark, separators=(',', ':'))
    for name, raw in parts.items():
        text = text.replace(f'"{name}"', raw)
    return text.encode()


class Room:
    """A room: its events in order, each with its number in the stream."""

    def __init__(self, ident):
        self.id = ident
        self.events = []            # (stream number, event)
        self.ephemeral = {}         # type: (stream number, content)
        self.members = {}           # user id: (stream number, membership)
        self.unread = (0, 0)        # notifications, highlights

    def index_after(self, number):
        """The index of the first event later than a stream number."""
        for index, (stream, _) in enumerate(self.events):
            if stream > number:
                return index
        return len(self.events)

    def state_at(self, index):
        """The state before the event with this index, oldest first."""
        current = {}
        for _, event in self.events[:index]:
            if isinstance(event, dict) and 'state_key' in event:
                key = encode([event.get('type'), event['state_key']])
                current.pop(key, None)
                current[key] = event
        return list(current.values())


class World:
    """The state of one homeserver."""

    def __init__(self, name='scripted.example'):
        self.name = name
        self.changed = threading.Condition(threading.RLock())
        self.stream = 0
        self.rooms = {}
        self.passwords = {}         # user id: password
        self.names = {}             # user id: display name
        self.tokens = {}            # access token: user id
        self.refresh = {}           # refresh token: user id
        self.superseded = {}        # new token: old refresh token
        self.account_data = {}      # (user, type): (stream number, content)
        self.looked_up = None   # what /publicRooms and the like say
        self.transactions = {}      # (token, path): event id
        self.timeline_limit = 20
        self.token_life = None      # ms, given to those who can refresh
        self.serial = 0

    # ---- people ----------------------------------------------------------

    def user(self, name):
        """A full user id from one, from a local part, or from "@local"."""
        name = name if name.startswith('@') else '@' + name
        return name if ':' in name else f'{name}:{self.name}'

    def person(self, name, password='secret', shown=None):
        """Make somebody who can log in; the user id."""
        user = self.user(name)
        with self.changed:
            self.passwords[user] = password
            self.names[user] = shown or user[1:].split(':')[0].title()
        return user

    def unique(self, prefix):
        """An identifier that was not given out before."""
        with self.changed:
            self.serial += 1
            return f'{prefix}{self.serial}'

    def new_token(self, user, refreshable=False):
        """Access and refresh token for somebody; the second may be None."""
        with self.changed:
            token = self.unique('token')
            self.tokens[token] = user
            fresh = self.unique('refresh') if refreshable else None
            if fresh:
                self.refresh[fresh] = user
            return token, fresh

    def use(self, token):
        """Whose access token it is; using it ends the one it replaced."""
        with self.changed:
            self.refresh.pop(self.superseded.pop(token, None), None)
            return self.tokens.get(token)

    def forget_tokens(self):
        """No access token is valid any more; refresh tokens still are."""
        with self.changed:
            self.tokens.clear()
            self.changed.notify_all()

    # ---- rooms -----------------------------------------------------------

    def room(self, name=None, *members, topic=None, kind=None, ident=None):
        """A room with members, each of whom has joined; its id."""
        users = [self.user(member) for member in members]
        room = Room(ident or self.unique('!room') + ':' + self.name)
        with self.changed:
            self.rooms[room.id] = room
        creator = users[0] if users else self.user('server')
        content = {'room_version': '11', **({'type': kind} if kind else {})}
        self.state(room.id, 'm.room.create', content, sender=creator)
        for user in users:
            self.join(room.id, user)
        self.state(room.id, 'm.room.power_levels',
                   {'users': {creator: 100}, 'events_default': 0,
                    'state_default': 50}, sender=creator)
        self.state(room.id, 'm.room.join_rules', {'join_rule': 'invite'},
                   sender=creator)
        self.state(room.id, 'm.room.history_visibility',
                   {'history_visibility': 'shared'}, sender=creator)
        if name is not None:
            self.state(room.id, 'm.room.name', {'name': name},
                       sender=creator)
        if topic is not None:
            self.state(room.id, 'm.room.topic', {'topic': topic},
                       sender=creator)
        return room.id

    def make(self, creator, asked):
        """A room as /createRoom makes it, with its initial state; its id."""
        room = self.room(asked.get('name'), creator)
        made = self.rooms[room].events[0][1]['content']
        made.update(asked.get('creation_content', {}))
        for event in asked.get('initial_state', []):
            self.state(room, event['type'], event['content'],
                       event.get('state_key', ''), sender=creator)
        return room

    def join(self, room, user):
        """Somebody joins a room."""
        user = self.user(user)
        name = self.names.get(user, user[1:].split(':')[0].title())
        self.state(room, 'm.room.member',
                   {'membership': 'join', 'displayname': name}, user, user)

    def state(self, room, kind, content, key='', sender=None):
        """A state event; its id."""
        return self.add(room, {'type': kind, 'state_key': key,
                               'content': content,
                               'sender': sender or self.creator(room)})

    def creator(self, room):
        """Who made a room."""
        return self.rooms[room].events[0][1]['sender']

    def say(self, room, sender, text, **content):
        """Somebody says something; the event id."""
        return self.add(room, {
            'type': 'm.room.message', 'sender': self.user(sender),
            'content': {'msgtype': 'm.text', 'body': text, 'm.mentions': {},
                        **content}})

    def add(self, room, event):
        """Add an event as it is; what every event needs is filled in.

        An event that is no dict, or has a field of a wrong type, stays so.
        """
        if isinstance(event, dict):
            event = {'event_id': self.unique('$event'),
                     'origin_server_ts': int(time.time() * 1000),
                     'content': {}, **event}
        with self.changed:
            self.stream += 1
            place = self.rooms[room]
            place.events.append((self.stream, event))
            if isinstance(event, dict) and \
                    event.get('type') == 'm.room.member':
                self.note_member(place, event)
            self.changed.notify_all()
        return event.get('event_id') if isinstance(event, dict) else None

    def note_member(self, room, event):
        """Remember who is in a room, as far as the event makes sense."""
        content, user = event.get('content'), event.get('state_key')
        if isinstance(user, str) and isinstance(content, dict) and \
                content.get('membership') in ('join', 'leave', 'invite'):
            room.members[user] = (self.stream, content['membership'])

    def ephemeral(self, room, kind, content):
        """Typing or receipts."""
        with self.changed:
            self.stream += 1
            self.rooms[room].ephemeral[kind] = (self.stream, content)
            self.changed.notify_all()

    def data(self, user, kind, content):
        """Account data of somebody."""
        with self.changed:
            self.stream += 1
            self.account_data[self.user(user), kind] = (self.stream, content)
            self.changed.notify_all()

    def said(self, room):
        """The messages of a room: (sender, body)."""
        with self.changed:
            return [(event['sender'], event['content'].get('body'))
                    for _, event in self.rooms[room].events
                    if isinstance(event, dict) and
                    event.get('type') == 'm.room.message' and
                    isinstance(event.get('content'), dict)]

    # ---- reading ---------------------------------------------------------

    def news(self, user, since):
        """What /sync answers to somebody who knows up to `since`.

        None where there is nothing; `since` is None for a first sync.
        """
        known = since or 0
        join, leave = {}, {}
        for room in self.rooms.values():
            number, membership = room.members.get(user, (0, None))
            if membership == 'join':
                part = self.room_news(room, 0 if number > known else known)
                if part:
                    join[room.id] = part
            elif membership == 'leave' and number > known:
                leave[room.id] = self.room_news(room, known)
        data = [{'type': kind, 'content': content}
                for (owner, kind), (number, content)
                in self.account_data.items()
                if owner == user and number > known]
        if since is not None and not join and not leave and not data:
            return None
        return {'next_batch': f's{self.stream}',
                'account_data': {'events': data},
                'rooms': {'join': join, 'leave': leave, 'invite': {}}}

    def room_news(self, room, known):
        """One room of an answer, or None where nothing happened in it."""
        first = room.index_after(known)
        start = max(first, len(room.events) - self.timeline_limit)
        ephemeral = [{'type': kind, 'content': content}
                     for kind, (number, content) in room.ephemeral.items()
                     if number > known]
        if start == len(room.events) and not ephemeral:
            return None
        joined = [user for user, (_, membership) in room.members.items()
                  if membership == 'join']
        skipped = [event for event in room.state_at(start)
                   if known == 0 or event in
                   [later for _, later in room.events[first:start]]]
        return {'summary': {'m.joined_member_count': len(joined),
                            'm.heroes': joined[:5]},
                'state': {'events': skipped},
                'timeline': {'events': [event for _, event
                                        in room.events[start:]],
                             'limited': start > first,
                             'prev_batch': f't{start}'},
                'ephemeral': {'events': ephemeral},
                'unread_notifications': {
                    'notification_count': room.unread[0],
                    'highlight_count': room.unread[1]}}

    def index_of(self, room, token):
        """The place in a room's history that a token of either kind means."""
        if token.startswith('t'):
            return int(token[1:])
        return self.rooms[room].index_after(int(token[1:]))

    def page(self, room, start, stop, backward, limit):
        """(events, token of the end or None) of a page of history."""
        with self.changed:
            events = [event for _, event in self.rooms[room].events]
            at = self.index_of(room, start) if start else len(events)
            end = self.index_of(room, stop) if stop else \
                (0 if backward else len(events))
            if backward:
                low = max(at - limit, end)
                chunk = events[low:at][::-1]
                return chunk, f't{low}' if low > end else None
            high = min(at + limit, end)
            return events[at:high], f't{high}' if high < end else None
