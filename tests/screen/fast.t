# Keys that come faster than the screen is drawn count all the same.
size 100 24
run go general
burst Ctrl-K q u a y Enter
show quay
burst Ctrl-K g e n e r a l Enter k r
show reply
