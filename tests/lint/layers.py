"""Checks on who includes whom: the layer table and the library table."""

import fnmatch
import os


def folder_of(source):
    """The row of the layer table a file below src belongs to."""
    return source.folder or os.path.basename(source.path)


def top_of(folder):
    """The folder directly below src."""
    return folder.split('/')[0]


def may_include(rules, folder, header):
    """Whether the layer table lets a folder include a header of ours."""
    target = os.path.dirname(header)
    if target == folder:
        return True
    allowed = rules.layers.get(folder, [])
    return '*' in allowed or target in allowed or header in allowed


def check_own_include(tree, rules, source, line, header):
    """One #include "…" below src."""
    folder = folder_of(source)
    where = f'{source.path}:{line}'
    if header.endswith('.c'):
        yield (f'{where}: includes {header}; put what is shared into a '
               f'header')
    elif 'src/' + header not in tree.by_path:
        yield (f'{where}: "{header}" is not a file below src; write the path '
               f'from src, as in "text/text.h"')
    elif not may_include(rules, folder, header):
        yield (f'{where}: {folder} may not include {header}; move what is '
               f'needed down a layer or hand it in (tests/lint/layers)')


def in_place(path, places):
    """Whether a file below src is at one of the places of a library."""
    inner = path[len('src/'):]
    return any(place == '*' or inner == place or
               inner.startswith(place + '/') for place in places)


def check_library(rules, source, line, header):
    """One #include <…> below src."""
    rows = [places for pattern, places in rules.libraries
            if fnmatch.fnmatchcase(header, pattern)]
    if not rows:
        yield (f'{source.path}:{line}: <{header}> is in no row of '
               f'tests/lint/libraries; use what is there, or decide on the '
               f'place of a new library and add it')
    elif not any(in_place(source.path, places) for places in rows):
        yield (f'{source.path}:{line}: <{header}> belongs to '
               f'{", ".join(rows[0])} alone; go through that')


def check_includes(tree, rules):
    """No include but those that the tables allow."""
    for source in tree.sources:
        for line, quote, header in source.includes:
            if not source.path.startswith('src/'):
                if header.endswith('.c'):
                    yield (f'{source.path}:{line}: includes {header}; link '
                           f'it, and test it through its header')
            elif quote == '<':
                yield from check_library(rules, source, line, header)
            else:
                yield from check_own_include(tree, rules, source, line,
                                             header)


def check_folders(tree, rules):
    """Every folder below src has a row in the layer table."""
    for folder in sorted({folder_of(source)
                          for source in tree.under('src', '.c', '.h')}):
        if folder not in rules.layers:
            yield (f'src/{folder}:1: has no row in tests/lint/layers; say '
                   f'there what it may include')


def edges(tree, key=folder_of):
    """{(folder, folder): [(path, line, header), …]} over all includes."""
    graph = {}
    for source in tree.under('src', '.c', '.h'):
        for line, _, header in source.includes:
            target = tree.by_path.get('src/' + header)
            if target is None:
                continue
            pair = key(source), key(target)
            if pair[0] != pair[1]:
                graph.setdefault(pair, []).append((source.path, line, header))
    return graph


def reach(graph, start):
    """Every folder that can be reached from one."""
    seen, todo = set(), [start]
    while todo:
        folder = todo.pop()
        for left, right in graph:
            if left == folder and right not in seen:
                seen.add(right)
                todo.append(right)
    return seen


def check_mutual(tree, _rules):
    """No two folders include each other, directly or around corners.

    A folder inside another counts as part of it: the parent may register
    what its children offer.
    """
    graph = edges(tree, lambda source: top_of(folder_of(source)))
    below = {left: reach(graph, left) for left, _ in graph}
    for left, right in sorted(graph):
        if left not in below.get(right, ()):
            continue
        path, line, header = graph[left, right][0]
        yield (f'{path}:{line}: {left} includes {header}, and {right} reaches '
               f'{left} again; break the circle, one of the two is the lower '
               f'layer')
