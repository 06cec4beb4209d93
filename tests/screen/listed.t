# Records of every kind as lists, at both sizes.
# with samples
size 80 24
run go general
run sample people
show people
run sample questions
show questions
key j j
show solved
key /
type depot
key Enter
show filtered
key Esc s s
show sorted
key q q
show feed-again
run sample home
show home
key G
show home-end
run sample report
show report
run sample hostile
show hostile
run sample many
show many
key G
show many-end
key /
type needle
show needle
key Esc q q q q
show feed
size 170 30
run sample people
show people-beside
size 120 40
show people-wide
run sample ideas
show ideas-wide
run sample events
show events-wide
run sample resources
show resources-wide
run sample home
show home-wide
run sample report
show report-wide
run sample hostile
show hostile-wide
run sample none
show empty
run sample silent
show said
run sample-quiet silent
show quiet
