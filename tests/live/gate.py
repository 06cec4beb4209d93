"""A gate in front of a port: connections pass until it is cut."""

import contextlib
import socket
import threading

CHUNK = 65536


class Gate:
    """Passes on what comes to `port` of loopback to another port there.

    Cut, it breaks what is connected and refuses who comes anew, as a network
    that is gone does to programs; mended, it is as before.
    """

    def __init__(self, to, port=0):
        self.to, self.port = to, port
        self.lock, self.links, self.door = threading.Lock(), set(), None
        self.mend()

    @property
    def url(self):
        """Its address for clients."""
        return f'http://127.0.0.1:{self.port}'

    def mend(self):
        """Let through from now on."""
        if self.door:
            return
        door = socket.socket()
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind(('127.0.0.1', self.port))
        door.listen(64)
        self.port, self.door = door.getsockname()[1], door
        threading.Thread(target=self.serve, args=(door,),
                         daemon=True).start()

    def cut(self):
        """Break all that is connected, and refuse others."""
        door, self.door = self.door, None
        if door:
            with contextlib.suppress(OSError):
                door.shutdown(socket.SHUT_RDWR)
            door.close()
        with self.lock:
            links, self.links = self.links, set()
        for link in links:
            with contextlib.suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)

    def serve(self, door):
        """Let in who comes."""
        while True:
            try:
                link, _ = door.accept()
            except OSError:
                return
            try:
                inner = socket.create_connection(('127.0.0.1', self.to))
            except OSError:
                link.close()
                continue
            with self.lock:
                self.links |= {link, inner}
            if self.door is not door:
                self.drop(link, inner)
            for one, other in ((link, inner), (inner, link)):
                threading.Thread(target=self.pump, args=(one, other),
                                 daemon=True).start()

    @staticmethod
    def drop(*links):
        """Break connections."""
        for link in links:
            with contextlib.suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)

    def pump(self, source, sink):
        """Carry bytes one way to their end."""
        with contextlib.suppress(OSError):
            while True:
                data = source.recv(CHUNK)
                if not data:
                    break
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        with self.lock:
            self.links.discard(source)
