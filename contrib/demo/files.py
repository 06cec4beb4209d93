"""Small files of the right kind, for people who share them."""

import struct
import zlib

CSV = '''pump,commissioned,tested,load_percent,result
P1,2009,2026-11,96,pass
P2,1998,2026-11,61,fail
P3,2011,2026-11,94,pass
P4,1998,2026-11,58,fail
'''
ICS = '''BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//demo//EN
END:VCALENDAR
'''.replace('\n', '\r\n')


def chunk(kind, data):
    """A part of a PNG file."""
    return struct.pack('>I', len(data)) + kind + data + \
        struct.pack('>I', zlib.crc32(kind + data))


def picture(name, width=320, height=180):
    """A PNG: a river under a sky, its colours by the name."""
    seed = zlib.crc32(name.encode())
    shore = height * (40 + seed % 30) // 100
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        wave = (seed >> 8) % 40
        for x in range(width):
            if y < shore + (x * wave // width) % 13:
                rows += bytes((150 + y // 4, 180 + y // 5, 220))
            else:
                rows += bytes((30 + (x ^ y) % 16, 80 + y // 3, 110 + wave))
    return b'\x89PNG\r\n\x1a\n' + \
        chunk(b'IHDR', struct.pack('>2I5B', width, height, 8, 2, 0, 0, 0)) + \
        chunk(b'IDAT', zlib.compress(bytes(rows), 6)) + chunk(b'IEND', b''), \
        {'w': width, 'h': height}


def document(title):
    """A PDF of one page with a line on it."""
    words = title.replace('\\', '').replace('(', '').replace(')', '')
    stream = f'BT /F1 18 Tf 72 720 Td ({words}) Tj ET'.encode('latin-1', '?')
    parts = [
        b'<</Type/Catalog/Pages 2 0 R>>',
        b'<</Type/Pages/Kids[3 0 R]/Count 1>>',
        b'<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R'
        b'/Resources<</Font<</F1 5 0 R>>>>>>',
        b'<</Length %d>>stream\n%s\nendstream' % (len(stream), stream),
        b'<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>']
    data, places = bytearray(b'%PDF-1.4\n'), []
    for number, part in enumerate(parts, 1):
        places.append(len(data))
        data += b'%d 0 obj%s endobj\n' % (number, part)
    start = len(data)
    data += b'xref\n0 6\n0000000000 65535 f \n' + b''.join(
        b'%010d 00000 n \n' % place for place in places)
    return bytes(data) + b'trailer<</Size 6/Root 1 0 R>>\nstartxref\n' \
        b'%d\n%%%%EOF\n' % start


def make(name):
    """(bytes, MIME type, more for "info") of a file of that name."""
    kind = name.rpartition('.')[2]
    if kind == 'png':
        data, size = picture(name)
        return data, 'image/png', size
    if kind == 'pdf':
        return document(name), 'application/pdf', {}
    if kind == 'csv':
        return CSV.encode(), 'text/csv', {}
    if kind == 'ics':
        return ICS.encode(), 'text/calendar', {}
    return f'{name}\n'.encode(), 'text/plain', {}
