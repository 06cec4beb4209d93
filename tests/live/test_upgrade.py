"""A profile of the first version is opened by this one, and all is there.

data/profile-1 is what that version (commit 25d701a) wrote for Ann after this:
Ben made two tasks, changed the one and did the other; Ann left half a
thought in the composer, and without a connection changed a task and made one.
Both databases are dumped as SQL; PORT stands for the server's.
"""

import os
import sqlite3

import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
OLD = os.path.join(HERE, 'data', 'profile-1')
TOKEN = 'ann_scripted.example-097b630b'
TASK, CHANGE = 'org.folkmoot.task', 'org.folkmoot.change'
BOILER, PAINT = '$event9', '$event11'
ROOM = '!room1:scripted.example'


def restore(path, port):
    """Write the profile as it was, for a server at a port."""
    def text(name):
        with open(os.path.join(OLD, name), encoding='utf-8') as file:
            return file.read().replace('PORT', str(port))
    os.makedirs(os.path.join(path, 'tokens'), mode=0o700)
    os.chmod(path, 0o700)
    for name in 'own', 'store':
        with sqlite3.connect(os.path.join(path, name + '.db')) as base:
            base.executescript(text(name + '.sql'))
        base.close()
        os.chmod(os.path.join(path, name + '.db'), 0o600)
    token = os.path.join(path, 'tokens', TOKEN)
    with open(os.open(token, os.O_WRONLY | os.O_CREAT, 0o600), 'w',
              encoding='utf-8') as file:
        file.write(text('token'))


@pytest.fixture
def old(folkmoot, scripted):
    """The profile, and the server with all that it knew and a little more."""
    world = scripted.world
    room = world.room('repairs', '@ann', '@ben')
    assert room == ROOM
    boiler = world.say(room, '@ben', '☐ Fix the boiler · due 2026-12-01', **{
        TASK: {'v': 1, 'title': 'Fix the boiler', 'due': '2026-12-01',
               'priority': 2, 'tags': ['heating'], 'notes': 'Ring first.',
               'assignees': ['@ann:scripted.example']}})
    assert boiler == BOILER
    # no id that the profile knows already is given out again
    world.serial = 100
    world.refresh['refresh16'] = '@ann:' + world.name
    profile = folkmoot()
    restore(profile.path, scripted.url.rsplit(':', 1)[1])
    return profile


def version(profile, name):
    """The version of the tables of a database."""
    base = sqlite3.connect(profile.file(name + '.db'))
    try:
        return base.execute('PRAGMA user_version').fetchone()[0]
    finally:
        base.close()


def test_all_is_there_before_any_connection(old):
    assert version(old, 'store') == version(old, 'own') == 1
    tasks = {one['title']: one for one in old.json('task', 'list', ROOM)}
    assert version(old, 'store') > 1 and version(old, 'own') > 1
    assert set(tasks) == {'Mend the boiler', 'Buy paint', 'Buy screws'}
    boiler = tasks['Mend the boiler']
    assert (boiler['id'], boiler['due'], boiler['priority'], boiler['tags'],
            boiler['notes'], boiler['assignees']) == (
        BOILER, '2027-01-15', 3, ['heating'], 'Ring first.',
        ['@ann:scripted.example'])
    assert tasks['Buy paint']['id'] == PAINT
    assert tasks['Buy paint']['status'] == 'done'
    assert (tasks['Buy screws']['due'], tasks['Buy screws']['state']) == (
        '2027-02-01', 'waiting')
    assert 'Who has the key?' in old.texts(ROOM)
    assert [one['text'] for one in old.json('search', 'key')] == [
        'Who has the key?']
    assert [(one['kind'], one['state']) for one in old.json('outbox')] == [
        ('task_change', 'waiting'), ('task', 'waiting')]


def test_what_waited_is_sent(old):
    old.sync_until(lambda: not old.json('outbox'))
    tasks = {one['title']: one for one in old.json('task', 'list', ROOM)}
    assert tasks['Buy screws']['state'] == 'sent'
    assert tasks['Mend the boiler']['due'] == '2027-01-15'
    assert old.one('task', 'show', tasks['Buy screws']['id'])


def test_draft_is_in_the_composer(old, tui):
    terminal = tui(old).start()
    terminal.wait_for('repairs')
    terminal.keys('C-k')
    terminal.type('repairs')
    terminal.wait_for('go to')
    terminal.keys('Enter')
    terminal.wait_for('half a thought')
