"""Several processes on a profile, processes that are killed, and no network.

In all of it: what was accepted is sent, once, and in order.
"""

import json
import os
import random
import signal
import stat
import subprocess
import threading

import pytest

from program import poll
from server import faults


class Told(faults.Fault):
    """Does what a fault does, but says when the request has come and been
    acted upon, and can wait before and after."""

    def __init__(self, before=False, after=False):
        self.before, self.after = before, after
        self.come = threading.Event()

    def answer(self, exchange):
        if self.before:
            self.come.set()
            exchange.wait_closed()
            return exchange.close()
        status, body = exchange.proper()
        if self.after:
            self.come.set()
            exchange.wait_closed()
            return exchange.close()
        exchange.send(status, body)
        return self.come.set()


@pytest.fixture
def place(folkmoot, scripted):
    """Ann's folkmoot at a scripted homeserver, caught up, and a room."""
    class Place:
        server, world = scripted, scripted.world
        room = scripted.world.room('general', '@ann', '@ben')
        profile = folkmoot().login_at(scripted.url, 'ann').sync()

        def words(self):
            """What Ann has said, as the server has it."""
            return [body for sender, body in self.world.said(self.room)
                    if sender == self.server.ann]

        def empty_outbox(self):
            """Send what waits."""
            self.profile.sync()
            assert self.profile.json('outbox') == []
    return Place()


def kill(child):
    """kill -9."""
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()


# ---- killed -----------------------------------------------------------------

@pytest.mark.parametrize('endpoint, fault', (
    ('send', Told(before=True)), ('send', Told(after=True)),
    ('send', Told()), ('versions', Told(before=True)),
    ('sync', Told(before=True)), ('sync', Told(after=True)),
    ('sync', Told())), ids=(
        'before-commit', 'before-answer', 'after-answer', 'at-versions',
        'at-sync', 'at-answer-of-sync', 'after-sync'))
def test_killed_between_the_steps_of_a_send(place, endpoint, fault):
    """Killed at one step of a send; afterwards the message is there once."""
    fault.come.clear()
    place.server.fail(endpoint, fault)
    child = place.profile.popen('send', 'general', 'only once')
    poll(lambda: fault.come.is_set() or child.poll() is not None)
    assert fault.come.is_set() or endpoint != 'send'
    kill(child)
    place.server.heal()
    place.empty_outbox()
    words = place.words()
    # what never got as far as being sent may not have been accepted yet
    assert words == ['only once'] or (endpoint != 'send' and not words)
    assert len(place.server.transactions()) == len(words)
    assert place.profile.texts('general') == words


def test_killed_at_any_time(place):
    """Killed after random times; nothing twice, nothing out of order."""
    chance = random.Random(1)
    for number in range(25):
        child = place.profile.popen('send', 'general', f'{number}')
        try:
            child.wait(chance.uniform(0, 0.08))
        except subprocess.TimeoutExpired:
            kill(child)
    place.empty_outbox()
    words = [int(word) for word in place.words()]
    assert words == sorted(set(words))
    assert [int(text) for text in place.profile.texts('general')] == words
    place.profile.ok('send', 'general', 'still well')
    assert place.words()[-1] == 'still well'


def test_killed_while_syncing(place):
    """A sync that is killed anywhere loses and doubles nothing."""
    chance = random.Random(2)
    for number in range(20):
        place.world.say(place.room, '@ben', f'{number}')
        child = place.profile.popen('sync')
        try:
            child.wait(chance.uniform(0, 0.06))
        except subprocess.TimeoutExpired:
            kill(child)
    place.profile.sync()
    assert place.profile.texts('general', '--limit', '100') == [
        f'{number}' for number in range(20)]


def test_connection_cut_after_the_commit(place):
    place.server.fail('send', faults.CommitThenCut())
    result = place.profile.run('send', 'general', 'only once')
    assert result.status in (0, 3), result
    place.empty_outbox()
    assert place.words() == ['only once']
    assert len(place.server.transactions()) == 1
    assert place.profile.texts('general') == ['only once']


# ---- no network -------------------------------------------------------------

def test_writing_offline_is_kept(place):
    place.server.fail_always('*', faults.Cut())
    for word in 'one', 'two':
        answer = place.profile.one('send', 'general', word, status=3)
        assert answer['state'] == 'waiting' and answer['txn']
    waiting = place.profile.json('outbox')
    assert [one['state'] for one in waiting] == ['waiting', 'waiting']
    posts = place.profile.said('general')
    assert [(one['text'], one['state']) for one in posts] == [
        ('one', 'waiting'), ('two', 'waiting')]
    place.server.heal()
    place.empty_outbox()
    assert place.words() == ['one', 'two']
    assert [one['state'] for one in place.profile.said('general')] == [
        'sent', 'sent']


def test_everything_offline_goes_out_in_order(place):
    event = place.world.say(place.room, '@ben', 'hello')
    place.profile.sync()
    place.server.fail_always('*', faults.Status(502))
    assert place.profile.run('send', 'general', 'one').status == 3
    assert place.profile.run('react', 'general', event, '👍').status == 3
    assert place.profile.run('task', 'add', 'general', 'two').status == 3
    place.server.heal()
    place.empty_outbox()
    assert place.words() == ['one', '☐ two']
    assert place.profile.sync().said('general')[0]['reactions'] == {'👍': 1}


def test_refused_message_can_be_dropped_or_sent_again(place):
    place.server.fail_always('send', faults.Status(
        403, 'M_FORBIDDEN', 'You may not write here'))
    for word in 'one', 'two':
        place.profile.fails('send', 'general', word)
    failed = place.profile.json('outbox')
    assert [one['state'] for one in failed] == ['failed', 'failed']
    assert all(one['error'] for one in failed)
    place.server.heal()
    place.profile.ok('outbox', 'drop', str(failed[0]['op']))
    place.profile.ok('outbox', 'resend', str(failed[1]['op']))
    place.empty_outbox()
    assert place.words() == ['two']


def test_rate_limit_is_waited_for(place):
    place.server.fail('send', faults.LimitExceeded(retry_after=1))
    answer = place.profile.one('send', 'general', 'patience')
    assert answer['state'] == 'sent'
    first, second = place.server.asked('send')
    assert second.when - first.when >= 1
    assert first.path == second.path


# ---- several ------------------------------------------------------------------

@pytest.fixture
def leader(place):
    """A process that leads: a sync whose answer does not come."""
    told = Told(before=True)
    place.server.fail('sync', told)
    child = place.profile.popen('sync', '--timeout', '300')
    assert told.come.wait(15)
    return child


def test_command_while_another_process_leads(place, leader):
    assert place.profile.one('send', 'general', 'over to you')[
        'state'] == 'sent'
    assert leader.poll() is None
    assert place.words() == ['over to you']
    assert place.profile.texts('general')[-1] == 'over to you'


def test_socket_is_private(place, leader):
    assert leader.poll() is None
    found = [os.path.join(at, name)
             for at, _, names in os.walk(place.profile.runtime)
             for name in names]
    sockets = [path for path in found
               if stat.S_ISSOCK(os.stat(path).st_mode)]
    assert len(sockets) == 1
    assert stat.S_IMODE(os.stat(sockets[0]).st_mode) == 0o600
    assert stat.S_IMODE(os.stat(os.path.dirname(sockets[0])).st_mode) == 0o700


def test_leader_killed_and_nothing_twice(place, leader):
    place.profile.ok('send', 'general', 'one')
    kill(leader)
    place.profile.ok('send', 'general', 'two')
    place.empty_outbox()
    assert place.words() == ['one', 'two']
    assert set(place.server.transactions().values()) == {1}


def test_follower_takes_over_what_it_handed_over(place, leader):
    told = Told(before=True)
    place.server.fail('send', told)
    follower = place.profile.popen('--json', 'send', 'general', 'mine')
    assert told.come.wait(15)
    kill(leader)
    out, err = follower.communicate(timeout=30)
    assert follower.returncode == 0, err
    assert json.loads(out)['state'] == 'sent'
    place.empty_outbox()
    assert place.words() == ['mine']
    assert len(place.server.transactions()) == 1


def test_many_at_once(place):
    children = [place.profile.popen('send', 'general', f'{number}')
                for number in range(8)]
    for child in children:
        _, err = child.communicate(timeout=60)
        assert child.returncode == 0, err
    place.empty_outbox()
    assert sorted(place.words()) == [f'{number}' for number in range(8)]
    assert set(place.server.transactions().values()) == {1}


def test_lock_of_the_dead_is_no_obstacle(place, leader):
    kill(leader)
    place.profile.sync()
    place.profile.ok('send', 'general', 'onwards')
