"""What a terminal shows after so many bytes: a small emulator.

It knows what ncurses sends to an xterm-256color, no more: moving, erasing,
inserting, scrolling, repeating.  Attributes are kept as the text of the last
SGR sequence, which is enough to see that a row looks different.  Unknown
sequences are counted, so that a measurement can tell when it was blind.
"""

import codecs
import re
import unicodedata

SEQUENCE = re.compile(
    r'\x1b\[([<=>?]?)([\d;:]*)([ -/]*)([@-~])'     # CSI
    r'|\x1b\](?:[^\x07\x1b]*)(?:\x07|\x1b\\)'      # OSC
    r'|\x1b[PX^_].*?\x1b\\'                        # DCS and the like
    r'|\x1b[ -/]+[0-~]'                            # character sets
    r'|\x1b[0-~]', re.S)
PARTIAL = re.compile(r'\x1b(?:\[[<=>?]?[\d;:]*[ -/]*|\][^\x07\x1b]*\x1b?|'
                     r'[PX^_][^\x1b]*\x1b?|[ -/]*)?\Z')


def width(char):
    """Columns of a character, roughly."""
    if unicodedata.combining(char) or char in '\u200d\ufe0e\ufe0f':
        return 0
    return 2 if unicodedata.east_asian_width(char) in 'WF' else 1


class Screen:
    """Rows of (character, attribute) cells and a cursor."""

    def __init__(self, rows, columns):
        self.rows, self.columns = rows, columns
        self.cells = [self.empty() for _ in range(rows)]
        self.row = self.column = 0
        self.top, self.bottom = 0, rows - 1
        self.attribute = ''
        self.last = ' '
        self.pending = ''
        self.decoder = codecs.getincrementaldecoder('utf-8')('replace')
        self.unknown = 0
        self.saved = (0, 0)

    def empty(self):
        """A row without anything."""
        return [(' ', '')] * self.columns

    def feed(self, data):
        """Take bytes as they come; a split character or sequence waits."""
        self.feed_text(self.pending + self.decoder.decode(data))

    def feed_text(self, text):
        """Take characters; keep an unfinished sequence for the next time."""
        partial = PARTIAL.search(text)
        self.pending = partial.group(0) if partial else ''
        if partial:
            text = text[:partial.start()]
        at = 0
        while at < len(text):
            if text[at] == '\x1b':
                match = SEQUENCE.match(text, at)
                if match is None:
                    self.unknown += 1
                    at += 1
                    continue
                self.sequence(match)
                at = match.end()
            else:
                self.character(text[at])
                at += 1

    def character(self, char):
        """One character, printed or obeyed."""
        if char == '\n':
            self.line_feed()
        elif char == '\r':
            self.column = 0
        elif char == '\b':
            self.column = max(self.column - 1, 0)
        elif char == '\t':
            self.column = min(self.column // 8 * 8 + 8, self.columns - 1)
        elif char >= ' ':
            self.put(char)

    def put(self, char):
        """One character that is seen."""
        columns = width(char)
        if columns == 0:
            return
        if self.column + columns > self.columns:
            self.column = 0
            self.line_feed()
        self.last = char
        row = self.cells[self.row]
        row[self.column] = (char, self.attribute)
        if columns == 2:
            row[self.column + 1] = ('', self.attribute)
        self.column += columns

    def line_feed(self):
        """Down, scrolling at the end of the region."""
        if self.row == self.bottom:
            self.scroll(1)
        elif self.row < self.rows - 1:
            self.row += 1

    def scroll(self, count, top=None):
        """Move the region up, or down where count is negative."""
        top = self.top if top is None else top
        for _ in range(abs(count)):
            if count > 0:
                del self.cells[top]
                self.cells.insert(self.bottom, self.empty())
            else:
                del self.cells[self.bottom]
                self.cells.insert(top, self.empty())

    def sequence(self, match):
        """One escape sequence."""
        final = match.group(4)
        if final is None:
            self.short_sequence(match.group(0))
            return
        if match.group(1) or match.group(3):
            if final in 'hl' and re.search(r'\b(1049|47|1047)\b',
                                           match.group(2)):
                self.cells = [self.empty() for _ in range(self.rows)]
            return
        numbers = [int(part) if part.isdigit() else 0
                   for part in re.split('[;:]', match.group(2) or '')]
        action = ACTIONS.get(final)
        if final == 'm':
            self.attribute = '' if match.group(2) in ('', '0') \
                else self.attribute + ';' + match.group(2)
        elif action:
            action(self, numbers)
        elif final not in 'hlcntqpu':
            self.unknown += 1

    def short_sequence(self, text):
        """An escape sequence of two characters, or a string."""
        if text == '\x1bM':
            if self.row == self.top:
                self.scroll(-1)
            else:
                self.row = max(self.row - 1, 0)
        elif text == '\x1b7':
            self.saved = (self.row, self.column)
        elif text == '\x1b8':
            self.row, self.column = self.saved

    def move(self, row, column):
        """The cursor, kept on the screen."""
        self.row = min(max(row, 0), self.rows - 1)
        self.column = min(max(column, 0), self.columns - 1)

    def erase(self, row, first, last):
        """Blanks from column first up to last."""
        self.cells[row][first:last] = \
            [(' ', self.attribute)] * (last - first)

    def erase_line(self, how):
        """EL."""
        first = self.column if how == 0 else 0
        last = min(self.column + 1, self.columns) if how == 1 \
            else self.columns
        self.erase(self.row, first, last)

    def erase_screen(self, how):
        """ED."""
        for row in range(self.rows):
            if how == 2 or (how == 0 and row > self.row) or \
                    (how == 1 and row < self.row):
                self.erase(row, 0, self.columns)
        if how < 2:
            self.erase_line(how)

    def insert_characters(self, count):
        """ICH where count is positive, DCH where it is negative."""
        row, at = self.cells[self.row], self.column
        if count > 0:
            row[at:at] = [(' ', self.attribute)] * count
            del row[self.columns:]
        else:
            del row[at:at - count]
            row += [(' ', self.attribute)] * (self.columns - len(row))

    def set_region(self, numbers):
        """DECSTBM."""
        self.top = max(numbers[0], 1) - 1
        self.bottom = (numbers[1] if len(numbers) > 1 and numbers[1]
                       else self.rows) - 1
        self.move(0, 0)

    def text(self):
        """What can be read, a line for each row."""
        return '\n'.join(''.join(char for char, _ in row).rstrip()
                         for row in self.cells)

    def row_text(self, row):
        """What can be read in one row."""
        return ''.join(char for char, _ in self.cells[row])

    def shows(self, *words):
        """Whether all of these can be read."""
        text = self.text()
        return all(word in text for word in words)


def one(numbers):
    """A count, which is at least one."""
    return max(numbers[0], 1)


ACTIONS = {
    'A': lambda s, n: s.move(s.row - one(n), s.column),
    'B': lambda s, n: s.move(s.row + one(n), s.column),
    'C': lambda s, n: s.move(s.row, s.column + one(n)),
    'D': lambda s, n: s.move(s.row, s.column - one(n)),
    'E': lambda s, n: s.move(s.row + one(n), 0),
    'F': lambda s, n: s.move(s.row - one(n), 0),
    'G': lambda s, n: s.move(s.row, one(n) - 1),
    'd': lambda s, n: s.move(one(n) - 1, s.column),
    'H': lambda s, n: s.move(one(n) - 1,
                             (n[1] if len(n) > 1 and n[1] else 1) - 1),
    'f': lambda s, n: s.move(one(n) - 1,
                             (n[1] if len(n) > 1 and n[1] else 1) - 1),
    'I': lambda s, n: s.move(s.row, (s.column // 8 + one(n)) * 8),
    'Z': lambda s, n: s.move(s.row, (s.column - 1) // 8 * 8),
    'J': lambda s, n: s.erase_screen(n[0]),
    'K': lambda s, n: s.erase_line(n[0]),
    'X': lambda s, n: s.erase(s.row, s.column,
                              min(s.column + one(n), s.columns)),
    '@': lambda s, n: s.insert_characters(one(n)),
    'P': lambda s, n: s.insert_characters(-one(n)),
    'L': lambda s, n: s.scroll(-one(n), s.row),
    'M': lambda s, n: s.scroll(one(n), s.row),
    'S': lambda s, n: s.scroll(one(n)),
    'T': lambda s, n: s.scroll(-one(n)),
    'b': lambda s, n: [s.put(s.last) for _ in range(one(n))],
    'r': lambda s, n: s.set_region(n),
}
