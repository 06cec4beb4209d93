"""Reads the pages of rooms/: what a room is, and what was said in it.

A page begins with lines "key: value" and a blank line.  Then come days and
what was said on them, a message a line:

    == 3                                three working days before today
    09:12 ben #survey The survey is **back**.
          A line that is indented goes on with the message.
          + 👍 chloe dev                reactions
          ~ The survey is back!         an edit of the message
          ! posted twice                it was taken back, and why
          % due +3                      more about a task, a poll, a file
    09:20 dev >survey Good.             in the thread of #survey
    09:31 chloe ^survey Ordering.       in reply to it
    09:40 eve /me claps                 /verb: something else than a text

In live.script there is a room in the place of the time, "[flood-general]".
Texts are Markdown; lines of a paragraph are joined.  "@ben" mentions Ben,
"{+3}" is the day three working days from today, in words.
"""

import datetime
import hashlib
import os
import re
from dataclasses import dataclass, field

HERE = os.path.dirname(os.path.abspath(__file__))
ROOMS = os.path.join(HERE, 'rooms')

HEAD = re.compile(r'(\d\d:\d\d|\[[\w-]+\]) (\w+)((?: [#>^][\w-]+)*)'
                  r'(?: /(\w+))?(?: (.*))?$')
DAY = re.compile(r'== (\d+)$')
DATE = re.compile(r'\{([+-]\d+)\}')
INDENT = '      '
BLOCK = re.compile(r'(?:[-*>|]|\d+\.|#+|```)(?:\s|$|\w)|$')


class ScriptError(Exception):
    """A page that makes no sense: file, line, what."""


@dataclass
class Line:
    """One thing that happened."""
    where: str                      # file and line, for complaints
    who: str
    day: int = 0                    # working days before today
    minute: int = 0                 # since midnight
    room: str = None                # in live.script
    label: str = None
    thread: str = None
    reply: str = None
    verb: str = 'say'
    text: str = ''
    edit: str = None
    redacted: str = None            # the reason
    reactions: list = field(default_factory=list)    # (key, [who])
    options: list = field(default_factory=list)      # (key, value)

    def option(self, key, default=None):
        """The value of the last "% key value"."""
        return dict(self.options).get(key, default)

    def all(self, key):
        """All values of a key."""
        return [value for name, value in self.options if name == key]


@dataclass
class Page:
    """A room."""
    key: str
    facts: dict
    lines: list

    def words(self, key):
        """A fact that is a list of words."""
        return self.facts.get(key, '').split()

    @property
    def members(self):
        """Who is in it from the start; the first one made it."""
        return [one.rstrip('*') for one in self.words('members')]

    @property
    def leads(self):
        """Who may change it."""
        return [one.rstrip('*') for one in self.words('members')
                if one.endswith('*')]

    @property
    def is_space(self):
        """Whether it is a space."""
        return self.facts.get('kind') == 'space'


def unwrap(lines):
    """Join the lines of paragraphs; leave lists, quotes and code alone."""
    text, in_code = [], False
    for line in lines:
        fence = line.startswith('```')
        if text and text[-1] and not in_code and not fence and \
                not BLOCK.match(line) and not text[-1].startswith(
                    ('|', '```')):
            text[-1] += ' ' + line
        else:
            text.append(line)
        in_code ^= fence
    return '\n'.join(text).strip('\n')


class Reader:
    """Makes lines of a page."""

    def __init__(self, name, first):
        self.name, self.number, self.first = name, 0, first
        self.day, self.lines = 0, []
        # Of the message at hand: its text, and what the text is for.
        self.body, self.rest, self.is_open = [], None, False

    def fail(self, what):
        """Complain about the current line."""
        raise ScriptError(f'{self.name}:{self.number}: {what}')

    def close(self):
        """The message is complete."""
        if self.is_open:
            setattr(self.lines[-1], self.rest or 'text', unwrap(self.body))
        self.body, self.rest, self.is_open = [], None, False

    def head(self, text):
        """The first line of a message."""
        match = HEAD.match(text)
        if not match:
            self.fail('expected "HH:MM who text"')
        self.close()
        when, who, marks, verb, words = match.groups()
        line = Line(f'{self.name}:{self.number}', who, self.day,
                    verb=verb or 'say')
        if when.startswith('['):
            line.room = when[1:-1]
        else:
            line.minute = int(when[:2]) * 60 + int(when[3:])
        for mark in marks.split():
            kind = {'#': 'label', '>': 'thread', '^': 'reply'}[mark[0]]
            setattr(line, kind, mark[1:])
        self.lines.append(line)
        self.body, self.is_open = [words] if words else [], True

    def more(self, text):
        """A line that belongs to the message above."""
        if not self.lines:
            self.fail('indented, with nothing above')
        line, (mark, _, rest) = self.lines[-1], text.partition(' ')
        if mark == '+' and rest:
            key, *people = rest.split()
            line.reactions.append((key, people))
        elif mark == '%' and rest:
            key, _, value = rest.partition(' ')
            line.options.append((key, value))
        elif mark in ('~', '!') and rest:
            self.close()
            self.rest = {'~': 'edit', '!': 'redacted'}[mark]
            self.body, self.is_open = [rest], True
        else:
            self.body.append(text)

    def read(self, lines):
        """All lines."""
        for self.number, text in enumerate(lines, self.first):
            day = DAY.match(text)
            if text.startswith(INDENT):
                self.more(text[len(INDENT):])
            elif not text:
                self.body.append('')
            elif day:
                self.close()
                self.day = int(day.group(1))
            else:
                self.head(text)
        self.close()
        return self.lines


def read_facts(name, lines):
    """The lines "key: value" at the top, and how many there are."""
    facts = {}
    for number, text in enumerate(lines, 1):
        if not text:
            return facts, number
        key, colon, value = text.partition(': ')
        if not colon:
            raise ScriptError(f'{name}:{number}: expected "key: value"')
        facts[key] = value
    return facts, len(lines)


def read_page(path):
    """One file of rooms/."""
    name = os.path.basename(path)
    with open(path, encoding='utf-8') as file:
        lines = file.read().split('\n')
    facts, used = read_facts(name, lines)
    return Page(os.path.splitext(name)[0], facts,
                Reader(name, used + 1).read(lines[used:]))


def read_pages(folder=ROOMS):
    """All rooms, by their keys."""
    return {page.key: page for page in (
        read_page(os.path.join(folder, name))
        for name in sorted(os.listdir(folder)) if name.endswith('.room'))}


def read_live(folder=ROOMS):
    """What is said while the demo runs."""
    with open(os.path.join(folder, 'live.script'), encoding='utf-8') as file:
        return Reader('live.script', 1).read(file.read().split('\n'))


# ---- time -------------------------------------------------------------------

def working_day(offset, today):
    """The day so many working days from today.

    On a weekend, "today" is the Friday before.
    """
    day = today
    while day.weekday() > 4:
        day -= datetime.timedelta(1)
    step = datetime.timedelta(1 if offset > 0 else -1)
    for _ in range(abs(offset)):
        day += step
        while day.weekday() > 4:
            day += step
    return day


def due(offset, today):
    """The day so many days from today, or the working day next to it."""
    day = today + datetime.timedelta(offset)
    while offset and day.weekday() > 4:
        day += datetime.timedelta(1 if offset > 0 else -1)
    return day.isoformat()


def say_dates(text, today):
    """Put days in the place of {+3}."""
    def words(match):
        day = working_day(int(match.group(1)), today)
        return f'{day:%a} {day.day} {day:%b}'
    return DATE.sub(words, text)


def say_utc(ms):
    """A moment in the words of every zone."""
    moment = datetime.datetime.fromtimestamp(ms / 1000, datetime.timezone.utc)
    return f'{moment:%Y-%m-%d %H:%M} UTC'


def digest(text):
    """What says that rules are still those that were accepted."""
    return hashlib.sha256(text.encode()).hexdigest() if text else ''


def moment(day, minute):
    """A minute of a date, by the clock of this machine."""
    return datetime.datetime(day.year, day.month, day.day, minute // 60,
                             minute % 60).astimezone()


def at(day, minute, today):
    """A minute of the working day so many days from today, in ms."""
    return int(moment(working_day(day, today), minute).timestamp() * 1000)


class Calendar:
    """When the lines of a page were said, in ms, never in the future."""

    def __init__(self, pages, now=None):
        self.now = now or datetime.datetime.now().astimezone()
        self.today = self.now.date()
        newest = max((line.minute for page in pages for line in page.lines
                      if line.day == 0), default=0)
        latest = self.moment(0, newest) + datetime.timedelta(minutes=3)
        self.shift = max(latest - self.now, datetime.timedelta(0))

    def moment(self, day, minute):
        """A minute of a day."""
        return moment(working_day(-day, self.today), minute)

    def ms(self, line, later=0):
        """When a line was said, or so many seconds later."""
        moment = self.moment(line.day, line.minute)
        if line.day == 0:
            moment -= self.shift
        moment += datetime.timedelta(seconds=later)
        return int(min(moment, self.now).timestamp() * 1000)

    def due(self, words):
        """A day so many days from today, as tasks have it."""
        return due(int(words), self.today)

    def at(self, day, minute):
        """A minute of a working day to come, in ms."""
        return at(day, minute, self.today)
