# Details of a message.
size 120 30
run go general
key k k k i
show message
