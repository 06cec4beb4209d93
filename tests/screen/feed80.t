# The feed at 80 columns: one pane at a time.
size 80 24
run go general
show first
key k k
show selected
key k k k
key Space
show up
key F2
show places
