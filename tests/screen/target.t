# Esc leaves the composer, a second one drops what is answered.
size 80 20
run go general
key k r
type half an answer
key Esc
show left
key Esc
show dropped
key c
show kept
key Esc G E
show edit
key Esc Esc
show unchanged
