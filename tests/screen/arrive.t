# New messages do not move what one reads.
size 80 16
run go general
key k k k k k
show before
say !general @ben:council.org And the third pump is fine.
show after
key G
show bottom
