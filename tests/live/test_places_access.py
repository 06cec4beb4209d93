"""A partner who leaves, or is removed, loses access at once."""

import pytest

from program import poll


@pytest.fixture
def joint(folkmoot, user):
    """Ann of the council and Pat of the partner in one room."""
    class Joint:
        ann, pat = user('Ann Lee'), user('Pat Roe', 'partner')
        profile, partner = folkmoot(ann).sync(), folkmoot(pat)

        def open(self):
            """The room, with both in it and one message seen by both."""
            self.profile.ok('room', 'new', 'Joint', '--area', 'external',
                            '--invite', self.pat.id)
            self.profile.sync()
            self.partner.sync_until(lambda: self.partner.json('invites'))
            self.partner.ok('accept', 'Joint')
            self.profile.ok('send', 'Joint', 'for us and the partner')
            self.partner.sync_until(
                lambda: 'for us and the partner' in
                self.partner.texts('Joint'))
            self.room = self.profile.room('Joint')['id']

        def after_all(self):
            """Everything the partner's server and folkmoot can still show:
            synced until a message elsewhere, sent later, has come."""
            marker = self.pat.room('Marker')
            self.profile.ok('send', 'Joint', 'not for the partner')
            self.pat.client.send(marker, {'msgtype': 'm.text', 'body': 'later'})
            self.partner.sync_until(
                lambda: 'later' in self.partner.texts('Marker'))
            return [one['text'] for one in
                    self.partner.json('search', 'partner')]

        def members(self):
            """Who is in it, as Ann sees."""
            self.profile.sync()
            return {one['id'] for one in self.profile.json('members', 'Joint')
                    if one['membership'] == 'join'}
    return Joint()


def assert_no_access(joint):
    """Nothing said afterwards is to be had, by sync or by asking."""
    said = joint.after_all()
    assert 'not for the partner' not in said
    with pytest.raises(Exception, match='403|FORBIDDEN|Forbidden'):
        joint.pat.client.send(joint.room, {'msgtype': 'm.text',
                                           'body': 'still here?'})
    assert 'not for the partner' not in str(
        joint.pat.client.sync().get('rooms', {}))


def test_who_leaves_has_no_access(joint):
    joint.open()
    joint.partner.ok('leave', 'Joint')
    poll(lambda: joint.pat.id not in joint.members())
    assert_no_access(joint)
    poll(lambda: joint.profile.sync().room('Joint')['area'] == 'internal')


def test_who_is_removed_has_no_access(joint):
    joint.open()
    joint.profile.ok('remove', 'Joint', joint.pat.id, '--reason',
                     'the contract is over')
    assert joint.pat.id not in joint.members()
    joint.partner.sync_until(
        lambda: not [one for one in joint.partner.json('rooms')
                     if one['id'] == joint.room])
    assert_no_access(joint)
