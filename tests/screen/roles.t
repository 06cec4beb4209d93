# The same meaning in every theme: roles, not colours.
size 100 24
run go quay
roles feed
run theme mono
roles mono
run go general
run pane tasks
roles tasks
run pane home
roles home
