# A thread beside the feed; what has none; leaving it.
size 120 30
run go general
reply $event008 @ben:council.org Those would do for a week.
reply $event008 @chloe:council.org I can fetch them on Monday.
key k k k k
key T
show open
key k c
type Thank you
show writing
key Esc q
show closed
size 80 24
key T
show narrow
