"""Models that are compared: what their cards tell, without loading a network. No torch is imported here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from weft.sdk import ToolError, read_card


@dataclass(frozen=True, slots=True)
class Contender:
    """A model that takes part.

    Attributes:
        name: What the user calls it, or its network and what was trained.
        network: As in `zoo`.
        trained: What was trained, such as `head only`; empty where the model does not tell.
        classes: In the order of its outputs.
        label: The column that it learned.
        picture: The column that it learned from.
        size: Bytes of its file.
        seconds: How long its training took; None where no report of it is there.
    """

    name: str
    network: str
    trained: str
    classes: tuple[str, ...]
    label: str
    picture: str
    size: int
    seconds: float | None = None

    def named(self, name: str) -> "Contender":
        """The same under another name."""
        return replace(self, name=name)


def contender(packed: bytes, name: str = "", seconds: float | None = None) -> Contender:
    """What the card of a model tells, without loading its network.

    Raises:
        ToolError: It is no model that tells classes apart.
    """
    card = read_card(packed)
    classes, settings = card.get("classes"), card.get("settings")
    network = str(card.get("backbone", ""))
    # Models of older versions tell what was trained among their settings only.
    older = settings.get("train") if isinstance(settings, dict) else None
    trained = str(card.get("scope") or older or "")
    single = card.get("target", "classes") == "classes"
    if not single or not isinstance(classes, list | tuple) or len(classes) < 2:
        raise ToolError(
            f"the model {name or network!r} does not give each picture one of several classes; only models "
            "that do can be compared"
        )
    return Contender(
        name=name or ", ".join(filter(None, (network, trained))),
        network=network,
        trained=trained,
        classes=tuple(str(one) for one in classes),
        label=str(card.get("label", "")),
        picture=str(card.get("picture", "")),
        size=len(packed),
        seconds=seconds,
    )


def check_contenders(contenders: Sequence[Contender]) -> None:
    """Raise a `ToolError` where models tell different classes apart."""
    first = contenders[0]
    for other in contenders[1:]:
        more = sorted(set(other.classes) - set(first.classes))
        less = sorted(set(first.classes) - set(other.classes))
        if more or less:
            sides = [
                f"only {one.name!r} knows {listed(found)}"
                for one, found in ((first, less), (other, more))
                if found
            ]
            raise ToolError(
                f"the models tell different classes apart: {'; '.join(sides)}. "
                "Compare models that learned the same classes"
            )


def numbered(names: Sequence[str]) -> Iterator[str]:
    """Names that all differ: those that occur again get ` #2`, ` #3` and so on."""
    given: set[str] = set()
    for name in names:
        number, unique = 1, name
        while unique in given:
            number += 1
            unique = f"{name} #{number}"
        given.add(unique)
        yield unique


def listed(names: Sequence[str], most: int = 5) -> str:
    """A few names for a message."""
    shown = ", ".join(repr(name) for name in names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most:,} more"
