"""People: cards, endorsements and who is found, over two servers."""

import pytest

CARD = 'org.folkmoot.card'


class Person:
    """Somebody with folkmoot."""

    def __init__(self, user, folkmoot):
        self.user, self.id = user, user.id
        self.profile = folkmoot(user)

    def people(self, *query):
        """Who is found, after reading the cards that are due."""
        self.profile.sync()
        return self.profile.json('people', '--refresh', *query)

    def person(self, who):
        """The whole card of somebody, read anew."""
        return self.profile.one('person', who.id)

    def look(self, *others):
        """Read the cards of others anew."""
        for one in others:
            self.profile.one('person', one.id)

    def edit(self, *args):
        self.profile.ok('card', 'edit', *args)

    def card(self):
        """The card as it is on the server."""
        return self.user.client.get(
            f'/_matrix/client/v3/profile/{self.id}')[CARD]


@pytest.fixture
def place(folkmoot, user):
    """Two colleagues and a partner in a room."""
    users = [user('Ann Lee'), user('Ben Osei'), user('Pat Kim', 'partner')]
    users[0].room('works', *users[1:])
    return [Person(one, folkmoot) for one in users]


def names(hits):
    return [hit['name'] for hit in hits]


def test_a_card_is_found_endorsed_and_declined(place):
    ann, ben, pat = place
    for one in place:
        one.profile.sync()
    ben.edit('--role', 'Engineer', '--team', 'Drainage', '--skill',
             'plumbing:expert', '--zone', 'Asia/Tokyo', '--hours',
             '09:00-17:00')
    assert ben.card()['skills'] == [{'name': 'plumbing', 'level': 3}]
    hits = ann.people('skill:plumb')
    assert names(hits) == ['Ben Osei']
    assert hits[0]['why'] == ['own card: plumbing (expert)']
    assert hits[0]['role'] == 'Engineer' and hits[0]['local_time']
    assert 'works' in hits[0]['rooms']

    # A colleague from another server, over federation.
    pat.edit('--org', 'Rivers', '--skill', 'pumps:working')
    ann.look(pat)
    assert names(ann.people('skill:pumps', 'org:rivers')) == ['Pat Kim']

    ann.profile.ok('endorse', ben.id, 'plumbing')
    ann.profile.ok('endorse', ben.id, 'patience')
    pat.look(ann, ben)
    hits = pat.people('skill:patience')
    assert hits[0]['why'] == ['endorsed for patience by Ann Lee']

    ben.look(ann)
    ben.profile.ok('card', 'decline', ann.id, 'patience')
    pat.look(ben)
    assert pat.people('skill:patience') == []
    assert pat.person(ben)['endorsed'] == ['plumbing (Ann Lee)']

    ann.profile.ok('unendorse', ben.id, 'plumbing')
    pat.look(ann)
    assert pat.person(ben)['endorsed'] == []


def test_who_hides_is_not_found(place):
    ann, ben, _ = place
    for one in place:
        one.profile.sync()
    ben.edit('--skill', 'plumbing', '--hidden', 'yes')
    ann.look(ben)
    assert ann.people('skill:plumbing') == []
    assert 'Ben Osei' not in names(ann.people())
    assert ann.person(ben)['skills'] == ['plumbing']
    ben.edit('--hidden', 'no')
    ann.look(ben)
    assert names(ann.people('skill:plumbing')) == ['Ben Osei']


def test_what_others_wrote_on_the_card_stays(place):
    ben = place[1]
    ben.profile.sync()
    path = f'/_matrix/client/v3/profile/{ben.id}/{CARD}'
    ben.user.client.put(path, {CARD: {
        'v': 2, 'shoe_size': 44,
        'skills': [{'name': 'Plumbing', 'level': 1, 'since': 1999}]}})
    ben.edit('--skill', 'plumbing:expert', '--team', 'Works')
    assert ben.card() == {
        'v': 1, 'shoe_size': 44, 'team': 'Works',
        'skills': [{'name': 'plumbing', 'level': 3, 'since': 1999}]}


def test_nobody_is_found(place):
    ann, ben, _ = place
    ann.profile.sync()
    ben.profile.sync()
    ben.edit('--skill', 'plumbing')
    ann.look(ben)
    done = ann.profile.run('people', 'skill:plumbign')
    assert done.status == 0 and 'skill:plumbing' in done.err
