"""What the package costs: `supply` gives text, `rates` and `stages` time it, `scaling` looks at long texts, `fresh` at
start and memory, `report` shows. All times are CPU times of this process or of one of its own.
"""
