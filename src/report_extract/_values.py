"""`@value` and `@thing`: slotted dataclasses that the type checker keeps frozen.

`dataclass(frozen=True)` also watches every assignment while a program runs, which makes an object three times as slow
to build, and a page of news is read through thousands of them. Here mypy forbids the assignment and nothing runs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

AnyValue = TypeVar("AnyValue")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value(cls: type[AnyValue]) -> type[AnyValue]:
    """Compared and hashed by its fields; see the module."""
    return dataclass(slots=True, unsafe_hash=True)(cls)


@dataclass_transform(frozen_default=True, eq_default=False, field_specifiers=(field,))
def thing(cls: type[AnyValue]) -> type[AnyValue]:
    """The same, one of its kind: compared and hashed by identity."""
    return dataclass(slots=True, eq=False)(cls)
