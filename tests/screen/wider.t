# Going wider: a message of an internal room is forwarded to one where others
# can read it. What is edited still counts; without the quote it does not.
size 80 24
run go general
key G k
run forward-to quay
show forwarded
key Enter
show asked
type publi
key Esc
show kept
key Enter
type e
key Enter
show edited
key Enter
type external
show sent
run go general
key G k y
run go quay
key c
type I hear: who signs above 5k, they ask
key Enter
show typed
key Esc Ctrl-U
type Nothing of it is left
key Enter
show free
run keep pumps in internal
type the **pumps** are here
key Enter
show refused
size 50 14
run go general
key G k
run forward-to quay
key Enter
show small
