# The same on a wide screen; commands without a place; the log-in.
size 120 40
run go general
run form task add Sandbag depot: find a place --due +3d --assign @ben
show filled
key Esc
run form invite
type @de
show invite
key Esc
run form set
type th
show set
key Esc
key Esc
run card edit
show card
key Esc
run form login
show login
key Esc
show back
