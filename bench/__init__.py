"""`make bench`: what must stay quick and small, measured against the machine it runs on.

A case is a module here with `measure(stage)`, which yields `Measure`s; `CASES` in `__main__` lists
them. Prefer ratios between two things timed in the same run to seconds, which say more about the
machine than about the code.
"""
