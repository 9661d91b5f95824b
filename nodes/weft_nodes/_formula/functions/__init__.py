"""The functions of the formula language, by category."""

import functools
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from weft_nodes._formula.catalog import Function
from weft_nodes._formula.functions import (
    conditions,
    conversions,
    dates,
    extremes,
    files,
    maths,
    regexes,
    searching,
    specials,
    strings,
    tests,
)

CATEGORIES: Mapping[str, tuple[Function, ...]] = MappingProxyType(
    {
        "Conditional": conditions.FUNCTIONS,
        "Test": tests.FUNCTIONS,
        "String": searching.FUNCTIONS + strings.FUNCTIONS + regexes.FUNCTIONS,
        "Conversion": conversions.FUNCTIONS,
        "File": files.FUNCTIONS,
        "DateTime": dates.FUNCTIONS,
        "Math": maths.FUNCTIONS,
        "Min/Max": extremes.FUNCTIONS,
        "Special": specials.FUNCTIONS,
    }
)


@functools.cache
def functions() -> tuple[Function, ...]:
    """Every function, category by category."""
    return tuple(replace(each, category=name) for name, found in CATEGORIES.items() for each in found)


@functools.cache
def functions_by_name() -> Mapping[str, Function]:
    """Lower-case name to function."""
    return {each.name.casefold(): each for each in functions()}
