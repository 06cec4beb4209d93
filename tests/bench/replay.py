"""Starting server.c, and being somebody who talks to it."""

import json
import os
import subprocess
import time
import urllib.parse
import urllib.request

USER = '@ada:bench.example'


class Replay:
    """A running server; use it in a with statement."""

    def __init__(self, build, folder, port=0, rate=0, chunked=False):
        command = [os.path.join(build, 'bench', 'server'), folder,
                   '--port', str(port), '--rate', str(rate)]
        self.process = subprocess.Popen(
            command + ['--chunked'] * chunked, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True)
        words = self.process.stdout.readline().split()
        if len(words) != 2:
            raise RuntimeError('the server of the bench did not start')
        self.port = int(words[1])
        self.url = f'http://127.0.0.1:{self.port}'
        self.sent = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()

    def call(self, method, path, body=None, user=USER):
        """The parsed answer to a request."""
        request = urllib.request.Request(
            self.url + path, method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={'Authorization': 'Bearer bench-' + user})
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.loads(answer.read())

    def stats(self):
        """What was asked of the server so far."""
        return self.call('GET', '/_bench/stats')

    def wait_for(self, condition, what, seconds=60):
        """Wait until the server's figures meet a condition; those figures."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            stats = self.stats()
            if condition(stats):
                return stats
            time.sleep(0.01)
        raise RuntimeError(f'waited {seconds} s for {what}: {stats}')

    def wait_held(self, seconds=60):
        """Wait until a client is up to date and listens."""
        return self.wait_for(lambda stats: stats['held'] > 0,
                             'a long poll', seconds)

    def say(self, room, text, user):
        """A colleague says something; when the server had confirmed it."""
        self.sent += 1
        path = (f'/_matrix/client/v3/rooms/{urllib.parse.quote(room)}'
                f'/send/m.room.message/{time.time_ns()}.{self.sent}')
        self.call('PUT', path, {'msgtype': 'm.text', 'body': text,
                                'm.mentions': {}}, user)
        return time.monotonic_ns()

    def push(self, name):
        """Answer the long poll with a file."""
        self.call('POST', f'/_bench/push/{name}', {})
