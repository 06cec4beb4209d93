"""The people of the demo, and how they and their rooms come to be.

Everything is made through the client API of the homeservers, each thing by
the person who would have made it.
"""

import concurrent.futures
import datetime
import os
import secrets
import textwrap

import cards
import script
from matrix import V3, quote

PEOPLE = {
    'council': {
        'ann': 'Ann Harker', 'ben': 'Ben Osei', 'chloe': 'Chloe Martin',
        'dev': 'Dev Patel', 'eve': 'Eve Lind', 'farid': 'فريد الناصر',
        'grace': 'Grace Mbeki', 'haruka': '田中 春香',
        'ines': 'Inês Carvalho', 'jonas': 'Jonas Lindqvist',
        'kiri': 'Kiri Tāmati 🌿', 'leah': 'לאה כהן',
        'marek': 'Marek Wójcik', 'nia': 'Nia Evans', 'omar': 'Omar Haddad',
        'priya': 'Priya Raman', 'qiang': '王强', 'rosa': 'Rosa Delgado 🐝',
        'sam': 'Sam Whitlock', 'tove': 'Tove Ås'},
    'partner': {
        'iris': 'Iris Vandenberg', 'luca': 'Luca Moretti',
        'mina': 'Мина Петрова', 'noor': 'Noor Rahimi',
        'pete': 'Pete Gallagher'},
}
READER = 'ann'                      # who sits in front of the client
WORKERS = 8
# What everybody says of themselves in a space; the rest is as servers have it.
SPACE_POWERS = {
    'org.folkmoot.accept': 0, 'org.folkmoot.card': 0,
    'm.room.name': 50, 'm.room.power_levels': 100,
    'm.room.history_visibility': 100, 'm.room.canonical_alias': 50,
    'm.room.avatar': 50, 'm.room.tombstone': 150, 'm.room.server_acl': 100,
    'm.room.encryption': 100}
# The working day on which the rooms were made: before anything was said.
FOUNDED = -36


class Organisation:
    """Who is who and what is where; ids become known as they are made."""

    def __init__(self, servers, pages=None):
        self.servers = servers
        self.pages = pages or script.read_pages()
        self.rooms, self.events = {}, {}
        self.usual_version = None
        self.homes = {who: servers[short]
                      for short, people in PEOPLE.items() for who in people}
        self.voices = {server.short: server.client() for server in servers}

    # ---- who and what ---------------------------------------------------

    def home(self, who):
        """The homeserver of somebody."""
        return self.homes[who]

    def user(self, who):
        """Their user id."""
        return self.home(who).user(who)

    def person(self, who):
        """(user id, name), or None."""
        return (self.user(who), PEOPLE[self.home(who).short][who]) \
            if who in self.homes else None

    def name(self, user):
        """The name of a user id."""
        return self.person(user[1:].split(':')[0])[1]

    def event(self, key, label, line):
        """The id of a message that has a label on the page of a room."""
        try:
            return self.events[f'{key}/{label}']
        except KeyError:
            raise script.ScriptError(
                f'{line.where}: there is no message #{label}') from None

    def client(self, who):
        """A client that speaks for them; anew after a start of servers."""
        return self.voices[self.home(who).short].speak_for(self.user(who))

    def via(self, page):
        """The homeservers that know a room."""
        return sorted({self.home(who).name for who in page.members})

    def remember(self):
        """What those who go on talking have to know."""
        return {'rooms': self.rooms, 'events': self.events}

    def recall(self, memory):
        """The reverse."""
        self.rooms, self.events = memory['rooms'], memory['events']

    # ---- people ---------------------------------------------------------

    def register(self, password):
        """Accounts for all, with one password."""
        def one(who):
            self.home(who).register(
                who, password, displayname=self.person(who)[1])
            if who in known:
                self.client(who).set_profile(cards.FIELD, known[who])
        known = cards.read(self.user)
        run_all(one, self.homes)

    # ---- rooms ----------------------------------------------------------

    def found(self):
        """Make all rooms, spaces first, and let their members in."""
        done = set()
        while len(done) < len(self.pages):
            ready = [page for key, page in self.pages.items()
                     if key not in done and self.needs(page) <= done]
            if not ready:
                raise script.ScriptError(
                    'rooms that need each other: ' +
                    ' '.join(sorted(set(self.pages) - done)))
            run_all(self.make, sorted(
                ready, key=lambda page: -len(page.members)))
            done |= {page.key for page in ready}
        self.mark_direct()

    @staticmethod
    def needs(page):
        """The rooms that must be there before this one."""
        return {page.facts[key] for key in ('space', 'replaces', 'notes_of')
                if key in page.facts}

    def make(self, page):
        """One room, with its members."""
        first = page.members[0]
        client = self.client(first)
        room = client.create(**self.settings(page))
        self.rooms[page.key] = room
        if 'space' in page.facts:
            self.put_into_space(page, room)
        for who in page.members[1:]:
            self.client(who).join(room, self.home(first).name)
        for who in page.words('invited'):
            client.invite(room, self.user(who),
                          reason=page.facts.get('reason'))
        for who in page.words('favourite'):
            tag = f'{V3}/user/{quote(self.user(who))}/rooms/{quote(room)}' \
                '/tags/m.favourite'
            self.client(who).put(tag, {'order': 0.5})

    def settings(self, page):
        """The body of the request that makes a room."""
        body = {'preset': page.facts.get('preset', 'private_chat'),
                'initial_state': self.initial_state(page),
                'creation_content': {}}
        for key in ('name', 'topic', 'room_version'):
            if key in page.facts:
                body[key] = page.facts[key]
        if 'alias' in page.facts:
            body['room_alias_name'] = page.facts['alias']
        if page.is_space:
            body['creation_content']['type'] = 'm.space'
        if 'replaces' in page.facts:
            body['creation_content']['predecessor'] = {
                'room_id': self.rooms[page.facts['replaces']]}
        if page.facts.get('kind') == 'direct':
            body.update(is_direct=True, preset='trusted_private_chat')
        if self.asked(page):
            body['invite'] = [self.user(who) for who in self.asked(page)]
        body['power_level_content_override'] = self.powers(page)
        return body

    def version(self, page):
        """The version of a room as a number; odd ones count as newest."""
        if 'room_version' not in page.facts and not self.usual_version:
            self.usual_version = self.client(page.members[0]).get(
                V3 + '/capabilities')['capabilities']['m.room_versions'][
                    'default']
        version = page.facts.get('room_version', self.usual_version)
        return int(version) if version.isdigit() else 1000

    def asked(self, page):
        """Who comes in only when invited."""
        if page.facts.get('join') == 'public':
            return []
        free = self.pages[page.facts['space']].members \
            if page.facts.get('join') == 'restricted' else ()
        return [who for who in page.members[1:] if who not in free]

    def powers(self, page):
        """Who may do what, where it is not as always.

        From version 12 on the power of the creator is not written down.
        """
        powers = {'users': {self.user(who): 50 for who in page.leads[1:]}}
        if self.version(page) < 12:
            powers['users'][self.user(page.members[0])] = 100
        if page.facts.get('kind') == 'direct':
            return {}
        if page.is_space:
            powers.update(events_default=100, events=SPACE_POWERS)
        return powers

    def initial_state(self, page):
        """State that the room has from the start."""
        def event(kind, content, key=''):
            state.append({'type': kind, 'state_key': key,
                          'content': content})
        state = []
        space = self.rooms.get(page.facts.get('space'))
        if space:
            event('m.space.parent', {'via': self.via(page),
                                     'canonical': True}, space)
        if page.facts.get('join') == 'restricted':
            event('m.room.join_rules', {
                'join_rule': 'restricted', 'allow': [
                    {'type': 'm.room_membership', 'room_id': space}]})
        if 'history' in page.facts:
            event('m.room.history_visibility',
                  {'history_visibility': page.facts['history']})
        if 'kinds' in page.facts or 'notes_of' in page.facts:
            facts = {'v': 1, 'kinds': page.words('kinds')}
            if 'notes_of' in page.facts:
                facts['notes_of'] = self.rooms[page.facts['notes_of']]
            event('org.folkmoot.room', facts)
        if 'preset' not in page.facts:
            event('m.room.guest_access', {'guest_access': 'forbidden'})
        if page.facts.get('encrypted') == 'yes':
            event('m.room.encryption', {'algorithm': 'm.megolm.v1.aes-sha2'})
        return state

    def put_into_space(self, page, room):
        """List a room in its space."""
        space = self.pages[page.facts['space']]
        content = {'via': self.via(page)}
        if 'order' in page.facts:
            content['order'] = page.facts['order']
        self.client(space.members[0]).set_state(
            self.rooms[space.key], 'm.space.child', content, room)

    def mark_direct(self):
        """Tell the accounts which of their rooms are direct."""
        direct = {}
        for page in self.pages.values():
            if page.facts.get('kind') == 'direct':
                one, other = page.members
                for who, whom in ((one, other), (other, one)):
                    direct.setdefault(who, {})[self.user(whom)] = [
                        self.rooms[page.key]]
        for who, value in direct.items():
            self.client(who).set_account_data('m.direct', value)


def run_all(function, things):
    """Call a function with each of some things, several at a time."""
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        jobs = [pool.submit(function, one) for one in things]
        try:
            for job in concurrent.futures.as_completed(jobs):
                job.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def age():
    """Seconds since the morning on which the rooms were made."""
    now = datetime.datetime.now()
    day = script.working_day(FOUNDED, now.date())
    return int((now - datetime.datetime(day.year, day.month, day.day,
                                        9)).total_seconds())


def seed(servers, password, say):
    """Fill fresh homeservers; what to remember.  `say` hears of progress."""
    from history import tell
    organisation = Organisation(servers)
    say('people')
    servers.start(age())
    organisation.register(password)
    say('rooms')
    organisation.found()
    servers.stop()
    say('weeks of conversation')
    servers.start()
    organisation.voices = {server.short: server.client()
                           for server in servers}
    tell(organisation)
    return organisation.remember()


def welcome():
    """What to try, as the first message says it, for a terminal."""
    def plain(line):
        return line.replace('*', '').replace('@ann', 'Ann')
    page = script.read_page(os.path.join(script.ROOMS, 'start.room'))
    return '\n'.join(
        textwrap.fill(plain(line), 78, subsequent_indent=' ' * 3 *
                      line[:1].isdigit())
        for line in page.lines[0].text.splitlines())


def new_password():
    """One that can be typed."""
    return secrets.token_hex(6)
