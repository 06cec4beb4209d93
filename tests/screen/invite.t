# An invitation in the sidebar and its question.
size 100 24
invite Boat shed
show listed
run go Boat
show question
key Esc
show left
