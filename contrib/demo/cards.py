"""Reads people.cards: what everybody says of themselves.

Somebody's short name, then indented lines "key: value", and a blank line:

    ben
      role: Site engineer
      skills: masonry 3, contracts 2        the number is the level
      hours: 07:00-15:30
      days: 1-5
      endorses: chloe pumps, dev telemetry  whom, for what

A card is the profile field org.folkmoot.card (doc/protocol.md).
"""

import os

from script import HERE, ScriptError

PATH = os.path.join(HERE, 'people.cards')
FIELD = 'org.folkmoot.card'
TEXTS = ('role', 'team', 'org', 'about', 'hours', 'zone')


def items(value):
    """The parts between commas."""
    return [part.strip() for part in value.split(',')]


def skill(words):
    """One skill, from "masonry 3"."""
    name, _, level = words.rpartition(' ')
    return {'name': name, 'level': int(level)} if level.isdigit() \
        else {'name': words}


def days(words):
    """The days from "1-5"."""
    first, _, last = words.partition('-')
    return list(range(int(first), int(last or first) + 1))


def parse(key, value, user):
    """One field of a card; `user` gives the user id of a short name."""
    if key in TEXTS:
        return value
    if key == 'languages':
        return items(value)
    if key == 'skills':
        return [skill(one) for one in items(value)]
    if key == 'days':
        return days(value)
    if key == 'hidden':
        return value == 'yes'
    if key == 'endorses':
        pairs = [one.split(' ', 1) for one in items(value)]
        return [{'user': user(who), 'skill': what} for who, what in pairs]
    raise ScriptError(f'a card has no "{key}"')


def read(user, path=PATH):
    """The cards by the short names of their people."""
    cards, who = {}, None
    with open(path, encoding='utf-8') as file:
        for number, line in enumerate(file.read().splitlines(), 1):
            if not line.strip():
                continue
            if not line.startswith(' '):
                who = line
                cards[who] = {'v': 1}
                continue
            key, colon, value = line.strip().partition(': ')
            if not who or not colon:
                raise ScriptError(f'people.cards:{number}: expected '
                                  '"key: value" below a name')
            cards[who][key] = parse(key, value, user)
    return cards
