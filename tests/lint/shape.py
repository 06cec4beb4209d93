"""Checks on sizes and names, and the figures of the summary line."""

import os
import re

MEDIAN, P95, LONGEST = 15, 55, 100      # lines of a function
PARAMETERS = 5
STATIC, NAMED = 50, 95                  # per cent of functions
FILE_P95, FILE_LONGEST = 900, 1200      # lines of a .c file
COLUMNS, HARD_COLUMNS, WIDE = 80, 100, 2   # the last in per cent of lines
PROSE = 40                              # per cent of the lines of headers
CODE = ('.c', '.h', '.py', '.sh')


def percentile(values, share):
    """The nearest-rank percentile, 0 of nothing."""
    ordered = sorted(values)
    if not ordered:
        return 0
    rank = -(-len(ordered) * share // 100)
    return ordered[max(rank, 1) - 1]


def percent(part, whole):
    """A share in per cent; all of nothing is 100."""
    return 100.0 * part / whole if whole else 100.0


def all_functions(tree):
    """Every function of the .c files below src."""
    return [function for source in tree.under('src', '.c')
            for function in source.functions]


def subjects(tree):
    """For each folder, the types that its headers define or declare.

    struct reader in store/store.h makes "reader" a subject of store/.
    """
    found = {}
    for source in tree.under('src', '.h'):
        names = re.findall(r'^(?:struct|enum)\s+(\w+)\s*[;{]', source.code, re.M)
        found.setdefault(os.path.dirname(source.path), set()).update(names)
    return found


def is_named(function, types):
    """Whether an exported function bears the name of its file, folder or subject.

    Its first word has to be one of theirs: pane_… and feed_… both say that
    they live in "pane_feed.c", post_… that it does in "posts.c", and reader_…
    that it is about the struct reader which the folder's header declares.
    """
    place = os.path.splitext(function.path)[0].split('/', 1)[1]
    places = {word.rstrip('s') for word in re.split('[/_-]', place)}
    own = types.get(os.path.dirname(function.path), set())
    first = function.name.split('_')[0].rstrip('s')
    return first in places or any(name == first or function.name.startswith(name + '_')
                                  for name in own)


def static_share(tree):
    """The share of functions no other file can call, main left out."""
    functions = [one for one in all_functions(tree) if one.name != 'main']
    return percent(sum(one.static for one in functions), len(functions))


def exported_functions(tree):
    """Functions other files can call, main left out."""
    return [function for function in all_functions(tree)
            if not function.static and function.name != 'main']


def check_functions(tree, rules):
    """Length and parameters of each function, and of all together."""
    functions = all_functions(tree)
    for one in functions:
        where = f'{one.path}:{one.line}'
        if one.length > LONGEST and (one.path, one.name) not in rules.long:
            yield (f'{where}: {one.name} has {one.length} lines, more than '
                   f'{LONGEST}; divide it')
        if one.parameters > PARAMETERS:
            yield (f'{where}: {one.name} takes {one.parameters} parameters, '
                   f'more than {PARAMETERS}; hand it a struct')
    lengths = [one.length for one in functions]
    for name, share, most in ('median', 50, MEDIAN), ('p95', 95, P95):
        if percentile(lengths, share) > most:
            yield (f'src:1: the {name} of function lengths is '
                   f'{percentile(lengths, share)}, more than {most}; '
                   f'divide the long ones{longest_few(functions)}')


def longest_few(functions):
    """The names of the longest functions, to begin with."""
    longest = sorted(functions, key=lambda one: -one.length)[:3]
    return ': ' + ', '.join(f'{one.name} ({one.length}) in {one.path}'
                            for one in longest)


def check_exports(tree, _rules):
    """Enough functions are static; exported ones say where they live."""
    if static_share(tree) < STATIC:
        yield (f'src:1: {static_share(tree):.0f} % of functions are static, fewer than '
               f'{STATIC} %; make static what no other file calls')
    exported = exported_functions(tree)
    types = subjects(tree)
    strange = [one for one in exported if not is_named(one, types)]
    if percent(len(exported) - len(strange), len(exported)) >= NAMED:
        return
    for one in strange:
        yield (f'{one.path}:{one.line}: exported {one.name} bears neither the '
               f'name of its file nor of its folder; rename it (fewer than '
               f'{NAMED} % do)')


def check_lengths(tree, _rules):
    """No file is too long."""
    for source in tree.sources:
        if source.path.endswith('.c') and len(source.lines) > FILE_LONGEST:
            yield (f'{source.path}:{FILE_LONGEST + 1}: the file has '
                   f'{len(source.lines)} lines, more than {FILE_LONGEST}; '
                   f'divide it')
    sizes = [len(source.lines) for source in tree.under('src', '.c')]
    if percentile(sizes, 95) > FILE_P95:
        yield (f'src:1: the p95 of file lengths is {percentile(sizes, 95)}, '
               f'more than {FILE_P95}; divide the longest')


def columns(line):
    """The width of a line with tabs of eight."""
    return len(line.expandtabs(8))


def check_columns(tree, _rules):
    """No line of code over the hard limit, and few over the soft one."""
    for path in tree.files:
        if not path.endswith(CODE):
            continue
        lines = tree.read(path).decode('utf-8', 'replace').splitlines()
        for number, line in enumerate(lines, 1):
            if columns(line) > HARD_COLUMNS:
                yield (f'{path}:{number}: {columns(line)} columns, more than '
                       f'{HARD_COLUMNS}; break the line')
    wide = wide_share(tree)
    if wide > WIDE:
        yield (f'src:1: {wide:.1f} % of the lines of C are over {COLUMNS} '
               f'columns, more than {WIDE} %; break them{widest_few(tree)}')


def wide_share(tree):
    """The share of lines of C over the soft limit, in per cent."""
    lines = [line for source in tree.sources for line in source.lines]
    wide = sum(columns(line) > COLUMNS for line in lines)
    return 100.0 * wide / len(lines) if lines else 0.0


def widest_few(tree):
    """The files with most wide lines, to begin with."""
    counts = sorted(((sum(columns(line) > COLUMNS for line in source.lines),
                      source.path) for source in tree.sources), reverse=True)
    return ': ' + ', '.join(f'{path} ({count})' for count, path in counts[:3])


def public_headers(tree):
    """Headers that speak to other folders."""
    return [source for source in tree.under('src', '.h')
            if not re.search(r'(^|[-_])(internal|private)$', source.stem)]


def prose_lines(source):
    """(lines of prose, lines that are not empty) of a header.

    A line that holds nothing but a comment's own marks counts as neither.
    """
    prose = set()
    for offset, comment in source.comments:
        first = source.line_at(offset)
        prose.update(first + number for number, line
                     in enumerate(comment.split('\n'))
                     if re.search(r'[^\W\d_]{2}', line))
    full = {number for number, line in enumerate(source.lines, 1)
            if line.strip(' \t*/')}
    return len(prose), len(full | prose)


def prose_share(tree):
    """The share of prose in all public headers together, in per cent."""
    counts = [prose_lines(source) for source in public_headers(tree)]
    return percent(sum(prose for prose, _ in counts),
                   sum(full for _, full in counts))


def check_headers(tree, _rules):
    """Headers begin with a comment and are essays."""
    for source in tree.under('src', '.h'):
        if not source.text.lstrip().startswith('/*'):
            yield (f'{source.path}:1: begins with code; say first what the '
                   f'header is for')
    if prose_share(tree) < PROSE:
        poorest = sorted((percent(*prose_lines(source)), source.path)
                         for source in public_headers(tree))[:3]
        yield (f'src:1: {prose_share(tree):.0f} % of the lines of public '
               f'headers are prose, fewer than {PROSE} %; write down what '
               f'callers must know, first in ' +
               ', '.join(path for _, path in poorest))


def summary(tree):
    """The measured shape, as it stands in the last line."""
    functions = all_functions(tree)
    lengths = [one.length for one in functions]
    exported = exported_functions(tree)
    types = subjects(tree)
    named = percent(sum(is_named(one, types) for one in exported), len(exported))
    sizes = [len(source.lines) for source in tree.under('src', '.c')]
    return [f'{len(functions)} functions',
            f'median {percentile(lengths, 50)}',
            f'p95 {percentile(lengths, 95)}',
            f'longest {max(lengths, default=0)}',
            f'{static_share(tree):.0f} % static', f'{named:.0f} % named after their place',
            f'{len(sizes)} .c files of {sum(sizes)} lines',
            f'p95 {percentile(sizes, 95)}', f'longest {max(sizes, default=0)}',
            f'{wide_share(tree):.1f} % over {COLUMNS} columns',
            f'headers {prose_share(tree):.0f} % prose']
