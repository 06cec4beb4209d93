# Too small, then large enough again; nothing is lost.
size 80 24
run go general
key c
type kept
size 30 8
show small
size 80 24
show again
