"""The Markdown of the scripts as Matrix messages.

Knows what the scripts use: emphasis, code, links, spoilers, lists, quotes,
tables, headings, fenced code, and @names.
"""

import html
import re

RULES = (
    (re.compile(r'`([^`]+)`'), r'<code>\1</code>'),
    (re.compile(r'\[([^]]+)\]\((https?://[^)\s]+)\)'),
     r'<a href="\2">\1</a>'),
    (re.compile(r'\*\*(.+?)\*\*'), r'<strong>\1</strong>'),
    (re.compile(r'(?<![\w*])\*([^*\s](?:[^*]*[^*\s])?)\*(?![\w*])'),
     r'<em>\1</em>'),
    (re.compile(r'~~(.+?)~~'), r'<del>\1</del>'),
    (re.compile(r'\|\|(.+?)\|\|'), r'<span data-mx-spoiler>\1</span>'),
)
MENTION = re.compile(r'(?<![\w@])@(\w+)')
ITEM = re.compile(r'(?:[-*]|(\d+)\.) (.*)')


def inline(text):
    """Marks within a line."""
    text = html.escape(text, quote=False)
    for pattern, becomes in RULES:
        text = pattern.sub(becomes, text)
    return text


def take(lines, wanted):
    """Take the lines at the front for which `wanted` holds."""
    taken = []
    while lines and wanted(lines[0]):
        taken.append(lines.pop(0))
    return taken


def code_block(lines):
    """A fenced block."""
    language = lines.pop(0)[3:].strip()
    body = take(lines, lambda line: not line.startswith('```'))
    del lines[:1]
    kind = f' class="language-{language}"' if language else ''
    return f'<pre><code{kind}>' + html.escape('\n'.join(body), False) + \
        '\n</code></pre>'


def item_list(lines):
    """A list with dots or numbers."""
    items = [ITEM.match(line) for line in take(lines, ITEM.match)]
    kind = 'ol' if items[0].group(1) else 'ul'
    return f'<{kind}>' + ''.join(
        f'<li>{inline(item.group(2))}</li>' for item in items) + f'</{kind}>'


def table(lines):
    """A table with a head."""
    rows = [[inline(cell.strip()) for cell in line.strip('|').split('|')]
            for line in take(lines, lambda line: line.startswith('|'))]

    def row(cells, kind):
        return '<tr>' + ''.join(f'<{kind}>{cell}</{kind}>'
                                for cell in cells) + '</tr>'
    return '<table><thead>' + row(rows[0], 'th') + '</thead><tbody>' + \
        ''.join(row(cells, 'td') for cells in rows[2:]) + '</tbody></table>'


def quotation(lines):
    """Lines that begin with >."""
    inner = [line[1:].strip()
             for line in take(lines, lambda line: line.startswith('>'))]
    return '<blockquote>' + blocks(inner) + '</blockquote>'


def heading(lines):
    """A line that begins with #."""
    marks, _, words = lines.pop(0).partition(' ')
    return f'<h{len(marks)}>{inline(words)}</h{len(marks)}>'


def paragraph(lines):
    """Plain lines."""
    body = [lines.pop(0)]
    body += take(lines, lambda line: line and not starts(line))
    return '<p>' + '<br>'.join(map(inline, body)) + '</p>'


BLOCKS = ((re.compile(r'```'), code_block), (ITEM, item_list),
          (re.compile(r'\|.*\|$'), table), (re.compile(r'>'), quotation),
          (re.compile(r'#+ '), heading))


def starts(line):
    """What makes the block that begins with this line, or None."""
    return next((make for pattern, make in BLOCKS if pattern.match(line)),
                None)


def blocks(lines):
    """All blocks of a text."""
    lines, made = list(lines), []
    while lines:
        if lines[0]:
            made.append((starts(lines[0]) or paragraph)(lines))
        else:
            lines.pop(0)
    if len(made) == 1 and made[0].startswith('<p>'):
        return made[0][3:-4]
    return ''.join(made)


def content(text, person, msgtype='m.text'):
    """The content of a message.

    `person` gives (user id, name) for the short name of a mention, or None.
    """
    mentioned = {}
    for short in MENTION.findall(text):
        if person(short):
            mentioned[short] = person(short)

    def name(match):
        known = mentioned.get(match.group(1))
        return known[1] if known else match.group(0)

    def link(match):
        known = mentioned.get(match.group(1))
        return f'<a href="https://matrix.to/#/{known[0]}">' \
            f'{html.escape(known[1])}</a>' if known else match.group(0)

    made = MENTION.sub(link, blocks(text.split('\n')))
    value = {'msgtype': msgtype, 'body': MENTION.sub(name, text),
             'm.mentions': {'user_ids': [one[0]
                                         for one in mentioned.values()]}
             if mentioned else {}}
    if made != html.escape(text, quote=False):
        value.update(format='org.matrix.custom.html', formatted_body=made)
    return value
