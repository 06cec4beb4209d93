# A poll in the feed: bars and counts, my vote, hidden counts, the end.
size 80 26
run go general
poll !general @ben:council.org Which day suits the flood drill?|Tuesday 1 December|Thursday 3 December, in the evening, at the depot behind the station|Neither
show asked80
vote @chloe:council.org 1
vote @dev:council.org 2
vote @pat:partner.example 1
vote @ann:council.org 1
show voted80
key v
show prompt80
type 2
key Esc
size 120 30
show voted120
poll-end @dev:council.org
show stranger-cannot-end
poll-end @ben:council.org
show ended120
poll !general @chloe:council.org hidden Who chairs?|Ben|Dev|Ann
vote @ben:council.org 3
vote @ann:council.org 2
show hidden120
poll-end @chloe:council.org
poll !general @chloe:council.org 2 Up to two|One|Two|Three
vote @ann:council.org 1,3
show many120
