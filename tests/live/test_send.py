"""Writing: what arrives at the homeserver is what any client expects."""

import pytest

from program import poll

FORMAT = 'org.matrix.custom.html'


@pytest.fixture
def place(folkmoot, user):
    """Ann with folkmoot and Ben with another client, in a room."""
    class Place:
        ann, ben = user('Ann Lee'), user('Ben Osei')
        room = ann.room('general', ben)
        profile = folkmoot(ann).sync()

        def send(self, *args, **more):
            """Send; the event as the homeserver has it."""
            answer = self.profile.one('send', 'general', *args, **more)
            assert answer['state'] == 'sent', answer
            return self.event(answer['id'])

        def event(self, ident):
            """An event, as Ben's client sees it."""
            return self.ben.client.event(self.room, ident)
    return Place()


def test_message(place):
    event = place.send('Good morning')
    assert event['sender'] == place.ann.id
    assert event['type'] == 'm.room.message'
    assert event['content'] == {'msgtype': 'm.text', 'body': 'Good morning',
                                'm.mentions': {}}


def test_message_has_a_transaction_id(place):
    answer = place.profile.one('send', 'general', 'hello')
    assert answer['txn'] and answer['id'].startswith('$')


def test_message_from_standard_input(place):
    event = place.send('-', input='two\nlines\n')
    assert event['content']['body'].rstrip('\n') == 'two\nlines'


def test_text_that_begins_with_a_dash(place):
    assert place.send('--', '-5 degrees')['content']['body'] == '-5 degrees'


def test_unusual_words_arrive_unchanged(place):
    for words in ('日本語 עברית العربية', '👩‍👩‍👧 🇩🇪 e\u0301', 'a < b && "c" \\ d',
                  'tab\there', '#' + 'x' * 5000):
        assert place.send(words)['content']['body'] == words


def test_markdown(place):
    content = place.send('so **important**, see `make`')['content']
    assert content['format'] == FORMAT
    assert '<strong>important</strong>' in content['formatted_body']
    assert '<code>make</code>' in content['formatted_body']
    assert 'important' in content['body']


def test_mention(place):
    content = place.send(f'{place.ben.id} have a look')['content']
    assert content['m.mentions'] == {'user_ids': [place.ben.id]}


def test_emote(place):
    content = place.send('--emote', 'waves')['content']
    assert (content['msgtype'], content['body']) == ('m.emote', 'waves')


def test_reply(place):
    question = place.ben.client.send(place.room, 'Lunch?')
    place.profile.sync()
    content = place.send('At one', '--reply-to', question)['content']
    assert content['m.relates_to'] == {'m.in_reply_to': {
        'event_id': question}}
    assert content['body'] == 'At one'
    assert content['m.mentions'].get('user_ids') == [place.ben.id]


def test_thread(place):
    root = place.ben.client.send(place.room, 'The boiler')
    place.profile.sync()
    first = place.send('It leaks', '--thread', root)
    relation = first['content']['m.relates_to']
    assert (relation['rel_type'], relation['event_id']) == ('m.thread', root)
    assert relation['is_falling_back'] is True
    assert relation['m.in_reply_to'] == {'event_id': root}
    second = place.send('Badly', '--thread', root)['content']['m.relates_to']
    assert second['event_id'] == root
    assert second['m.in_reply_to'] == {'event_id': first['event_id']}
    place.profile.sync()
    assert place.profile.texts('general', '--thread', root)[-2:] == [
        'It leaks', 'Badly']


def test_edit(place):
    event = place.send('Good mornign')
    place.profile.ok('edit', 'general', event['event_id'], 'Good morning')
    place.profile.sync()
    post = [one for one in place.profile.read('general')
            if one['id'] == event['event_id']][0]
    assert (post['text'], post['edited']) == ('Good morning', True)
    edit = place.ben.client.messages(place.room)[-1]['content']
    assert edit['m.relates_to'] == {'rel_type': 'm.replace',
                                    'event_id': event['event_id']}
    assert edit['m.new_content']['body'] == 'Good morning'
    assert edit['body'].startswith('* ')


def test_edit_of_somebody_else_is_refused(place):
    event = place.ben.client.send(place.room, 'mine')
    place.profile.sync()
    place.profile.fails('edit', 'general', event, 'yours')
    assert place.ben.said(place.room) == ['mine']


def test_reaction(place):
    event = place.ben.client.send(place.room, 'Done!')
    place.profile.sync()
    place.profile.ok('react', 'general', event, '👍')
    found = place.ben.client.messages(place.room)[-1]
    assert found['type'] == 'm.reaction'
    assert found['content']['m.relates_to'] == {
        'rel_type': 'm.annotation', 'event_id': event, 'key': '👍'}
    place.profile.sync()
    assert place.profile.read('general')[-1]['reactions'] == {'👍': 1}


def test_redaction(place):
    event = place.send('oops')['event_id']
    place.profile.ok('redact', 'general', event, '--reason', 'wrong room')
    assert place.event(event)['content'] == {}
    place.profile.sync()
    post = [one for one in place.profile.read('general')
            if one['id'] == event][0]
    assert post['redacted'] and not post['text']


def test_redaction_without_power_says_so(place, folkmoot):
    event = place.ann.client.send(place.room, 'mine')
    other = folkmoot(place.ben).sync()
    other.fails('redact', 'general', event)
    assert place.event(event)['content']['body'] == 'mine'


def test_event_that_is_not_there(place):
    place.profile.fails('react', 'general', '$nonsense', '👍')
    place.profile.fails('send', 'general', 'x', '--reply-to', 'nonsense')


def test_order_is_kept(place):
    words = [f'word {number}' for number in range(10)]
    for word in words:
        place.send(word)
    assert place.ben.said(place.room) == words


def test_message_that_is_too_long_says_so(place):
    place.profile.fails('send', 'general', '-', input='x' * 70_000)
    assert place.ben.said(place.room) == []


def test_empty_message_is_refused(place):
    for words in '', '  \n ':
        assert place.profile.run('send', 'general', words).status in (1, 2)
    assert place.ben.said(place.room) == []


def test_encrypted_room_is_refused(place):
    secret = place.ann.room('secret', place.ben, initial_state=[{
        'type': 'm.room.encryption', 'state_key': '',
        'content': {'algorithm': 'm.megolm.v1.aes-sha2'}}])
    place.profile.sync()
    assert 'encrypt' in place.profile.fails('send', 'secret', 'hello')
    assert place.ben.said(secret) == []


def test_room_that_became_encrypted_is_refused(place):
    place.ann.client.set_state(place.room, 'm.room.encryption', {
        'algorithm': 'm.megolm.v1.aes-sha2'})
    place.profile.sync()
    assert 'encrypt' in place.profile.fails('send', 'general', 'hello')
    assert place.ben.said(place.room) == []


def test_room_where_one_may_not_write(place, folkmoot):
    place.ann.client.set_state(place.room, 'm.room.power_levels', {
        'events_default': 50})
    profile = folkmoot(place.ben).sync()
    profile.fails('send', 'general', 'hello')
    assert place.ann.said(place.room) == []


def test_outbox_is_empty_after_sending(place):
    place.send('hello')
    assert place.profile.json('outbox') == []


def test_wrong_usage(place):
    for words in (['send'], ['send', 'general'], ['sned', 'general', 'x'],
                  ['read'], ['task', 'ad', 'general', 'x'],
                  ['send', 'general', 'x', '--nonsense'],
                  ['read', 'general', '--limit', 'many'], ['--nonsense']):
        result = place.profile.run(*words)
        assert result.status == 2, result
        assert result.err.strip(), result


def test_what_others_see_arrives_live(place):
    """A message goes out while a sync is waiting, not after it."""
    place.profile.ok('send', 'general', 'quick')
    poll(lambda: 'quick' in place.ben.said(place.room), 2)
