# Everything at once at 120 columns.
size 120 40
run go general
show feed
roles feed-roles
run pane tasks
show tasks
key j j
show task
run pane home
show home
run pane mine
show mine
