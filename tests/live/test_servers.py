"""The homeservers that the other tests need, without folkmoot."""

from program import poll


def test_servers_are_federated(user):
    ann, pat = user('Ann'), user('Pat', 'partner')
    room = ann.room('both', pat)
    ann.client.send(room, 'from the council')
    poll(lambda: 'from the council' in pat.said(room))
    pat.client.send(room, 'from the partner')
    poll(lambda: 'from the partner' in ann.said(room))


def test_application_service_writes_in_the_past(servers, user):
    ann = user('Ann')
    room = ann.room('old')
    script = servers['council'].client(ann.local)
    event = script.send(room, 'last week', ts=1_700_000_000_000)
    found = ann.client.event(room, event)
    assert found['sender'] == ann.id
    assert found['origin_server_ts'] == 1_700_000_000_000
