# ASCII symbols, a clock of twelve hours.
option symbols ascii
option time-format 12h
size 120 30
run go general
show feed
run pane tasks
show tasks
