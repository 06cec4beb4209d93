"""What the live tests share: real homeservers, people, programs, terminals.

A test asks for a `user` of its own, makes the rooms it needs through the
user's own `client`, and runs folkmoot in a profile of its own; so no test sees
what another one did, and all share two homeservers.
"""

import itertools
import os
import sys

import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
for folder in ('..', '../../contrib/demo'):
    sys.path.insert(0, os.path.abspath(os.path.join(HERE, folder)))

from gate import Gate                                       # noqa: E402
from homeserver import Federation                           # noqa: E402
from matrix import Client                                   # noqa: E402
from program import FOLKMOOT, Profile                       # noqa: E402
from server import ScriptedServer                           # noqa: E402
from terminal import Terminal                               # noqa: E402

PASSWORD = 'correct horse'


class User:
    """A person with an account, and a client of their own."""

    def __init__(self, server, local, shown):
        self.server, self.local, self.shown = server, local, shown
        self.id, self.url, self.password = (server.user(local), server.url,
                                            PASSWORD)
        answer = server.register(local, PASSWORD, displayname=shown)
        self.client = Client(server.url, answer['access_token'])

    def room(self, name, *others, **more):
        """A private room with others, who have joined; its id."""
        room = self.client.create(
            **{'name': name, 'preset': 'private_chat',
               'invite': [one.id for one in others], **more})
        for one in others:
            one.client.join(room, self.server.name)
        return room

    def said(self, room, limit=200):
        """The bodies of the messages in a room, oldest first."""
        return [one['content'].get('body')
                for one in self.client.messages(room, limit)
                if one['type'] == 'm.room.message']


def python_of_venv():
    """A Python that has Synapse."""
    venv = os.environ.get('FOLKMOOT_VENV')
    return os.path.join(venv, 'bin', 'python3') if venv else sys.executable


def first_ports():
    """Where to look for ports, so that two runs do not meet."""
    first = 10000 + os.getpid() % 20000
    return {'federation': first, 'client': first, 'behind': first}


def put_behind_gates(federation):
    """Let servers listen for others behind the port they are known by."""
    for one in federation:
        one.extra = {**one.extra, 'listeners': [
            one.listener('client'),
            {**one.listener('federation'), 'port': one.facts['behind']}]}


@pytest.fixture(scope='session')
def servers(tmp_path_factory):
    """Two homeservers that know each other: council and partner.

    Each has a `gate`, through which others reach it.
    """
    federation = Federation(str(tmp_path_factory.mktemp('servers')),
                            python_of_venv(), ports=first_ports())
    put_behind_gates(federation)
    with federation:
        for one in federation:
            one.gate = Gate(one.facts['behind'], one.facts['federation'])
        yield federation
        for one in federation:
            one.gate.cut()


@pytest.fixture(scope='session')
def numbers():
    """Numbers for names that must be new."""
    return itertools.count(1)


@pytest.fixture
def user(servers, numbers):
    """Makes people: user('Ben Osei'), user('Pat', 'partner')."""
    def make(shown='Ann Lee', server='council'):
        local = f'{shown.split()[0].lower()}{next(numbers)}'
        return User(servers[server], local, shown)
    return make


@pytest.fixture
def client():
    """Makes clients of a server: client(url), client(url, token)."""
    return Client


@pytest.fixture
def folkmoot(tmp_path, numbers):
    """Makes profiles, each logged in as the user it is given, if any."""
    assert os.access(FOLKMOOT, os.X_OK), f'{FOLKMOOT} is not built'
    profiles = []

    def make(user=None):
        profile = Profile(str(tmp_path), f'p{next(numbers)}')
        profiles.append(profile)
        return profile.login(user) if user else profile

    yield make
    for profile in profiles:
        profile.end()


@pytest.fixture
def tui(numbers):
    """Makes terminals for a profile: tui(profile).start()."""
    terminals = []

    def make(profile, **more):
        terminals.append(Terminal(
            profile, f'folkmoot-{os.getpid()}-{next(numbers)}', **more))
        return terminals[-1]

    yield make
    for terminal in terminals:
        terminal.close()


@pytest.fixture
def scripted():
    """A homeserver that does what it is told, with Ann in it."""
    with ScriptedServer() as server:
        server.ann = server.world.person('ann')
        server.ben = server.world.person('ben')
        yield server
