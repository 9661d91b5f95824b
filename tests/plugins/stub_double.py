"""A pack that claims the id of another one's tool."""

from plugins.stub_good import Reverse as TheirReverse


class Reverse(TheirReverse):
    """Something else under the same id."""

    label = "Another Reverse"


class Mirror(TheirReverse):
    """A tool of its own."""

    id = "double.mirror"
    label = "Mirror"


tools = [Reverse, Mirror]
