"""Words as data: TOML files whose entries prove themselves.

A lexicon file `NAME.toml` holds tables `[[entry-kind]]`; each is checked against a typed model, all faults of a
file reported at once. A user's folder of the same form is laid over the packaged one, file by file: its entries
are added, and replace packaged entries of the same name.
"""

from report_extract._lexicon.catalogue import WordSource, lexicon_from, load_lexicon
from report_extract._lexicon.loading import Entry, Lexicon, default_lexicon

__all__ = ["Entry", "Lexicon", "WordSource", "default_lexicon", "lexicon_from", "load_lexicon"]
