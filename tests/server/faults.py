"""Ways in which an answer can go wrong.

A fault is handed the request, which can still be answered properly, and
spoils what the client gets.  Each is used for one request, unless it is set
for ever; see ScriptedServer.fail().
"""

import json

PAGE = ('<!DOCTYPE html><html><head><title>Bad gateway</title></head>'
        '<body><h1>The proxy is sorry</h1></body></html>')


class Fault:
    """Does nothing wrong."""

    def answer(self, exchange):
        """Answer the request; `exchange` is scripted.Exchange."""
        exchange.send(*exchange.proper())


class Status(Fault):
    """An error in the form that Matrix has for errors."""

    def __init__(self, status, errcode='M_UNKNOWN', error='No.', headers=(),
                 **more):
        self.status, self.headers = status, dict(headers)
        self.body = {'errcode': errcode, 'error': error, **more}

    def answer(self, exchange):
        exchange.send(self.status, json.dumps(self.body).encode(),
                      self.headers)


class UnknownToken(Status):
    """401: the access token is not valid any more."""

    def __init__(self, soft=False):
        super().__init__(401, 'M_UNKNOWN_TOKEN', 'Unrecognised access token',
                         soft_logout=soft)


class UserLocked(Status):
    """401: the account is locked for now."""

    def __init__(self):
        super().__init__(401, 'M_USER_LOCKED', 'This account is locked',
                         soft_logout=True)


class LimitExceeded(Status):
    """429, with the time to wait in the header, in the body, or nowhere."""

    def __init__(self, retry_after=None, retry_after_ms=None):
        headers = {} if retry_after is None else \
            {'Retry-After': str(retry_after)}
        more = {} if retry_after_ms is None else \
            {'retry_after_ms': retry_after_ms}
        super().__init__(429, 'M_LIMIT_EXCEEDED', 'Too many requests',
                         headers, **more)


class Body(Fault):
    """Any bytes as the answer."""

    def __init__(self, body, status=200, kind='application/json', **headers):
        self.body, self.status = body, status
        self.headers = {'Content-Type': kind, **headers}

    def answer(self, exchange):
        exchange.send(self.status, self.body, self.headers)


class Html(Body):
    """A page from a proxy instead of JSON."""

    def __init__(self, status=200):
        super().__init__(PAGE.encode(), status, 'text/html')


class Redirect(Fault):
    """Somewhere else, or in a circle."""

    def __init__(self, to, status=302):
        self.to, self.status = to, status

    def answer(self, exchange):
        exchange.send(self.status, b'', {'Location': self.to})


class Half(Fault):
    """A proper answer that breaks off, though its length was announced."""

    def __init__(self, share=0.5):
        self.share = share

    def answer(self, exchange):
        status, body = exchange.proper()
        exchange.head(status, {'Content-Length': len(body)})
        exchange.write(body[:int(len(body) * self.share)])
        exchange.close()


class Endless(Fault):
    """An answer that begins well and never ends."""

    def __init__(self, start=b'{"next_batch":"', more=b'a' * 65536):
        self.start, self.more = start, more

    def answer(self, exchange):
        exchange.head(200, {'Connection': 'close'})
        exchange.write(self.start)
        while exchange.write(self.more):
            pass
        exchange.close()


class Silence(Fault):
    """Accepted, read, and never answered, until the client gives up."""

    def answer(self, exchange):
        exchange.wait_closed()
        exchange.close()


class Drip(Fault):
    """A proper answer, a few bytes at a time."""

    def __init__(self, size=1, pause=0.01):
        self.size, self.pause = size, pause

    def answer(self, exchange):
        status, body = exchange.proper()
        exchange.head(status, {'Content-Length': len(body)})
        for at in range(0, len(body), self.size):
            if not exchange.write(body[at:at + self.size]) or \
                    exchange.wait_closed(self.pause):
                exchange.close()
                return


class Cut(Fault):
    """The connection is gone before anything was done."""

    def answer(self, exchange):
        exchange.close()


class CommitThenCut(Fault):
    """Everything was done, and the connection goes before the answer.

    A client that tries again must do so with the same transaction id.
    """

    def answer(self, exchange):
        exchange.proper()
        exchange.close()


class OtherUser(Fault):
    """The proper answer, about somebody else."""

    def __init__(self, user):
        self.user = user

    def answer(self, exchange):
        status, body = exchange.proper()
        value = json.loads(body)
        if 'user_id' in value:
            value['user_id'] = self.user
        exchange.send(status, json.dumps(value).encode())


class Changed(Fault):
    """The proper answer, changed by a function from bytes to bytes."""

    def __init__(self, change):
        self.change = change

    def answer(self, exchange):
        status, body = exchange.proper()
        exchange.send(status, self.change(body))


# What "python3 -m server" can be told to do, by name.
BY_NAME = {name.lower(): fault for name, fault in vars().copy().items()
           if isinstance(fault, type) and issubclass(fault, Fault)
           and fault not in (Fault, Changed)}
