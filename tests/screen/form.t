# Commands as forms, at 80x24: fields from the template, menus, dates, what is
# wrong, what was kept, and hostile text.
size 80 24
run go general
run form task add
show empty
type Replace P2
key Tab
type @ch
show people
key Tab Tab
type fri
show date
key Tab
type first line
key Ctrl-J
type second
key Tab
key Right Right
show choice
key h Tab
type pumps, winter
show last
key Esc
show left
run form task add
show again
key Ctrl-R
show afresh
key Ctrl-S
show needed
type Pump
key Down
type nobody-there
key Ctrl-S
show refused
key Ctrl-U
key Ctrl-S
show sent
run form task add A‮B​c̸̸̸̸̸̸̸̸ 水水水 "quoted" $id -- #12 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa 👨‍👩‍👧 end
show hostile
key Tab
show hostile-left
key Esc
run form send
paste one|two|three|four|five|six|seven|eight
show long
key Tab Tab Tab Space
show flag
key Esc
run pane tasks
key j k
run task title
show now
key Ctrl-A
type New:
key Enter
show changed
run form join
show placeless
key Esc
size 40 12
run form task add
show small
key Up
show small-end
