# The home of a space: what it is for, what changed, its rooms; a report.
size 100 24
run go Flood
show purpose
size 80 24
show small
key G
show rooms
key g
key Enter
show opened
key [
size 120 40
show back
run report
show report
run digest
show digest
