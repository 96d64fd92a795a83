"""The nouns: each kind is a pattern and the reading of it, side by side."""

from report_extract._kinds import compound, date, figure, gazetteer, organisation, person, place
from report_extract._kinds.kind import Kind

KINDS: tuple[Kind, ...] = (
    Kind("time", date.find),
    Kind("figure", figure.find),
    Kind("organisation", organisation.find),
    Kind("compound", compound.find),
    Kind("person", person.find),
    Kind("place", place.find),
    Kind("gazetteer", gazetteer.find),
)
