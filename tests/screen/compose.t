# Writing: the audience, several lines, paste, a reply, completion.
size 80 24
run go general
key c
show empty
type hello *world*
key Alt-Enter
type second line
show lines
key Ctrl-U Backspace Ctrl-U
paste first|/quit|third
show pasted
key Esc
key k r
show reply
