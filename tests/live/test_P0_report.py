"""A report of what two organisations did in a room, on two real servers."""

import csv
import io


def test_figures_of_a_shared_room(folkmoot, user):
    ann, pat = user('Ann Lee'), user('Pat Roe', 'partner')
    room = ann.client.create(name='joint', preset='private_chat')
    ann.client.invite(room, pat.id)
    pat.client.join(room, ann.server.name)
    council, partner = folkmoot(ann), folkmoot(pat)
    council.sync()
    partner.sync()
    asked = council.json('ask', 'joint', 'Who pays?')[0]['id']
    council.ok('task', 'add', 'joint', 'Sign the lease')
    partner.sync_until(lambda: len(partner.json(
        'search', 'pays', '--kind', 'question')) == 1)
    partner.ok('send', 'joint', 'We do.', '--thread', asked)
    council.sync_until(lambda: council.json(
        'search', 'We do', '--kind', 'message'))
    council.ok('task', 'done', 'Sign the lease')
    for one in (council, partner):
        one.sync_until(lambda one=one: one.json(
            'report', 'joint')[0]['tasks_finished'] == 1)
        row = one.json('report', 'joint')[0]
        assert row['people'] == 2
        assert row['messages'] == 3      # question, task, answer
        assert row['asked'] == 1 and row['answered'] == 1
        assert row['median_ms'] == row['p90_ms'] > 0
        assert row['tasks_new'] == 1
        assert row['contacts'] == 1
    # every form says the same, with what it means
    text = council.ok('report', 'joint')
    assert 'People active: 2. Those who wrote' in text
    text = council.ok('report', 'joint', '--format', 'markdown')
    assert '| Questions answered | 1 | Of those asked' in text
    table = list(csv.reader(io.StringIO(
        council.ok('report', 'joint', '--format', 'csv'))))
    assert ['figure', 'people', '2'] in [line[:3] for line in table]
    # a period in which nothing was
    row = council.json('report', 'joint', '--from', '2020-01-01', '--until',
                       '2020-01-31')[0]
    assert row['messages'] == 0 and row['median_ms'] is None
