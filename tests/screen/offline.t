# No connection, the first sync, logged out.
size 80 24
run go general
account offline
show offline
invite Boat shed
write refused !general No
size 44 12
show crowded
size 80 24
account syncing
progress 2500000 12
show progress
account logged-out
show logged-out
account live
show live
