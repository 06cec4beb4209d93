"""The scripted server for tests that are not written in Python.

usage: python3 -m server [--port N] [--user NAME:PASSWORD]…      (in tests/)

Prints "ready URL".  Then reads commands from its standard input, a JSON array
on each line, and answers each with one line of JSON; it ends with its input.

    ["fail", "send", "committhencut", {}]    spoil the next request
    ["always", "sync", "html", {"status": 502}]
    ["heal"]                                 no faults any more
    ["room", "general", "@ann", "@ben"]      make a room: its id
    ["say", ROOM, "@ben", "hello"]           say something: the event id
    ["add", ROOM, EVENT]                     add an event as it is
    ["hostile", ROOM]                        add all of hostile.everything()
    ["forget_tokens"]                        access tokens are void
    ["wait", "send", 2, SECONDS]             wait until it was asked so often
    ["count", "send"]                        how often it was asked
    ["transactions"]                         how often each one was put
    ["said", ROOM]                           the messages of a room
"""

import argparse
import json
import sys

from . import ScriptedServer, faults, hostile


def spoil(method, name, kind, options=None):
    """Set a fault by its name."""
    method(name, faults.BY_NAME[kind](**(options or {})))


def add_hostile(server, room):
    """Every hostile event into a room; how many."""
    events = list(hostile.everything())
    for _, event in events:
        server.world.add(room, event)
    return len(events)


COMMANDS = {
    'fail': lambda s, *words: spoil(s.fail, *words),
    'always': lambda s, *words: spoil(s.fail_always, *words),
    'heal': lambda s, *names: s.heal(*names),
    'room': lambda s, name, *members: s.world.room(name, *members),
    'say': lambda s, room, user, text: s.world.say(room, user, text),
    'add': lambda s, room, event: s.world.add(room, event),
    'hostile': add_hostile,
    'forget_tokens': lambda s: s.world.forget_tokens(),
    'wait': lambda s, name, count=1, seconds=10: len(
        s.wait_for(name, count, seconds)),
    'count': lambda s, name: len(s.asked(name)),
    'transactions': lambda s: dict(s.transactions()),
    'said': lambda s, room: s.world.said(room),
}


def obey(server, line):
    """Carry out one command; what to print."""
    try:
        name, *words = json.loads(line)
        return {'ok': COMMANDS[name](server, *words)}
    except (KeyError, TypeError, ValueError, TimeoutError) as trouble:
        return {'error': f'{type(trouble).__name__}: {trouble}'}


def main():
    """The command."""
    parser = argparse.ArgumentParser(prog='python3 -m server')
    parser.add_argument('--port', type=int, default=0)
    parser.add_argument('--user', action='append', default=['ann:secret'])
    options = parser.parse_args()
    with ScriptedServer(port=options.port) as server:
        for pair in options.user:
            server.world.person(*pair.split(':', 1))
        print('ready', server.url, flush=True)
        for line in sys.stdin:
            if line.strip():
                print(json.dumps(obey(server, line)), flush=True)


if __name__ == '__main__':
    main()
