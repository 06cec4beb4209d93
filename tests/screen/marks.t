# Marked rows, and what is done for all of them.
# with samples
size 80 24
run go general
run sample questions
key v v
show two
key V
show all
key V
show none
key g v v
key :
type poke
key Enter
show done
key V
key :
type poke
key Enter
show stopped
key Esc
show cleared
key v
key :
type burn
key Enter
show asks
key y
show burnt
run sample many
key V
key :
type poke
key Enter
show many
key Esc
show kept
run go tasks
key 4
key v v
show tasks
key Space
show toggled
key V
show tasks-all
key Esc
show tasks-none
