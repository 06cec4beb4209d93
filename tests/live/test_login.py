"""Logging in and out, and what can go wrong there."""

import os
import socket
import stat

import pytest

from program import is_sentence
from server import faults


def login(profile, url, name='ann', password='secret'):
    """Try to log in; the result."""
    return profile.run('login', 'matrix', url, '--user', name,
                       '--password-stdin', input=password + '\n')


def refused(profile, url, *words, name='ann', password='secret', status=1):
    """A login that must fail with a sentence that has these words."""
    result = login(profile, url, name, password)
    assert result.status == status, result
    assert is_sentence(result.err), result
    for word in words:
        assert word.lower() in result.err.lower(), result
    return result.err


def all_files(folder):
    """(path, mode, bytes) of every file in a folder."""
    for at, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(at, name)
            mode = os.lstat(path).st_mode
            if stat.S_ISREG(mode):
                with open(path, 'rb') as file:
                    yield path, mode, file.read()


def test_login_with_password(folkmoot, user):
    ann = user('Ann Lee')
    profile = folkmoot(ann)
    account = profile.one('accounts')
    assert account['user'] == ann.id
    assert account['server'] == ann.server.name
    assert account['state'] == 'logged_in'


def test_login_by_password_command(folkmoot, user):
    ann, profile = user('Ann'), folkmoot()
    profile.ok('login', 'matrix', ann.url, '--user', ann.id,
               '--password-command', f'printf "%s\\n" "{ann.password}"')
    assert profile.one('accounts')['user'] == ann.id


def test_password_command_that_fails(folkmoot, user):
    ann, profile = user('Ann'), folkmoot()
    profile.fails('login', 'matrix', ann.url, '--user', ann.id,
                  '--password-command', 'exit 3')
    assert profile.json('accounts') == []


def test_secrets_are_private(folkmoot, user):
    ann = user('Ann')
    profile = folkmoot(ann).sync()
    files = list(all_files(profile.path))
    assert files
    tokens = [path for path, _, data in files if b'syt_' in data]
    assert tokens
    for path, mode, data in files:
        assert stat.S_IMODE(mode) & 0o077 == 0, path
        assert ann.password.encode() not in data, path
        assert b'syt_' not in data or '/tokens/' in path, path
    assert stat.S_IMODE(os.stat(profile.path).st_mode) == 0o700


def test_wrong_password(folkmoot, user):
    ann, profile = user('Ann'), folkmoot()
    refused(profile, ann.url, 'password', name=ann.local, password='wrong')
    assert profile.json('accounts') == []


def test_nobody_at_the_port(folkmoot):
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        url = f'http://127.0.0.1:{probe.getsockname()[1]}'
        words = refused(folkmoot(), url)
    assert '127.0.0.1' in words


def test_name_that_does_not_exist(folkmoot):
    refused(folkmoot(), 'nowhere.invalid', 'nowhere.invalid')


def test_plain_http_to_the_world_is_refused(folkmoot):
    refused(folkmoot(), 'http://example.org', 'https', status=2)


def test_not_a_matrix_server(folkmoot, scripted):
    scripted.fail_always('*', faults.Html(200))
    refused(folkmoot(), scripted.url, 'not a Matrix')


def test_proxy_that_is_sorry(folkmoot, scripted):
    scripted.fail_always('*', faults.Html(502))
    refused(folkmoot(), scripted.url)


def test_not_tls(folkmoot, scripted):
    refused(folkmoot(), scripted.url.replace('http:', 'https:'))


def test_certificate_of_nobody(folkmoot, servers):
    port = servers['council'].facts['federation']
    refused(folkmoot(), f'https://127.0.0.1:{port}', 'certificate')


def test_rate_limit(folkmoot, scripted):
    scripted.fail_always('login', faults.LimitExceeded(retry_after=17))
    words = refused(folkmoot(), scripted.url, 'too many')
    assert '17' in words


def test_rate_limit_without_a_time(folkmoot, scripted):
    scripted.fail_always('login', faults.LimitExceeded())
    refused(folkmoot(), scripted.url, 'too many')


def test_server_without_passwords(folkmoot, scripted):
    scripted.fail_always('login_flows', faults.Body(
        b'{"flows":[{"type":"m.login.sso"}]}'))
    refused(folkmoot(), scripted.url, 'password')


def test_token_for_another_user(folkmoot, scripted):
    """Who logs in again as somebody else keeps what was stored apart."""
    room = scripted.world.room('general', '@ann', '@ben')
    scripted.world.say(room, '@ben', 'hello')
    profile = folkmoot().login_at(scripted.url, 'ann').sync()
    scripted.fail_always('sync', faults.UnknownToken(soft=True))
    profile.fails('sync', '--timeout', '10')
    eve = scripted.world.person('eve')
    scripted.fail_always('login', faults.OtherUser(eve))
    refused(profile, scripted.url)
    assert profile.one('accounts')['user'] == scripted.ann
    scripted.heal()
    profile.login_at(scripted.url, 'ann').sync()
    assert profile.texts('general') == ['hello']


@pytest.mark.parametrize('fault', (
    faults.Half(), faults.Cut(), faults.Body(b''), faults.Body(b'[]'),
    faults.Body(b'null'), faults.Body(b'{"user_id":7,"access_token":[]}'),
    faults.Status(500), faults.Redirect('/_matrix/client/v3/login', 307)),
    ids=lambda one: type(one).__name__)
def test_login_answer_that_is_broken(folkmoot, scripted, fault):
    scripted.fail_always('login', fault)
    profile = folkmoot()
    refused(profile, scripted.url)
    scripted.heal()
    profile.login_at(scripted.url, 'ann').sync()


def test_several_accounts(folkmoot, user):
    ann, pat = user('Ann'), user('Pat', 'partner')
    ann.room('with the council')
    pat.room('with the partner')
    profile = folkmoot(ann).login(pat).sync()
    accounts = {one['user']: one['name'] for one in profile.json('accounts')}
    assert set(accounts) == {ann.id, pat.id}
    assert {one['name'] for one in profile.json('rooms')} == {
        'with the council', 'with the partner'}
    mine = profile.json('--account', accounts[pat.id], 'rooms')
    assert [one['name'] for one in mine] == ['with the partner']
    profile.ok('send', 'with the partner', 'hello')


def test_logout(folkmoot, user, client):
    ann = user('Ann')
    profile = folkmoot(ann).sync()
    devices = len(ann.client.get('/_matrix/client/v3/devices')['devices'])
    profile.ok('logout')
    assert len(ann.client.get('/_matrix/client/v3/devices')['devices']) == \
        devices - 1
    assert profile.json('accounts') == []
    assert not [path for path, _, data in all_files(profile.path)
                if b'syt_' in data]


def test_soft_logout_keeps_everything(folkmoot, scripted):
    room = scripted.world.room('general', '@ann', '@ben')
    scripted.world.say(room, '@ben', 'before')
    profile = folkmoot().login_at(scripted.url, 'ann').sync()
    device = profile.one('accounts')['device']
    scripted.fail_always('sync', faults.UnknownToken(soft=True))
    assert 'log in' in profile.fails('sync', '--timeout', '10').lower()
    assert profile.texts('general') == ['before']
    assert profile.one('accounts')['state'] == 'logged_out'
    scripted.heal()
    scripted.world.say(room, '@ben', 'after')
    profile.login_at(scripted.url, 'ann').sync()
    assert profile.texts('general') == ['before', 'after']
    assert scripted.asked('login')[-1].json['device_id'] == device
    assert len(profile.json('accounts')) == 1


def test_logged_out_by_the_server(folkmoot, user):
    ann = user('Ann')
    ann.room('general')
    profile = folkmoot(ann).sync()
    ann.client.post('/_matrix/client/v3/logout/all')
    assert 'log in' in profile.fails('sync', '--timeout', '10').lower()
    assert [one['name'] for one in profile.json('rooms')] == ['general']
