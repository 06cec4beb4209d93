# The list of tasks: sections, tree, marks, tabs, steps, the selected one; and
# the board.
# with tasks
size 80 24
run go tasks
key 4
show list
key G
show last
key k k
show hostile
key G
key z G
show done-open
key z g j j j j
show whole
key x j
show steps
key x /
type pump
key Enter
show filter
key /
type no such words
key Enter
show none
key Esc >
show mine
key > >
show overdue
key >
size 120 40
key j j j j
show wide
key b
show board
key l
show board-doing
key b
show lanes
size 80 24
show board80
key l l j
show board-done
size 59 20
show narrow
