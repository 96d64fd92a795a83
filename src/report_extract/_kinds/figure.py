"""Figures: counts, measures, money, shares and ranges of Chinese news, and the numerals that are none of these.

`find` yields `figure` mentions (rules `figure.count`, `figure.measure`, `figure.money`, `figure.percent`,
`figure.fraction`, `figure.range`, `figure.ratio`, `figure.sum`, `figure.shared`, `figure.number`) and `nonfigure`
mentions with their class; `read` gives each figure its value, interval and unit.
"""

from __future__ import annotations

from report_extract._kinds.figure_finding import find
from report_extract._kinds.figure_reading import read

__all__ = ["find", "read"]
