"""Row E1: ideas are voted on by reaction, decided on and merged."""

import pytest


@pytest.fixture
def place(folkmoot, user):
    """Ann moderates and Ben has ideas, with folkmoot; Dee votes without."""
    class Place:
        ann, ben, dee = user('Ann Lee'), user('Ben Osei'), user('Dee Roy')
        room = ann.room('ideas', ben, dee)
        chair, member = folkmoot(ann).sync(), folkmoot(ben).sync()

        def add(self, title):
            """An idea of Ben's that Ann knows; its id."""
            ident = self.member.one('idea', 'add', 'ideas', title)['id']
            self.chair.sync()
            return ident

        def seen(self, profile, ident):
            """The idea as somebody sees it."""
            return profile.sync().one('idea', 'show', ident)
    return Place()


def test_one_vote_a_person(place):
    ident = place.add('Solar pumps')
    place.dee.client.react(place.room, ident, '👍')
    place.chair.ok('idea', 'vote', ident, 'up')
    assert place.seen(place.chair, ident)['up'] == 2
    place.chair.ok('idea', 'vote', ident, 'down')
    for profile in place.chair, place.member:
        seen = place.seen(profile, ident)
        assert (seen['up'], seen['down']) == (1, 1)
    assert place.seen(place.chair, ident)['mine'] == 'down'
    place.chair.ok('idea', 'vote', ident, 'none')
    assert place.seen(place.member, ident)['down'] == 0
    # two thumbs of one person by another client are one vote, the newest
    place.dee.client.react(place.room, ident, '👎')
    seen = place.seen(place.member, ident)
    assert (seen['up'], seen['down']) == (0, 1)


def test_decided_with_the_submitter_told(place):
    ident = place.add('Solar pumps')
    place.chair.ok('idea', 'owner', ident, place.dee.id)
    place.chair.ok('idea', 'plan', ident)
    place.chair.fails('idea', 'decline', ident, status=2)
    place.chair.ok('idea', 'decline', ident, 'Too dear this year.')
    seen = place.seen(place.member, ident)
    assert (seen['status'], seen['reason']) == ('declined',
                                                'Too dear this year.')
    changes = [one['content'] for one in place.ben.client.messages(place.room)
               if 'org.folkmoot.change' in one['content']]
    assert len(changes) == 3
    assert all(place.ben.id in one['m.mentions']['user_ids']
               for one in changes)
    assert 'Too dear this year.' in changes[-1]['body']


def test_strangers_decide_nothing(place):
    ident = place.add('Solar pumps')
    result = place.member.run('idea', 'done', ident)
    assert result.status and 'moderator' in result.err
    place.dee.client.send(place.room, {
        'msgtype': 'm.notice', 'body': 'marked it done', 'm.mentions': {},
        'm.relates_to': {'rel_type': 'm.thread', 'event_id': ident},
        'org.folkmoot.change': {'v': 1, 'kind': 'idea',
                                'fields': {'status': 'done'}}})
    for profile in place.chair, place.member:
        assert place.seen(profile, ident)['status'] == 'new'


def test_merged_votes_count_once(place):
    one, two = place.add('Solar pumps'), place.add('Pumps by the sun')
    place.dee.client.react(place.room, one, '👍')
    place.dee.client.react(place.room, two, '👍')
    place.chair.ok('idea', 'vote', two, 'up')
    place.chair.ok('idea', 'merge', two, one)
    for profile in place.chair, place.member:
        assert place.seen(profile, one)['up'] == 2
        assert place.seen(profile, two)['status'] == 'duplicate'
        assert [each['id'] for each in profile.json('idea', 'list')] == [one]
    place.chair.ok('idea', 'part', two)
    assert place.seen(place.member, one)['up'] == 1
