#!/usr/bin/env python3
"""Federated Matrix homeservers on loopback, for the demo and for the tests.

    with Federation(directory, python) as servers:
        servers['council'].url        # http://127.0.0.1:8008
        servers['council'].name       # council.localhost:8448

As a command it runs a pair of them until it is interrupted:

    usage: homeserver.py DIRECTORY [PYTHON]

PYTHON is one that has matrix-synapse, by default the one that runs this.  All
that a server is, is below DIRECTORY: its configuration, keys, data and log.

The name of a server holds the port that other servers reach it at, and can
never change; so that port is chosen once, when the directory is made.  The
port for clients may be another one at each start.  The servers end when the
process that started them does, whatever ends it (see launch.py); start them
from its main thread, because Linux goes by the thread.
"""

import base64
import contextlib
import hashlib
import hmac
import http.client
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time

from matrix import Client

HERE = os.path.dirname(os.path.abspath(__file__))
LAUNCH = os.path.join(HERE, 'launch.py')
NAMES = ('council', 'partner')
PORTS = {'federation': 8448, 'client': 8008}
TRIED_PORTS = 500
START_SECONDS = 90
STOP_SECONDS = 10
LOG_LINES = 12

UNLIMITED = {'per_second': 10000, 'burst_count': 100000}
RATES = {
    **{f'rc_{name}': UNLIMITED for name in (
        'message', 'registration', 'admin_redaction', 'joins_per_room',
        '3pid_validation', 'third_party_invite', 'room_creation',
        'user_directory', 'reports', 'media_create',
        'delayed_event_mgmt')},
    'rc_login': {'address': UNLIMITED, 'account': UNLIMITED,
                 'failed_attempts': UNLIMITED},
    'rc_joins': {'local': UNLIMITED, 'remote': UNLIMITED},
    'rc_invites': {'per_room': UNLIMITED, 'per_user': UNLIMITED,
                   'per_issuer': UNLIMITED},
    'rc_presence': {'per_user': UNLIMITED},
    'rc_federation': {'concurrent': 100, 'reject_limit': 10000,
                      'sleep_limit': 10000},
}


class ServerError(Exception):
    """What failed, where to read more, and what to do about it."""

    def __init__(self, what, todo, log=None):
        super().__init__(what)
        self.what, self.todo, self.log = what, todo, log

    def __str__(self):
        log = f' The log is {self.log}.' if self.log else ''
        what = self.what.rstrip('.\n')
        return f'{what}.{log} {self.todo}.'


def is_free(port):
    """Whether nobody listens at a port of loopback."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(('127.0.0.1', port))
        except OSError:
            return False
        return True


def free_port(first, taken=()):
    """The first free port from a number on."""
    for port in range(first, min(first + TRIED_PORTS, 65536)):
        if port not in taken and is_free(port):
            return port
    raise ServerError(f'all ports from {first} to {first + TRIED_PORTS} of '
                      'this machine are in use', 'Stop something, and try '
                      'again')


def write_private(path, text):
    """A file that only we can read, there as a whole or not at all."""
    part = path + '.part'
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
              'w', encoding='utf-8') as file:
        file.write(text)
    os.replace(part, path)


def tail(path, lines=LOG_LINES):
    """The last lines of a file, indented."""
    try:
        with open(path, encoding='utf-8', errors='replace') as file:
            return ''.join('    ' + line
                           for line in file.readlines()[-lines:])
    except OSError:
        return ''


class Homeserver:
    """One Synapse: its directory, its configuration, its process."""

    def __init__(self, directory, facts, python, extra):
        self.directory, self.python, self.extra = directory, python, extra
        self.facts = facts
        self.short = facts['short']
        self.name = f"{self.short}.localhost:{facts['federation']}"
        self.log = os.path.join(directory, 'synapse.log')
        self.config = os.path.join(directory, 'homeserver.yaml')
        self.process = None

    @property
    def url(self):
        """Where clients reach it."""
        return f"http://127.0.0.1:{self.facts['client']}"

    def user(self, localpart):
        """A full user id."""
        return f'@{localpart}:{self.name}'

    def path(self, name):
        """A file of this server."""
        return os.path.join(self.directory, name)

    # ---- configuration --------------------------------------------------

    def make_keys(self):
        """A signing key, and a certificate that nobody verifies."""
        if not os.path.exists(self.path('signing.key')):
            seed = base64.b64encode(secrets.token_bytes(32)).decode()
            write_private(self.path('signing.key'),
                          f"ed25519 a_1 {seed.rstrip('=')}\n")
        if os.path.exists(self.path('key.pem')):
            return
        try:
            subprocess.run(
                ['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes',
                 '-days', '3650', '-subj', f'/CN={self.short}.localhost',
                 '-keyout', self.path('key.pem'),
                 '-out', self.path('cert.pem')],
                check=True, stdin=subprocess.DEVNULL, text=True,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        except FileNotFoundError:
            raise ServerError('the program openssl is not there',
                              'Install it (apt-get install openssl)') from None
        except subprocess.CalledProcessError as error:
            raise ServerError(
                f'openssl made no certificate: {error.stdout.strip()}',
                'See whether the disk is full') from error

    def listener(self, kind):
        """The entry of the configuration for a port."""
        return {'port': self.facts[kind], 'type': 'http',
                'tls': kind == 'federation', 'bind_addresses': ['127.0.0.1'],
                'resources': [{'names': [kind], 'compress': False}]}

    def configuration(self):
        """All settings; JSON is YAML as well."""
        return {
            'server_name': self.name,
            'public_baseurl': self.url + '/',
            'listeners': [self.listener('client'),
                          self.listener('federation')],
            'tls_certificate_path': self.path('cert.pem'),
            'tls_private_key_path': self.path('key.pem'),
            'signing_key_path': self.path('signing.key'),
            'media_store_path': self.path('media'),
            'log_config': self.path('log.yaml'),
            'database': {'name': 'sqlite3', 'args': {
                'database': self.path('homeserver.db')}},
            'app_service_config_files': [self.path('appservice.yaml')],
            'registration_shared_secret': self.facts['registration'],
            'macaroon_secret_key': self.facts['macaroon'],
            'form_secret': self.facts['form'],
            'trusted_key_servers': [],
            'suppress_key_server_warning': True,
            'federation_verify_certificates': False,
            'ip_range_blacklist': [],
            'federation_ip_range_blacklist': [],
            'federation': {'destination_min_retry_interval': '1s',
                           'destination_retry_multiplier': 1,
                           'destination_max_retry_interval': '2s'},
            'allow_public_rooms_over_federation': True,
            'room_list_publication_rules': [{'action': 'allow'}],
            'report_stats': False,
            'bcrypt_rounds': 4,
            'max_upload_size': '50M',
            'presence': {'enabled': True},
            'user_directory': {'enabled': True, 'search_all_users': True},
            'caches': {'sync_response_cache_duration': 0},
            'experimental_features': {'msc3381_polls_enabled': True},
            **RATES, **self.extra}

    def application_service(self):
        """Who may write in the name of all users, and at a time of the past.

        It is how weeks of conversation get into a server in seconds.
        """
        def all_of(mark):
            domain = self.name.replace('.', '\\.')
            return [{'regex': f'{mark}.*:{domain}', 'exclusive': False}]
        return {
            'id': 'script', 'url': None, 'sender_localpart': 'script',
            'as_token': self.facts['token'], 'hs_token': self.facts['form'],
            'rate_limited': False,
            'namespaces': {'users': all_of('@'), 'aliases': all_of('#'),
                           'rooms': []}}

    def write_configuration(self):
        """All files that the server reads."""
        os.makedirs(self.directory, mode=0o700, exist_ok=True)
        self.make_keys()
        log = {'version': 1, 'disable_existing_loggers': False,
               'formatters': {'line': {
                   'format': '%(asctime)s %(levelname)s %(name)s '
                             '%(message)s'}},
               'handlers': {'file': {'class': 'logging.StreamHandler',
                                     'formatter': 'line'}},
               'root': {'level': 'WARNING', 'handlers': ['file']}}
        for name, value in (('homeserver.yaml', self.configuration()),
                            ('appservice.yaml', self.application_service()),
                            ('log.yaml', log)):
            write_private(self.path(name), json.dumps(value, indent=1))

    # ---- the process ----------------------------------------------------

    def launch(self, age=0):
        """Start the process; it is not ready yet."""
        self.write_configuration()
        with open(os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC,
                          0o600), 'wb') as log:
            self.process = subprocess.Popen(
                [self.python, LAUNCH, str(os.getpid()), str(age),
                 self.config], cwd=self.directory, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, start_new_session=True)
        write_private(self.path('pid'), f'{self.process.pid}\n')

    def settle_ports(self, taken):
        """See that our ports are free; the one for clients may change."""
        port = self.facts['federation']
        if not is_free(port):
            raise ServerError(
                f'port {port} is used by another program now, and it is '
                f'part of the name of the homeserver {self.name}',
                f'Stop that program ("ss -ltnp sport = :{port}" names it), '
                'or start afresh with "make demo-reset" and "make demo"')
        if not is_free(self.facts['client']):
            self.facts['client'] = free_port(self.facts['client'], taken)
            taken.add(self.facts['client'])

    def end_leftover(self):
        """End a server that an earlier process left running here."""
        try:
            with open(self.path('pid'), encoding='ascii') as file:
                pid = int(file.read())
            with open(f'/proc/{pid}/cmdline', 'rb') as file:
                if self.config.encode() not in file.read().split(b'\0'):
                    return
            os.kill(pid, signal.SIGTERM)
        except (OSError, ValueError):
            return
        deadline = time.monotonic() + STOP_SECONDS
        while os.path.exists(f'/proc/{pid}') and \
                time.monotonic() < deadline:
            time.sleep(0.05)
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGKILL)

    def is_ready(self):
        """Whether it answers."""
        link = http.client.HTTPConnection('127.0.0.1', self.facts['client'],
                                          timeout=5)
        try:
            link.request('GET', '/health')
            return link.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            link.close()

    def wait(self, seconds=START_SECONDS):
        """Until it answers."""
        deadline = time.monotonic() + seconds
        while not self.is_ready():
            if self.process.poll() is not None:
                raise ServerError(
                    f'the homeserver {self.name} ended while it started:\n'
                    f'{tail(self.log)}', 'Mend what it says, or run "make '
                    'demo-reset" and start again', self.log)
            if time.monotonic() > deadline:
                raise ServerError(
                    f'the homeserver {self.name} did not answer within '
                    f'{seconds} s', 'Try again when the machine is less busy',
                    self.log)
            time.sleep(0.05)

    def stop(self, wait=True):
        """End it; without `wait` only ask it to end."""
        if not self.process:
            return
        if self.process.poll() is None:
            self.process.terminate()
        if not wait:
            return
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None
        with contextlib.suppress(OSError):
            os.unlink(self.path('pid'))

    # ---- people ---------------------------------------------------------

    def client(self, user=None):
        """A client that speaks for any user of this server."""
        return Client(self.url, self.facts['token'],
                      user and self.user(user))

    def register(self, localpart, password, admin=False, displayname=None):
        """Make an account; the answer holds user_id and access_token."""
        client = Client(self.url)
        nonce = client.get('/_synapse/admin/v1/register')['nonce']
        words = [nonce, localpart, password, 'admin' if admin else 'notadmin']
        mac = hmac.new(self.facts['registration'].encode(),
                       '\0'.join(words).encode(), hashlib.sha1).hexdigest()
        return client.post('/_synapse/admin/v1/register', {
            'nonce': nonce, 'username': localpart, 'password': password,
            'admin': admin, 'displayname': displayname or localpart,
            'mac': mac})


class Federation:
    """Homeservers that know each other, by their short names."""

    def __init__(self, directory, python=sys.executable, names=NAMES,
                 ports=None, extra=None):
        """`ports` says where to look for free ones; `extra` are settings."""
        self.directory, self.python = os.path.abspath(directory), python
        os.makedirs(self.directory, mode=0o700, exist_ok=True)
        self.facts = self.read_facts() or \
            self.make_facts(names, {**PORTS, **(ports or {})})
        self.servers = {
            one['short']: Homeserver(
                os.path.join(self.directory, one['short']), one, python,
                extra or {})
            for one in self.facts}

    def __getitem__(self, short):
        return self.servers[short]

    def __iter__(self):
        return iter(self.servers.values())

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    @property
    def facts_path(self):
        """Where names, ports and secrets are kept."""
        return os.path.join(self.directory, 'servers.json')

    def read_facts(self):
        """What was chosen when the directory was made, or None."""
        try:
            with open(self.facts_path, encoding='utf-8') as file:
                return json.load(file)
        except (OSError, ValueError):
            return None

    def make_facts(self, names, ports):
        """Choose ports and secrets."""
        facts, taken = [], set()
        for short in names:
            one = {'short': short}
            for kind, first in ports.items():
                one[kind] = free_port(first, taken)
                taken.add(one[kind])
            for secret in ('registration', 'macaroon', 'form', 'token'):
                one[secret] = secrets.token_hex(24)
            facts.append(one)
        return facts

    def start(self, age=0):
        """Start all, at once, and wait until all answer."""
        taken = {one[kind] for one in self.facts for kind in PORTS}
        for server in self:
            server.end_leftover()
            server.settle_ports(taken)
        write_private(self.facts_path, json.dumps(self.facts, indent=1))
        try:
            for server in self:
                server.launch(age)
            for server in self:
                server.wait()
        except BaseException:
            self.stop()
            raise

    def stop(self):
        """End all, at once."""
        for server in self:
            server.stop(wait=False)
        for server in self:
            server.stop()


def main():
    """The command."""
    if len(sys.argv) not in (2, 3):
        print(__doc__.split('\n\n')[2].strip(), file=sys.stderr)
        return 2
    os.umask(0o077)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with Federation(sys.argv[1],
                        *sys.argv[2:] or [sys.executable]) as servers:
            for server in servers:
                print(f'{server.name}  {server.url}', flush=True)
            signal.pause()
    except KeyboardInterrupt:
        return 0
    except ServerError as error:
        print(f'homeserver: {error}', file=sys.stderr)
        return 1
    return 0


if __name__ == '__main__':
    sys.exit(main())
