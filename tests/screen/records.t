# Answers of commands as lists: rooms, people, marks, sections.
size 80 24
run go quay
run rooms
show rooms
key j j
show second
key s
show sorted
key /
type flood
show filter
key Enter q
show whole
key q
show back
run members
show members
key v v
show marked
key Esc q
run task list --open
show tasks
key Enter
show thread
size 120 40
key q
show wide
