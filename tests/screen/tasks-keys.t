# What keys do with tasks: stages, steps, what is asked at the prompt, undo.
# with tasks
size 100 30
run go tasks
key 4 j j j j
key L
show waiting
key H
show to-do
key x j j Space
show ticked
key Esc +
show add-step
key Esc p
show priority
key Esc e
show change
key Esc o
show source
key 4
run task-filter all
show all
key > >
show saved
key >
show saved-blocked
run task-filter all
run task-board lanes
show board
key v v L
show marked
run task-board list
run task-filter mine
key Space
show done
key a
show add
