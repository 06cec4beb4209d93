# An encrypted room can be seen and not written in.
size 80 16
run go payroll
show room
key c
type hello
key Enter
show refused
