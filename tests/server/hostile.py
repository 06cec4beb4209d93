"""Events and rooms that no honest client sends, and that arrive anyway.

everything() gives (name, event) pairs: one event each for every way in which
an event can be broken or spiteful, and wrong_types() the same event over and
over with another field of another type each time.  What is right around them
is right, so that exactly one thing is tried at a time.  The events go into a
room with World.add(); those that Python could not write are Raw.
"""

import copy

from .world import Raw

WRONG = (None, True, 0, -1, 1.5, 10 ** 30, '', 'x', [], ['x'], {}, {'x': 'y'},
         [[[[]]]])
ESCAPES = ('\x1b[31mred\x1b[0m', '\x1b]0;title\x07', '\x1b]52;c;ZXZpbA==\x07',
           '\x1b[2J\x1b[H', '\x1bP+q544e\x1b\\', '\x9b31mC1', '\x1b[6n',
           '\x1b]8;;http://evil.example\x07link\x1b]8;;\x07', '\x1bc')
BIDI = '\u202eevil\u202c \u2066isolate\u2069 \u200frtl\u200e \u202dover'
ZERO_WIDTH = '\u200b\u200c\u200d\ufeff\u2060\u00ad\u180e'
SEPARATORS = 'line\u2028separator\u2029paragraph\x85next\x0bvertical\x0cform'


def message(body='words', **content):
    """A proper message."""
    return {'type': 'm.room.message', 'sender': '@eve:scripted.example',
            'content': {'msgtype': 'm.text', 'body': body, 'm.mentions': {},
                        **content}}


def html(markup, body='words'):
    """A message with markup."""
    return message(body, format='org.matrix.custom.html',
                   formatted_body=markup)


def related(**relation):
    """A message that relates to something."""
    return message(**{'m.relates_to': relation})


def paths(value, at=()):
    """The path of every value inside a JSON value, the value itself first."""
    yield at
    items = value.items() if isinstance(value, dict) else \
        enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from paths(inner, at + (key,))


def replaced(value, path, other):
    """A copy of a JSON value with one value inside it replaced."""
    if not path:
        return other
    value = copy.deepcopy(value)
    inner = value
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = other
    return value


def wrong_types(event, values=WRONG):
    """The event with every value inside it, one at a time, of another type."""
    for path in paths(event):
        for other in values:
            yield replaced(event, path, copy.deepcopy(other))


def missing_parts(event):
    """The event without one of its parts, each of them once."""
    for path in paths(event):
        if path and isinstance(path[-1], str):
            value = copy.deepcopy(event)
            inner = value
            for key in path[:-1]:
                inner = inner[key]
            del inner[path[-1]]
            yield value


def samples():
    """A proper event of each type that clients look into, all parts there."""
    relation = {'rel_type': 'm.replace', 'event_id': '$x',
                'm.in_reply_to': {'event_id': '$y'}, 'is_falling_back': True}
    yield {**message('* b', **{'m.new_content': {
        'msgtype': 'm.text', 'body': 'b', 'formatted_body': '<b>b</b>',
        'format': 'org.matrix.custom.html'}, 'm.relates_to': relation}),
        'event_id': '$sample', 'origin_server_ts': 1_700_000_000_000,
        'unsigned': {'age': 1, 'transaction_id': 't', 'm.relations': {
            'm.thread': {'latest_event': message(), 'count': 2,
                         'current_user_participated': True}}}}
    yield {**message('a.pdf', msgtype='m.file', url='mxc://a/b', info={
        'mimetype': 'application/pdf', 'size': 12}, filename='a.pdf')}
    yield {**message(), 'type': 'm.reaction', 'content': {'m.relates_to': {
        'rel_type': 'm.annotation', 'event_id': '$x', 'key': '👍'}}}
    yield {**message(), 'type': 'm.room.redaction', 'redacts': '$x',
           'content': {'redacts': '$x', 'reason': 'why'}}
    yield {**message('☐ mend'), 'content': {
        'msgtype': 'm.text', 'body': '☐ mend', 'org.folkmoot.task': {
            'v': 1, 'title': 'mend', 'notes': 'n', 'status': 'open',
            'assignees': ['@eve:scripted.example'], 'due': '2026-12-01',
            'priority': 1, 'tags': ['t'], 'source': '$x'}}}
    yield {**message('done'), 'content': {
        'msgtype': 'm.text', 'body': 'done', 'm.relates_to': {
            'rel_type': 'm.thread', 'event_id': '$x'},
        'org.folkmoot.change': {'v': 1, 'fields': {'status': 'done'}}}}
    yield from state_samples()


def state_samples():
    """A proper state event of each type that clients look into."""
    for kind, key, content in (
            ('m.room.create', '', {'room_version': '11', 'type': 'm.space',
                                   'predecessor': {'room_id': '!old'}}),
            ('m.room.member', '@eve:scripted.example', {
                'membership': 'join', 'displayname': 'Eve',
                'avatar_url': 'mxc://a/b'}),
            ('m.room.name', '', {'name': 'a name'}),
            ('m.room.topic', '', {'topic': 'a topic'}),
            ('m.room.power_levels', '', {
                'users': {'@eve:scripted.example': 50}, 'users_default': 0,
                'events': {'m.room.name': 50}, 'events_default': 0,
                'state_default': 50, 'redact': 50}),
            ('m.room.join_rules', '', {'join_rule': 'restricted', 'allow': [
                {'type': 'm.room_membership', 'room_id': '!x'}]}),
            ('m.room.history_visibility', '', {
                'history_visibility': 'shared'}),
            ('m.room.canonical_alias', '', {'alias': '#a:scripted.example',
                                            'alt_aliases': ['#b:x']}),
            ('m.room.pinned_events', '', {'pinned': ['$x']}),
            ('m.room.tombstone', '', {'body': 'moved',
                                      'replacement_room': '!new'}),
            ('m.room.encryption', '', {'algorithm': 'm.megolm.v1.aes-sha2'}),
            ('m.space.child', '!child', {'via': ['scripted.example'],
                                         'order': 'a', 'suggested': True}),
            ('m.space.parent', '!parent', {'via': ['scripted.example'],
                                           'canonical': True}),
            ('org.folkmoot.charter', '', {
                'v': 1, 'issue': 'i', 'owner': '@eve:scripted.example',
                'outcomes': ['o'], 'rules': 'r', 'contact': 'c',
                'review_date': '2026-12-01', 'area': 'internal'})):
        yield {'type': kind, 'state_key': key, 'content': content,
               'sender': '@eve:scripted.example'}


def broken_json():
    """What a JSON parser may refuse, though servers let it through."""
    start = ('{"type":"m.room.message","sender":"@eve:scripted.example",'
             '"event_id":"$broken-%s","origin_server_ts":1700000000000,'
             '"content":{"msgtype":"m.text","body":%s}}')
    for name, body in (
            ('nul in a key', r'"a","x\u0000y":1'),
            ('nul in a value', r'"before\u0000after"'),
            ('high surrogate alone', r'"a\ud800b"'),
            ('low surrogate alone', r'"a\udc00b"'),
            ('surrogates in the wrong order', r'"\udc00\ud800"'),
            ('surrogate in a key', r'"a","\ud800":1'),
            ('escaped backslash before u0000', r'"a\\u0000"'),
            ('integer beyond 64 bits', '"a","n":18446744073407678578'),
            ('integer of 4000 digits', '"a","n":' + '9' * 4000),
            ('negative integer beyond 64 bits', '"a","n":-' + '9' * 30),
            ('real beyond double', '"a","n":1e99999'),
            ('the same key twice', '"a","body":"b"'),
            ('arrays 5,000 deep', '"a","n":' + '[' * 5000 + ']' * 5000),
            ('objects 5,000 deep',
             '"a","n":' + '{"n":' * 5000 + '1' + '}' * 5000)):
        yield name, Raw(start % (name.replace(' ', '-')[:40], body))


def spiteful_text():
    """Text that must not reach a terminal as it is."""
    for number, text in enumerate(ESCAPES):
        yield f'escape sequence {number}', text
    yield 'control characters', ''.join(map(chr, range(1, 32))) + '\x7f' + \
        ''.join(map(chr, range(0x80, 0xa0)))
    yield 'separators', SEPARATORS
    yield 'bidi overrides', BIDI
    yield 'zero-width flood', 'a' + ZERO_WIDTH * 2000 + 'b'
    yield 'combining flood', 'a' + '\u0301\u0489\u20dd' * 3000 + 'b'
    yield 'joined emoji without end', '👩\u200d' * 3000 + '👩'
    yield 'tag characters', 'flag🏴' + ''.join(
        chr(0xe0000 + code) for code in range(0x20, 0x7f)) * 20
    yield 'noncharacters', '\ufdd0\ufffe\U0001ffff\ue000\U0010ffff'
    yield 'wide to the edge', '山' * 500
    yield 'one word of 60,000', 'w' * 60_000
    yield '20,000 lines', 'x\n' * 20_000
    yield 'nothing but spaces', ' \t\u3000\u00a0' * 200
    yield 'empty', ''


def spiteful_markup():
    """HTML that is broken, deep, or lies."""
    for name, text in (
            ('never closed', '<b><i><u><a href="http://x">' * 50 + 'x'),
            ('10,000 deep', '<blockquote>' * 10_000 + 'x'),
            ('20,000 items', '<ul>' + '<li>x' * 20_000 + '</ul>'),
            ('table of 300 by 300',
             '<table>' + ('<tr>' + '<td>x' * 300) * 300 + '</table>'),
            ('a link that lies',
             '<a href="http://evil.example/">https://bank.example/</a>'),
            ('a link that is a program',
             '<a href="javascript:alert(1)">x</a>'),
            ('a script', '<script>alert(1)</script><style>x</style>'),
            ('entities', '&#0;&#x1b;[31m&#xd800;&#99999999;&lt;b&gt;&nope;'),
            ('control characters', '<b>\x1b[31m\x07</b>'),
            ('an attribute without end', '<a href="' + 'x' * 50_000),
            ('a comment without end', 'a<!-- ' + 'x' * 1000),
            ('nothing at all', ''), ('only tags', '<p></p><br><hr>'),
            ('a reply fallback that goes on',
             '<mx-reply>' + 'x' * 100 + 'not closed'),
            ('colours', '<font color="#fff" data-mx-bg-color="red">x</font>'),
            ('a list from a huge number', '<ol start="99999999999"><li>x')):
        yield 'html: ' + name, html(text)


def spiteful_relations():
    """Relations that lead nowhere, or round in a circle."""
    for name, kind in (('edit', 'm.replace'), ('thread', 'm.thread'),
                       ('reaction', 'm.annotation'),
                       ('reference', 'm.reference')):
        itself = f'$itself-{kind}'
        yield f'{name} of itself', {
            **related(rel_type=kind, event_id=itself, key='x'),
            'event_id': itself}
        yield f'{name} of what is not there', related(
            rel_type=kind, event_id='$nowhere', key='x')
    yield 'reply to itself', {
        **related(**{'m.in_reply_to': {'event_id': '$reply'}}),
        'event_id': '$reply'}
    yield 'one half of a circle', {
        **related(rel_type='m.thread', event_id='$circle-2'),
        'event_id': '$circle-1'}
    yield 'other half of a circle', {
        **related(rel_type='m.thread', event_id='$circle-1'),
        'event_id': '$circle-2'}
    yield 'redaction of itself', {
        'type': 'm.room.redaction', 'sender': '@eve:scripted.example',
        'event_id': '$gone', 'redacts': '$gone', 'content': {}}
    yield 'relation that is a text', message(**{'m.relates_to': 'junk'})


def spiteful_numbers():
    """Times and sizes that cannot be."""
    for stamp in (0, -1, 1, 2 ** 53, -2 ** 53, 2 ** 63 - 1, -2 ** 63, 2 ** 64,
                  1.7e12, '1700000000000', 253_402_300_800_000):
        yield f'time {stamp!r}', {**message(), 'origin_server_ts': stamp}
    yield 'file of minus one byte', message('f', msgtype='m.file', info={
        'size': -1, 'mimetype': '\x1b[31m'})
    yield 'file of many bytes', message('f', msgtype='m.file', info={
        'size': 2 ** 70})


def spiteful_identifiers():
    """Ids and types that are not what one expects."""
    for name, ident in (('without a sigil', 'x'), ('empty', ''),
                        ('with a slash', '$a/b+c?d=e#f%2F'),
                        ('with a line break', '$a\nb'),
                        ('with an escape', '$\x1b[31m'),
                        ('of 4,000 bytes', '$' + 'x' * 4000)):
        yield f'event id {name}', {**message(), 'event_id': ident}
    for name, user in (('without a server', '@eve'), ('empty', ''),
                       ('with two ports', '@eve:a:1:2'),
                       ('in capitals', '@EVE:SCRIPTED.EXAMPLE'),
                       ('with an escape', '@\x1b[31m:x'),
                       ('of 4,000 bytes', '@' + 'e' * 4000 + ':x')):
        yield f'sender {name}', {**message(), 'sender': user}
    yield 'type of 4,000 bytes', {**message(), 'type': 't' * 4000}
    yield 'type with an escape', {**message(), 'type': 'm.\x1b[31m'}
    yield 'msgtype of the future', message(msgtype='m.hologram')


def everything():
    """(name, event) of all that is not of a wrong type."""
    yield from broken_json()
    for name, text in spiteful_text():
        yield 'body: ' + name, message(text)
        yield 'markup: ' + name, html(f'<p>{text}</p>', text)
        yield 'room name: ' + name, room_state('m.room.name', name=text)
        yield 'topic: ' + name, room_state('m.room.topic', topic=text)
        yield 'display name: ' + name, member(text)
        yield 'reaction: ' + name, {
            **message(), 'type': 'm.reaction', 'content': {'m.relates_to': {
                'rel_type': 'm.annotation', 'event_id': '$x', 'key': text}}}
    yield from spiteful_markup()
    yield from spiteful_relations()
    yield from spiteful_numbers()
    yield from spiteful_identifiers()


def room_state(kind, **content):
    """A state event of a room."""
    return {'type': kind, 'state_key': '', 'content': content,
            'sender': '@eve:scripted.example'}


def member(name, user='@eve:scripted.example'):
    """Somebody's membership under a name."""
    return {'type': 'm.room.member', 'state_key': user, 'sender': user,
            'content': {'membership': 'join', 'displayname': name}}


def largest_message():
    """A message as long as an event may be: 64 KiB in all."""
    return message('long ' * 13_000)


def reactions(target, count=500, keys=None):
    """So many reactions to one event, from as many people."""
    for number in range(count):
        key = keys[number % len(keys)] if keys else f'key {number}'
        yield {'type': 'm.reaction', 'sender': f'@u{number}:scripted.example',
               'content': {'m.relates_to': {
                   'rel_type': 'm.annotation', 'event_id': target,
                   'key': key}}}


def imitators(name='Ben', server='scripted.example'):
    """Memberships of people whose names look like somebody else's."""
    looks = (name, name + ' ', name + '\u200b', '\u202e' + name[::-1],
             name.replace('e', '\u0435'), name + '\u00ad',
             f'@{name.lower()}:{server}', name + '\u3164')
    for number, shown in enumerate(looks):
        yield member(shown, f'@imitator{number}:{server}')


def odd_rooms(world, user):
    """Rooms that make trees and names difficult; {what: room id}."""
    other = world.user('@eve')
    space = world.room('Ouroboros', user, kind='m.space')
    inner = world.room('Inner', user, kind='m.space')
    child = {'via': [world.name]}
    world.state(space, 'm.space.child', child, space)
    world.state(space, 'm.space.child', child, inner)
    world.state(inner, 'm.space.child', child, space)
    for key in ('', 'nonsense', '!gone:nowhere.example', '\x1b[31m'):
        world.state(space, 'm.space.child', child, key)
    old = world.room('Old', user)
    new = world.room('New', user)
    world.state(old, 'm.room.tombstone', {'body': 'moved',
                                          'replacement_room': new})
    world.state(new, 'm.room.tombstone', {'body': 'back',
                                          'replacement_room': old})
    secret = world.room('Secret', user, '@eve')
    world.state(secret, 'm.room.encryption',
                {'algorithm': 'm.megolm.v1.aes-sha2'})
    world.add(secret, {'type': 'm.room.encrypted', 'sender': other,
                       'content': {'algorithm': 'm.megolm.v1.aes-sha2',
                                   'ciphertext': 'AwgA'}})
    return {'space that contains itself': space, 'tombstones in a circle': old,
            'encrypted': secret,
            'without a name': world.room(None, user, '@eve', '@mallory'),
            'without anybody': world.room(None, user),
            'version 12': world.room('Twelve', user,
                                     ident='!' + 'abcdefghij' * 4 + 'klm'),
            'a port in its id': world.room('Port', user,
                                           ident='!port:host:8448')}
