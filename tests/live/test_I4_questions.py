"""Row I4: questions are asked, answered, accepted, by words in any client."""

import pytest


@pytest.fixture
def place(folkmoot, user):
    """Ann asks and Ben answers, both with folkmoot; Dee with another client."""
    class Place:
        ann, ben, dee = user('Ann Lee'), user('Ben Osei'), user('Dee Roy')
        room = ann.room('help', ben, dee)
        asker, helper = folkmoot(ann).sync(), folkmoot(ben).sync()

        def ask(self, title, *more):
            """A question of Ann's; its id."""
            return self.asker.one('ask', 'help', title, *more)['id']

        def seen(self, ident):
            """The question as Ben sees it, with its answers and notes."""
            return self.helper.sync().json('question', 'show', ident)
    return Place()


def test_asked_in_words(place):
    ident = place.ask('Which valve?', '--notes', 'The east one.', '--tag',
                      'pumps')
    content = place.dee.client.event(place.room, ident)['content']
    assert content['body'] == '❓ Which valve?\nThe east one.'
    assert content['org.folkmoot.question']['title'] == 'Which valve?'
    assert content['org.folkmoot.question']['tags'] == ['pumps']
    listed = place.helper.sync().one('question', 'list', 'help')
    assert (listed['title'], listed['answers'], listed['section'],
            listed['creator_name']) == ('Which valve?', 0, 'unanswered',
                                        'Ann Lee')


def test_claimed_answered_accepted(place):
    ident = place.ask('Which valve?')
    place.seen(ident)
    place.helper.ok('question', 'claim', ident)
    assert place.asker.sync().one('question', 'list')['claimed'] == 'Ben Osei'
    change = place.ann.client.messages(place.room)[-1]['content']
    assert place.ann.id in change['m.mentions']['user_ids']
    answer = place.dee.client.send(place.room, {
        'msgtype': 'm.text', 'body': 'The red one.', 'm.mentions': {},
        'm.relates_to': {'rel_type': 'm.thread', 'event_id': ident}})
    place.asker.sync()
    place.asker.ok('question', 'accept', ident, answer)
    question, shown = place.seen(ident)[:2]
    assert (question['status'], question['accepted'],
            question['section']) == ('solved', answer, 'solved')
    assert (shown['text'], shown['accepted']) == ('The red one.', True)
    assert place.helper.json('question', 'list') == []
    place.asker.ok('question', 'reopen', ident)
    assert place.seen(ident)[0]['status'] == 'open'


def test_only_who_may_accepts(place):
    ident = place.ask('Which valve?')
    place.seen(ident)
    answer = place.ben.client.send(place.room, {
        'msgtype': 'm.text', 'body': 'Mine!', 'm.mentions': {},
        'm.relates_to': {'rel_type': 'm.thread', 'event_id': ident}})
    place.helper.sync()
    result = place.helper.run('question', 'accept', ident, answer)
    assert result.status and 'only its author' in result.err
    # what another client says all the same is a claim, here and there
    place.ben.client.send(place.room, {
        'msgtype': 'm.notice', 'body': 'accepted an answer', 'm.mentions': {},
        'm.relates_to': {'rel_type': 'm.thread', 'event_id': ident},
        'org.folkmoot.change': {'v': 1, 'kind': 'question',
                                'fields': {'answer': answer}}})
    assert place.seen(ident)[0]['accepted'] is None
    assert place.asker.sync().json('question', 'show', ident)[0][
        'accepted'] is None


def test_from_a_message_and_similar(place):
    said = place.dee.client.send(place.room, {
        'msgtype': 'm.text', 'body': 'How is the east pump primed?\nHelp!',
        'm.mentions': {}})
    place.asker.sync()
    made = place.asker.one('question', 'from', 'help', said)
    assert (made['title'], made['source']) == ('How is the east pump primed?',
                                               said)
    place.helper.sync()
    like = place.helper.json('question', 'similar', 'priming a pump primed')
    assert [one['id'] for one in like] == [made['id']]
    assert place.helper.json('question', 'similar', 'zebra crossing') == []


def test_response_times(place):
    ident = place.ask('Which valve?')
    place.ask('Who has the key?')
    place.dee.client.send(place.room, {
        'msgtype': 'm.text', 'body': 'The red one.', 'm.mentions': {},
        'm.relates_to': {'rel_type': 'm.thread', 'event_id': ident}})
    result = place.helper.sync().run('question', 'stats', 'help')
    assert 'nearest rank' in result.err
    week = place.helper.one('question', 'stats', 'help')
    assert (week['asked'], week['answered'],
            week['answered_percent']) == (2, 1, 50)
    assert 0 <= week['median_ms'] == week['p90_ms'] < 600000
