# Members, a person, the filter.
size 80 24
run go quay
key 3
show all
key /
type pat
show filter
key Enter Enter
show person
key q
show left
