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
