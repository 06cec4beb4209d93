# Questions, ideas, events, links and decisions: in the feed, in a thread with
# an accepted answer, a change that is only a claim, and as lists.
size 100 30
run go general
thing !general @chloe:council.org question Which valve closes the east pump?
answer @ben:council.org The red one, behind the ladder.
change @chloe:council.org accept
thing !general @dev:council.org question Who has the key of the depot?
thing !general @ben:council.org idea Solar panels on the pump house
opinion @chloe:council.org 👍
opinion @ann:council.org 👍
opinion @dev:council.org 👎
change @pat:partner.example declined
thing !general @ben:council.org event Flood drill
opinion @chloe:council.org 👍
opinion @dev:council.org 🤔
thing !general @ben:council.org resource Manual of the east pump
thing !general @ann:council.org decision Two new pumps before winter
show feed
run question list --all
show questions
key j Enter
show accepted
key q
key q
run idea list
show ideas
key Enter
show claim
key q
key q
run event list
show events
run resource list
show resources
run decision list
show decisions
run decision export
show export
