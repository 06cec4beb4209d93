"""Catching up with a real homeserver: rooms, counts, history."""

from urllib.parse import quote

V3 = '/_matrix/client/v3'


def test_first_sync(folkmoot, user):
    ann, ben = user('Ann Lee'), user('Ben Osei')
    room = ann.room('general', ben, topic='Everything else')
    ben.client.send(room, 'Good morning')
    profile = folkmoot(ann).sync()
    found = profile.room('general')
    assert found['id'] == room
    assert found['kind'] == 'room'
    assert found['topic'] == 'Everything else'
    assert found['members'] == 2
    post = profile.read('general')[-1]
    assert (post['sender'], post['name'], post['text']) == \
        (ben.id, 'Ben Osei', 'Good morning')
    assert post['kind'] == 'text'
    assert post['id'].startswith('$') and post['room'] == room
    assert post['reactions'] == {} and post['task'] is None
    assert not post['edited'] and not post['redacted']


def test_names_of_the_answers(folkmoot, user):
    """The names that scripts rely on are all there."""
    ann, ben = user('Ann Lee'), user('Ben Osei')
    ann.room('general', ben)
    ann.room('Housing', creation_content={'type': 'm.space'})
    profile = folkmoot(ann).sync()
    sent = profile.one('send', 'general', 'boiler')
    task = profile.one('task', 'add', 'general', 'Fix it')
    profile.sync()
    room = 'id name kind area topic parents unread mentions members'
    post = ('id room sender name ts kind text html reply_to thread edited '
            'redacted state reactions task')
    for names, answer in (
            (room, profile.json('rooms')), (room, profile.json('spaces')),
            ('id name role server', profile.json('members', 'general')),
            (post, profile.read('general')), ('id txn state', [sent]),
            ('id room title status assignees due url', [task]),
            ('id room title status assignees due url',
             profile.json('task', 'list')),
            (post + ' snippet', profile.json('search', 'boiler'))):
        assert answer
        for one in answer:
            assert set(names.split()) <= set(one), (names, one)
    assert isinstance(profile.read('general')[-1]['ts'], int)


def test_nothing_is_there_twice_after_restarts(folkmoot, user):
    ann, ben = user('Ann'), user('Ben')
    room = ann.room('general', ben)
    profile = folkmoot(ann)
    for number in range(3):
        ben.client.send(room, f'word {number}')
        profile.sync()
    profile.sync()
    assert profile.texts('general')[-3:] == ['word 0', 'word 1', 'word 2']
    ids = [one['id'] for one in profile.read('general')]
    assert len(set(ids)) == len(ids)


def test_spaces_and_parents(folkmoot, user):
    ann = user('Ann')
    space = ann.room('Housing', creation_content={'type': 'm.space'})
    inner = ann.room('Repairs', creation_content={'type': 'm.space'})
    room = ann.room('boilers')
    via = {'via': [ann.server.name]}
    ann.client.set_state(space, 'm.space.child', via, inner)
    ann.client.set_state(inner, 'm.space.child', via, room)
    profile = folkmoot(ann).sync()
    assert {one['name']: one['parents'] for one in profile.json('spaces')
            } == {'Housing': [], 'Repairs': [space]}
    assert profile.room('boilers')['parents'] == [inner]
    assert profile.room('Housing')['kind'] == 'space'


def test_direct_message(folkmoot, user):
    ann, ben = user('Ann Lee'), user('Ben Osei')
    room = ann.client.create(preset='trusted_private_chat', is_direct=True,
                             invite=[ben.id])
    ben.client.join(room)
    ann.client.put(f'{V3}/user/{quote(ann.id)}/account_data/m.direct',
                   {ben.id: [room]})
    found = folkmoot(ann).sync().room('Ben Osei')
    assert (found['id'], found['kind']) == (room, 'dm')


def test_invitation_is_seen_and_accepted(folkmoot, user):
    ann, ben = user('Ann'), user('Ben')
    room = ben.client.create(name='allotments', invite=[ann.id])
    profile = folkmoot(ann).sync()
    assert [one['id'] for one in profile.json('rooms', '--invites')] == [room]
    profile.ok('join', 'allotments')
    assert ann.id in ben.client.members(room)
    ben.client.send(room, 'welcome')
    profile.sync()
    assert profile.texts('allotments')[-1] == 'welcome'


def counts(profile, name='general'):
    """(unread, mentions) of a room."""
    room = profile.room(name)
    return room['unread'], room['mentions']


def test_unread_counts_are_right_after_restarts(folkmoot, user):
    ann, ben = user('Ann'), user('Ben')
    room = ann.room('general', ben)
    profile = folkmoot(ann).sync()
    assert counts(profile) == (0, 0)
    for number in range(3):
        ben.client.send(room, f'word {number}')
    last = ben.client.send(room, {
        'msgtype': 'm.text', 'body': 'Ann?',
        'm.mentions': {'user_ids': [ann.id]}})
    assert counts(profile.sync()) == (4, 1)
    assert counts(profile.sync()) == (4, 1)
    ann.client.read_markers(room, last)
    assert counts(profile.sync()) == (0, 0)
    assert counts(profile.sync()) == (0, 0)
    ben.client.send(room, 'one more')
    assert counts(profile.sync()) == (1, 0)


def test_reactions_and_edits_do_not_count(folkmoot, user):
    ann, ben = user('Ann'), user('Ben')
    room = ann.room('general', ben)
    event = ben.client.send(room, 'first')
    ann.client.read_markers(room, event)
    profile = folkmoot(ann).sync()
    ben.client.react(room, event, '👍')
    ben.client.send(room, {
        'msgtype': 'm.text', 'body': '* second', 'm.mentions': {},
        'm.new_content': {'msgtype': 'm.text', 'body': 'second',
                          'm.mentions': {}},
        'm.relates_to': {'rel_type': 'm.replace', 'event_id': event}})
    assert counts(profile.sync()) == (0, 0)
    post = profile.read('general')[-1]
    assert (post['text'], post['edited']) == ('second', True)
    assert post['reactions'] == {'👍': 1}


def test_a_gap_is_found_and_filled(folkmoot, user):
    ann, ben = user('Ann'), user('Ben')
    room = ann.room('general', ben)
    ben.client.send(room, 'before')
    profile = folkmoot(ann).sync()
    words = [f'word {number}' for number in range(60)]
    for word in words:
        ben.client.send(room, word)
    profile.sync()
    assert profile.texts('general', '--limit', '5') == words[-5:]
    seen, before = [], None
    for _ in range(10):
        page = profile.read('general', '--limit', '25',
                            *(['--before', before] if before else []))
        if not page:
            break
        seen[:0] = [one['text'] for one in page
                    if one['sender'] == ben.id and one['text']]
        before = page[0]['id']
    found = [word for word in seen if word in words or word == 'before']
    assert found == ['before'] + words


def test_history_before_the_first_sync(folkmoot, user):
    ann, ben = user('Ann'), user('Ben')
    room = ann.room('general', ben)
    words = [f'word {number}' for number in range(70)]
    for word in words:
        ben.client.send(room, word)
    profile = folkmoot(ann).sync()
    assert [text for text in profile.texts('general', '--limit', '90')
            if text in words] == words


def test_members_with_role_and_server(folkmoot, user):
    ann, ben = user('Ann Lee'), user('Ben Osei')
    ann.room('general', ben)
    members = {one['id']: one for one in
               folkmoot(ann).sync().json('members', 'general')}
    assert set(members) == {ann.id, ben.id}
    assert members[ben.id]['name'] == 'Ben Osei'
    assert members[ben.id]['server'] == ann.server.name
    assert members[ann.id]['role'] != members[ben.id]['role']


def test_leaving_elsewhere(folkmoot, user):
    ann, ben = user('Ann'), user('Ben')
    room = ann.room('general', ben)
    profile = folkmoot(ben).sync()
    assert profile.room('general')
    ben.client.leave(room)
    profile.sync()
    assert [one for one in profile.json('rooms')
            if one['name'] == 'general'
            and one.get('membership', 'join') == 'join'] == []


def test_search(folkmoot, user):
    ann, ben = user('Ann'), user('Ben')
    room = ann.room('general', ben)
    event = ben.client.send(room, 'The boiler of Müller street leaks')
    ben.client.send(room, 'Lunch?')
    profile = folkmoot(ann).sync()
    found = profile.one('search', 'boiler')
    assert found['id'] == event and 'boiler' in found['snippet']
    assert profile.json('search', 'nothingofthekind') == []


def test_room_by_id_alias_and_name(folkmoot, user):
    ann = user('Ann')
    room = ann.room('general', room_alias_name=f'place-{ann.local}')
    ann.client.send(room, 'here')
    profile = folkmoot(ann).sync()
    for name in (room, f'#place-{ann.local}:{ann.server.name}', 'general'):
        assert profile.texts(name)[-1] == 'here'


def test_room_that_is_not_there_or_not_unique(folkmoot, user):
    ann = user('Ann')
    ann.room('general')
    ann.room('general')
    profile = folkmoot(ann).sync()
    assert 'general' in profile.fails('read', 'general')
    assert 'no-such' in profile.fails('read', 'no-such')
    answer = profile.run('--json', 'read', 'no-such')
    assert answer.status == 1
    assert '"error"' in answer.out + answer.err
