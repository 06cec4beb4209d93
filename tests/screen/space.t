# A space says what it is for.
size 100 24
run go Flood
show purpose
