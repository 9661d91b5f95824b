"""What a workflow file says that nobody reads: unknown keys, containers around what is not there.

All of it stays in the file, as a newer program may know it; but mostly it is a slip of the pen.
"""

from collections.abc import Collection, Iterable, Iterator

from weft.document.model import Document, Part
from weft.errors import Problem, Severity, suggestion

_FOR_EDITORS = "$schema"
"""A key by which editors find the schema of the file."""


def doubts(document: Document) -> list[Problem]:
    """A warning for each key, and each name in a container, that has no meaning."""
    return [*_unknown_keys(document), *_containers(document)]


def _unknown_keys(document: Document) -> Iterator[Problem]:
    yield from _keys(document, "", ignored=_FOR_EDITORS)
    for name, parameter in document.parameters.items():
        yield from _keys(parameter, f"parameters.{name}")
    for name, node in document.nodes.items():
        yield from (problem.at(name) for problem in _keys(node, ""))
    for connection in document.connections:
        yield from _keys(connection, f"connection {connection.from_} -> {connection.to}")
    for name, container in document.containers.items():
        yield from _keys(container, f"containers.{name}")


def _keys(part: Part, place: str, ignored: str = "") -> Iterator[Problem]:
    known = [field.serialization_alias or name for name, field in type(part).model_fields.items()]
    for key in part.model_extra or {}:
        if key != ignored:
            hint = suggestion(key, known) or f"; known are {', '.join(known)}"
            yield _doubt(f"the key {key!r} is unknown and does nothing{hint}", place)


def _containers(document: Document) -> Iterator[Problem]:
    for name, container in document.containers.items():
        place = f"containers.{name}"
        yield from _strangers("node", container.nodes, document.nodes, place)
        yield from _strangers("container", container.containers, document.containers, place)
    for kind, known in (("node", document.nodes), ("container", document.containers)):
        for name in known:
            around = [
                outer
                for outer, container in document.containers.items()
                if name in (container.nodes if kind == "node" else container.containers)
            ]
            if len(around) > 1:
                places = " and ".join(map(repr, around))
                yield _doubt(f"{kind} {name!r} is in the containers {places}; leave it in one of them")


def _strangers(kind: str, names: Iterable[str], known: Collection[str], place: str) -> Iterator[Problem]:
    for name in names:
        if name not in known:
            hint = suggestion(name, known) or "; remove the name"
            yield _doubt(f"there is no {kind} {name!r}{hint}", place)


def _doubt(message: str, place: str = "") -> Problem:
    return Problem(message, field=place or None, severity=Severity.WARNING)
