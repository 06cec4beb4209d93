"""Polls, pins and levels of notification: what others see, and we of them."""

from test_second_client import place  # noqa: F401  (a fixture)

from program import poll as wait_for

START = 'org.matrix.msc3381.poll.start'
VOTE = 'org.matrix.msc3381.poll.response'
END = 'org.matrix.msc3381.poll.end'
TEXT = 'org.matrix.msc1767.text'


def reference(eid):
    """A relation as votes have it."""
    return {'rel_type': 'm.reference', 'event_id': eid}


def raw(place, kind, content):  # noqa: F811
    """Ben sends an event of some type; its id."""
    answer = place.nio.run(place.nio.client.room_send(place.room, kind,
                                                      content))
    return answer.event_id


def of_type(events, kind):
    """Those of a type, as they came."""
    return [e.source for e in events if e.source['type'] == kind]


def test_ours_is_one_for_others(place):  # noqa: F811
    sent = place.profile.one('poll', 'new', 'general', 'Which day?',
                             '--answer', 'Monday', '--answer', 'Tuesday')
    event, = of_type(place.nio.sync(), START)
    start = event['content'][START]
    assert event['event_id'] == sent['id']
    assert start['question'][TEXT] == 'Which day?'
    assert start['kind'] == 'org.matrix.msc3381.poll.disclosed'
    assert start['max_selections'] == 1
    assert [a[TEXT] for a in start['answers']] == ['Monday', 'Tuesday']
    assert 'Tuesday' in event['content'][TEXT]
    second = start['answers'][1]['id']
    raw(place, VOTE, {'m.relates_to': reference(sent['id']),
                      VOTE: {'answers': [second]}})
    place.profile.ok('poll', 'vote', 'general', sent['id'], 'mon')
    vote, = [e for e in of_type(place.nio.sync(), VOTE)
             if e['sender'] == place.ann.id]
    assert vote['content']['m.relates_to'] == reference(sent['id'])
    assert vote['content'][VOTE] == {'answers': [start['answers'][0]['id']]}
    shown = place.profile.one('poll', 'show', 'general', sent['id'])
    assert shown['counts'] == {'1': 1, '2': 1}
    assert shown['mine'] == ['Monday']
    place.profile.ok('poll', 'end', 'general', sent['id'])
    end, = of_type(place.nio.sync(), END)
    assert end['content']['m.relates_to'] == reference(sent['id'])
    assert END in end['content']
    assert end['content'][TEXT].startswith('The poll has ended')
    place.profile.sync()
    assert place.profile.one('polls', 'general')['ended'] is True


def test_theirs_is_one_for_us(place):  # noqa: F811
    eid = raw(place, START, {START: {
        'question': {TEXT: 'Soup?'},
        'kind': 'org.matrix.msc3381.poll.undisclosed', 'max_selections': 2,
        'answers': [{'id': 'y', TEXT: 'Yes'}, {'id': 'n', TEXT: 'No'}]},
        TEXT: 'Soup?'})
    place.profile.sync()
    place.profile.ok('poll', 'vote', 'general', eid, 'Yes', 'No')
    place.profile.sync()
    shown = place.profile.one('poll', 'show', 'general', eid)
    assert shown['counts'] is None and shown['hidden'] is True
    assert shown['mine'] == ['Yes', 'No']
    raw(place, VOTE, {'m.relates_to': reference(eid),
                      VOTE: {'answers': ['n', 'unknown']}})
    raw(place, END, {'m.relates_to': reference(eid), END: {},
                     TEXT: 'over'})
    place.profile.sync()
    shown = place.profile.one('poll', 'show', 'general', eid)
    assert shown['ended'] is True
    assert shown['counts'] == {'1': 1, '2': 1} and shown['voters'] == 1
    place.profile.fails('poll', 'vote', 'general', eid, 'Yes')


def state(place, kind):  # noqa: F811
    """The content of a state event of the room, or None."""
    answer = place.nio.run(place.nio.client.room_get_state_event(
        place.room, kind))
    return getattr(answer, 'content', None)


def test_pins(place):  # noqa: F811
    one = place.nio.send(place.room, msgtype='m.text', body='Read this')
    two = place.nio.send(place.room, msgtype='m.text', body='And this')
    place.profile.sync()
    place.profile.ok('pin', 'general', one)
    place.profile.ok('pin', 'general', two)
    place.profile.ok('pin', 'general', two)
    assert state(place, 'm.room.pinned_events') == {'pinned': [one, two]}
    place.profile.sync()
    pins = place.profile.json('pins', 'general')
    assert [p['text'] for p in pins] == ['And this', 'Read this']
    place.profile.ok('unpin', 'general', one)
    assert state(place, 'm.room.pinned_events') == {'pinned': [two]}


def test_levels(place):  # noqa: F811
    def level():
        place.profile.sync()
        return place.profile.room('general')['notify']

    for word in ('none', 'mentions', 'all', 'default'):
        place.profile.ok('notify', 'general', word)
        assert wait_for(lambda word=word: level() == word)
