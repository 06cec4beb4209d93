# The signs that people mostly want come first.
size 80 20
run go general
key e
show offered
type par
show typed
