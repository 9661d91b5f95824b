"""A pack of one good tool among some that break the contract."""

from plugins.stub_good import Reverse

from weft.sdk import Tool, ToolConfig


class Unfinished(Tool[ToolConfig]):
    """Has neither configure nor run."""

    id = "unsound.unfinished"


class NoDot(Reverse):
    """Its id lacks the name of the pack."""

    id = "nodot"


class Fine(Reverse):
    """Nothing is wrong with it."""

    id = "unsound.fine"


def tools() -> list[object]:
    return [Unfinished, NoDot, Fine, "no tool at all"]
