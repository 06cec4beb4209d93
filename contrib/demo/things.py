"""Says what is more than words: tasks, questions, ideas, charters, guests.

A thing is a message with a payload, a change of it a message in its thread,
as doc/protocol.md has them.  The pages of rooms/ name the fields in lines
"% key value":

    09:40 tove #evening /task Residents' evening in the school hall
          % for tove kiri
          % due -17                     so many days from today
          % step a Book the hall        an id, and the words
          % step b* Bake a cake         done already
          % parent other                a label of this page
    09:50 tove >evening /change ticked off a step
          % step a* Book the hall
    10:00 ines >idea /change marked it planned
          % status planned
    11:00 ann /charter                  laid over the charter before it
          % outcome wall | Wall repaired | metres finished | 210/340 m
    11:05 ann /guest pete
          % role crane driver
          % until 2
"""

import re

import script

SIGNS = {'task': '☐', 'question': '❓', 'idea': '💡', 'event': '📅',
         'resource': '🔗', 'decision': '⚖', 'note': '✎'}
FIRST_STATUS = {'task': 'open', 'question': 'open', 'idea': 'new',
                'event': 'planned', 'resource': 'current',
                'decision': 'stands'}
PLAIN = ('title', 'notes', 'status', 'stage', 'repeat', 'place', 'url',
         'reason')
OUTCOME = re.compile(r'(?P<figure>[\d.]*)/(?P<target>[\d.]+) ?(?P<unit>.*)')
CHARTER_TEXTS = ('issue', 'rules', 'contact', 'area')


def number(text):
    """A figure of a charter: events hold no fractions."""
    return text if '.' in text else int(text)


def outcome(text):
    """One outcome, from "id | text | measure | figure/target unit"."""
    name, words, *rest = [part.strip() for part in text.split('|')]
    made = {'id': name, 'text': words}
    if rest == ['done']:
        made['done'] = True
        return made
    if rest:
        made['measure'] = rest[0]
    if rest[1:]:
        match = OUTCOME.fullmatch(rest[1])
        made['target'] = number(match['target'])
        if match['figure']:
            made['figure'] = number(match['figure'])
        if match['unit']:
            made['unit'] = match['unit']
    return made


class Things:
    """A part of the teller of a room: see history.py."""

    # ---- fields ---------------------------------------------------------

    def label_ids(self, line, value):
        """The ids of labelled messages."""
        return [self.event(label, line) for label in value.split()]

    def when(self, value):
        """Begin and end, from "+2 10:00 90": a working day, minutes."""
        day, clock, minutes = value.split()
        hour, minute = map(int, clock.split(':'))
        begin = self.calendar.at(int(day), hour * 60 + minute)
        return {'begin': begin, 'end': begin + int(minutes) * 60000}

    def step(self, line, value):
        """One step, laid over those that were there."""
        name, _, words = value.partition(' ')
        steps = self.steps.setdefault(line.thread or id(line), {})
        one = steps.setdefault(name.rstrip('*'), {'n': len(steps)})
        one.update(text=words, done=name.endswith('*'))
        return {name.rstrip('*'): dict(one)}

    def option_fields(self, line, key, value):
        """The fields that one "% key value" means."""
        calendar, user = self.calendar, self.organisation.user
        if value == 'none':
            return {{'for': 'assignees', 'same': 'same_as'}.get(key, key):
                    None}
        if key in PLAIN:
            return {key: script.say_dates(value.replace('\\n', '\n'),
                                          calendar.today)}
        if key in ('due', 'start', 'last_done'):
            return {key: calendar.due(value)}
        if key == 'for':
            return {'assignees': [user(who) for who in value.split()]}
        if key == 'owner':
            return {'owner': user(value)}
        if key in ('prio', 'estimate'):
            return {{'prio': 'priority'}.get(key, key): int(value)}
        if key == 'tags':
            return {'tags': value.split()}
        if key == 'after':
            return {'after': self.label_ids(line, value)}
        if key in ('parent', 'answer', 'same'):
            return {{'same': 'same_as'}.get(key, key):
                    self.event(value, line)}
        return self.when(value) if key == 'when' else {}

    def fields(self, line):
        """The fields of a thing that a line names."""
        fields = {}
        for key, value in line.options:
            if key == 'step':
                fields.setdefault('steps', {}).update(self.step(line, value))
            else:
                fields.update(self.option_fields(line, key, value))
        return fields

    # ---- things ---------------------------------------------------------

    def thing_body(self, kind, thing):
        """What people read in any client."""
        title = ('Decided: ' if kind == 'decision' else '') + thing['title']
        parts = [f'{SIGNS[kind]} {title}']
        if kind == 'task' and thing.get('due'):
            parts.append('due ' + thing['due'])
        parts += ['@' + self.organisation.name(user)
                  for user in thing.get('assignees', [])]
        if 'begin' in thing:
            parts.append(script.say_utc(thing['begin']))
        parts += [thing[key] for key in ('place', 'url') if key in thing]
        body = ' · '.join(parts)
        if kind != 'task' and thing.get('notes'):
            body += '\n' + thing['notes']
        return body

    def make_thing(self, line, kind, **more):
        """The message with a thing in it."""
        thing = {'v': 1, 'title': line.text, **self.fields(line), **more}
        if kind in FIRST_STATUS:
            thing.setdefault('status', FIRST_STATUS[kind])
        if line.option('from'):
            thing['source'] = self.event(line.option('from'), line)
        people = thing.get('assignees')
        event = self.send(line, {
            'msgtype': 'm.text', 'body': self.thing_body(kind, thing),
            'm.mentions': {'user_ids': people} if people else {},
            'org.folkmoot.' + kind: thing})
        if id(line) in self.steps:
            self.steps[line.label] = self.steps.pop(id(line))
        return event

    def do_task(self, line):
        """Something to do."""
        return self.make_thing(line, 'task')

    def do_question(self, line):
        """What somebody wants to know."""
        return self.make_thing(line, 'question')

    def do_idea(self, line):
        """What could be better."""
        return self.make_thing(line, 'idea')

    def do_event(self, line):
        """A meeting."""
        return self.make_thing(line, 'event')

    def do_resource(self, line):
        """A link worth keeping."""
        return self.make_thing(line, 'resource')

    def do_decision(self, line):
        """What was decided."""
        return self.make_thing(line, 'decision')

    def do_note(self, line):
        """A note about a question of the room whose notes are kept here."""
        key = self.page.facts['notes_of']
        return self.make_thing(
            line, 'note', about=self.organisation.rooms[key],
            source=self.organisation.event(key, line.option('on'), line))

    def do_react(self, line):
        """A reaction to a labelled message: "label key"."""
        label, key = line.text.split()
        return self.send(line, {'m.relates_to': {
            'rel_type': 'm.annotation', 'key': key,
            'event_id': self.event(label, line)}}, 'm.reaction')

    # ---- changes --------------------------------------------------------

    def kind_of(self, line):
        """The kind of the thing that a line changes."""
        verb = self.verbs.get(line.thread)
        if verb not in SIGNS:
            raise script.ScriptError(
                f'{line.where}: #{line.thread} is nothing that changes')
        return verb

    def change(self, line, body, fields, mentions=()):
        """A change of a thing, in its thread."""
        people = [self.organisation.user(who) for who in mentions]
        return self.message(line, {
            'msgtype': 'm.notice', 'body': body,
            'm.mentions': {'user_ids': people} if people else {},
            'org.folkmoot.change': {'v': 1, 'kind': self.kind_of(line),
                                    'fields': fields}})

    def do_done(self, line):
        """A task is done."""
        return self.change(line, 'marked it done', {'status': 'done'})

    def do_reopen(self, line):
        """It is not, after all."""
        return self.change(line, 'reopened it', {'status': 'open'})

    def do_claim(self, line):
        """Somebody will answer a question."""
        return self.change(
            line, f'gave it to {self.organisation.person(line.who)[1]}',
            {'owner': self.organisation.user(line.who)})

    def do_accept(self, line):
        """The answer that helped, by its label."""
        return self.change(
            line, 'accepted an answer, marked it solved',
            {'answer': self.event(line.text, line), 'status': 'solved'})

    def do_change(self, line):
        """Any fields, in words that the script chooses."""
        fields = self.fields(line)
        body = script.say_dates(line.text, self.calendar.today)
        if fields.get('reason'):
            body += ', reason: ' + fields['reason']
        return self.change(line, body, fields,
                           line.option('tell', '').split())

    # ---- places ---------------------------------------------------------

    def charter_fields(self, line):
        """What a line says of a charter."""
        fields = {}
        for key, value in line.options:
            if key in CHARTER_TEXTS:
                fields[key] = script.say_dates(
                    value.replace('\\n', '\n'), self.calendar.today)
            elif key == 'owner':
                fields['owner'] = self.organisation.user(value)
            elif key == 'review':
                fields['review'] = self.calendar.due(value)
            elif key == 'accept':
                fields['accept'] = value == 'yes'
        return fields

    def do_charter(self, line):
        """What the place is for; what is not named stays."""
        outcomes = {one['id']: one
                    for one in self.charter.get('outcomes', [])}
        outcomes.update((one['id'], one)
                        for one in map(outcome, line.all('outcome')))
        self.charter = {'v': 1, **self.charter, **self.charter_fields(line),
                        'outcomes': list(outcomes.values())}
        return self.set_state(line, 'org.folkmoot.charter', self.charter)

    def do_agree(self, line):
        """Accept the rules of the charter, which is the last that was said."""
        event = self.organisation.events[f'{self.page.key}/{line.text}']
        return self.set_state(line, 'org.folkmoot.accept', {
            'v': 1, 'charter': event,
            'rules': script.digest(self.charter.get('rules', ''))},
            self.organisation.user(line.who))

    def do_guest(self, line):
        """Somebody is here with a role, until a day."""
        guest = {'v': 1, 'by': self.organisation.user(line.who)}
        if line.option('role'):
            guest['role'] = line.option('role')
        if line.option('until'):
            guest['until'] = self.calendar.due(line.option('until'))
        return self.set_state(line, 'org.folkmoot.guest', guest,
                              self.organisation.user(line.text)[1:])
