"""The source tree as the checks see it: files, text without comments, tags.

Nothing here judges.  A Tree lists the files which are, or would be, in the
repository; a Source gives one C file in three views of the same length, so
that an offset in one is the same place in the others:

    text    as written
    bare    comments blanked out
    code    comments and the insides of strings blanked out

Functions and variables come from Universal Ctags, which knows where a
function ends; everything else is read from the views.
"""

import functools
import os
import re
import shutil
import subprocess

TOKEN = re.compile(r'/\*.*?(?:\*/|\Z)'            # block comment
                   r'|//(?:\\\n|[^\n])*'          # line comment
                   r'|"(?:\\.|[^"\\\n])*"?'       # string
                   r"|'(?:\\.|[^'\\\n])*'?",      # character
                   re.S)
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"]', re.M)

# GLib and compiler attributes which would confuse ctags.  A name with "+"
# takes arguments that are to be skipped as well.
MACROS = ('G_DEFINE_QUARK+', 'G_DEFINE_AUTOPTR_CLEANUP_FUNC+',
          'G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC+',
          'G_DEFINE_AUTO_CLEANUP_FREE_FUNC+', 'G_STATIC_ASSERT+',
          '_Static_assert+', 'G_GNUC_PRINTF+', 'G_GNUC_UNUSED',
          'G_GNUC_NORETURN', 'G_GNUC_PURE', 'G_GNUC_CONST',
          'G_GNUC_WARN_UNUSED_RESULT', '__attribute__+', '_Noreturn',
          'noreturn')


class Missing(Exception):
    """A program that lint needs is not installed."""


def blank(match, keep_quotes=True):
    """Spaces for a token, keeping its line breaks and its quotes."""
    word = match.group(0)
    if word[0] in '"\'':
        if not keep_quotes or len(word) < 2:
            return word
        return word[0] + re.sub(r'[^\n]', ' ', word[1:-1]) + word[-1]
    return re.sub(r'[^\n]', ' ', word)


class Source:
    """One C file."""

    def __init__(self, root, path):
        self.path = path
        with open(os.path.join(root, path), encoding='utf-8',
                  errors='replace', newline='') as file:
            self.text = file.read()
        self.functions = []
        self.variables = []

    @functools.cached_property
    def bare(self):
        """The text with its comments blanked out."""
        return TOKEN.sub(lambda m: blank(m, keep_quotes=False), self.text)

    @functools.cached_property
    def code(self):
        """The text with comments and the insides of strings blanked out."""
        return TOKEN.sub(blank, self.text)

    @functools.cached_property
    def lines(self):
        """The lines as written, without their ends."""
        return self.text.split('\n')[:-1] if self.text.endswith('\n') \
            else self.text.split('\n')

    @functools.cached_property
    def includes(self):
        """(line, quote, path) of each #include."""
        return [(self.line_at(m.start(1)), m.group(1), m.group(2))
                for m in INCLUDE.finditer(self.bare)]

    @functools.cached_property
    def comments(self):
        """(offset, text) of each comment."""
        return [(m.start(), m.group(0)) for m in TOKEN.finditer(self.text)
                if m.group(0).startswith('/')]

    @property
    def folder(self):
        """The folder below src ('' for src itself), or None outside it."""
        parts = self.path.split('/')
        return '/'.join(parts[1:-1]) if parts[0] == 'src' else None

    @property
    def stem(self):
        """The file's name without folder and extension."""
        return os.path.splitext(os.path.basename(self.path))[0]

    def line_at(self, offset):
        """The line number, from 1, of an offset."""
        return self.text.count('\n', 0, offset) + 1

    def offset_of(self, line):
        """The offset at which a line, from 1, begins."""
        return sum(len(text) + 1 for text in self.lines[:line - 1])


class Function:
    """A function definition as ctags sees it."""

    def __init__(self, path, name, fields):
        self.path = path
        self.name = name
        self.line = int(fields['line'])
        self.end = int(fields.get('end', fields['line']))
        self.static = 'file' in fields
        self.parameters = count_parameters(fields.get('signature', '()'))

    @property
    def length(self):
        """Lines from the one with the name to the closing brace."""
        return self.end - self.line + 1


class Variable:
    """A file-scope variable definition as ctags sees it."""

    def __init__(self, path, name, fields):
        self.path = path
        self.name = name
        self.line = int(fields['line'])


def count_parameters(signature):
    """How many parameters a signature has; '...' is none, (void) is none."""
    inner = signature.strip()[1:-1].strip()
    if inner in ('', 'void'):
        return 0
    depth, count = 0, 1
    for char in inner:
        depth += (char in '([') - (char in ')]')
        count += char == ',' and depth == 0
    return count - inner.endswith('...')


class Tree:
    """All files of a repository, and its C files parsed."""

    def __init__(self, root):
        self.root = os.path.abspath(root)
        self.files = list_files(self.root)
        self.sources = [Source(self.root, path) for path in self.files
                        if path.endswith(('.c', '.h'))]
        self.by_path = {source.path: source for source in self.sources}
        read_tags(self)

    def under(self, folder, *ends):
        """Sources below a folder with one of these extensions."""
        return [source for source in self.sources
                if source.path.startswith(folder + '/')
                and source.path.endswith(ends)]

    def read(self, path):
        """The bytes of a file, or none where it cannot be read."""
        try:
            with open(os.path.join(self.root, path), 'rb') as file:
                return file.read()
        except OSError:
            return b''


def list_files(root):
    """Files tracked, or untracked and not ignored; all where git is absent."""
    if os.path.exists(os.path.join(root, '.git')) and shutil.which('git'):
        done = subprocess.run(
            ['git', '-C', root, 'ls-files', '-z', '--cached', '--others',
             '--exclude-standard'],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
        if done.returncode == 0:
            names = done.stdout.decode('utf-8', 'replace').split('\0')
            return sorted({name for name in names if name and
                           os.path.isfile(os.path.join(root, name))})
    return sorted(walk_files(root))


def walk_files(root):
    """Every file below root but those that a build leaves behind."""
    for folder, folders, names in os.walk(root):
        if folder == root and 'build' in folders:
            folders.remove('build')
        folders[:] = [name for name in folders
                      if name not in ('.git', '__pycache__')]
        for name in names:
            yield os.path.relpath(os.path.join(folder, name), root)


def read_tags(tree):
    """Fill in the functions and variables of every C file below src."""
    paths = [source.path for source in tree.under('src', '.c', '.h')]
    if not paths:
        return
    try:
        done = subprocess.run(
            ['ctags', '--options=NONE', '--languages=C', '--langmap=C:.c.h',
             '--kinds-C=fv', '--fields=+neSK', '--sort=no',
             '-I', ','.join(MACROS), '-f', '-', '-L', '-'],
            input='\n'.join(paths), cwd=tree.root, check=False,
            encoding='utf-8', errors='replace',
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    except FileNotFoundError:
        raise Missing('lint needs the program ctags; '
                      'install the package universal-ctags') from None
    if done.returncode != 0 or 'unknown option' in done.stderr.lower():
        raise Missing('lint needs Universal Ctags, and this ctags is another '
                      'one; install the package universal-ctags')
    for line in done.stdout.splitlines():
        add_tag(tree, line)


def add_tag(tree, line):
    """File one line of ctags under its source."""
    if line.startswith('!'):
        return
    name, path, rest = line.split('\t', 2)
    words = rest[rest.rindex(';"\t') + 3:].split('\t')
    fields = dict((word.split(':', 1) + [''])[:2] for word in words[1:])
    source = tree.by_path[path]
    if words[0] == 'function':
        source.functions.append(Function(path, name, fields))
    elif words[0] == 'variable':
        source.variables.append(Variable(path, name, fields))
