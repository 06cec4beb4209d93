"""The data files beside this module, read into plain values.

A file is lines; "#" begins a comment, an empty line is none.  What a line
means is said at the head of each file.  The functions raise ValueError with
file and line where a line cannot be understood.
"""

import os


def read_lines(folder, name):
    """(line number, text) of each line of a rule file that says something."""
    path = os.path.join(folder, name)
    with open(path, encoding='utf-8') as file:
        for number, line in enumerate(file, 1):
            text = line.split('#', 1)[0].strip()
            if text:
                yield number, text


def split_colon(folder, name):
    """(line, left words, right words) of lines of the form "a b: c d"."""
    for number, text in read_lines(folder, name):
        left, colon, right = text.partition(':')
        if not colon or not left.strip():
            raise ValueError(f'tests/lint/{name}:{number}: expected '
                             f'"name: what it may include"')
        yield number, left.split(), right.split()


def split_columns(folder, name, columns):
    """The lines of a file of so many columns, the last one free text."""
    for number, text in read_lines(folder, name):
        words = text.split(None, columns - 1)
        if len(words) != columns:
            raise ValueError(f'tests/lint/{name}:{number}: expected '
                             f'{columns} columns, the last of them the reason')
        yield [number] + words


class Rules:
    """Every rule file of a folder."""

    def __init__(self, folder):
        self.layers = {words[0]: right for _, words, right
                       in split_colon(folder, 'layers')}
        self.libraries = [(pattern, right) for _, words, right
                          in split_colon(folder, 'libraries')
                          for pattern in words]
        self.banned = {name: instead for _, name, instead
                       in split_columns(folder, 'banned', 2)}
        self.globals = {(path, name): number for number, path, name, _
                        in split_columns(folder, 'globals', 3)}
        self.long = {(path, name): number for number, path, name, _
                     in split_columns(folder, 'long', 3)}
        self.untested = {path: number for number, path, _
                         in split_columns(folder, 'untested', 2)}
        self.verbatim = [pattern for _, pattern, _
                         in split_columns(folder, 'verbatim', 2)]
