"""folkmoot on a real terminal: tmux."""

import os
import re
import shlex
import subprocess

from program import poll

WAIT_SECONDS = 15


class Terminal:
    """A terminal of a fixed size, in a tmux of its own."""

    def __init__(self, profile, name, size=(120, 40), term='tmux-256color',
                 **env):
        self.profile, self.name, self.size = profile, name, size
        self.env = {**profile.env, 'TERM': term, 'SHELL': '/bin/sh',
                    'PS1': 'shell$ ', 'ENV': '', **env}

    # ---- tmux -----------------------------------------------------------

    def tmux(self, *words):
        """Run a tmux command; its output."""
        env = {name: value for name, value in os.environ.items()
               if name not in ('TMUX', 'TMUX_PANE')}
        return subprocess.run(
            ['tmux', '-L', self.name, '-f', '/dev/null', *words],
            env={**env, 'LC_ALL': 'C.UTF-8'}, check=True, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE).stdout

    def open(self, *command):
        """Open the terminal with a command; it stays when that ends."""
        words = ['env', '-i', *(f'{name}={value}'
                                for name, value in self.env.items()),
                 *command]
        self.tmux('new-session', '-d', '-x', str(self.size[0]), '-y',
                  str(self.size[1]), 'sleep 600', ';', 'set-option', '-g',
                  'remain-on-exit', 'on', ';', 'set-option', '-g', 'status',
                  'off', ';', 'set-option', '-s', 'escape-time', '0', ';',
                  'respawn-pane', '-k', shlex.join(words))
        return self

    def start(self, *args):
        """Open the terminal with folkmoot in it."""
        return self.open(*self.profile.command(*args))

    def shell(self):
        """Open the terminal with a shell in it."""
        self.open('/bin/sh', '-i')
        self.wait_for('shell$')
        return self

    def run_in_shell(self, *args):
        """Type a folkmoot command at the shell."""
        self.type(shlex.join(self.profile.command(*args)))
        self.keys('Enter')
        return self

    def close(self):
        """End tmux, and so all that runs in it."""
        try:
            self.tmux('kill-server')
        except subprocess.CalledProcessError:
            pass                    # it was never opened

    # ---- hands and eyes -------------------------------------------------

    def keys(self, *names):
        """Press keys by the names tmux has for them."""
        self.tmux('send-keys', *names)
        return self

    def type(self, words):
        """Type words."""
        self.tmux('send-keys', '-l', '--', words)
        return self

    def command(self, words):
        """Type a command after a colon; not while one is typing."""
        self.keys(':')
        self.type(words)
        return self.keys('Enter')

    def screen(self):
        """What the terminal shows."""
        return self.tmux('capture-pane', '-p')

    def fact(self, name):
        """What tmux knows of the terminal, for instance alternate_on."""
        return self.tmux('display-message', '-p', '#{' + name + '}').strip()

    def wait_for(self, words, seconds=WAIT_SECONDS):
        """Wait until some words are on the screen; the screen."""
        return self.wait(lambda screen: words in screen, seconds,
                         f'"{words}"')

    def wait_match(self, pattern, seconds=WAIT_SECONDS):
        """Wait until a regular expression matches; the screen."""
        return self.wait(lambda screen: re.search(pattern, screen), seconds,
                         f'/{pattern}/')

    def wait_gone(self, words, seconds=WAIT_SECONDS):
        """Wait until some words are not on the screen any more."""
        return self.wait(lambda screen: words not in screen, seconds,
                         f'"{words}" to go')

    def wait(self, question, seconds=WAIT_SECONDS, what='something'):
        """Wait until the screen is as wanted; the screen."""
        seen = ['']

        def look():
            seen[0] = self.screen()
            return question(seen[0])

        poll(look, seconds, lambda: f'{what} on this screen:\n{seen[0]}')
        return seen[0]

    def wait_ended(self, seconds=WAIT_SECONDS):
        """Wait until the command has ended; its exit status."""
        poll(lambda: self.fact('pane_dead') == '1', seconds, self.screen)
        return int(self.fact('pane_dead_status') or -1)

    def resize(self, width, height):
        """Make the terminal another size."""
        self.tmux('resize-window', '-x', str(width), '-y', str(height))
        self.size = (width, height)

    def pid(self):
        """The process id of the command, which `env` has become."""
        return int(self.fact('pane_pid'))

    def folkmoot_pid(self):
        """The process id of the folkmoot that a shell has started."""
        def find():
            with open(f'/proc/{self.pid()}/task/{self.pid()}/children',
                      encoding='ascii') as file:
                return [int(word) for word in file.read().split()]
        return poll(find, what='a child of the shell')[-1]
