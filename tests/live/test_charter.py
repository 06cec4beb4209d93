"""A charter from its first word to its log, guests, and who came and went."""

import datetime

import pytest

ACCEPT_BY_ALL = {'power_level_content_override': {
    'events': {'org.folkmoot.accept': 0}}}


@pytest.fixture
def place(folkmoot, user):
    """Ann's space with Ben of the council and Pat of the partner in it."""
    class Place:
        ann, ben = user('Ann Lee'), user('Ben Osei')
        pat = user('Pat Roe', 'partner')
        space = ann.client.create(
            name='warm', creation_content={'type': 'm.space'},
            preset='private_chat', **ACCEPT_BY_ALL)
        owner, member = folkmoot(ann), folkmoot(ben)

        def let_in(self, who):
            """One more member."""
            self.ann.client.invite(self.space, who.id)
            who.client.join(self.space, self.ann.server.name)
    one = Place()
    one.let_in(one.ben)
    one.owner.sync()
    one.member.sync()
    return one


def charter(profile):
    """The charter as a profile has it, or None."""
    found = profile.json('charter', 'warm')
    return found[0] if found else None


def day(days):
    """A day from today."""
    return str(datetime.date.today() + datetime.timedelta(days))


def test_members_and_partner_see_a_charter(place, folkmoot):
    place.let_in(place.pat)
    partner = folkmoot(place.pat)
    place.owner.ok('charter', 'edit', 'warm', '--issue', 'Cold homes',
                   '--owner', place.ann.id, '--outcome',
                   'Homes insulated = 40 / 80 homes', '--rules', 'Be kind',
                   '--review', '+4w', '--area', 'external')
    assert charter(place.owner)['issue'] == 'Cold homes'
    place.owner.ok('charter', 'outcome', 'warm', '1', '55')
    for one in (place.owner, place.member, partner):
        one.sync_until(lambda one=one: (charter(one) or {}).get(
            'outcomes', {}).get('1', {}).get('figure') == 55)
        assert charter(one)['owner'] == place.ann.id
        assert charter(one)['outcomes']['1']['target'] == 80
        what = [row['what'] for row in one.json('charter', 'log', 'warm')]
        assert what[-1] == 'outcome 1: 40 → 55 of 80 homes'
        assert 'issue: none → Cold homes' in what
    space = place.owner.room('warm')
    assert space['charter'] and space['outcomes_all'] == 1
    assert not place.owner.json('spaces', '--no-charter')
    assert not place.owner.json('spaces', '--review-due', '7')
    assert len(place.owner.json('spaces', '--review-due', '40')) == 1
    about = place.owner.one('about', 'warm')
    assert about['servers'][place.pat.server.name] == 1
    assert about['charter']['rules'] == 'Be kind'
    assert 'Homes insulated' in place.owner.ok('about', 'warm')


def test_fields_of_others_stay(place):
    place.ann.client.set_state(place.space, 'org.folkmoot.charter',
                               {'v': 1, 'issue': 'Cold', 'theirs': [1]})
    place.owner.sync()
    place.owner.ok('charter', 'edit', 'warm', '--contact', 'Ann')
    assert place.ann.client.state(place.space, 'org.folkmoot.charter') == {
        'v': 1, 'issue': 'Cold', 'theirs': [1], 'contact': 'Ann'}
    place.ann.client.set_state(place.space, 'org.folkmoot.charter',
                               {'v': 2, 'issue': 'Later'})
    place.owner.sync()
    assert charter(place.owner)['version'] == 2
    assert 'newer' in place.owner.fails(
        'charter', 'edit', 'warm', '--issue', 'Mine')


def test_member_without_power_is_refused(place):
    assert 'You may not' in place.member.fails(
        'charter', 'edit', 'warm', '--issue', 'Mine')
    place.ben.client.send(place.space, {
        'msgtype': 'm.text', 'body': 'a charter, I say',
        'org.folkmoot.charter': {'v': 1, 'issue': 'Mine'}})
    place.owner.sync()
    assert charter(place.owner) is None


def test_acceptance_is_asked_once_and_again_for_new_rules(place):
    place.owner.ok('charter', 'edit', 'warm', '--rules', 'Be kind',
                   '--accept', 'yes')
    place.member.sync()
    assert charter(place.member)['must_accept']
    place.member.ok('charter', 'accept', 'warm')
    assert not charter(place.member)['must_accept']
    place.owner.sync()
    assert place.ben.id in charter(place.owner)['accepted_by']
    place.owner.ok('charter', 'edit', 'warm', '--contact', 'Ann')
    place.member.sync()
    assert not charter(place.member)['must_accept']
    place.owner.ok('charter', 'edit', 'warm', '--rules', 'Be kinder')
    place.member.sync()
    assert charter(place.member)['must_accept']


def test_acceptance_where_members_may_write_no_state(place):
    place.ann.client.create(name='strict', invite=[place.ben.id])
    place.owner.sync()
    place.owner.ok('charter', 'edit', 'strict', '--rules', 'Be kind',
                   '--accept', 'yes')
    place.member.sync()
    place.member.ok('join', 'strict')
    place.member.sync_until(lambda: place.member.json('charter', 'strict') and
                            place.member.one('charter', 'strict')
                            ['must_accept'])
    place.member.ok('charter', 'accept', 'strict')
    place.member.sync()
    assert not place.member.one('charter', 'strict')['must_accept']


def test_guest_is_reminded_of_and_removed_by_one_command(place, folkmoot):
    room = place.ann.client.create(name='talks')
    place.owner.sync()
    place.owner.ok('guest', 'add', 'talks', place.pat.id, '--until', day(2),
                   '--role', 'adviser')
    place.pat.client.join(room, place.ann.server.name)
    place.owner.sync_until(lambda: [
        one for one in place.owner.json('guests', '--due')
        if one['membership'] == 'join'])
    guest, = place.owner.json('guest', 'list', 'talks')
    assert (guest['role'], guest['until'], guest['state']) == \
        ('adviser', day(2), 'soon')
    place.owner.ok('guest', 'extend', 'talks', place.pat.id, '--until',
                   day(30))
    assert not place.owner.json('guests', '--due')
    partner = folkmoot(place.pat).sync()
    place.owner.ok('guest', 'remove', 'talks', place.pat.id)
    assert not place.owner.json('guests')
    partner.sync_until(lambda: 'talks' not in [
        one['name'] for one in partner.json('rooms')])
    assert partner.run('send', room, 'still here?').status != 0


def test_audit_is_whole_after_a_second_login(place, folkmoot):
    place.let_in(place.pat)
    place.pat.client.leave(place.space)
    for n in range(60):
        place.ann.client.send(place.space, {'msgtype': 'm.text',
                                            'body': f'{n}'})
    second = folkmoot(place.ann).sync()
    for one in (place.owner.sync(), second):
        rows = [(row['what'], row['who'], row['by'])
                for row in one.json('audit', 'warm')]
        assert rows == [('left', place.pat.id, place.pat.id),
                        ('joined', place.pat.id, place.ann.id),
                        ('invited', place.pat.id, place.ann.id)]


def test_screen_reminds_of_a_guest_and_of_a_charter(place, tui):
    room = place.ann.client.create(name='talks')
    place.ann.client.set_state(room, 'org.folkmoot.guest', {
        'v': 1, 'until': day(-1)}, place.pat.id[1:])
    place.ann.client.set_state(place.space, 'org.folkmoot.charter', {
        'v': 1, 'issue': 'Cold homes', 'rules': 'Be kind', 'accept': True})
    place.owner.sync()
    terminal = tui(place.owner).start()
    terminal.wait_for('last day is over')
    terminal.command('guest list')
    terminal.wait_for('pat')
    terminal.close()
    place.member.sync()
    terminal = tui(place.member).start()
    terminal.wait_for('warm')
    terminal.keys('C-k')
    terminal.type('warm')
    terminal.wait_for('go to  warm')
    terminal.keys('Enter')
    terminal.wait_for('asks you to accept')
    terminal.command('about')
    terminal.wait_for('Issue: Cold homes')
    terminal.wait_for('Rules: Be kind')
