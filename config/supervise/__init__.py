"""`make run`: everything the site consists of, from one terminal, ended by one Ctrl-C."""
