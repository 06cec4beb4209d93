# Home: what needs me, on a small and a large screen, full and hostile.
size 80 24
run pane home
show home80
key j j
show second
key z
show later
key ?
show keys
key Esc
invite Payroll working group
write refused general A refused line
say general @ben:council.org a\x1b[31m red‮ line
run pane home
key G
show bottom
size 120 40
key g
show home120
key Enter
show opened
