"""A pack whose tool needs a library that nobody has."""

from typing import ClassVar

from plugins.stub_good import Reverse


class Telescope(Reverse):
    """Looks far."""

    id = "missing.telescope"
    label = "Telescope"
    needs: ClassVar[tuple[str, ...]] = ("json", "library_that_nobody_has", "library.nobody.has")
    extra = "far"
