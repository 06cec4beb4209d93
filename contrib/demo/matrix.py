"""As much of a Matrix client as a script needs, of the standard library.

Answers are the plain values of the JSON; a refusal is raised as MatrixError.
A client may be used from several threads; each has a connection of its own.
"""

import copy
import http.client
import itertools
import json
import os
import threading
import urllib.parse

V3 = '/_matrix/client/v3'
TIMEOUT = 60


class MatrixError(Exception):
    """The homeserver said no."""

    def __init__(self, request, status, body):
        body = body if isinstance(body, dict) else {}
        self.status = status
        self.code = body.get('errcode', 'M_UNKNOWN')
        self.message = body.get('error', 'no reason given')
        super().__init__(f'{request}: {status} {self.code}: {self.message}')


def quote(word):
    """One part of a path."""
    return urllib.parse.quote(str(word), safe='')


class Client:
    """A homeserver, seen by one user.

    With the token of an application service, `user` says in whose name.
    """

    def __init__(self, url, token=None, user=None):
        self.url, self.token, self.user = url, token, user
        self.address = urllib.parse.urlsplit(url)
        self.local = threading.local()
        self.start = os.urandom(6).hex()
        self.numbers = itertools.count()

    def speak_for(self, user):
        """The same client, in the name of somebody else."""
        other = copy.copy(self)
        other.user = user
        return other

    # ---- requests -------------------------------------------------------

    def connection(self, timeout):
        """The connection of this thread, and whether it was used before."""
        link = getattr(self.local, 'link', None)
        if link:
            link.timeout = timeout
            if link.sock:
                link.sock.settimeout(timeout)
            return link, True
        self.local.link = http.client.HTTPConnection(
            self.address.hostname, self.address.port, timeout=timeout)
        return self.local.link, False

    def close(self):
        """Close the connection of this thread."""
        link = getattr(self.local, 'link', None)
        self.local.link = None
        if link:
            link.close()

    def exchange(self, method, target, body, headers, timeout):
        """(status, bytes); a connection that went stale is made anew."""
        while True:
            link, used = self.connection(timeout)
            try:
                link.request(method, target, body, headers)
                answer = link.getresponse()
                return answer.status, answer.read()
            except TimeoutError:
                self.close()
                raise
            except (OSError, http.client.HTTPException):
                self.close()
                if not used:
                    raise

    def ask(self, method, path, body=None, query=None, timeout=TIMEOUT,
            mime='application/json'):
        """The JSON of an answer; `body` is bytes or becomes JSON."""
        query = {name: value for name, value in (query or {}).items()
                 if value is not None}
        if self.user:
            query['user_id'] = self.user
        target = path + ('?' + urllib.parse.urlencode(query) if query else '')
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        headers = {'Content-Type': mime} if body is not None else {}
        if self.token:
            headers['Authorization'] = 'Bearer ' + self.token
        status, data = self.exchange(method, target, body, headers, timeout)
        try:
            value = json.loads(data)
        except ValueError:
            value = None
        if status >= 300:
            raise MatrixError(f'{method} {path}', status, value)
        return value

    def get(self, path, **query):
        """GET."""
        return self.ask('GET', path, query=query)

    def post(self, path, body=None, **query):
        """POST."""
        return self.ask('POST', path, {} if body is None else body, query)

    def put(self, path, body=None, **query):
        """PUT."""
        return self.ask('PUT', path, {} if body is None else body, query)

    # ---- sessions -------------------------------------------------------

    def login(self, user, password, **more):
        """Log in and keep the token; the answer."""
        answer = self.post(V3 + '/login', {
            'type': 'm.login.password', 'password': password,
            'identifier': {'type': 'm.id.user', 'user': user}, **more})
        self.token = answer['access_token']
        return answer

    def sync(self, since=None, timeout=0, sync_filter=None, presence=None):
        """What is new; `timeout` in ms."""
        return self.ask('GET', V3 + '/sync', query={
            'since': since, 'timeout': timeout, 'set_presence': presence,
            'filter': sync_filter and json.dumps(sync_filter)},
            timeout=timeout / 1000 + TIMEOUT)

    # ---- rooms ----------------------------------------------------------

    def create(self, **room):
        """A new room; its id."""
        return self.post(V3 + '/createRoom', room)['room_id']

    def invite(self, room, user, **more):
        """Invite somebody."""
        self.post(f'{V3}/rooms/{quote(room)}/invite',
                  {'user_id': user, **more})

    def join(self, room, via=None):
        """Join by id or alias; the id."""
        return self.post(f'{V3}/join/{quote(room)}', None, via=via,
                         server_name=via)['room_id']

    def leave(self, room):
        """Leave."""
        self.post(f'{V3}/rooms/{quote(room)}/leave')

    def members(self, room):
        """The ids of who is in a room."""
        return list(self.get(f'{V3}/rooms/{quote(room)}/joined_members')
                    ['joined'])

    def state(self, room, kind, key=''):
        """The content of a state event."""
        return self.get(f'{V3}/rooms/{quote(room)}/state/{quote(kind)}/'
                        f'{quote(key)}')

    def set_state(self, room, kind, content, key='', ts=None):
        """Set a state event; its id."""
        return self.put(f'{V3}/rooms/{quote(room)}/state/{quote(kind)}/'
                        f'{quote(key)}', content, ts=ts)['event_id']

    # ---- events ---------------------------------------------------------

    def txn(self):
        """A transaction id that was never used."""
        return f'{self.start}.{next(self.numbers)}'

    def send(self, room, content, kind='m.room.message', ts=None, txn=None):
        """Send an event; its id.  Words become a text message."""
        if isinstance(content, str):
            content = {'msgtype': 'm.text', 'body': content,
                       'm.mentions': {}}
        return self.put(f'{V3}/rooms/{quote(room)}/send/{quote(kind)}/'
                        f'{quote(txn or self.txn())}', content,
                        ts=ts)['event_id']

    def react(self, room, event, key, ts=None):
        """React to an event; the id of the reaction."""
        return self.send(room, {'m.relates_to': {
            'rel_type': 'm.annotation', 'event_id': event, 'key': key}},
            'm.reaction', ts)

    def redact(self, room, event, reason=None):
        """Take an event back."""
        return self.put(f'{V3}/rooms/{quote(room)}/redact/{quote(event)}/'
                        f'{self.txn()}',
                        {'reason': reason} if reason else {})['event_id']

    def event(self, room, event):
        """One event."""
        return self.get(f'{V3}/rooms/{quote(room)}/event/{quote(event)}')

    def messages(self, room, limit=50):
        """The newest events of a room, oldest first."""
        page = self.get(f'{V3}/rooms/{quote(room)}/messages', dir='b',
                        limit=limit)
        return page['chunk'][::-1]

    def upload(self, name, data, mime):
        """Store a file; its address."""
        return self.ask('POST', '/_matrix/media/v3/upload', data,
                        {'filename': name}, mime=mime)['content_uri']

    # ---- signs of life --------------------------------------------------

    def typing(self, room, typing=True, timeout=30000):
        """Say that one is typing, or not any more."""
        self.put(f'{V3}/rooms/{quote(room)}/typing/{quote(self.user)}',
                 {'typing': True, 'timeout': timeout} if typing
                 else {'typing': False})

    def read(self, room, event, kind='m.read'):
        """Have read up to an event, threads and all."""
        self.post(f'{V3}/rooms/{quote(room)}/receipt/{kind}/{quote(event)}')

    def read_markers(self, room, event):
        """Have read up to an event, and say so to oneself as well."""
        self.post(f'{V3}/rooms/{quote(room)}/read_markers',
                  {'m.fully_read': event, 'm.read': event})

    def presence(self, state='online', **more):
        """Say that one is there."""
        self.put(f'{V3}/presence/{quote(self.user)}/status',
                 {'presence': state, **more})

    def set_profile(self, field, value):
        """Set a field of one's own profile."""
        self.put(f'{V3}/profile/{quote(self.user)}/{quote(field)}',
                 {field: value})

    def account_data(self, kind):
        """One's own data of a kind, or an empty object."""
        try:
            return self.get(f'{V3}/user/{quote(self.user)}/account_data/'
                            f'{quote(kind)}')
        except MatrixError as error:
            if error.code != 'M_NOT_FOUND':
                raise
            return {}

    def set_account_data(self, kind, value):
        """Set one's own data."""
        self.put(f'{V3}/user/{quote(self.user)}/account_data/{quote(kind)}',
                 value)
