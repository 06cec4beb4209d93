"""The colleagues who go on talking while the demo runs.

usage: colleagues.py DIRECTORY PARENT

They say what is in rooms/live.script, a line every few seconds at first and
more calmly later, with typing notices, reactions and receipts; and they answer
the person in front of the client.  They end with the process PARENT.
"""

import datetime
import heapq
import itertools
import json
import os
import queue
import random
import signal
import sys
import threading
import time

import answers
import script
from history import Teller
from homeserver import Federation, write_private
from launch import die_with
from matrix import MatrixError
from organisation import Organisation, PEOPLE, READER

# Seconds until the first line, from line to line, and how it calms down.
FIRST, SOON, CALMER, CALM = 3, 5, 1.5, 45
CHARACTERS_A_SECOND = 25
TYPING = 1.2, 4.5                   # seconds, shortest and longest
PRESENCE_SECONDS = 20
LISTEN_MS = 30000
RETRY_SECONDS = 3
PRESENT = ('ben', 'chloe', 'dev', 'haruka', 'marek', 'priya', 'tove', 'eve',
           'iris', 'pete')
AWAY = 'omar', 'farid', 'luca'
# Kinds of things that are answered, voted for or attended.
WELCOMED = 'question', 'idea', 'event', 'resource', 'decision'
SILENT = {'types': []}
LISTEN = {'presence': SILENT, 'account_data': SILENT, 'room': {
    'state': SILENT, 'ephemeral': SILENT, 'account_data': SILENT}}


class Now:
    """The calendar of what is said now."""

    def __init__(self):
        self.today = datetime.date.today()

    def ms(self, *_):
        """The homeserver says when."""

    def due(self, words):
        """A day so many days from today."""
        return script.due(int(words), self.today)

    def at(self, day, minute):
        """A minute of a working day to come, in ms."""
        return script.at(day, minute, self.today)


class Agenda:
    """What is to be done when; other threads may put things on it."""

    def __init__(self):
        self.box, self.heap = queue.Queue(), []
        self.number = itertools.count()

    def after(self, seconds, function, *arguments):
        """Call a function after some seconds."""
        self.box.put((time.monotonic() + seconds, next(self.number),
                      function, arguments))

    def step(self):
        """Wait for what is next, and do it."""
        wait = max(0, self.heap[0][0] - time.monotonic()) if self.heap \
            else None
        try:
            heapq.heappush(self.heap, self.box.get(timeout=wait))
            return
        except queue.Empty:
            _, _, function, arguments = heapq.heappop(self.heap)
        try:
            function(*arguments)
        except (MatrixError, OSError, script.ScriptError) as error:
            complain(error)


def complain(what):
    """A line for the log."""
    print(f'{time.strftime("%H:%M:%S")} {what}', flush=True)


class Colleagues:
    """All of them."""

    def __init__(self, directory):
        self.path = os.path.join(directory, 'live.json')
        with open(os.path.join(directory, 'seed.json'),
                  encoding='utf-8') as file:
            memory = json.load(file)
        self.organisation = Organisation(Federation(
            os.path.join(directory, 'servers')))
        self.organisation.recall(memory)
        self.lines, self.said = script.read_live(), 0
        self.recall()
        self.keys = {room: key
                     for key, room in self.organisation.rooms.items()}
        self.names = {self.organisation.user(who): who
                      for people in PEOPLE.values() for who in people}
        self.agenda, self.tellers = Agenda(), {}
        self.answers = answers.Answers()

    def recall(self):
        """Where we were when the demo ended."""
        try:
            with open(self.path, encoding='utf-8') as file:
                memory = json.load(file)
            self.said = memory['said']
            self.organisation.events.update(memory['events'])
        except (OSError, ValueError, KeyError):
            pass

    def remember(self):
        """Keep where we are."""
        write_private(self.path, json.dumps({
            'said': self.said, 'events': self.organisation.events}))

    def run(self):
        """Until somebody ends it."""
        threading.Thread(target=self.listen, daemon=True).start()
        self.agenda.after(0, self.be_there)
        self.agenda.after(FIRST, self.say_next, 0)
        while True:
            self.agenda.step()

    def client(self, who):
        """A client that speaks for somebody."""
        return self.organisation.client(who)

    # ---- of their own accord --------------------------------------------

    def be_there(self):
        """Show who is present; homeservers forget it after half a minute."""
        self.agenda.after(PRESENCE_SECONDS, self.be_there)
        for who in PRESENT:
            self.client(who).presence('online')
        for who in AWAY:
            self.client(who).presence('unavailable')

    def teller(self, key):
        """Who speaks in a room."""
        if key not in self.tellers:
            self.tellers[key] = Teller(
                self.organisation, self.organisation.pages[key], Now(),
                [line for line in self.lines if line.room == key])
        return self.tellers[key]

    def say_next(self, number):
        """The next line of the script."""
        line = self.lines[self.said % len(self.lines)]
        pause = min(SOON + number * CALMER, CALM) * random.uniform(0.8, 1.3)
        self.agenda.after(pause, self.say_next, number + 1)
        wait = self.show_typing(self.organisation.rooms[line.room], line.who,
                                line.text, line.verb)
        self.agenda.after(wait, self.say, line)

    def show_typing(self, room, who, text, verb='say'):
        """Begin to type; the seconds that it takes."""
        if verb not in ('say', 'me'):
            return 0
        seconds = min(max(TYPING[0], len(text) / CHARACTERS_A_SECOND),
                      TYPING[1])
        self.client(who).typing(room, True, int(seconds * 1000) + 2000)
        return seconds

    def say(self, line):
        """Say it; the others react and read."""
        self.said += 1
        teller = self.teller(line.room)
        reactions, line.reactions = line.reactions, []
        try:
            event = teller.tell(line)
        finally:
            line.reactions = reactions
        if line.verb in ('say', 'me'):
            self.client(line.who).typing(teller.room, False)
        self.remember()
        later = 2.0
        for key, people in reactions:
            for who in people:
                self.agenda.after(later, self.react, who, teller.room, event,
                                  key)
                later += random.uniform(0.7, 2.5)
        others = [who for who in self.organisation.pages[line.room].members
                  if who not in (READER, line.who) and who in PRESENT]
        for who in random.sample(others, min(3, len(others))):
            self.agenda.after(random.uniform(1, 4), self.read, who,
                              teller.room, event)

    def react(self, who, room, event, key):
        """A reaction, unless it is there already."""
        try:
            self.client(who).react(room, event, key)
        except MatrixError as error:
            if error.code != 'M_DUPLICATE_ANNOTATION':
                raise

    def read(self, who, room, event):
        """Have read something."""
        self.client(who).read(room, event)

    # ---- in answer ------------------------------------------------------

    def listen(self):
        """Hear what the person in front of the client says."""
        client = self.client(READER)
        LISTEN['room']['timeline'] = {'senders': [client.user], 'limit': 20}
        since = None
        while True:
            try:
                answer = client.sync(since, LISTEN_MS if since else 0, LISTEN,
                                     'offline')
            except (MatrixError, OSError) as error:
                complain(error)
                time.sleep(RETRY_SECONDS)
                continue
            joined = answer.get('rooms', {}).get('join', {}) if since else {}
            since = answer['next_batch']
            for room, what in joined.items():
                for event in what['timeline']['events']:
                    self.agenda.after(0, self.hear, room, event)

    def hear(self, room, event):
        """Something that the person did."""
        content = event['content']
        if event['type'] == 'm.room.member':
            who = self.names.get(event['state_key'])
            if content.get('membership') == 'invite' and who:
                self.agenda.after(1.5, self.accept, who, room)
        elif event['type'] == 'm.room.message' and 'body' in content:
            relation = content.get('m.relates_to', {})
            if relation.get('rel_type') != 'm.replace':
                self.hear_message(room, event, relation)

    def accept(self, who, room):
        """Come into a room."""
        self.client(who).join(room, self.organisation.home(READER).name)
        self.agenda.after(2, self.answer, who, room, None,
                          random.choice(answers.ARRIVALS), None)

    def hear_message(self, room, event, relation):
        """A message: some read it, those it is for answer."""
        content = event['content']
        members = [self.names[user]
                   for user in self.client(READER).members(room)
                   if user in self.names and self.names[user] != READER]
        if not members:
            return
        task = content.get('org.folkmoot.task')
        change = content.get('org.folkmoot.change')
        meant = [who for who in self.meant(room, content, relation, members)
                 if who in members][:2]
        readers = meant + [who for who in members
                           if who in PRESENT and who not in meant][:3]
        for number, who in enumerate(readers):
            self.agenda.after(0.6 + 0.4 * number, self.read, who, room,
                              event['event_id'])
        if isinstance(task, dict) or isinstance(change, dict):
            self.hear_task(room, event, task, change, meant or members)
        elif any(f'org.folkmoot.{kind}' in content for kind in WELCOMED):
            self.hear_thing(room, event, meant or members)
        elif meant:
            self.reply_to(room, event, meant, relation)
        elif '?' in content['body']:
            able = [who for who in members if who in PRESENT] or members
            self.reply_to(room, event, [random.choice(able)], relation)
        else:
            self.nod(room, event, members)

    def meant(self, room, content, relation, members):
        """For whom a message is."""
        found = [self.names[user] for user in
                 content.get('m.mentions', {}).get('user_ids', [])
                 if user in self.names]
        if len(members) == 1:
            found.append(members[0])
        answered = relation.get('m.in_reply_to', {}).get('event_id') or \
            relation.get('event_id')
        if answered:
            sender = self.client(READER).event(room, answered)['sender']
            if sender in self.names:
                found.append(self.names[sender])
        task = content.get('org.folkmoot.task')
        if isinstance(task, dict):
            found += [self.names[user]
                      for user in task.get('assignees') or []
                      if user in self.names]
        return [who for who in dict.fromkeys(found) if who != READER]

    def nod(self, room, event, members):
        """A sign that somebody heard it."""
        people = [who for who in members if who in PRESENT] or members
        key = self.answers.reaction(event['content']['body'])
        for number, who in enumerate(
                random.sample(people, min(2, len(people)))):
            self.agenda.after(2.5 + 2 * number, self.react, who, room,
                              event['event_id'], key)

    def hear_task(self, room, event, task, change, people):
        """A task was made or changed."""
        root = event['event_id'] if task else \
            event['content']['m.relates_to'].get('event_id')
        fields = change.get('fields') if change else None
        fields = fields if isinstance(fields, dict) else {}
        done = fields.get('status') == 'done'
        key = '🎉' if done else '👍'
        self.agenda.after(2, self.react, people[0], room, event['event_id'],
                          key)
        if (task and task.get('assignees')) or fields.get('assignees'):
            self.agenda.after(3, self.begin_answer, people[0], room,
                              event['event_id'], self.answers.of('task'),
                              root)

    def hear_thing(self, room, event, people):
        """A question is answered in its thread; other things please."""
        there = [who for who in people if who in PRESENT] or people
        if 'org.folkmoot.question' in event['content']:
            self.agenda.after(2, self.begin_answer, random.choice(there),
                              room, event['event_id'],
                              self.answers.to(event['content']['body']),
                              event['event_id'])
            return
        for number, who in enumerate(
                random.sample(there, min(3, len(there)))):
            self.agenda.after(2 + 3 * number, self.react, who, room,
                              event['event_id'], '👍')

    def reply_to(self, room, event, people, relation):
        """Each answers, one after the other."""
        thread = relation.get('event_id') \
            if relation.get('rel_type') == 'm.thread' else None
        text = event['content']['body']
        key = self.answers.reaction(text)
        if random.random() < 0.5 or self.answers.is_thanks(text):
            self.agenda.after(1.5, self.react, people[0], room,
                              event['event_id'], key)
        if self.answers.is_thanks(text):
            return
        for number, who in enumerate(people):
            self.agenda.after(1.2 + 3.5 * number, self.begin_answer, who,
                              room, event['event_id'],
                              self.answers.to(text), thread)

    def begin_answer(self, who, room, event, text, thread):
        """Type an answer, then send it."""
        wait = self.show_typing(room, who, text)
        self.agenda.after(wait, self.answer, who, room, event, text, thread)

    def answer(self, who, room, event, text, thread):
        """Send an answer: plainly to one person, else as a reply."""
        client = self.client(who)
        content = {'msgtype': 'm.text', 'body': text, 'm.mentions': {}}
        direct = len(client.members(room)) <= 2
        if event and (thread or not direct):
            content['m.mentions'] = {
                'user_ids': [self.organisation.user(READER)]}
            content['m.relates_to'] = {'m.in_reply_to': {'event_id': event}}
        if thread:
            content['m.relates_to'].update(
                rel_type='m.thread', event_id=thread, is_falling_back=True)
        client.send(room, content)
        client.typing(room, False)


def main():
    """The command."""
    die_with(int(sys.argv[2]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Colleagues(sys.argv[1]).run()


if __name__ == '__main__':
    main()
