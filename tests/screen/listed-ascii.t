# Signs and charts where there is only ASCII.
# with samples
option symbols ascii
size 80 24
run go general
run sample report
show report
run sample questions
key v
show questions
