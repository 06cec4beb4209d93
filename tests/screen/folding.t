# Runs of joins, long messages and spoilers are folded until asked for.
size 80 30
run go quay
join !quay 6
show joins
key Space
show joins-open
html !quay @pat:partner.example It ends <span data-mx-spoiler="film">with a flood</span>, sadly.
key G
show spoiler
key s
show spoiler-open
say !quay @pat:partner.example 1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16|17|18|19|20|21|22|23|24|25|26|27|28|29|30|31|32|33|34|35|36|37|38|39|40|41|42|43|44|45|46|47|48|49|50
key G
show long
key Space G
show long-open
