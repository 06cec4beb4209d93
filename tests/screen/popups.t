# The switcher, help, the prompt, a question.
size 100 30
run go general
key Ctrl-K
type quay
show switch
key Enter
show quay
key ?
show help
type thread
show help-filter
key Esc
key :
type th
show prompt
key Esc
key [
show back
