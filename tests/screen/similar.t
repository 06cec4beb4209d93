# What was asked before is offered below a question while it is typed.
size 80 24
run go general
thing !general @chloe:council.org question How is the east pump primed?
answer @ben:council.org With the hand lever.
change @chloe:council.org accept
thing !general @dev:council.org question Who has the key of the depot?
run ask
show empty
type priming the pump
show offered
