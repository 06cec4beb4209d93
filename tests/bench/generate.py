#!/usr/bin/env python3
"""Writes a Matrix account that does not exist, always the same one.

usage: tests/bench/generate.py DIR [--rooms N] [--messages N]
       tests/bench/generate.py DIR --step N [--rooms N] [--messages N]

The first form writes what server.c replays: DIR/sync.json, the first /sync of
an account with so many rooms and so many messages in each of them, of every
kind that people write; DIR/members, DIR/pushrules.json; and DIR/account.json
with the figures and a few names that a test may look for.  The second writes
DIR/sync-fN.json, the answer to "since=fN": more messages in every room.

With its defaults the first body has 1,000 rooms, about 30,000 events and
about 12 MB.  Nothing depends on the time or on chance: the same arguments
give the same bytes.
"""

import argparse
import base64
import hashlib
import json
import os
import random

SERVER = 'bench.example'
ME = f'@ada:{SERVER}'
EPOCH = 1_790_000_000_000           # ms; the last message of the first body
MINUTE = 60_000

FIRST = ('Ben Chloé Dmitri Emeka Fatima Goran Hana Ines Jun Kofi Léa Marek '
         'Nadia Omar Priya Quentin Rosa Søren Tuğçe Uma Viktor Wen Ximena '
         'Yusuf Zofia').split()
LAST = ('Abebe Brandt Castro Dubois Eriksen Fischer García Haddad Ivanov '
        'Jensen Kowalski Lindqvist Moreau Nakamura O’Neill').split()
SCRIPTS = ('山田 太郎', 'محمد علي', 'דנה לוי', 'Ольга Петрова', '김 민수')
TOPICS = ('boilers budget cycling data drains events forms gardens housing '
          'intake jobs keys libraries maps notices offices parking queues '
          'roads schools tenders users voting waste youth').split()
KINDS = 'team project desk crew board circle office group'.split()
WORDS = ('the a we you they it this that report draft meeting room plan '
         'number letter invoice window server tenant office street council '
         'partner deadline question answer change review version please '
         'today tomorrow Monday checked wrote called sent found moved asked '
         'signed printed before after about with without again still also '
         'can should will must for from into over under naïve café '
         'fundamental Straße résumé nächste').split()
ODDS = ('👍', '🎉', '👩🏽‍💻 on it', '→ see above', '日本語の資料', 'שלום לכולם',
        'مرحبا', 'ok ✅', 'ça va', '…', 'γειά σου')
REACTIONS = ('👍', '🎉', '❤️', '👀', '✅')


def identifier(*parts):
    """Forty-three characters which nobody else has."""
    digest = hashlib.sha256('\0'.join(map(str, parts)).encode()).digest()
    return base64.urlsafe_b64encode(digest)[:43].decode()


def event_id(*parts):
    """An event id as room versions from 4 on have it."""
    return '$' + identifier(*parts)


class Person:
    """Somebody who writes."""

    def __init__(self, number):
        if number % 25 == 24:
            self.name = SCRIPTS[number // 25 % len(SCRIPTS)]
        else:
            self.name = (f'{FIRST[number % len(FIRST)]} '
                         f'{LAST[number * 7 // 5 % len(LAST)]}')
        self.id = f'@u{number:03d}:{SERVER}'


class Room:
    """A room and what is decided about it once and for all."""

    def __init__(self, number, people):
        self.number = number
        self.id = f'!{identifier("room", number)[:18]}:{SERVER}'
        self.random = random.Random(number)
        self.direct = number % 25 == 24
        count = 1 if self.direct else self.random.randint(3, 6)
        self.members = self.random.sample(people, count)
        topic = TOPICS[number % len(TOPICS)]
        kind = KINDS[number // len(TOPICS) % len(KINDS)]
        self.name = None if self.direct else \
            f'{topic} {kind} {number:04d}'
        self.topic = f'Everything about {topic}, for the {kind}.' \
            if number % 3 else None
        self.space = None
        self.ids = []               # of the last messages, to refer to


def make_people():
    """Everybody but ourselves."""
    return [Person(number) for number in range(120)]


def make_rooms(count):
    """So many rooms, the first few of which become spaces."""
    people = make_people()
    rooms = [Room(number, people) for number in range(count)]
    spaces = rooms[:max(1, count // 50)]
    for space in spaces:
        space.direct, space.name = False, f'Space {space.number:02d} ' \
            f'{TOPICS[space.number % len(TOPICS)]}'
    for room in rooms[len(spaces):]:
        room.space = spaces[room.number % len(spaces)]
    return rooms


# ---- events ---------------------------------------------------------------

def state(room, kind, key, content, sender=ME):
    """A state event, old as the room."""
    return {'type': kind, 'state_key': key, 'sender': sender,
            'event_id': event_id(room.id, kind, key), 'content': content,
            'origin_server_ts': EPOCH - 500_000 * MINUTE + room.number,
            'unsigned': {'age': 500_000 * MINUTE}}


def member(room, user, name):
    """The membership of one person."""
    return state(room, 'm.room.member', user,
                 {'membership': 'join', 'displayname': name,
                  'avatar_url': f'mxc://{SERVER}/{identifier(user)[:24]}'},
                 user)


def room_members(room):
    """The memberships of a room, our own first."""
    return [member(room, ME, 'Ada Lovelace')] + \
        [member(room, one.id, one.name) for one in room.members]


def power_levels():
    """What a new room has."""
    return {'users': {ME: 100}, 'users_default': 0, 'events_default': 0,
            'state_default': 50, 'ban': 50, 'kick': 50, 'redact': 50,
            'invite': 0, 'historical': 100,
            'events': {'m.room.name': 50, 'm.room.power_levels': 100,
                       'm.room.history_visibility': 100,
                       'm.room.encryption': 100, 'm.room.tombstone': 100}}


def room_state(room, children):
    """The state of a room at the start of its timeline."""
    create = {'room_version': '11'}
    if children:
        create['type'] = 'm.space'
    join = {'join_rule': 'invite'}
    if room.space:
        join = {'join_rule': 'restricted',
                'allow': [{'type': 'm.room_membership',
                           'room_id': room.space.id}]}
    events = [state(room, 'm.room.create', '', create),
              state(room, 'm.room.power_levels', '', power_levels()),
              state(room, 'm.room.join_rules', '', join),
              state(room, 'm.room.history_visibility', '',
                    {'history_visibility': 'shared'})]
    if room.name:
        events.append(state(room, 'm.room.name', '', {'name': room.name}))
    if room.topic:
        events.append(state(room, 'm.room.topic', '', {'topic': room.topic}))
    if room.space and room.number % 2:
        events.append(state(room, 'm.space.parent', room.space.id,
                            {'via': [SERVER], 'canonical': True}))
    events += [state(room, 'm.space.child', child.id,
                     {'via': [SERVER], 'order': f'{child.number:04d}'})
               for child in children]
    return events + room_members(room)


def sentence(rng):
    """What somebody says."""
    count = rng.choice((3, 5, 8, 8, 12, 20, 35))
    text = ' '.join(rng.choices(WORDS, k=count))
    if rng.random() < 0.15:
        text += ' ' + rng.choice(ODDS)
    return text[0].upper() + text[1:]


def formatted(text):
    """The same words with some of them marked."""
    first, _, rest = text.partition(' ')
    return {'body': f'**{first}** {rest}', 'format': 'org.matrix.custom.html',
            'formatted_body': f'<p><strong>{first}</strong> {rest}</p>'
            f'<ul><li>{first}</li><li><code>{rest[:12]}</code></li></ul>'}


def related(room, content, draw):
    """A message that refers to an earlier one of its room."""
    target = room.random.choice(room.ids[-12:])
    if draw < 0.08:
        content['m.relates_to'] = {'m.in_reply_to': {'event_id': target}}
    else:
        content['m.relates_to'] = {
            'rel_type': 'm.thread', 'event_id': room.ids[0],
            'is_falling_back': True, 'm.in_reply_to': {'event_id': target}}


def edit(room, mine, text):
    """The content of an edit of somebody's own message."""
    new = {'msgtype': 'm.text', 'body': text, 'm.mentions': {}}
    return {**new, 'body': '* ' + text, 'm.new_content': new,
            'm.relates_to': {'rel_type': 'm.replace',
                             'event_id': mine[room.members[0].id][-1]}}


def message_content(room, mine, sender):
    """(type, content) of the next thing said in a room."""
    rng, draw = room.random, room.random.random()
    text = sentence(rng)
    if room.ids and draw > 0.90:
        return 'm.reaction', {'m.relates_to': {
            'rel_type': 'm.annotation', 'key': rng.choice(REACTIONS),
            'event_id': room.ids[-1 - int(draw * 1e6) % min(9, len(room.ids))]}}
    if draw > 0.86 and sender == room.members[0].id and mine.get(sender):
        return 'm.room.message', edit(room, mine, text)
    content = {'msgtype': 'm.notice' if draw > 0.84 else 'm.text',
               'body': text, 'm.mentions': {}}
    if draw > 0.69:
        content.update(formatted(text))
    elif room.ids and draw < 0.16:
        related(room, content, draw)
    return 'm.room.message', content


def message(room, serial, when, mine):
    """One event of a timeline; plain messages can be referred to later."""
    sender = room.random.choice(room.members).id
    kind, content = message_content(room, mine, sender)
    ident = event_id(room.id, serial)
    if kind == 'm.room.message' and 'm.relates_to' not in content:
        room.ids.append(ident)
        mine.setdefault(sender, []).append(ident)
    return {'type': kind, 'sender': sender, 'content': content,
            'event_id': ident, 'origin_server_ts': when,
            'unsigned': {'age': max(EPOCH - when, 0)}}


def closing(room, serial, when):
    """The last message of a body, whose words a test can look for."""
    ident = event_id(room.id, serial)
    room.ids.append(ident)
    return {'type': 'm.room.message', 'sender': room.members[0].id,
            'content': {'msgtype': 'm.text', 'm.mentions': {},
                        'body': f'Lastword{room.number:04d} '
                        f'{serial:05d} for today'},
            'event_id': ident, 'origin_server_ts': when,
            'unsigned': {'age': max(EPOCH - when, 0)}}


def timeline(room, first, count):
    """So many events with the serial numbers from first on."""
    mine = {}
    start = EPOCH + (first - 1000) * 7 * MINUTE + room.number
    events = [message(room, first + number, start + number * 7 * MINUTE, mine)
              for number in range(count - 1)]
    return events + [closing(room, first + count - 1,
                             start + (count - 1) * 7 * MINUTE)]


# ---- bodies ---------------------------------------------------------------

def push_rule(ident, conditions, *actions, **more):
    """One push rule."""
    return {'rule_id': ident, 'default': True, 'enabled': True,
            'conditions': conditions, 'actions': list(actions), **more}


def match(key, pattern):
    """A condition of a push rule."""
    return {'kind': 'event_match', 'key': key, 'pattern': pattern}


def push_rules():
    """The push rules a new account has, in short."""
    sound = {'set_tweak': 'sound', 'value': 'default'}
    light = {'set_tweak': 'highlight'}
    mention = {'kind': 'event_property_contains',
               'key': 'content.m\\.mentions.user_ids', 'value': ME}
    two = {'kind': 'room_member_count', 'is': '2'}
    words = match('type', 'm.room.message')
    return {'global': {
        'override': [
            push_rule('.m.rule.master', [], enabled=False),
            push_rule('.m.rule.suppress_notices',
                      [match('content.msgtype', 'm.notice')]),
            push_rule('.m.rule.invite_for_me', [
                match('type', 'm.room.member'),
                match('content.membership', 'invite'),
                match('state_key', ME)], 'notify', sound),
            push_rule('.m.rule.member_event',
                      [match('type', 'm.room.member')]),
            push_rule('.m.rule.is_user_mention', [mention], 'notify', light,
                      sound),
            push_rule('.m.rule.reaction', [match('type', 'm.reaction')])],
        'content': [], 'room': [], 'sender': [],
        'underride': [
            push_rule('.m.rule.room_one_to_one', [two, words], 'notify',
                      sound),
            push_rule('.m.rule.message', [words], 'notify')]}}


def joined_room(room, children, count):
    """One room of the first answer."""
    heroes = [one.id for one in room.members[:5]]
    unread = 3 if room.number % 10 == 3 else 0
    return {
        'summary': {'m.heroes': heroes, 'm.invited_member_count': 0,
                    'm.joined_member_count': len(room.members) + 1},
        'state': {'events': room_state(room, children)},
        'timeline': {'events': timeline(room, 0, count), 'limited': True,
                     'prev_batch': f'p{room.number}'},
        'ephemeral': {'events': []},
        'account_data': {'events': [
            {'type': 'm.fully_read', 'content': {'event_id': room.ids[-1]}}]},
        'unread_notifications': {'notification_count': unread,
                                 'highlight_count': unread // 3}}


def first_body(rooms, count):
    """The answer to the first /sync."""
    children = {}
    direct = {}
    for room in rooms:
        if room.space:
            children.setdefault(room.space.id, []).append(room)
        if room.direct:
            direct.setdefault(room.members[0].id, []).append(room.id)
    return {
        'next_batch': 'f0',
        'account_data': {'events': [
            {'type': 'm.direct', 'content': direct},
            {'type': 'm.push_rules', 'content': push_rules()}]},
        'presence': {'events': []},
        'to_device': {'events': []},
        'device_one_time_keys_count': {'signed_curve25519': 0},
        'rooms': {'join': {
            room.id: joined_room(room, children.get(room.id, ()), count)
            for room in rooms}, 'invite': {}, 'leave': {}}}


def next_body(rooms, step, count):
    """The answer to "since=f<step>": more of the same in every room."""
    first = 1000 + step * count
    for room in rooms:
        room.random.seed(room.number * 100_003 + step)
        room.ids.append(event_id(room.id, first - 1))
    return {'next_batch': f'f{step + 1}', 'rooms': {'join': {
        room.id: {'timeline': {'events': timeline(room, first, count),
                               'limited': False, 'prev_batch': f'q{step}'},
                  'unread_notifications': {'notification_count': 0,
                                           'highlight_count': 0}}
        for room in rooms}}}


def dump(path, value):
    """Write JSON as a server does, without blanks; the number of bytes."""
    data = json.dumps(value, ensure_ascii=False,
                      separators=(',', ':')).encode()
    with open(path, 'wb') as file:
        file.write(data)
    return len(data)


def count_events(body):
    """(state events, timeline events) of a body."""
    rooms = body['rooms']['join'].values()
    return (sum(len(room.get('state', {}).get('events', ()))
                for room in rooms),
            sum(len(room['timeline']['events']) for room in rooms))


def write_account(folder, room_count, count):
    """Everything server.c needs; returns what is in account.json."""
    os.makedirs(os.path.join(folder, 'members'), exist_ok=True)
    rooms = make_rooms(room_count)
    body = first_body(rooms, count)
    for room in rooms:
        name = ''.join(char if char.isascii() and char.isalnum() else '_'
                       for char in room.id)
        dump(os.path.join(folder, 'members', name + '.json'),
             {'chunk': room_members(room)})
    dump(os.path.join(folder, 'pushrules.json'), push_rules())
    states, messages = count_events(body)
    plain = [room for room in rooms if room.space and not room.direct]
    facts = {
        'user': ME, 'rooms': room_count, 'state_events': states,
        'timeline_events': messages,
        'bytes': dump(os.path.join(folder, 'sync.json'), body),
        'colleague': plain[0].members[0].id,
        'places': [{'id': room.id, 'name': room.name,
                    'last': f'Lastword{room.number:04d}'}
                   for room in plain[:3] + plain[-3:]]}
    dump(os.path.join(folder, 'account.json'), facts)
    return facts


def write_step(folder, step, room_count, count):
    """The answer to "since=f<step>"; its path."""
    path = os.path.join(folder, f'sync-f{step}.json')
    dump(path, next_body(make_rooms(room_count), step, count))
    return path


def main():
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.split('\n', 1)[0])
    parser.add_argument('folder')
    parser.add_argument('--rooms', type=int, default=1000)
    parser.add_argument('--messages', type=int, default=20)
    parser.add_argument('--step', type=int)
    options = parser.parse_args()
    if options.step is None:
        print(json.dumps(write_account(options.folder, options.rooms,
                                       options.messages), indent=1))
    else:
        print(write_step(options.folder, options.step, options.rooms,
                         options.messages))


if __name__ == '__main__':
    main()
