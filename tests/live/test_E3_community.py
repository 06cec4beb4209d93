"""Row E3: a community: events, links, decisions, and what happened."""

import datetime

import pytest


@pytest.fixture
def place(folkmoot, user):
    """A space with a room; Ann and Ben with folkmoot, Pat of the partner."""
    class Place:
        ann, ben = user('Ann Lee'), user('Ben Osei')
        pat = user('Pat Roe', 'partner')
        room = ann.room('practice', ben)
        space = ann.client.create(
            name='Flood forum', preset='public_chat', creation_content={'type': 'm.space'},
            initial_state=[{'type': 'm.space.child', 'state_key': room,
                            'content': {'via': [ann.server.name]}}])
        ben.client.join(space)
        chair, member = folkmoot(ann).sync(), folkmoot(ben).sync()
    return Place()


def test_event_by_the_local_clock(place):
    made = place.chair.one('event', 'add', 'practice', 'Site visit', '--at',
                           '2031-07-01T18:00', '--for', '2h', '--place',
                           'Quay')
    start = datetime.datetime(2031, 7, 1, 18).astimezone()
    assert made['start'] == start.timestamp() * 1000
    assert made['end'] - made['start'] == 2 * 3600000
    content = place.ben.client.event(place.room, made['id'])['content']
    assert content['body'].startswith('📅 Site visit · 2031-07-01 ')
    assert content['org.folkmoot.event']['place'] == 'Quay'
    listed = place.member.sync().one('event', 'list', 'practice')
    assert listed['start'] == made['start']


def test_attendance_and_minutes(place):
    place.ann.client.invite(place.room, place.pat.id)
    place.pat.client.join(place.room, place.ann.server.name)
    ident = place.chair.one('event', 'add', 'practice', 'Site visit', '--at',
                            '2031-07-01T18:00')['id']
    place.member.sync()
    place.member.ok('event', 'yes', ident)
    place.member.sync().ok('event', 'maybe', ident)
    place.pat.client.react(place.room, ident, '👍')
    place.chair.sync_until(lambda: place.chair.one(
        'event', 'show', ident)['yes'] == 1)
    seen = place.chair.one('event', 'show', ident)
    assert (seen['yes'], seen['maybe'], seen['no']) == (1, 1, 0)
    place.chair.ok('event', 'minutes', ident, 'All agreed.')
    last = place.ben.client.messages(place.room)[-1]['content']
    assert last['body'] == 'All agreed.'
    assert last['m.relates_to']['event_id'] == ident
    place.chair.ok('event', 'cancel', ident)
    assert place.member.sync().json('event', 'list') == []


def test_links_decisions_and_the_digest(place):
    place.chair.ok('resource', 'add', 'practice', 'https://pumps.example/a',
                   'The manual', '--why', 'Page 7.', '--tag', 'pumps')
    place.chair.ok('decide', 'practice', 'Two new pumps')
    said = place.chair.one('ask', 'practice', 'Which valve?')['id']
    place.chair.ok('question', 'solved', said)
    place.member.sync()
    text = place.member.run('resource', 'export', 'Flood forum').out
    assert '- [The manual](https://pumps.example/a)' in text
    text = place.member.run('decision', 'export', 'Flood forum').out
    assert '- **Two new pumps** (Ann Lee' in text
    before = place.ben.said(place.room)
    digest = place.member.run('community', 'digest', 'Flood forum').out
    for words in ('## New resources', '## Decisions', 'Which valve?'):
        assert words in digest
    assert place.ben.said(place.room) == before
    place.member.ok('community', 'digest', 'Flood forum', '--send',
                    'practice')
    assert '## Decisions' in place.ben.said(place.room)[-1]
    assert len(place.ben.said(place.room)) == len(before) + 1


def test_a_link_out_of_a_message(place):
    said = place.ben.client.send(place.room, {
        'msgtype': 'm.text', 'body': 'See https://pumps.example/b now',
        'm.mentions': {}})
    place.chair.sync()
    made = place.chair.one('resource', 'from', 'practice', said)
    assert (made['url'], made['source']) == ('https://pumps.example/b', said)
    place.chair.ok('resource', 'outdated', made['id'])
    assert place.member.sync().json('resource', 'list') == []
