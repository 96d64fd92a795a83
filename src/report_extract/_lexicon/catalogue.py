"""The lexicon files with their models, and the loading of a user's folders and gazetteers, checked as a whole."""

from __future__ import annotations

from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from report_extract._gazetteer.names import read_names
from report_extract._lexicon import figures, layout, measuring, names, relating, times
from report_extract._lexicon.loading import Entry, Lexicon, default_lexicon, load_folders
from report_extract._values import value
from report_extract.errors import LexiconError

FILES: dict[str, type[Entry]] = {
    "compound_suffixes": names.CompoundSuffix,
    "figure_cues": figures.CueEntry,
    "furniture": layout.FurnitureLine,
    "hedges": figures.HedgeEntry,
    "layout": layout.LayoutWord,
    "measures": measuring.MeasureWord,
    "name_words": names.NameWord,
    "nonfigures": figures.NonFigureEntry,
    "organisation_suffixes": names.OrganisationSuffix,
    "places": names.PlaceName,
    "relating": relating.RelatingWord,
    "short_nouns": names.ShortNoun,
    "surnames": names.Surname,
    "time_dayparts": times.DayPart,
    "time_elapsed": times.ElapsedCue,
    "time_events": times.DatedEvent,
    "time_holidays": times.Holiday,
    "time_periods": times.PeriodWord,
    "time_relative": times.RelativeWord,
    "time_sets": times.SetWord,
    "time_signals": times.Signal,
    "time_vague": times.VagueTime,
    "titles": names.TitleWord,
    "units": figures.UnitEntry,
}


@value
class WordSource:
    """Where a run takes its words from, beside the packaged ones: folders and gazetteer files."""

    folders: tuple[str, ...] = ()
    gazetteers: tuple[str, ...] = ()


@lru_cache(maxsize=4)
def lexicon_from(source: WordSource) -> Lexicon:
    """The lexicon of a source, read once a process; the packaged one where the source adds nothing."""
    if source == WordSource():
        return default_lexicon()
    return load_lexicon(*source.folders, gazetteer=source.gazetteers)


def load_lexicon(*folders: str | Path, gazetteer: str | Path | tuple[str | Path, ...] = ()) -> Lexicon:
    """The packaged lexicon with a user's `folders` laid over it, in order, and the names of gazetteer files.

    A folder holds TOML files named like the packaged ones; its entries are added, and replace packaged entries of
    the same name. Raises LexiconError where a folder or file does not exist, is not known, or has a wrong entry.
    """
    given = [Path(folder) for folder in folders]
    for folder in given:
        _known_files(folder)
    files = (gazetteer,) if isinstance(gazetteer, str | Path) else gazetteer
    every = tuple(name for file in files for name in read_names(Path(file)))
    seen: dict[str, str] = {}
    for name in every:
        if seen.setdefault(name.name, name.kind) != name.kind:
            raise LexiconError(f"gazetteers: {name.name!r} is {seen[name.name]} in one and {name.kind} in another")
    lexicon = load_folders(*given, names=tuple({name.name: name for name in every}.values()))
    for folder in given:
        for path in folder.glob("*.toml"):
            lexicon.entries(path.stem, FILES[path.stem])
    return lexicon


def _known_files(folder: Path) -> None:
    if not folder.is_dir() or not any(folder.glob("*.toml")):
        raise LexiconError(f"{folder}: not a lexicon folder; a folder with *.toml files is needed")
    for path in sorted(folder.glob("*.toml")):
        if path.stem not in FILES:
            near = get_close_matches(path.stem, FILES, n=1)
            hint = f"; {near[0]}.toml?" if near else f"; there are {', '.join(sorted(FILES))}"
            raise LexiconError(f"{path}: the lexicon has no such file{hint}")
