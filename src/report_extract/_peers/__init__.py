"""Other readers of Chinese figures, dates and names, to be measured beside this one: one module an adapter.

Each is loaded where its library is installed, and gives spans with values in the terms of this project. None is needed
by the package itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from report_extract._peers.jionlp import jionlp
from report_extract._peers.lac import lac
from report_extract._peers.peer import Peer
from report_extract._peers.recognizers import recognizers
from report_extract.errors import EngineError, InputError

PEERS: Mapping[str, Callable[[], Peer]] = {"jionlp": jionlp, "recognizers": recognizers, "lac": lac}


def peer_named(name: str) -> Peer:
    """The peer of that name; InputError where there is none, EngineError where it is not installed."""
    if name not in PEERS:
        raise InputError(f"{name}: no such peer; there are {', '.join(PEERS)}")
    return PEERS[name]()


def installed_peers() -> tuple[tuple[Peer, ...], tuple[str, ...]]:
    """The peers that are installed, and for each of the others what would bring it."""
    found, missing = [], []
    for load in PEERS.values():
        try:
            found.append(load())
        except EngineError as error:
            missing.append(str(error))
    return tuple(found), tuple(missing)
