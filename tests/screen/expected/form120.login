 folkmoot  ann@council                                                                                        1 for you







                           Welcome to folkmoot

                           One place in the terminal for the project spaces of your
                           organisation: rooms, tasks and people, and always who can read
                           what you write. Log in to your Matrix homeserver:

                         ▌ server      the homeserver of your organisation, for example coun…
                           name        yours on that server, without the part after the colon
                           password    is sent to the server alone and kept nowhere

                           Enter goes on, Tab changes the field, Ctrl-Q ends. From the shell:
                           folkmoot login matrix SERVER --user NAME



















 Esc leave  F1 help  Enter open
