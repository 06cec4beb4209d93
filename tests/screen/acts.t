# Pinned messages, places that do not ring, and what u takes back.
size 120 30
run go general
pin !general $event008
level !desk none
show pinned
key u
show nothing-to-undo
run favourite
show favourite
key u
show undone
run read-all
show all-read
# What these commands answer is shown as lists.
run pins
show pins
key q
poll !general @ben:council.org Which day?|Monday|Tuesday
vote @ann:council.org 2
run polls
show polls
key q
key F6
show mentions
