"""Home, the digest, the home of a space and the one search, on real servers."""

import pytest


@pytest.fixture
def place(folkmoot, user):
    """Ann's space with a room, and Ben in both."""
    class Place:
        ann, ben = user('Ann Lee'), user('Ben Osei')
        space = ann.client.create(name='Harbour', preset='private_chat',
                                  creation_content={'type': 'm.space'})
        room = ann.client.create(name='quay', preset='private_chat')
        owner, member = folkmoot(ann), folkmoot(ben)
    one = Place()
    one.ann.client.set_state(one.space, 'm.space.child',
                             {'via': [one.ann.server.name]}, one.room)
    for room in (one.space, one.room):
        one.ann.client.invite(room, one.ben.id)
        one.ben.client.join(room, one.ann.server.name)
    one.owner.sync()
    one.member.sync()
    return one


def home(profile):
    """Titles on Home, by section."""
    found = {}
    for row in profile.json('home'):
        found.setdefault(row['section'], []).append(row['title'])
    return found


def item(profile, section):
    """The first item of a section."""
    return next(row for row in profile.json('home')
                if row['section'] == section)


def test_what_needs_me_and_what_is_done_with_it(place):
    place.owner.ok('task', 'add', 'quay', 'Paint the buoy', '--assign',
                   place.ben.id, '--due', 'tomorrow')
    place.owner.ok('send', 'quay', f'Can you come, {place.ben.id}?')
    place.member.sync_until(lambda: 'MY TASKS' in home(place.member) and
                            'FOR YOU' in home(place.member))
    assert home(place.member)['MY TASKS'] == ['Paint the buoy']
    assert 'Can you come' in home(place.member)['FOR YOU'][0]
    # put off, brought back, done
    task = item(place.member, 'MY TASKS')['item']
    place.member.ok('home', 'later', task, '+2h')
    assert 'MY TASKS' not in home(place.member)
    place.member.ok('home', 'again', task)
    assert home(place.member)['MY TASKS'] == ['Paint the buoy']
    place.member.ok('home', 'done', task)
    place.owner.sync_until(lambda: place.owner.json(
        'task', 'list', 'quay', '--done'))
    place.member.sync_until(lambda: 'MY TASKS' not in home(place.member))


def test_a_reply_is_owed_until_it_is_given(place):
    asked = place.owner.json('send', 'quay', 'Who has the key?')[0]['id']
    place.member.sync_until(lambda: place.member.json(
        'search', 'key', '--kind', 'message'))
    place.member.ok('send', 'quay', 'Which one?', '--thread', asked)
    place.owner.sync_until(lambda: 'REPLIES OWED' in home(place.owner))
    assert home(place.owner)['REPLIES OWED'] == ['Which one?']
    place.owner.ok('send', 'quay', 'The blue one.', '--thread', asked)
    place.owner.sync_until(lambda: 'REPLIES OWED' not in home(place.owner))


def test_invitations_are_accepted_from_home(place):
    other = place.ann.client.create(name='board', preset='private_chat')
    place.ann.client.invite(other, place.ben.id)
    place.member.sync_until(lambda: 'INVITATIONS' in home(place.member))
    row = item(place.member, 'INVITATIONS')
    assert row['title'] == 'board'
    place.member.ok('home', 'done', row['item'])
    place.member.sync_until(lambda: 'INVITATIONS' not in home(place.member))
    assert 'board' in [r['name'] for r in place.member.json('rooms')]


def test_digest_and_home_of_the_space(place):
    place.owner.ok('task', 'add', 'quay', 'Mend the pier')
    place.owner.ok('send', 'quay', 'The tide is high')
    place.member.sync_until(lambda: place.member.json(
        'search', 'tide', '--kind', 'message'))
    rows = place.member.json('digest', '--since', 'last')
    assert ['task_new', 'Mend the pier'] in [
        [row.get('what'), row.get('title')] for row in rows]
    # it is remembered, as cron would want
    assert place.member.json('digest', '--since', 'last') == []
    text = place.member.ok('digest', '--since', '2h')
    assert 'Harbour › quay' in text and '\033' not in text
    text = place.member.ok('digest', '--since', '2h', '--format',
                           'markdown')
    assert '- **New task** Mend the pier' in text
    rows = place.member.json('space', 'Harbour', '--seen')
    assert 'Mend the pier' in [row.get('title') for row in rows]
    rows = place.member.json('space', 'Harbour')
    assert 'Mend the pier' not in [row.get('title') for row in rows]


def test_one_search(place):
    place.owner.ok('task', 'add', 'quay', 'Order lanterns')
    place.owner.ok('send', 'quay', 'lanterns are cheap')
    place.member.sync_until(lambda: len(place.member.json(
        'search', 'lanterns')) == 2)
    rows = place.member.json('search', 'lanterns')
    assert [row['kind'] for row in rows] == ['task', 'text']
    rows = place.member.json('search', 'lanterns', '--kind', 'task')
    assert [row['title'] for row in rows] == ['Order lanterns']
