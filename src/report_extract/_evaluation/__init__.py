"""How well records agree with expected facts: `gold` reads what is expected, `matching` pairs it with what was found,
`scores` counts, `report` shows.
"""
