"""Says what the pages of rooms/ say, each line by its author in its time."""

import base64
import os
import time

import files
import markup
import script
import things
from matrix import MatrixError
from organisation import READER, run_all

ARRIVAL_SECONDS = 20
POLL = 'org.matrix.msc3381.poll'


class Teller(things.Things):
    """Tells one room.  Messages of a room follow each other."""

    def __init__(self, organisation, page, calendar, more=()):
        """`more` are lines of other pages that belong to this room."""
        self.organisation, self.page = organisation, page
        self.calendar = calendar
        self.room = organisation.rooms[page.key]
        self.ends, self.last = {}, None
        self.steps, self.charter = {}, {}
        self.verbs = {line.label: line.verb for line in
                      [*page.lines, *more] if line.label}

    # ---- small things ---------------------------------------------------

    def event(self, label, line):
        """The id of a message that has a label."""
        return self.organisation.event(self.page.key, label, line)

    def client(self, who, line):
        """A client for somebody who has seen what was said so far.

        Where the one before spoke on another homeserver, it takes a moment.
        """
        if not self.organisation.person(who):
            raise script.ScriptError(f'{line.where}: nobody is "{who}"')
        client = self.organisation.client(who)
        if self.last and self.last[1] != self.organisation.home(who):
            deadline = time.monotonic() + ARRIVAL_SECONDS
            while not self.has_arrived(client):
                if time.monotonic() > deadline:
                    raise script.ScriptError(
                        f'{line.where}: what was said before did not reach '
                        f'{self.organisation.home(who).name}')
                time.sleep(0.05)
        return client

    def has_arrived(self, client):
        """Whether the last message is known where the client is."""
        try:
            client.event(self.room, self.last[0])
        except MatrixError as error:
            if error.code in ('M_NOT_FOUND', 'M_FORBIDDEN'):
                return False
            raise
        return True

    def send(self, line, content, kind='m.room.message', who=None, later=0):
        """Send an event; its id."""
        who = who or line.who
        event = self.client(who, line).send(
            self.room, content, kind, self.calendar.ms(line, later))
        self.last = event, self.organisation.home(who)
        return event

    def relation(self, line):
        """What a message answers, if anything."""
        if line.thread:
            root = self.event(line.thread, line)
            answered = self.event(line.reply, line) if line.reply \
                else self.ends.get(root, root)
            return {'rel_type': 'm.thread', 'event_id': root,
                    'is_falling_back': not line.reply,
                    'm.in_reply_to': {'event_id': answered}}
        if line.reply:
            return {'m.in_reply_to': {'event_id':
                                      self.event(line.reply, line)}}
        return None

    def words(self, line, text, msgtype='m.text'):
        """The content of a message."""
        return markup.content(
            script.say_dates(text, self.calendar.today),
            self.organisation.person, msgtype)

    # ---- one line -------------------------------------------------------

    def tell(self, line):
        """Whatever happened."""
        act = getattr(self, 'do_' + line.verb, None)
        if not act:
            raise script.ScriptError(f'{line.where}: "/{line.verb}" is '
                                     'nothing that one can do')
        event = act(line)
        if line.label:
            self.organisation.events[f'{self.page.key}/{line.label}'] = event
        if line.thread:
            self.ends[self.event(line.thread, line)] = event
        if line.edit is not None:
            self.edit(line, event)
        for number, (key, people) in enumerate(line.reactions):
            for who in people:
                self.react(line, event, key, who, 60 + 20 * number)
        if line.redacted is not None:
            self.client(line.who, line).redact(self.room, event,
                                               line.redacted)
        return event

    def react(self, line, event, key, who, later):
        """A reaction to a message."""
        self.send(line, {'m.relates_to': {
            'rel_type': 'm.annotation', 'event_id': event, 'key': key}},
            'm.reaction', who, later)

    def edit(self, line, event):
        """The author says it better."""
        new = self.words(line, line.edit)
        content = {**new, 'body': '* ' + new['body'], 'm.new_content': new,
                   'm.mentions': {}, 'm.relates_to': {
                       'rel_type': 'm.replace', 'event_id': event}}
        if 'formatted_body' in new:
            content['formatted_body'] = '* ' + new['formatted_body']
        self.send(line, content, later=45)

    def message(self, line, content):
        """Send the content of a message as what it answers."""
        relation = self.relation(line)
        if relation:
            content['m.relates_to'] = relation
        return self.send(line, content)

    def do_say(self, line):
        """A text."""
        return self.message(line, self.words(line, line.text))

    def do_me(self, line):
        """What somebody does."""
        return self.message(line, self.words(line, line.text, 'm.emote'))

    def do_notice(self, line):
        """What a machine says."""
        return self.message(line, self.words(line, line.text, 'm.notice'))

    def do_file(self, line, msgtype='m.file'):
        """A file, for real."""
        data, mime, more = files.make(line.text)
        address = self.client(line.who, line).upload(line.text, data, mime)
        return self.message(line, {
            'msgtype': msgtype, 'url': address, 'filename': line.text,
            'body': line.option('caption', line.text), 'm.mentions': {},
            'info': {'mimetype': mime, 'size': len(data), **more}})

    def do_image(self, line):
        """A picture."""
        return self.do_file(line, 'm.image')

    def do_locked(self, line):
        """A message that we have no key for."""
        def noise(length):
            return base64.b64encode(os.urandom(length)).decode().rstrip('=')
        return self.send(line, {
            'algorithm': 'm.megolm.v1.aes-sha2', 'ciphertext': noise(180),
            'device_id': 'LAPTOP', 'sender_key': noise(32),
            'session_id': noise(32)}, 'm.room.encrypted')

    # ---- polls ----------------------------------------------------------

    def do_poll(self, line):
        """A question with answers, in the form that clients send."""
        text = 'org.matrix.msc1767.text'
        options = [option.split(': ') for option in line.all('option')]
        kind = 'undisclosed' if line.option('hidden') else 'disclosed'
        event = self.send(line, {
            text: '\n'.join([line.text] + [f'{number}. {words}' for number,
                            (words, _) in enumerate(options, 1)]),
            POLL + '.start': {
                'question': {text: line.text},
                'max_selections': int(line.option('choose', '1')),
                'kind': f'{POLL}.{kind}',
                'answers': [{'id': str(number), text: words}
                            for number, (words, _) in
                            enumerate(options, 1)]}}, POLL + '.start')
        for number, (_, people) in enumerate(options, 1):
            for who in people.split():
                self.vote(line, event, who, [str(number)], 90 * number)
        return event

    def vote(self, line, event, who, answers, later=0):
        """Somebody's vote."""
        return self.send(line, {
            'm.relates_to': {'rel_type': 'm.reference', 'event_id': event},
            POLL + '.response': {'answers': answers}},
            POLL + '.response', who, later)

    def do_vote(self, line):
        """A vote on a labelled poll: "label 2"."""
        label, *answers = line.text.split()
        return self.vote(line, self.event(label, line), line.who, answers)

    def do_endpoll(self, line):
        """The poll is over."""
        return self.send(line, {
            'org.matrix.msc1767.text': 'The poll has ended.',
            'm.relates_to': {'rel_type': 'm.reference',
                             'event_id': self.event(line.text, line)},
            POLL + '.end': {}}, POLL + '.end')

    # ---- the room -------------------------------------------------------

    def set_state(self, line, kind, content, key=''):
        """Change the state of the room."""
        event = self.client(line.who, line).set_state(
            self.room, kind, content, key, self.calendar.ms(line))
        self.last = event, self.organisation.home(line.who)
        return event

    def membership(self, line, membership, who=None):
        """Somebody comes or goes."""
        content = {'membership': membership}
        if membership == 'join':
            content['displayname'] = self.organisation.person(line.who)[1]
        if line.text:
            content['reason'] = line.text
        return self.set_state(line, 'm.room.member', content,
                              self.organisation.user(who or line.who))

    def do_join(self, line):
        """Come in."""
        return self.membership(line, 'join')

    def do_leave(self, line):
        """Go."""
        return self.membership(line, 'leave')

    def do_topic(self, line):
        """Say what the room is for."""
        return self.set_state(line, 'm.room.topic', {'topic': line.text})

    def do_pin(self, line):
        """Pin messages."""
        return self.set_state(line, 'm.room.pinned_events', {
            'pinned': [self.event(label, line)
                       for label in line.text.split()]})

    def do_moved(self, line):
        """The room goes on elsewhere."""
        room, _, words = line.text.partition(' ')
        return self.set_state(line, 'm.room.tombstone', {
            'body': words, 'replacement_room': self.organisation.rooms[room]})

    # ---- all of it ------------------------------------------------------

    def tell_all(self):
        """All lines, and who has read how far."""
        for line in self.page.lines:
            self.tell(line)
        if not self.last or self.page.is_space:
            return
        line = self.page.lines[-1]
        gone = {one.who for one in self.page.lines if one.verb == 'leave'}
        for who in self.page.members:
            if who != READER and who not in gone:
                self.client(who, line).read(self.room, self.last[0])
        label = self.page.facts.get('read')
        if READER in self.page.members and label != 'nothing':
            self.client(READER, line).read_markers(
                self.room, self.event(label, line) if label
                else self.last[0])


def tell(organisation):
    """All rooms, the ones with most to say first; notes after what they are
    about."""
    calendar = script.Calendar(organisation.pages.values())
    pages = sorted(organisation.pages.values(),
                   key=lambda page: -len(page.lines))
    for late in (False, True):
        run_all(lambda page: Teller(organisation, page, calendar).tell_all(),
                [page for page in pages
                 if ('notes_of' in page.facts) == late])
