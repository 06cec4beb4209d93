"""The tools of the bench measure what they say: run with pytest."""

import itertools
import json
import os
import shlex
import subprocess
import sys

import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

import drive                                                 # noqa: E402
import generate                                              # noqa: E402
import replay                                                # noqa: E402
from screen import Screen                                    # noqa: E402


@pytest.fixture(name='build', scope='module')
def make_build(tmp_path_factory):
    """A build folder with the programs of the bench."""
    build = tmp_path_factory.mktemp('build')
    (build / 'bench').mkdir()
    flags = shlex.split(subprocess.run(
        ['pkg-config', '--cflags', '--libs', 'glib-2.0'], check=True,
        text=True, capture_output=True).stdout)
    for name in 'server', 'meter':
        subprocess.run(['cc', '-std=c11', '-D_GNU_SOURCE',
                        os.path.join(HERE, name + '.c'), '-o',
                        build / 'bench' / name] + flags, check=True)
    return str(build)


@pytest.fixture(name='account', scope='module')
def make_account(tmp_path_factory):
    """The folder of a small account."""
    folder = tmp_path_factory.mktemp('account')
    generate.write_account(folder, 60, 20)
    return str(folder)


def joined(body):
    """The joined rooms of a body with all events of each."""
    for ident, room in body['rooms']['join'].items():
        yield ident, room, room.get('state', {}).get('events', []) + \
            room['timeline']['events']


def test_account_is_always_the_same(account, tmp_path):
    generate.write_account(tmp_path, 60, 20)
    for name in 'sync.json', 'account.json', 'pushrules.json':
        with open(os.path.join(account, name), 'rb') as file:
            assert file.read() == (tmp_path / name).read_bytes()


def test_account_is_sound(account):
    with open(os.path.join(account, 'sync.json'), encoding='utf-8') as file:
        body = json.load(file)
    rooms = body['rooms']['join']
    every = [event['event_id'] for _, _, events in joined(body)
             for event in events]
    assert len(every) == len(set(every))
    assert all(len(one) == 44 for one in every)
    children = set()
    for _, room, events in joined(body):
        here = {event['event_id'] for event in events}
        members = {event['state_key'] for event in events
                   if event['type'] == 'm.room.member'}
        assert room['summary']['m.joined_member_count'] == len(members)
        assert set(room['summary']['m.heroes']) <= members
        assert {event['sender'] for event in events} <= members
        assert targets(events) <= here
        children |= {event['state_key'] for event in events
                     if event['type'] == 'm.space.child'}
    spaces = {ident for ident, _, events in joined(body)
              if events[0]['content'].get('type') == 'm.space'}
    assert spaces and children | spaces == set(rooms)


def targets(events):
    """The events that others relate to; an edit is of the same person."""
    found = {}
    for event in events:
        relation = event['content'].get('m.relates_to', {})
        ident = relation.get('event_id') or \
            relation.get('m.in_reply_to', {}).get('event_id')
        if ident:
            found.setdefault(ident, []).append((relation, event['sender']))
    senders = {event['event_id']: event['sender'] for event in events}
    for ident, uses in found.items():
        assert all(senders[ident] == sender for relation, sender in uses
                   if relation.get('rel_type') == 'm.replace')
    return set(found)


def test_account_has_all_kinds(account):
    with open(os.path.join(account, 'sync.json'), encoding='utf-8') as file:
        text = file.read()
    for word in ('m.replace', 'm.thread', 'm.annotation', 'm.in_reply_to',
                 'formatted_body', 'm.notice', 'm.space.child', 'm.direct'):
        assert word in text


def test_steps_go_on(account, tmp_path):
    with open(os.path.join(account, 'sync.json'), encoding='utf-8') as file:
        seen = {event['event_id'] for _, _, events
                in joined(json.load(file)) for event in events}
    for step in range(2):
        path = generate.write_step(tmp_path, step, 60, 7)
        with open(path, encoding='utf-8') as file:
            body = json.load(file)
        assert body['next_batch'] == f'f{step + 1}'
        fresh = {event['event_id'] for _, _, events in joined(body)
                 for event in events}
        assert len(fresh) == 60 * 7 and not fresh & seen
        seen |= fresh


@pytest.mark.parametrize('chunked', [False, True])
def test_server_replays(build, account, chunked):
    with open(os.path.join(account, 'sync.json'), encoding='utf-8') as file:
        body = json.load(file)
    path = '/_matrix/client/v3/'
    with replay.Replay(build, account, chunked=chunked) as server:
        assert server.call('POST', path + 'login', {})['user_id'] == \
            replay.USER
        assert server.call('GET', path + 'sync') == body
        room = next(iter(body['rooms']['join']))
        members = server.call('GET', f'{path}rooms/{room}/members')['chunk']
        assert [one['state_key'] for one in members] == \
            [event['state_key'] for event
             in body['rooms']['join'][room]['state']['events']
             if event['type'] == 'm.room.member']
        server.say(room, 'hello', '@ben:x')
        news = server.call('GET', path + 'sync?since=f0&timeout=9000')
        event = news['rooms']['join'][room]['timeline']['events'][0]
        assert (event['sender'], event['content']['body']) == \
            ('@ben:x', 'hello')
        assert server.call('GET', path + 'sync?since=e1&timeout=50') == \
            {'next_batch': 'e1'}
        assert server.stats()['answered'] == 2


def test_meter_counts_the_program_alone(build, tmp_path):
    keep = bytearray(200_000_000)
    report = tmp_path / 'report'
    code = 'x = bytearray(60_000_000); sum(range(3_000_000)); exit(3)'
    subprocess.run([os.path.join(build, 'bench', 'meter'), report,
                    sys.executable, '-c', code], check=True)
    use = json.loads(report.read_text())
    assert 60_000 < use['maxrss'] < 120_000 < len(keep)
    assert use['status'] == 3
    assert 0.01 < use['user'] + use['sys'] < use['wall'] + 0.1


@pytest.mark.parametrize('data, rows', [
    (b'ab\r\ncd', ['ab', 'cd', '']),
    (b'\x1b[2;3Hx\x1b[Hy', ['y', '  x', '']),
    (b'abc\x1b[1;2H\x1b[K', ['a', '', '']),
    (b'abc\x1b[1;2H\x1b[1P\x1b[@-', ['a-c', '', '']),
    (b'1\r\n2\r\n3\r\n4', ['2', '3', '4']),
    (b'1\r\n2\r\n3\x1b[H\x1bM0', ['0', '1', '2']),
    (b'1\r\n2\r\n3\x1b[2;3r\x1b[3;1H\n4', ['1', '3', '4']),
    (b'1\r\n2\r\n3\x1b[1;1H\x1b[M', ['2', '3', '']),
    (b'-\x1b[3b\x1b[5X', ['----', '', '']),
    ('山x'.encode(), ['山x', '', '']),
    (b'\x1b[1;31mred\x1b(B\x1b[m\x1b]0;title\x07!', ['red!', '', '']),
    (b'abcdefghijk', ['abcdefghij', 'k', '']),
])
def test_screen(data, rows):
    for size in 1, 2, len(data):
        screen = Screen(3, 10)
        for at in range(0, len(data), size):
            screen.feed(data[at:at + size])
        assert screen.text().split('\n') == rows
        assert screen.unknown == 0


ECHO = ('import os, sys, time, tty\ntty.setraw(0)\n'
        'os.write(1, b"\\x1b[Hready")\nwhile True:\n'
        '    key = os.read(0, 1)\n'
        '    os.write(1, b"<")\n    end = time.monotonic() + 0.002\n'
        '    while time.monotonic() < end: pass\n    os.write(1, key)\n')


def test_terminal_measures_keys():
    with drive.Terminal([sys.executable, '-c', ECHO]) as terminal:
        started = drive.measure_start(terminal, ['ready'])
        assert 1 < started < 5000
        figures = drive.measure_keys(terminal, 'abcdef')
        assert terminal.update().shows('ready<a<b<c<d<e<f')
        assert figures['median_bytes'] == 2
        assert figures['without_effect'] == 0
        assert 2 < figures['p50'] < 50
        idle = drive.measure_idle(terminal, 1)
        assert idle['bytes'] == 0 and idle['idle_wakeups'] == 0
        memory = drive.measure_memory(terminal.pid)
        assert memory['highest'] >= memory['resident'] > memory['private']
    assert terminal.status is not None


def test_idle_counts_what_is_not_idle():
    code = ('import select, time\nprint("ready", flush=True)\n'
            'while True:\n    select.select([], [], [], 0.05)\n'
            '    print(".", end="", flush=True)\n')
    counter = itertools.count()
    with drive.Terminal([sys.executable, '-c', code]) as terminal:
        terminal.wait_text('ready')
        idle = drive.measure_idle(terminal, 2)
        assert idle['bytes'] > 10 and idle['idle_wakeups'] > 10
        assert idle['idle_cpu_ms'] > 0
        polled = drive.measure_idle(terminal, 2, lambda: next(counter))
        assert polled['wakeups'] > 10 and polled['idle_wakeups'] == 0


def test_a_program_that_ends_is_noticed():
    with drive.Terminal(['sh', '-c', 'echo no']) as terminal:
        with pytest.raises(RuntimeError, match='ended'):
            terminal.wait_text('yes')


def test_percentile():
    assert drive.percentile(range(1, 101), 50) == 50
    assert drive.percentile(range(1, 101), 99) == 99
    assert drive.percentile([5], 99) == 5
