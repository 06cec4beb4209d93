"""Proper answers to the requests of the client-server API.

A row of ENDPOINTS is a name, which faults and counts go by, a method, a
pattern of the path, and a function from (world, request) to a status and a
JSON value.  Parts of the path in braces come decoded in request.parts.
"""

import re
import time

from .world import encode

V3 = '/_matrix/client/v3'
V1 = '/_matrix/client/v1'
UNKNOWN = {'errcode': 'M_UNRECOGNIZED', 'error': 'Unrecognized request'}


def error(status, errcode, text, **more):
    """An error as an answer."""
    return status, {'errcode': errcode, 'error': text, **more}


def get_well_known(world, request):
    """Where the server is."""
    del world
    return 200, {'m.homeserver': {'base_url': request.base}}


def get_versions(*_):
    """What the server speaks."""
    return 200, {'versions': ['v1.1', 'v1.5', 'v1.11', 'v1.12'],
                 'unstable_features': {}}


def get_login(*_):
    """How one can log in."""
    return 200, {'flows': [{'type': 'm.login.password'}]}


def session(world, user, refreshable, device):
    """A new pair of tokens, as login and refresh give it."""
    token, fresh = world.new_token(user, refreshable)
    answer = {'access_token': token, 'user_id': user, 'device_id': device}
    if fresh:
        answer.update(refresh_token=fresh,
                      expires_in_ms=world.token_life or 300_000)
    return 200, answer


def post_login(world, request):
    """Log in with a password."""
    body = request.json
    ident = body.get('identifier') or {}
    user = world.user(ident.get('user') or body.get('user') or '')
    if body.get('type') != 'm.login.password':
        return error(400, 'M_UNKNOWN', 'Unknown login type')
    if world.passwords.get(user) != body.get('password'):
        return error(403, 'M_FORBIDDEN', 'Invalid username or password')
    return session(world, user, bool(body.get('refresh_token')),
                   body.get('device_id') or world.unique('DEVICE'))


def post_refresh(world, request):
    """A new pair; the old refresh token lives until the new pair is used."""
    old = request.json.get('refresh_token')
    world.use(old)
    user = world.refresh.get(old)
    if user is None:
        return error(403, 'M_FORBIDDEN', 'Invalid refresh token')
    status, answer = session(world, user, True, request.json.get('device_id'))
    with world.changed:
        world.superseded[answer['access_token']] = old
        world.superseded[answer['refresh_token']] = old
    return status, answer


def post_logout(world, request):
    """The token is not valid any more."""
    with world.changed:
        world.tokens.pop(request.token, None)
    return 200, {}


def get_whoami(world, request):
    """Whose token it is."""
    del world
    return 200, {'user_id': request.user}


def get_capabilities(*_):
    """What the server lets one do."""
    return 200, {'capabilities': {'m.room_versions': {
        'default': '11', 'available': {'11': 'stable'}}}}


def post_filter(*_):
    """A filter is accepted and not obeyed."""
    return 200, {'filter_id': '1'}


def get_push_rules(*_):
    """Every message rings."""
    return 200, {'global': {
        'override': [], 'content': [], 'room': [], 'sender': [],
        'underride': [{'rule_id': '.m.rule.message', 'default': True,
                       'enabled': True, 'actions': ['notify'],
                       'conditions': [{'kind': 'event_match', 'key': 'type',
                                       'pattern': 'm.room.message'}]}]}}


def get_sync(world, request):
    """What is new, waiting for it if need be."""
    since = request.query.get('since')
    known = int(since[1:]) if since and since[1:].isdigit() else None
    if since and (known is None or known > world.stream):
        return error(400, 'M_UNKNOWN', 'Invalid stream token')
    end = time.monotonic() + int(request.query.get('timeout', 0)) / 1000
    with world.changed:
        while (answer := world.news(request.user, known)) is None:
            left = end - time.monotonic()
            if left <= 0 or request.gone():
                return 200, {'next_batch': since}
            world.changed.wait(min(left, 0.2))
            if request.token not in world.tokens:
                return error(401, 'M_UNKNOWN_TOKEN', 'Token was forgotten')
        return 200, encode(answer)


def get_messages(world, request):
    """A page of history."""
    backward = request.query.get('dir', 'b') == 'b'
    start = request.query.get('from')
    chunk, end = world.page(request.parts[0], start, request.query.get('to'),
                            backward, int(request.query.get('limit', 10)))
    answer = {'chunk': chunk, 'start': start or 't0'}
    if end:
        answer['end'] = end
    return 200, encode(answer)


def post_create_room(world, request):
    """A room with what was asked for; there is no transaction id."""
    asked = request.json
    room = world.make(request.user, asked)
    return 200, {'room_id': room}


def get_joined_rooms(world, request):
    """The rooms somebody is in."""
    return 200, {'joined_rooms': [
        room.id for room in world.rooms.values()
        if room.members.get(request.user, (0, None))[1] == 'join']}


def get_state_event(world, request):
    """The content of one piece of state, as it is now."""
    room, kind = request.parts[:2]
    key = request.parts[2] if len(request.parts) > 2 else ''
    place = world.rooms.get(room)
    for _, event in reversed(place.events if place else []):
        if isinstance(event, dict) and event.get('type') == kind and \
                event.get('state_key') == key:
            return 200, event['content']
    return error(404, 'M_NOT_FOUND', 'Event not found.')


def get_account_data(world, request):
    """What somebody keeps with the account."""
    found = world.account_data.get((request.user, request.parts[1]))
    if found is None:
        return error(404, 'M_NOT_FOUND', 'Account data not found')
    return 200, found[1]


def get_looked_up(world, _):
    """What a test has set to be said of places."""
    if world.looked_up is None:
        return error(404, 'M_NOT_FOUND', 'Room not found')
    return 200, encode(world.looked_up)


def get_members(world, request):
    """Everybody who is in a room, or was."""
    with world.changed:
        room = world.rooms[request.parts[0]]
        return 200, encode({'chunk': [
            event for event in room.state_at(len(room.events))
            if event.get('type') == 'm.room.member']})


def get_state(world, request):
    """All of a room's state."""
    with world.changed:
        room = world.rooms[request.parts[0]]
        return 200, encode(room.state_at(len(room.events)))


def get_event(world, request):
    """One event."""
    with world.changed:
        for _, event in world.rooms[request.parts[0]].events:
            if isinstance(event, dict) and \
                    event.get('event_id') == request.parts[1]:
                return 200, encode(event)
    return error(404, 'M_NOT_FOUND', 'Event not found')


def once(world, request, make):
    """An event that is made once for each transaction id."""
    key = request.token, request.path
    with world.changed:
        if key not in world.transactions:
            event = make()
            event.setdefault('unsigned', {})['transaction_id'] = \
                request.parts[-1]
            world.transactions[key] = world.add(request.parts[0], event)
        return 200, {'event_id': world.transactions[key]}


def put_send(world, request):
    """A message, sent once however often it is put."""
    return once(world, request, lambda: {
        'type': request.parts[1], 'sender': request.user,
        'content': request.json})


def put_redact(world, request):
    """A redaction, in both of its forms."""
    return once(world, request, lambda: {
        'type': 'm.room.redaction', 'sender': request.user,
        'redacts': request.parts[1],
        'content': {**request.json, 'redacts': request.parts[1]}})


def put_state(world, request):
    """A state event."""
    key = request.parts[2] if len(request.parts) > 2 else ''
    return 200, {'event_id': world.state(request.parts[0], request.parts[1],
                                         request.json, key, request.user)}


def post_join(world, request):
    """Join a room that is known by its id."""
    if request.parts[0] not in world.rooms:
        return error(404, 'M_NOT_FOUND', 'There is no such room')
    world.join(request.parts[0], request.user)
    return 200, {'room_id': request.parts[0]}


def put_typing(world, request):
    """Somebody types."""
    users = [request.user] if request.json.get('typing') else []
    world.ephemeral(request.parts[0], 'm.typing', {'user_ids': users})
    return 200, {}


def post_receipt(world, request):
    """Somebody has read up to an event."""
    world.ephemeral(request.parts[0], 'm.receipt', {request.parts[2]: {
        request.parts[1]: {request.user: {'ts': int(time.time() * 1000)}}}})
    return 200, {}


def put_account_data(world, request):
    """Account data of the user."""
    world.data(request.user, request.parts[1], request.json)
    return 200, {}


def get_profile(world, request):
    """Somebody's name."""
    name = world.names.get(request.parts[0])
    if name is None:
        return error(404, 'M_NOT_FOUND', 'There is no such person')
    return 200, {'displayname': name}


def accept(*_):
    """Fine, and nothing comes of it."""
    return 200, {}


def nothing_to_page(*_):
    """A list with nothing on it."""
    return 200, {'chunk': []}


# name, method, path, function, whether it needs a token
ENDPOINTS = [
    ('well_known', 'GET', '/.well-known/matrix/client', get_well_known, 0),
    ('versions', 'GET', '/_matrix/client/versions', get_versions, 0),
    ('login_flows', 'GET', V3 + '/login', get_login, 0),
    ('login', 'POST', V3 + '/login', post_login, 0),
    ('refresh', 'POST', V3 + '/refresh', post_refresh, 0),
    ('logout', 'POST', V3 + '/logout', post_logout, 1),
    ('whoami', 'GET', V3 + '/account/whoami', get_whoami, 1),
    ('capabilities', 'GET', V3 + '/capabilities', get_capabilities, 1),
    ('filter', 'POST', V3 + '/user/{}/filter', post_filter, 1),
    ('push_rules', 'GET', V3 + '/pushrules/', get_push_rules, 1),
    ('sync', 'GET', V3 + '/sync', get_sync, 1),
    ('messages', 'GET', V3 + '/rooms/{}/messages', get_messages, 1),
    ('members', 'GET', V3 + '/rooms/{}/members', get_members, 1),
    ('state', 'GET', V3 + '/rooms/{}/state', get_state, 1),
    ('event', 'GET', V3 + '/rooms/{}/event/{}', get_event, 1),
    ('send', 'PUT', V3 + '/rooms/{}/send/{}/{}', put_send, 1),
    ('redact', 'PUT', V3 + '/rooms/{}/redact/{}/{}', put_redact, 1),
    ('set_state', 'PUT', V3 + '/rooms/{}/state/{}/{}', put_state, 1),
    ('set_state', 'PUT', V3 + '/rooms/{}/state/{}', put_state, 1),
    ('join', 'POST', V3 + '/rooms/{}/join', post_join, 1),
    ('join', 'POST', V3 + '/join/{}', post_join, 1),
    ('create_room', 'POST', V3 + '/createRoom', post_create_room, 1),
    ('joined_rooms', 'GET', V3 + '/joined_rooms', get_joined_rooms, 1),
    ('state_event', 'GET', V3 + '/rooms/{}/state/{}', get_state_event, 1),
    ('state_event', 'GET', V3 + '/rooms/{}/state/{}/{}', get_state_event, 1),
    ('get_account_data', 'GET', V3 + '/user/{}/account_data/{}',
     get_account_data, 1),
    ('public_rooms', 'POST', V3 + '/publicRooms', get_looked_up, 1),
    ('room_summary', 'GET', V1 + '/room_summary/{}', get_looked_up, 1),
    ('hierarchy', 'GET', V1 + '/rooms/{}/hierarchy', get_looked_up, 1),
    ('typing', 'PUT', V3 + '/rooms/{}/typing/{}', put_typing, 1),
    ('receipt', 'POST', V3 + '/rooms/{}/receipt/{}/{}', post_receipt, 1),
    ('read_markers', 'POST', V3 + '/rooms/{}/read_markers', accept, 1),
    ('account_data', 'PUT', V3 + '/user/{}/account_data/{}',
     put_account_data, 1),
    ('profile', 'GET', V3 + '/profile/{}', get_profile, 0),
    ('presence', 'PUT', V3 + '/presence/{}/status', accept, 1),
    ('relations', 'GET', '/_matrix/client/v1/rooms/{}/relations/{}',
     nothing_to_page, 1),
    ('threads', 'GET', '/_matrix/client/v1/rooms/{}/threads',
     nothing_to_page, 1),
]

PATTERNS = [(name, method, re.compile(
    re.escape(path).replace(r'\{\}', '([^/]*)') + r'\Z'), answer, bool(token))
    for name, method, path, answer, token in ENDPOINTS]


def find(method, path):
    """(name, parts still encoded, function, needs a token) of a request."""
    for name, verb, pattern, answer, token in PATTERNS:
        match = pattern.match(path)
        if match and verb == method:
            return name, match.groups(), answer, token
    return 'unknown', (), None, False
