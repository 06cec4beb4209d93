# What waits and what was refused, in the feed and in the outbox.
size 80 24
run go general
account live
write waiting !general On its way
write refused !general Not wanted, and long enough that one line of eighty columns does not hold all of it
show feed
key 8
show list
key j
show refused
key E
show back
