"""Tasks: for other clients ordinary messages, for folkmoot states."""

import datetime

import pytest

TASK, CHANGE = 'org.folkmoot.task', 'org.folkmoot.change'


@pytest.fixture
def place(folkmoot, user):
    """Two people with folkmoot in a room."""
    class Place:
        ann, ben = user('Ann Lee'), user('Ben Osei')
        room = ann.room('repairs', ben)
        profile, other = folkmoot(ann).sync(), folkmoot(ben).sync()

        def add(self, *args):
            """Make a task; the answer."""
            return self.profile.one('task', 'add', 'repairs', *args)

        def seen(self, ident):
            """A task as the other one sees it."""
            return self.other.sync().one('task', 'show', ident)
    return Place()


def test_add(place):
    task = place.add('Fix the boiler', '--assign', place.ben.id, '--due',
                     '2026-12-01', '--notes', 'Ring the plumber first.')
    assert (task['title'], task['status'], task['assignees'], task['due'],
            task['room']) == ('Fix the boiler', 'open', [place.ben.id],
                              '2026-12-01', place.room)
    assert task['id'] in task['url']
    content = place.ben.client.event(place.room, task['id'])['content']
    assert content['msgtype'] == 'm.text'
    assert content['body'] == '☐ Fix the boiler · due 2026-12-01 · @Ben Osei'
    assert content['m.mentions'] == {'user_ids': [place.ben.id]}
    payload = content[TASK]
    assert payload['v'] == 1
    assert payload['title'] == 'Fix the boiler'
    assert payload['notes'] == 'Ring the plumber first.'
    assert payload['assignees'] == [place.ben.id]
    assert payload['due'] == '2026-12-01'
    assert payload.get('status', 'open') == 'open'


def test_title_alone(place):
    task = place.add('Buy paint')
    content = place.ben.client.event(place.room, task['id'])['content']
    assert content['body'] == '☐ Buy paint'
    assert task['assignees'] == [] and task['due'] is None


def test_done_and_reopen_seen_by_a_colleague(place):
    ident = place.add('Buy paint')['id']
    assert place.seen(ident)['status'] == 'open'
    place.other.ok('task', 'done', ident)
    change = place.ann.client.messages(place.room)[-1]['content']
    assert change[CHANGE] == {'v': 1, 'kind': 'task', 'turn': 1,
                              'fields': {'status': 'done'}}
    assert change['m.relates_to']['rel_type'] == 'm.thread'
    assert change['m.relates_to']['event_id'] == ident
    assert 'done' in change['body']
    place.profile.sync()
    assert place.profile.one('task', 'show', ident)['status'] == 'done'
    place.profile.ok('task', 'reopen', ident)
    assert place.seen(ident)['status'] == 'open'


def test_assign(place):
    ident = place.add('Buy paint')['id']
    place.profile.ok('task', 'assign', ident, place.ben.id)
    assert place.seen(ident)['assignees'] == [place.ben.id]
    mine = place.other.json('task', 'list', '--mine')
    assert [one['id'] for one in mine] == [ident]
    assert place.profile.sync().json('task', 'list', '--mine') == []


def test_due(place):
    ident = place.add('Buy paint')['id']
    today = datetime.datetime.now(datetime.timezone.utc).date()
    for words, expected in (
            ('2026-12-24', '2026-12-24'),
            ('+3d', (today + datetime.timedelta(3)).isoformat())):
        place.profile.ok('task', 'due', ident, words)
        assert place.seen(ident)['due'] == expected
    place.profile.ok('task', 'due', ident, 'fri')
    due = datetime.date.fromisoformat(place.seen(ident)['due'])
    assert due.weekday() == 4
    assert today <= due <= today + datetime.timedelta(7)


def test_due_that_is_no_date(place):
    ident = place.add('Buy paint')['id']
    result = place.profile.run('task', 'due', ident, 'blursday')
    assert result.status in (1, 2) and 'blursday' in result.err
    assert place.seen(ident)['due'] is None


def test_list(place):
    words = {'one': '2027-02-01', 'two': '2026-12-01', 'three': '2027-01-01'}
    idents = {title: place.add(title, '--due', due)['id']
              for title, due in words.items()}
    place.profile.ok('task', 'done', idents['three'])
    listed = place.other.sync().json('task', 'list', 'repairs')
    assert [one['title'] for one in listed if one['status'] == 'open'] == [
        'two', 'one']


def test_changes_made_at_once_agree(place):
    ident = place.add('Buy paint')['id']
    place.other.sync()
    place.profile.ok('task', 'due', ident, '2026-12-01')
    place.other.ok('task', 'assign', ident, place.ben.id)
    place.profile.ok('task', 'done', ident)
    seen = place.seen(ident)
    here = place.profile.sync().one('task', 'show', ident)
    for name in 'status', 'due', 'assignees', 'title':
        assert seen[name] == here[name]
    assert (seen['status'], seen['due'], seen['assignees']) == (
        'done', '2026-12-01', [place.ben.id])


def test_change_in_another_room_does_not_count(folkmoot, scripted):
    world = scripted.world
    here, there = (world.room(name, '@ann', '@ben') for name in ('a', 'b'))
    task = world.say(here, '@ben', '☐ Buy paint',
                     **{TASK: {'v': 1, 'title': 'Buy paint'}})
    change = {CHANGE: {'v': 1, 'fields': {'status': 'done'}},
              'm.relates_to': {'rel_type': 'm.thread', 'event_id': task}}
    world.say(there, '@ben', 'marked it done', **change)
    profile = folkmoot().login_at(scripted.url, 'ann').sync()
    assert profile.one('task', 'show', task)['status'] == 'open'
    world.say(here, '@ben', 'marked it done', **change)
    assert profile.sync().one('task', 'show', task)['status'] == 'done'


def test_redacted_task_is_none_any_more(place):
    ident = place.add('Buy paint')['id']
    assert place.seen(ident)
    place.profile.ok('redact', 'repairs', ident)
    assert place.other.sync().json('task', 'list', 'repairs') == []
    place.other.fails('task', 'show', ident)


def test_redacted_change_does_not_count(place):
    ident = place.add('Buy paint')['id']
    place.profile.ok('task', 'done', ident)
    change = place.ann.client.messages(place.room)[-1]['event_id']
    assert place.seen(ident)['status'] == 'done'
    place.ann.client.redact(place.room, change)
    assert place.seen(ident)['status'] == 'open'


def test_malformed_tasks_are_messages(place):
    for payload in (7, [], {'v': 1}, {'v': 1, 'title': ''},
                    {'v': 2, 'title': 'From the future'},
                    {'v': 1, 'title': ['x']}):
        place.ben.client.send(place.room, {
            'msgtype': 'm.text', 'body': f'☐ odd {payload!r}',
            'm.mentions': {}, TASK: payload})
    place.ben.client.send(place.room, {
        'msgtype': 'm.text', 'body': '☐ half right', 'm.mentions': {},
        TASK: {'v': 1, 'title': 'half right', 'due': 'soon',
               'assignees': 'ben', 'status': 'maybe'}})
    place.profile.sync()
    assert len(place.profile.texts('repairs')) >= 7
    task = place.profile.one('task', 'list', 'repairs')
    assert (task['title'], task['status'], task['due'], task['assignees']) \
        == ('half right', 'open', None, [])


def test_old_tasks_of_a_task_room_are_found(place, folkmoot):
    room = place.ann.room('tasks', place.ben, initial_state=[{
        'type': 'org.folkmoot.room', 'state_key': '',
        'content': {'v': 1, 'kinds': ['task']}}])
    place.profile.sync()
    ident = place.profile.one('task', 'add', 'tasks', 'The oldest')['id']
    for number in range(120):
        place.ben.client.send(room, f'word {number}')
    fresh = folkmoot(place.ben)
    fresh.sync_until(lambda: [one for one in fresh.json('task', 'list',
                                                        'tasks')
                              if one['id'] == ident])


def test_task_that_is_not_there(place):
    for words in ('show',), ('done',), ('reopen',):
        place.profile.fails('task', *words, '$nonsense')
