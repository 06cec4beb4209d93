# Search over everything.
size 80 24
run go general
key /
type pump
key Enter
show found
key j j Enter
show there
run find nothinglikethis
show nothing
