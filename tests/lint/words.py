"""Checks on what is written: banned functions, state, names, leftovers."""

import fnmatch
import os
import re

TOP = {'Makefile', 'README.md', 'LICENSE', 'src', 'themes', 'tests', 'doc',
       'contrib'}
LEFTOVER = re.compile(r'\b(?:TO' r'DO|FIX' r'ME|X' r'XX)\b')
MACHINE = re.compile(r'(?<![\w.~$}/-])/(?:home/\w|root\b|work\b|'
                     r'tmp/bash_' r'jobs|tmp/\w\w/)')


def check_banned(tree, rules):
    """No call of, and no pointer to, a banned function."""
    names = '|'.join(map(re.escape, rules.banned))
    use = re.compile(rf'(?<![\w.])(?<!->)({names})\s*\('
                     rf'|[=,(&]\s*({names})\s*[,;)}}]')
    for source in tree.sources:
        for match in use.finditer(source.code):
            name = match.group(1) or match.group(2)
            line = source.line_at(match.start(1 if match.group(1) else 2))
            yield (f'{source.path}:{line}: {name} is banned; use '
                   f'{rules.banned[name]}')


def check_typedefs(tree, _rules):
    """No struct hides behind a typedef."""
    for source in tree.under('src', '.c', '.h'):
        for match in re.finditer(r'\btypedef\s+(struct|union)\b([^;{]*)',
                                 source.code):
            if '(' in match.group(2):
                continue            # a callback that returns a struct
            yield (f'{source.path}:{source.line_at(match.start())}: typedef '
                   f'of a {match.group(1)}; write "{match.group(1)} name" '
                   f'where it is used')


def is_constant(declaration):
    """Whether what stands before a variable's name makes it constant."""
    head = declaration.rsplit('*', 1)[-1]
    return re.search(r'\bconst\b', head) is not None


def declaration_before(source, line, name):
    """The words of a file-scope declaration up to the variable's name.

    Bodies of functions end a declaration, bodies of structs belong to it.
    """
    found = re.compile(rf'\b{re.escape(name)}\b').search(
        source.code, source.offset_of(line))
    if found is None:
        return ''
    before = re.sub(r'^[ \t]*#(?:\\\n|.)*$', ';', source.code[:found.start()],
                    flags=re.M)
    count = 1
    while count:
        before, count = re.subn(r'\{[^{}]*\}', '@', before)
    return re.split(r';|\)\s*@', before)[-1]


def local_statics(source):
    """(line, name) of static variables inside functions that may change."""
    static = re.compile(r'\bstatic\b([^;={]*)')
    for function in source.functions:
        start = source.offset_of(function.line)
        body = source.code.find('{', start)
        end = source.offset_of(function.end + 1)
        for match in static.finditer(source.code, body, end):
            words = re.match(r'(.*?)(\w+)[^\w]*$',
                             re.sub(r'\[[^]]*\]|\([^()]*\)$', ' ',
                                    match.group(1).rstrip()), re.S)
            if words and not is_constant(words.group(1)):
                yield source.line_at(match.start()), words.group(2)


def mutable_variables(source):
    """(line, name) of everything in a file that outlives a call."""
    for variable in source.variables:
        if not is_constant(declaration_before(source, variable.line,
                                              variable.name)):
            yield variable.line, variable.name
    yield from local_statics(source)


def check_globals(tree, rules):
    """No variable outlives a call but those that are listed."""
    seen = set()
    for source in tree.under('src', '.c', '.h'):
        for line, name in mutable_variables(source):
            seen.add((source.path, name))
            if (source.path, name) not in rules.globals:
                yield (f'{source.path}:{line}: {name} is state outside any '
                       f'struct; make it const (the pointer too), hand it '
                       f'in, or give a reason in tests/lint/globals')
    for (path, name), number in rules.globals.items():
        if (path, name) not in seen:
            yield (f'tests/lint/globals:{number}: {path} has no variable '
                   f'{name}; remove the line')


def check_allowances(tree, rules):
    """Lines of the rule files that excuse nothing any more are removed."""
    for (path, name), number in rules.long.items():
        source = tree.by_path.get(path)
        if source is None or not any(one.name == name and one.length > 100
                                     for one in source.functions):
            yield (f'tests/lint/long:{number}: {name} in {path} is not over '
                   f'100 lines; remove the line')
    for path, number in rules.untested.items():
        if path not in tree.by_path and tree.under('src', '.c') and \
                path != 'src/main.c':
            yield (f'tests/lint/untested:{number}: there is no {path}; '
                   f'remove the line')


def check_top(tree, _rules):
    """The top level holds what it is meant to hold."""
    for name in sorted({path.split('/')[0] for path in tree.files}):
        if name not in TOP and not name.startswith('.'):
            yield (f'{name}:1: does not belong at the top level; move it into '
                   f'one of the folders')


def is_verbatim(rules, path):
    """Whether a file's bytes are not ours to tidy."""
    return any(fnmatch.fnmatchcase(path, pattern)
               for pattern in rules.verbatim)


def check_text(tree, rules):
    """No trailing white space, no leftovers, no paths of one machine."""
    for path in tree.files:
        data = tree.read(path)
        if b'\0' in data or is_verbatim(rules, path):
            continue
        for number, line in enumerate(
                data.decode('utf-8', 'replace').split('\n'), 1):
            yield from check_line(path, number, line)
        if data and not data.endswith(b'\n'):
            yield (f'{path}:{data.count(10) + 1}: the last line has no end; '
                   f'add a line break')


def check_line(path, number, line):
    """One line of any text file."""
    where = f'{path}:{number}'
    if line != line.rstrip():
        yield f'{where}: white space at the end of the line; remove it'
    match = LEFTOVER.search(line)
    if match:
        yield f'{where}: says {match.group(0)}; finish it or drop it'
    match = MACHINE.search(line)
    if match:
        yield (f'{where}: "{line[match.start():][:24].split()[0]}" is a path '
               f'of one machine; make it relative, or a parameter')


def untested_files(tree, rules):
    """Files below src without a mirror in tests/unit and without a reason.

    They are {folder: [names of files]}.
    """
    found = {}
    for source in tree.under('src', '.c'):
        folder, name = os.path.split(source.path[len('src/'):])
        mirror = os.path.join('tests/unit', folder, 'test_' + name)
        if mirror not in tree.by_path and source.path not in rules.untested:
            found.setdefault(folder, []).append(name)
    return found
