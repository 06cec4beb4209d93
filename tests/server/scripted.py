"""The HTTP server around a World, which faults can be set on."""

import collections
import http.server
import json
import select
import socket
import threading
import time
import urllib.parse

from . import endpoints
from .faults import Fault
from .world import World, encode


class Request:
    """What a client asked."""

    def __init__(self, base, method, target, headers, body):
        url = urllib.parse.urlsplit(target)
        self.base, self.method, self.path = base, method, url.path
        self.query = dict(urllib.parse.parse_qsl(url.query, True))
        self.headers, self.body = headers, body
        self.when = time.monotonic()
        self.name, parts, self.function, self.needs_token = \
            endpoints.find(method, url.path)
        self.parts = [urllib.parse.unquote(part) for part in parts]
        word, _, token = headers.get('Authorization', '').partition(' ')
        self.token = token if word == 'Bearer' else None
        self.user = None
        self.gone = lambda: False

    @property
    def json(self):
        """The body, or an empty object where it is none."""
        try:
            value = json.loads(self.body or b'{}')
        except ValueError:
            value = None
        return value if isinstance(value, dict) else {}

    def __repr__(self):
        return f'<{self.method} {self.path}>'


class Exchange:
    """A request that is being answered: what faults work with."""

    def __init__(self, handler, server, request):
        self.handler, self.server, self.request = handler, server, request

    def proper(self):
        """(status, body) as a server without faults would answer.

        What the request is to bring about happens here.
        """
        status, value = self.server.answer(self.request)
        return status, value if isinstance(value, bytes) else encode(value)

    def head(self, status, headers):
        """The status line and the headers."""
        self.handler.send_response(status)
        for name, value in {'Content-Type': 'application/json',
                            **headers}.items():
            self.handler.send_header(name, str(value))
        try:
            self.handler.end_headers()
        except OSError:
            self.close()

    def write(self, data):
        """Bytes of the body; false where nobody takes them any more."""
        try:
            self.handler.connection.sendall(data)
        except OSError:
            return False
        return not self.server.stopping.is_set()

    def send(self, status, body, headers=()):
        """A whole answer."""
        self.head(status, {'Content-Length': len(body), **dict(headers)})
        self.write(body)

    def close(self):
        """Drop the connection, without a word."""
        self.handler.close_connection = True
        try:
            self.handler.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass

    def wait_closed(self, seconds=None):
        """Wait until the client gives up or the server ends; whether so."""
        end = None if seconds is None else time.monotonic() + seconds
        while not self.server.stopping.is_set():
            left = 0.1 if end is None else min(0.1, end - time.monotonic())
            if left <= 0:
                return False
            if is_closed(self.handler.connection, left):
                return True
        return True


def is_closed(connection, seconds=0):
    """Whether the other side has closed; waits so long for it to do so."""
    try:
        if not select.select([connection], [], [], seconds)[0]:
            return False
        return connection.recv(1, socket.MSG_PEEK) == b''
    except (OSError, ValueError):
        return True


class Handler(http.server.BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = 'HTTP/1.1'
    disable_nagle_algorithm = True

    def handle_any(self):
        """Read one request and answer it, properly or not."""
        length = int(self.headers.get('Content-Length', 0))
        server = self.server.scripted
        request = Request(server.url, self.command, self.path, self.headers,
                          self.rfile.read(length))
        request.gone = lambda: server.stopping.is_set() or \
            is_closed(self.connection)
        fault = server.note(request)
        fault.answer(Exchange(self, server, request))

    do_GET = do_PUT = do_POST = do_DELETE = do_OPTIONS = handle_any

    def handle(self):
        try:
            super().handle()
        except OSError:
            pass                    # the client has gone

    def log_message(self, *_):
        """Nothing on standard error; see ScriptedServer.requests."""


class ScriptedServer:
    """A homeserver on loopback; use it in a with statement.

    `url` is where it is, `world` what it knows, and `requests` everything
    that was asked, in order.
    """

    def __init__(self, world=None, port=0):
        self.world = world or World()
        self.requests = []
        self.faults = collections.defaultdict(collections.deque)
        self.for_ever = {}
        self.noted = threading.Condition()
        self.stopping = threading.Event()
        self.http = http.server.ThreadingHTTPServer(('127.0.0.1', port),
                                                    Handler)
        self.http.daemon_threads = True
        self.http.block_on_close = False
        self.http.scripted = self
        self.url = f'http://127.0.0.1:{self.http.server_address[1]}'
        self.thread = threading.Thread(target=self.http.serve_forever,
                                       args=(0.05,), daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stopping.set()
        with self.world.changed:
            self.world.changed.notify_all()
        self.http.shutdown()
        self.http.server_close()
        self.thread.join(5)

    # ---- the script ------------------------------------------------------

    def fail(self, name, *faults):
        """Spoil the next requests of an endpoint, one fault for each."""
        with self.noted:
            self.faults[self.check(name)].extend(faults)

    def fail_always(self, name, fault):
        """Spoil every request of an endpoint, after those of fail()."""
        with self.noted:
            self.for_ever[self.check(name)] = fault

    def heal(self, *names):
        """No faults any more, of these endpoints or of all."""
        with self.noted:
            for name in names or list(self.faults) + list(self.for_ever):
                self.faults.pop(self.check(name), None)
                self.for_ever.pop(name, None)

    def check(self, name):
        """A name of an endpoint, or "*" for every one."""
        known = {row[0] for row in endpoints.ENDPOINTS} | {'*', 'unknown'}
        if name not in known:
            raise ValueError(f'no endpoint is called {name}; there are ' +
                             ' '.join(sorted(known)))
        return name

    def note(self, request):
        """Remember a request; the fault it is to meet."""
        with self.noted:
            self.requests.append(request)
            self.noted.notify_all()
            for name in request.name, '*':
                if self.faults.get(name):
                    return self.faults[name].popleft()
                if name in self.for_ever:
                    return self.for_ever[name]
        return Fault()

    def answer(self, request):
        """(status, value) of a proper answer."""
        if request.function is None:
            return 404, endpoints.UNKNOWN
        request.user = self.world.use(request.token)
        if request.needs_token and request.user is None:
            return endpoints.error(401, 'M_UNKNOWN_TOKEN' if request.token
                                   else 'M_MISSING_TOKEN', 'No such token')
        try:
            return request.function(self.world, request)
        except KeyError as missing:
            return endpoints.error(404, 'M_NOT_FOUND', f'no {missing}')

    # ---- what happened ---------------------------------------------------

    def asked(self, name):
        """The requests of an endpoint so far."""
        with self.noted:
            return [one for one in self.requests if one.name == name]

    def transactions(self):
        """How often each transaction id was put: {(path): count}."""
        return collections.Counter(
            one.path for one in self.asked('send') + self.asked('redact'))

    def wait_for(self, name, count=1, seconds=10):
        """Wait until an endpoint was asked so often; those requests."""
        with self.noted:
            if not self.noted.wait_for(
                    lambda: len(self.asked_locked(name)) >= count, seconds):
                raise TimeoutError(
                    f'{name} was asked {len(self.asked_locked(name))} times '
                    f'in {seconds} s, not {count}: {self.requests}')
            return self.asked_locked(name)

    def asked_locked(self, name):
        """As asked(), with the lock held."""
        return [one for one in self.requests if one.name == name]
