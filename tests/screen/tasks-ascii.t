# Tasks in ASCII and without colours: signs and marks still differ.
# with tasks
option symbols ascii
size 80 24
run theme mono
run go tasks
key 4 j j j j
show list
roles list-roles
key b
show board
