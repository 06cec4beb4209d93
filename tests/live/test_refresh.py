"""Access tokens that end, and the refresh token that makes new ones."""

import time

import pytest

from conftest import Federation, User, first_ports, python_of_venv
from program import poll
from server import faults

LIFE_SECONDS = 2


@pytest.fixture(scope='module')
def short_lived(tmp_path_factory):
    """A homeserver whose access tokens last for seconds."""
    with Federation(str(tmp_path_factory.mktemp('short')), python_of_venv(),
                    ('council',), first_ports(), {
                        'refreshable_access_token_lifetime':
                        f'{LIFE_SECONDS}s'}) as servers:
        yield servers['council']


def test_real_token_is_refreshed(folkmoot, short_lived, numbers):
    ann = User(short_lived, f'ann{next(numbers)}', 'Ann')
    room = ann.room('general')
    profile = folkmoot(ann).sync()
    begin = time.monotonic()
    for number in range(3):
        poll(lambda: time.monotonic() > begin + LIFE_SECONDS * 1.1 *
             (number + 1))           # the token of before has ended
        assert profile.one('send', 'general', f'word {number}')[
            'state'] == 'sent'
    assert ann.said(room) == ['word 0', 'word 1', 'word 2']


def test_token_that_ended_is_refreshed(folkmoot, scripted):
    scripted.world.room('general', '@ann', '@ben')
    profile = folkmoot().login_at(scripted.url, 'ann').sync()
    scripted.world.forget_tokens()
    profile.sync()
    assert len(scripted.asked('refresh')) == 1
    assert len(scripted.asked('login')) == 1
    profile.ok('send', 'general', 'still here')


def test_one_refresh_at_a_time(folkmoot, scripted):
    room = scripted.world.room('general', '@ann', '@ben')
    profile = folkmoot().login_at(scripted.url, 'ann').sync()
    scripted.world.forget_tokens()
    profile.ok('send', 'general', 'hello')
    assert scripted.world.said(room) == [(scripted.ann, 'hello')]
    assert len(scripted.asked('refresh')) == 1


def test_refresh_whose_answer_was_lost(folkmoot, scripted):
    scripted.world.room('general', '@ann', '@ben')
    profile = folkmoot().login_at(scripted.url, 'ann').sync()
    scripted.world.forget_tokens()
    scripted.fail('refresh', faults.CommitThenCut())
    profile.run('sync', '--timeout', '15')
    profile.sync()
    assert profile.one('accounts')['state'] == 'logged_in'


def test_refresh_that_fails_for_now_is_no_logout(folkmoot, scripted):
    scripted.world.room('general', '@ann', '@ben')
    profile = folkmoot().login_at(scripted.url, 'ann').sync()
    scripted.world.forget_tokens()
    scripted.fail_always('refresh', faults.Status(503))
    profile.fails('sync', '--timeout', '3')
    assert profile.one('accounts')['state'] == 'logged_in'
    scripted.heal()
    profile.sync()


def test_refresh_that_is_refused_is_a_logout(folkmoot, scripted):
    scripted.world.room('general', '@ann', '@ben')
    profile = folkmoot().login_at(scripted.url, 'ann').sync()
    scripted.world.forget_tokens()
    scripted.fail_always('refresh', faults.Status(
        401, 'M_UNKNOWN_TOKEN', 'No such token', soft_logout=True))
    assert 'log in' in profile.fails('sync', '--timeout', '10').lower()
    assert profile.one('accounts')['state'] == 'logged_out'
    assert [one['name'] for one in profile.json('rooms')] == ['general']
