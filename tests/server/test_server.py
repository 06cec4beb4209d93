"""The scripted server does what it is told: run with pytest."""

import contextlib
import http.client
import json
import os
import socket
import subprocess
import sys
import threading

import pytest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..'))

from server import ScriptedServer, faults, hostile           # noqa: E402
from server.world import Raw, encode                         # noqa: E402

V3 = '/_matrix/client/v3'


class Client:
    """As little of a Matrix client as will do."""

    def __init__(self, server):
        self.address = server.http.server_address
        self.token = None

    def ask(self, method, path, body=None, timeout=5):
        """(status, headers, bytes) of an answer."""
        with contextlib.closing(http.client.HTTPConnection(
                *self.address, timeout=timeout)) as link:
            headers = {'Authorization': f'Bearer {self.token}'} \
                if self.token else {}
            link.request(method, path,
                         None if body is None else json.dumps(body), headers)
            answer = link.getresponse()
            return answer.status, answer.headers, answer.read()

    def json(self, method, path, body=None):
        """(status, value) of an answer."""
        status, _, data = self.ask(method, path, body)
        return status, json.loads(data)

    def login(self, user='ann', password='secret', **more):
        """Log in; the answer."""
        status, answer = self.json('POST', V3 + '/login', {
            'type': 'm.login.password', 'password': password,
            'identifier': {'type': 'm.id.user', 'user': user}, **more})
        self.token = answer.get('access_token')
        return status, answer

    def sync(self, since=None, timeout=0):
        """The answer to a /sync."""
        known = f'&since={since}' if since else ''
        return self.json('GET', f'{V3}/sync?timeout={timeout}{known}')[1]

    def send(self, room, text, txn):
        """(status, answer) of sending a message."""
        return self.json('PUT', f'{V3}/rooms/{room}/send/m.room.message/'
                         f'{txn}', {'msgtype': 'm.text', 'body': text})


@pytest.fixture(name='server')
def make_server():
    """A server with Ann, who can log in."""
    with ScriptedServer() as server:
        server.world.person('ann')
        yield server


@pytest.fixture(name='ann')
def make_ann(server):
    """Ann, logged in."""
    client = Client(server)
    assert client.login()[0] == 200
    return client


def bodies(events):
    """The texts of messages."""
    return [event['content']['body'] for event in events
            if event['type'] == 'm.room.message']


def test_login(server):
    client = Client(server)
    assert client.login(password='wrong')[1]['errcode'] == 'M_FORBIDDEN'
    assert client.json('GET', V3 + '/account/whoami')[0] == 401
    assert client.login()[1]['user_id'] == '@ann:scripted.example'
    assert client.json('GET', V3 + '/account/whoami') == \
        (200, {'user_id': '@ann:scripted.example'})
    assert client.json('POST', V3 + '/logout')[0] == 200
    assert client.json('GET', V3 + '/account/whoami')[1]['errcode'] == \
        'M_UNKNOWN_TOKEN'


def test_refresh(server):
    client = Client(server)
    first = client.login(refresh_token=True)[1]
    server.world.forget_tokens()
    assert client.json('GET', V3 + '/account/whoami')[0] == 401
    body = {'refresh_token': first['refresh_token']}
    second = client.json('POST', V3 + '/refresh', body)[1]
    again = client.json('POST', V3 + '/refresh', body)
    assert again[0] == 200, 'the old one lives until the new one is used'
    client.token = second['access_token']
    assert client.json('GET', V3 + '/account/whoami')[0] == 200
    assert client.json('POST', V3 + '/refresh', body)[0] == 403


def test_sync_first_and_next(server, ann):
    room = server.world.room('general', '@ann', '@ben', topic='all')
    server.world.say(room, '@ben', 'hello')
    first = ann.sync()
    part = first['rooms']['join'][room]
    assert bodies(part['timeline']['events']) == ['hello']
    assert part['summary']['m.joined_member_count'] == 2
    assert ann.sync(first['next_batch']) == \
        {'next_batch': first['next_batch']}
    server.world.say(room, '@ben', 'more')
    following = ann.sync(first['next_batch'])['rooms']['join'][room]
    assert bodies(following['timeline']['events']) == ['more']
    assert not following['timeline']['limited']
    assert following['state']['events'] == []


def test_sync_waits_for_news(server, ann):
    room = server.world.room('general', '@ann', '@ben')
    since = ann.sync()['next_batch']
    threading.Timer(0.1, server.world.say, (room, '@ben', 'now')).start()
    answer = ann.sync(since, timeout=5000)
    assert bodies(answer['rooms']['join'][room]['timeline']['events']) == \
        ['now']


def test_gap_is_what_messages_gives(server, ann):
    room = server.world.room('general', '@ann', '@ben')
    since = ann.sync()['next_batch']
    for number in range(50):
        server.world.say(room, '@ben', str(number))
    timeline = ann.sync(since)['rooms']['join'][room]['timeline']
    assert timeline['limited']
    assert bodies(timeline['events']) == [str(n) for n in range(30, 50)]
    found, token = [], timeline['prev_batch']
    while token:
        page = ann.json('GET', f'{V3}/rooms/{room}/messages?dir=b&limit=7'
                        f'&from={token}&to={since}')[1]
        found += bodies(page['chunk'])
        token = page.get('end')
    assert found == [str(n) for n in range(29, -1, -1)]
    forward = ann.json('GET', f'{V3}/rooms/{room}/messages?dir=f&limit=99'
                       f'&from={since}&to={timeline["prev_batch"]}')[1]
    assert bodies(forward['chunk']) == found[::-1]


def test_state_in_a_gap_is_sent(server, ann):
    room = server.world.room('general', '@ann', '@ben')
    since = ann.sync()['next_batch']
    server.world.state(room, 'm.room.name', {'name': 'renamed'})
    for number in range(30):
        server.world.say(room, '@ben', str(number))
    state = ann.sync(since)['rooms']['join'][room]['state']['events']
    assert [event['content'] for event in state] == [{'name': 'renamed'}]


def test_sending_is_idempotent(server, ann):
    room = server.world.room('general', '@ann')
    first = ann.send(room, 'once', 'txn1')
    assert ann.send(room, 'once', 'txn1') == first
    assert ann.send(room, 'twice', 'txn2') != first
    assert server.world.said(room) == [('@ann:scripted.example', 'once'),
                                       ('@ann:scripted.example', 'twice')]
    assert sorted(server.transactions().values()) == [1, 2]
    event = ann.sync()['rooms']['join'][room]['timeline']['events'][-1]
    assert event['unsigned']['transaction_id'] == 'txn2'


def test_commit_then_cut(server, ann):
    room = server.world.room('general', '@ann')
    server.fail('send', faults.CommitThenCut())
    with pytest.raises((http.client.HTTPException, OSError)):
        ann.send(room, 'kept', 'txn1')
    assert ann.send(room, 'kept', 'txn1')[0] == 200
    assert len(server.world.said(room)) == 1
    assert list(server.transactions().values()) == [2]


def test_cut_before(server, ann):
    room = server.world.room('general', '@ann')
    server.fail('send', faults.Cut())
    with pytest.raises((http.client.HTTPException, OSError)):
        ann.send(room, 'lost', 'txn1')
    assert server.world.said(room) == []


@pytest.mark.parametrize('status', [200, 502])
def test_html(server, ann, status):
    server.fail('sync', faults.Html(status))
    answer = ann.ask('GET', V3 + '/sync')
    assert answer[0] == status
    assert answer[1]['Content-Type'] == 'text/html'
    assert answer[2].startswith(b'<!DOCTYPE')
    assert 'next_batch' in ann.sync(), 'one fault spoils one request'


def test_half(server, ann):
    server.fail('sync', faults.Half())
    with pytest.raises(http.client.IncompleteRead) as caught:
        ann.ask('GET', V3 + '/sync')
    assert len(caught.value.partial) > 10


def test_endless(server, ann):
    server.fail('sync', faults.Endless())
    with socket.create_connection(ann.address) as link:
        link.sendall(f'GET {V3}/sync HTTP/1.1\r\nHost: x\r\n'
                     f'Authorization: Bearer {ann.token}\r\n\r\n'.encode())
        total = 0
        while total < 5_000_000:
            total += len(link.recv(1 << 20))
    assert ann.sync()['next_batch'], 'the server goes on'


def test_silence(server, ann):
    server.fail('sync', faults.Silence())
    with pytest.raises(TimeoutError):
        ann.ask('GET', V3 + '/sync', timeout=0.3)
    assert ann.sync()['next_batch']


def test_drip(server, ann):
    server.fail('whoami', faults.Drip(5, 0.001))
    assert ann.json('GET', V3 + '/account/whoami')[1]['user_id']


@pytest.mark.parametrize('options, header, field', [
    ({'retry_after': 7}, '7', None), ({'retry_after_ms': 90}, None, 90),
    ({}, None, None)])
def test_limit(server, ann, options, header, field):
    server.fail('sync', faults.LimitExceeded(**options))
    status, headers, body = ann.ask('GET', V3 + '/sync')
    assert (status, headers['Retry-After']) == (429, header)
    assert json.loads(body).get('retry_after_ms') == field


@pytest.mark.parametrize('fault, status, errcode, soft', [
    (faults.UnknownToken(), 401, 'M_UNKNOWN_TOKEN', False),
    (faults.UnknownToken(soft=True), 401, 'M_UNKNOWN_TOKEN', True),
    (faults.UserLocked(), 401, 'M_USER_LOCKED', True),
    (faults.Status(500), 500, 'M_UNKNOWN', None)])
def test_errors(server, ann, fault, status, errcode, soft):
    server.fail_always('*', fault)
    for _ in range(2):
        answer = ann.json('GET', V3 + '/sync')
        assert (answer[0], answer[1]['errcode']) == (status, errcode)
        assert answer[1].get('soft_logout') == soft
    server.heal()
    assert ann.json('GET', V3 + '/sync')[0] == 200


def test_other_user(server):
    client = Client(server)
    server.fail('login', faults.OtherUser('@mallory:elsewhere'))
    assert client.login()[1]['user_id'] == '@mallory:elsewhere'
    server.fail('whoami', faults.OtherUser('@mallory:elsewhere'))
    assert client.json('GET', V3 + '/account/whoami')[1]['user_id'] == \
        '@mallory:elsewhere'


def test_tokens_end_a_waiting_sync(server, ann):
    since = ann.sync()['next_batch']
    threading.Timer(0.1, server.world.forget_tokens).start()
    assert ann.sync(since, timeout=9000)['errcode'] == 'M_UNKNOWN_TOKEN'


def test_unknown_name_of_an_endpoint(server):
    with pytest.raises(ValueError):
        server.fail('snyc', faults.Cut())


def test_wait_for(server, ann):
    with pytest.raises(TimeoutError):
        server.wait_for('members', 1, 0.05)
    ann.sync()
    assert server.wait_for('sync')[0].user == '@ann:scripted.example'


def test_raw_goes_out_as_it_is(server, ann):
    room = server.world.room('general', '@ann')
    for _, event in hostile.broken_json():
        server.world.add(room, event)
    data = ann.ask('GET', V3 + '/sync')[2]
    assert rb'"x\u0000y":1' in data and rb'a\ud800b' in data
    assert b'"n":18446744073407678578' in data and b'[' * 5000 in data
    assert encode({'a': [Raw('1e999')]}) == b'{"a":[1e999]}'


def test_everything_hostile_is_served(server, ann):
    server.world.timeline_limit = 10 ** 6
    room = server.world.room('general', '@ann')
    names = [name for name, _ in hostile.everything()]
    assert len(names) == len(set(names)) > 150
    for _, event in hostile.everything():
        server.world.add(room, event)
    server.world.add(room, hostile.largest_message())
    target = server.world.say(room, '@ann', 'popular')
    for event in hostile.reactions(target):
        server.world.add(room, event)
    for event in hostile.imitators():
        server.world.add(room, event)
    data = ann.ask('GET', V3 + '/sync')[2]
    assert data.count(b'm.annotation') > 500
    assert rb'\u001b[31mred' in data and rb'\u202eevil' in data


def test_wrong_types_reach_every_field():
    sample = next(hostile.samples())
    variants = list(hostile.wrong_types(sample))
    assert len(variants) > 300
    assert None in variants and {**sample, 'content': 'x'} in variants
    deep = [one for one in variants if isinstance(one, dict) and
            one.get('content') != sample['content']]
    assert any(isinstance(one.get('content'), dict) and
               one['content'].get('m.relates_to') == [] for one in deep)
    assert sample == next(hostile.samples()), 'the sample is left alone'
    assert all(encode(one) for one in variants)
    missing = list(hostile.missing_parts(sample))
    assert {key: value for key, value in sample.items()
            if key != 'sender'} in missing


def test_odd_rooms(server, ann):
    rooms = hostile.odd_rooms(server.world, '@ann')
    joined = ann.sync()['rooms']['join']
    assert set(rooms.values()) <= set(joined)
    assert ':' not in rooms['version 12']


def test_from_the_command_line():
    commands = [['room', 'general', '@ann', '@ben'],
                ['say', '!room1:scripted.example', '@ben', 'hi'],
                ['fail', 'sync', 'html', {'status': 502}],
                ['fail', 'sync', 'nonsense'], ['count', 'sync'],
                ['said', '!room1:scripted.example'],
                ['hostile', '!room1:scripted.example']]
    done = subprocess.run(
        [sys.executable, '-m', 'server'], text=True, check=True, timeout=20,
        cwd=os.path.join(os.path.dirname(__file__), '..'),
        input='\n'.join(map(json.dumps, commands)), capture_output=True)
    first, *lines = done.stdout.splitlines()
    assert first.startswith('ready http://127.0.0.1:')
    answers = [json.loads(line) for line in lines]
    assert answers[0] == {'ok': '!room1:scripted.example'}
    assert answers[2] == {'ok': None}
    assert answers[3]['error'].startswith('KeyError')
    assert answers[5] == {'ok': [['@ben:scripted.example', 'hi']]}
    assert answers[6]['ok'] > 150
