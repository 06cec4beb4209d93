"""Servers that answer badly, events that nobody should send, broken files.

What was stored stays readable, what comes afterwards arrives, and a person
is told in words what happened.
"""

import json
import os
import shutil
import sqlite3
import stat
import subprocess

import pytest

from program import is_clean, is_sentence
from server import faults, hostile


@pytest.fixture
def place(folkmoot, scripted):
    """Ann's folkmoot at a scripted homeserver, caught up, and a room."""
    class Place:
        server, world = scripted, scripted.world
        room = scripted.world.room('general', '@ann', '@ben')
        profile = folkmoot().login_at(scripted.url, 'ann').sync()

        def say(self, words):
            """Ben says something."""
            return self.world.say(self.room, '@ben', words)
    return Place()


# ---- answers ----------------------------------------------------------------

@pytest.mark.parametrize('fault', (
    faults.Html(200), faults.Html(502), faults.Half(), faults.Half(0.98),
    faults.Endless(), faults.Endless(b'{"next_batch":"s9","x":', b'[' * 4096),
    faults.Silence(), faults.Cut(), faults.Status(500), faults.Status(503),
    faults.LimitExceeded(retry_after=3600), faults.LimitExceeded(),
    faults.Body(b''), faults.Body(b'[]'), faults.Body(b'null'),
    faults.Body(b'{"next_batch":7}'), faults.Body(b'{"rooms":{"join":[]}}'),
    faults.Body(b'\x00\xff\xfe'), faults.UserLocked(),
    faults.Redirect('/_matrix/client/v3/sync')),
    ids=lambda one: type(one).__name__)
def test_sync_answer_that_is_bad(place, fault):
    place.say('before')
    place.profile.sync()
    place.server.fail_always('sync', fault)
    place.say('meanwhile')
    place.profile.fails('sync', '--timeout', '2')
    assert place.profile.texts('general') == ['before']
    assert place.profile.one('accounts')['state'] == 'logged_in'
    place.server.heal()
    place.profile.sync()
    assert place.profile.texts('general') == ['before', 'meanwhile']


def test_slow_answer_is_waited_for(place):
    place.say('slowly')
    place.server.fail('sync', faults.Drip(64, 0.005))
    place.profile.sync()
    assert place.profile.texts('general') == ['slowly']


def test_sync_token_that_the_server_forgot(place):
    place.say('before')
    place.profile.sync()
    place.server.fail('sync', faults.Status(
        400, 'M_UNKNOWN', 'Invalid stream token'))
    place.say('after')
    place.profile.sync()
    assert place.profile.texts('general') == ['before', 'after']


@pytest.mark.parametrize('fault', (
    faults.Html(200), faults.Html(502), faults.Half(), faults.Cut(),
    faults.Status(500), faults.Body(b'{}')),
    ids=lambda one: type(one).__name__)
def test_history_answer_that_is_bad(place, fault):
    for number in range(40):
        place.say(f'{number}')
    place.profile.sync()
    place.server.fail('messages', fault)
    place.profile.run('read', 'general', '--limit', '100')
    place.server.heal()
    assert place.profile.texts('general', '--limit', '100') == [
        f'{number}' for number in range(40)]


# ---- events -----------------------------------------------------------------

def test_hostile_events_never_stop_a_sync(place):
    place.world.timeline_limit = 5000
    place.say('before')
    for _, event in hostile.everything():
        place.world.add(place.room, event)
    place.say('after')
    place.profile.sync()
    texts = place.profile.texts(place.room, '--limit', '5000')
    assert 'before' in texts and texts[-1] == 'after'
    out = place.profile.ok('read', place.room, '--limit', '5000')
    assert is_clean(out)
    for words in ['rooms'], ['members', place.room], ['task', 'list']:
        assert is_clean(place.profile.ok(*words))


@pytest.mark.parametrize('event', (
    hostile.message('words'), hostile.html('<b>x</b>'),
    hostile.related(rel_type='m.replace', event_id='$1'),
    hostile.member('Eve', '@eve:scripted.example')),
    ids=('message', 'html', 'edit', 'member'))
def test_every_field_of_every_wrong_type(place, event):
    place.world.timeline_limit = 5000
    for one in hostile.wrong_types(event):
        place.world.add(place.room, one)
    for one in hostile.missing_parts(event):
        place.world.add(place.room, one)
    place.say('after')
    place.profile.sync()
    assert place.profile.texts('general')[-1] == 'after'


def test_names_with_control_characters(place):
    for number, escape in enumerate(hostile.ESCAPES):
        room = place.world.room(f'room {number}{escape}', '@ann',
                                topic=f'topic {escape}{hostile.BIDI}')
        place.world.say(room, '@ann', escape + 'words')
    place.profile.sync()
    assert is_clean(place.profile.ok('rooms'))
    for one in place.profile.json('rooms'):
        assert is_clean(one['name']) and is_clean(one['topic'] or '')
        assert is_clean(place.profile.ok('read', one['id']))


def test_five_hundred_reactions(place):
    event = place.say('popular')
    for one in hostile.reactions(event, 500, ['👍', '🎉']):
        place.world.add(place.room, one)
    place.world.timeline_limit = 1000
    place.profile.sync()
    post = [one for one in place.profile.read('general')
            if one['id'] == event][0]
    assert post['reactions'] == {'👍': 250, '🎉': 250}


def test_largest_message(place):
    place.world.add(place.room, hostile.largest_message())
    place.profile.sync()
    assert place.profile.texts('general')[-1].startswith('long long')


def test_imitators_can_be_told_apart(place):
    place.world.state(place.room, 'm.room.member', {
        'membership': 'join', 'displayname': 'Ben'}, '@ben:scripted.example',
        '@ben:scripted.example')
    for one in hostile.imitators():
        place.world.add(place.room, one)
        place.world.say(place.room, one['state_key'], 'trust me')
    place.say('it is me')
    place.world.timeline_limit = 100
    place.profile.sync()
    marked = {one['id'] for one in place.profile.json('members', 'general')
              if one['ambiguous']}
    assert '@ben:scripted.example' in marked
    # six of the eight can look like "Ben"; two are other words
    assert len([one for one in marked if one.startswith('@imitator')]) == 6


# ---- accounts and rooms ----------------------------------------------------

def test_odd_rooms(place):
    odd = hostile.odd_rooms(place.world, '@ann')
    place.profile.sync()
    rooms = {one['id']: one for one in place.profile.json('rooms')}
    spaces = {one['id']: one for one in place.profile.json('spaces')}
    assert spaces[odd['space that contains itself']]['parents'] == [] or \
        odd['space that contains itself'] not in \
        spaces[odd['space that contains itself']]['parents']
    nameless = rooms[odd['without a name']]['name']
    assert 'Eve' in nameless and 'Mallory' in nameless
    assert 'Ann' not in nameless
    assert rooms[odd['without anybody']]['name']
    for what in 'version 12', 'a port in its id':
        assert place.profile.one('send', odd[what], 'hello')['state'] == \
            'sent'
    assert 'encrypt' in place.profile.fails('send', odd['encrypted'], 'x')
    place.profile.ok('read', odd['tombstones in a circle'])


def test_people_without_names(place):
    place.world.state(place.room, 'm.room.member', {'membership': 'join'},
                      '@nobody:scripted.example', '@nobody:scripted.example')
    place.world.say(place.room, '@nobody', 'hello')
    place.profile.sync()
    assert 'nobody' in place.profile.read('general')[-1]['name']


def test_server_name_with_a_port(folkmoot, user):
    ann = user('Ann')
    assert ':' in ann.server.name
    account = folkmoot(ann).sync().one('accounts')
    assert account['server'] == ann.server.name


# ---- files --------------------------------------------------------------------

def stored(profile):
    """The files of the store."""
    return [profile.file(name) for name in os.listdir(profile.path)
            if '.db' in name]


def test_corrupt_store(place):
    place.say('hello')
    place.profile.sync()
    for path in stored(place.profile):
        if path.endswith('store.db'):
            with open(path, 'r+b') as file:
                file.write(b'this is not a database, not at all' * 400)
        elif 'store.db-' in path:
            os.unlink(path)
    before = os.path.getsize(place.profile.file('store.db'))
    words = place.profile.fails('sync')
    assert 'store.db' in words
    place.profile.fails('read', 'general')
    assert os.path.getsize(place.profile.file('store.db')) == before


@pytest.mark.parametrize('name, refused', (
    ('store.db', (['sync'], ['read', 'general'], ['send', 'general', 'x'])),
    ('own.db', (['sync'], ['send', 'general', 'x']))),
    ids=('store.db', 'own.db'))
def test_store_from_a_newer_version(place, name, refused):
    database = sqlite3.connect(place.profile.file(name))
    database.execute('PRAGMA user_version = 9999')
    database.commit()
    database.close()
    for words in refused:
        said = place.profile.fails(*words)
        assert 'newer' in said and name in said
    database = sqlite3.connect(place.profile.file(name))
    assert database.execute('PRAGMA user_version').fetchone() == (9999,)
    database.close()


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which('setpriv'),
                    reason='root may write everywhere')
def test_profile_that_cannot_be_written(place):
    place.say('hello')
    place.profile.sync()
    profile = place.profile
    command = profile.command
    if os.geteuid() == 0:
        profile.command = lambda *args: [
            'setpriv', '--bounding-set=-dac_override', '--inh-caps=-all',
            *command(*args)]
    paths = [profile.path, *(profile.file(name)
                             for name in os.listdir(profile.path))]
    modes = {path: stat.S_IMODE(os.stat(path).st_mode) for path in paths}
    try:
        for path in paths:
            os.chmod(path, modes[path] & 0o500)
        assert profile.path in profile.fails('sync')
        result = profile.run('send', 'general', 'x')
        assert result.status == 1 and result.err, result
    finally:
        for path in paths:
            os.chmod(path, modes[path])
    profile.command = command
    profile.sync()
    assert profile.texts('general') == ['hello']


def test_full_disk(folkmoot, scripted):
    """The profile on a file system with no room for the answer."""
    room = scripted.world.room('general', '@ann', '@ben')
    profile = folkmoot()
    mount = f'mount -t tmpfs -o size=1m,mode=0700 none {profile.path}'
    os.mkdir(profile.path, 0o700)
    run = (f'{mount} && printf "secret\n" | "$@" login matrix '
           f'{scripted.url} --user ann --password-stdin && "$@" sync')
    probe = subprocess.run(['unshare', '-rm', 'sh', '-c', mount],
                           capture_output=True, check=False)
    if probe.returncode:
        pytest.skip('no mount namespaces here')
    for number in range(15):
        scripted.world.say(room, '@ben', f'{number} ' + 'x' * 60_000)
    done = subprocess.run(
        ['unshare', '-rm', 'sh', '-c', run, 'sh', *profile.command()],
        env=profile.env, capture_output=True, text=True, check=False,
        timeout=60)
    assert done.returncode == 1, done
    assert is_sentence(done.stderr) and 'disk' in done.stderr, done


def test_profile_that_is_open_to_others(place):
    os.chmod(place.profile.path, 0o755)
    assert 'chmod 700' in place.profile.fails('read', 'general')


def test_damaged_token_file(place):
    tokens = place.profile.file('tokens')
    for name in os.listdir(tokens):
        with open(os.path.join(tokens, name), 'w', encoding='ascii') as file:
            file.write('\0nonsense')
    place.profile.fails('sync', '--timeout', '10')
    assert place.profile.json('rooms')


def test_bad_config_lines_are_named(place):
    with open(place.profile.file('config'), 'w', encoding='utf-8') as file:
        file.write('set theme dark\nset nonsense 7\nbind feed\n')
    result = place.profile.run('check-config')
    assert result.status == 1
    said = result.out + result.err
    assert ':2:' in said and ':3:' in said and ':1:' not in said
    place.profile.ok('rooms')


def test_error_as_json(place):
    result = place.profile.run('--json', 'read', 'no-such-room')
    assert result.status == 1
    error = json.loads(result.err)['error']
    assert error['code'] and 'no-such-room' in error['message']


def test_command_before_a_login(folkmoot):
    for words in ['sync'], ['rooms'], ['send', 'general', 'x']:
        assert 'log' in folkmoot().fails(*words).lower()
