"""A Matrix homeserver that does what a test tells it to do wrong.

A real homeserver shows that folkmoot works; this one shows what happens when
the other side does not.  It is complete enough to log in at, to sync from,
to send to and to page through history, it keeps everything in memory, and
every endpoint can be told to fail in a certain way, once or for ever:

    with ScriptedServer() as server:
        room = server.world.room('general', '@ben')
        server.fail('sync', faults.Html(502), faults.Silence())
        server.fail('send', faults.CommitThenCut())
        … start folkmoot at server.url …
        server.wait_for('send', 2)
        assert len(server.world.said(room)) == 1

The parts: `world` is what the server knows, `endpoints` answers requests from
it, `faults` spoils answers, `scripted` is the HTTP server around them, and
`hostile` makes events that nobody should have to read.  Where Python is not at
hand, "python3 -m server" in tests/ is driven over its standard input.
"""

from . import faults, hostile
from .scripted import ScriptedServer
from .world import Raw, World

__all__ = ['Raw', 'ScriptedServer', 'World', 'faults', 'hostile']
