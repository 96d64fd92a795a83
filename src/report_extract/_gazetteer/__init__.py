"""Names as data: the administrative divisions of China, its neighbourhood committees, and names that a user gives.

`divisions.txt` and `communities.txt.xz` are written by `tools/divisions.py` and say where they come from.
"""
