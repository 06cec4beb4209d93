# empty store
size 80 24
show form
type council.org
key Enter
type ann
key Tab
type secret
show filled
