"""What another client makes of it: matrix-nio, as its users have it."""

import asyncio

import nio
import pytest


class Nio:
    """A nio client that is driven step by step."""

    def __init__(self, user):
        self.user, self.loop = user, asyncio.new_event_loop()
        self.client = nio.AsyncClient(user.url, user.id)
        self.seen = []
        self.client.add_event_callback(
            lambda room, event: self.seen.append((room.room_id, event)),
            nio.Event)

    def run(self, work):
        """Do one thing to its end."""
        return self.loop.run_until_complete(asyncio.wait_for(work, 30))

    def login(self):
        """Log in."""
        answer = self.run(self.client.login(self.user.password))
        assert isinstance(answer, nio.LoginResponse), answer
        return self

    def sync(self):
        """Catch up; the new events."""
        self.seen.clear()
        answer = self.run(self.client.sync(timeout=0))
        assert isinstance(answer, nio.SyncResponse), answer
        return [event for _, event in self.seen]

    def send(self, room, **content):
        """Send a message; its id."""
        answer = self.run(self.client.room_send(room, 'm.room.message',
                                                content))
        assert isinstance(answer, nio.RoomSendResponse), answer
        return answer.event_id

    def close(self):
        """Close the connections."""
        self.run(self.client.close())
        self.loop.close()


@pytest.fixture
def place(folkmoot, user):
    """Ann with folkmoot, Ben with nio, in a room."""
    class Place:
        ann, ben = user('Ann Lee'), user('Ben Osei')
        room = ann.room('general', ben)
        profile = folkmoot(ann).sync()
        nio = Nio(ben).login()
    place = Place()
    place.nio.sync()
    yield place
    place.nio.close()


def test_messages_both_ways(place):
    place.profile.ok('send', 'general', 'Good **morning**')
    event, = place.nio.sync()
    assert isinstance(event, nio.RoomMessageText)
    assert event.sender == place.ann.id
    assert 'morning' in event.body
    assert '<strong>morning</strong>' in event.formatted_body
    place.nio.send(place.room, msgtype='m.text', body='And to you')
    assert place.profile.sync().texts('general')[-1] == 'And to you'


def test_emote_both_ways(place):
    place.profile.ok('send', '--emote', 'general', 'waves')
    event, = place.nio.sync()
    assert isinstance(event, nio.RoomMessageEmote) and event.body == 'waves'
    place.nio.send(place.room, msgtype='m.emote', body='waves back')
    post = place.profile.sync().read('general')[-1]
    assert 'waves back' in post['text'] and post['kind'] == 'emote'


def test_reaction_edit_and_redaction(place):
    message = place.nio.send(place.room, msgtype='m.text', body='Done?')
    place.profile.sync()
    place.profile.ok('react', 'general', message, '👍')
    reaction = [one for one in place.nio.sync()
                if isinstance(one, nio.ReactionEvent)]
    assert [(one.key, one.reacts_to) for one in reaction] == [('👍', message)]
    own = place.profile.one('send', 'general', 'Yse')['id']
    place.profile.ok('edit', 'general', own, 'Yes')
    edit = place.nio.sync()[-1]
    assert edit.source['content']['m.new_content']['body'] == 'Yes'
    place.profile.ok('redact', 'general', own)
    assert [one.redacts for one in place.nio.sync()
            if isinstance(one, nio.RedactionEvent)] == [own]


def test_task_is_an_ordinary_message(place):
    task = place.profile.one('task', 'add', 'general', 'Fix the boiler',
                             '--due', '2026-12-01')['id']
    event, = place.nio.sync()
    assert isinstance(event, nio.RoomMessageText)
    assert event.body == '☐ Fix the boiler · due 2026-12-01'
    place.profile.ok('task', 'done', task)
    change, = place.nio.sync()
    assert isinstance(change, (nio.RoomMessageNotice, nio.RoomMessageText))
    assert 'done' in change.body
    place.nio.send(place.room, msgtype='m.text', body='Thank you', **{
        'm.relates_to': {'rel_type': 'm.thread', 'event_id': task}})
    assert place.profile.sync().texts('general', '--thread', task)[-1] == \
        'Thank you'


def test_picture_and_file_are_named(place):
    for kind, name in (('m.image', 'roof.jpg'), ('m.file', 'lease.pdf')):
        place.nio.send(place.room, msgtype=kind, body=name, filename=name,
                       url='mxc://council.localhost/abc', info={'size': 7})
    posts = place.profile.sync().read('general')[-2:]
    assert 'roof.jpg' in posts[0]['text'] and 'lease.pdf' in posts[1]['text']
