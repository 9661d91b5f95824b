"""The model of a workflow file: what a workflow means, and apart from it how it is drawn.

Everything but `layout`, titles and descriptions is meaning. The model keeps keys that it does not
know, so that a file from a newer program loses nothing on its way through this one; and it holds
no knowledge of tools, so that a node of an unknown tool is as good as any other.
"""

from collections.abc import Iterator
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue, StringConstraints

from weft.document.lengths import LONGEST_TEXT, LONGEST_TITLE, short_enough

FORMAT = 1
"""The format that this program writes; see `migrations` for the older ones."""

ParameterType: TypeAlias = Literal["text", "number", "integer", "boolean", "file", "folder", "choice"]

Name: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=LONGEST_TITLE)]
"""A name inside the file: made once, never re-used; what users read are titles."""

Title: TypeAlias = Annotated[str, StringConstraints(max_length=LONGEST_TITLE)]
"""What stands in one line, such as under a node."""

Prose: TypeAlias = Annotated[str, StringConstraints(max_length=LONGEST_TEXT)]
"""What may have paragraphs."""

Place: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*\.[A-Za-z][A-Za-z0-9_]*$")]
"""One anchor of one node: `image_input.out`."""


class Part(BaseModel):
    """What all parts of the file share: frozen, and unknown keys stay."""

    model_config = ConfigDict(
        frozen=True,
        extra="allow",
        use_attribute_docstrings=True,
        validate_by_name=True,
        validate_by_alias=True,
    )


class Parameter(Part):
    """A value that the user sets from outside; settings use it as `${name}`."""

    type: ParameterType = "text"
    """What the value is. A `file` or `folder` counts from the folder of the workflow file."""
    default: JsonValue = None
    """The value where none is given; without a default, one must be given."""
    description: Prose = ""
    """What the value is for."""
    choices: tuple[str, ...] = ()
    """For the type `choice`: what can be chosen."""


class Node(Part):
    """One configured tool."""

    tool: Title
    """The id of the tool, such as `weft.image_input`."""
    version: int = Field(default=1, ge=1)
    """The version of the tool that wrote the settings."""
    title: Title = ""
    """A name to read; empty means the tool's label."""
    enabled: bool = True
    """A node that is not enabled does not run, nor does what hangs on it."""
    pinned: bool = False
    """Cache and Run: its results are kept on disk."""
    settings: dict[str, JsonValue] = Field(default_factory=dict)
    """The settings by name. Paths count from the folder of the workflow file."""


class Connection(Part):
    """Records flow from an output anchor to an input anchor."""

    from_: Place = Field(validation_alias="from", serialization_alias="from")
    """The output anchor, as `node.anchor`."""
    to: Place
    """The input anchor, as `node.anchor`."""
    name: Title = ""
    """Where an input takes many connections, they come in the order of their names."""

    @property
    def source_node(self) -> str:
        return self.from_.partition(".")[0]

    @property
    def source_anchor(self) -> str:
        return self.from_.partition(".")[2]

    @property
    def target_node(self) -> str:
        return self.to.partition(".")[0]

    @property
    def target_anchor(self) -> str:
        return self.to.partition(".")[2]


class Container(Part):
    """A frame around nodes and other containers; all that is in it can be disabled at once."""

    title: Title = ""
    """The text on the frame."""
    enabled: bool = True
    """What is in a container that is not enabled does not run."""
    nodes: tuple[Name, ...] = ()
    """The names of the nodes that stand directly in it."""
    containers: tuple[Name, ...] = ()
    """The names of the containers that stand directly in it."""


class Document(Part):
    """A workflow."""

    format: int = FORMAT
    """The format of this file."""
    title: Title = ""
    """The name of the workflow."""
    description: Prose = ""
    """What the workflow does and what it needs."""
    parameters: dict[Name, Parameter] = Field(default_factory=dict)
    """Values that are set from outside, by name, in the order in which a form shows them."""
    nodes: dict[Name, Node] = Field(default_factory=dict)
    """The nodes by name."""
    connections: tuple[Connection, ...] = ()
    """What is joined to what."""
    containers: dict[Name, Container] = Field(default_factory=dict)
    """The containers by name."""
    layout: Annotated[dict[str, JsonValue], AfterValidator(short_enough)] = Field(default_factory=dict)
    """Positions, notes, comments, colours; never anything that changes a result."""


def disabled_nodes(document: Document) -> dict[str, str]:
    """The nodes that the user switched off, each with the reason.

    A container that is not enabled switches off all that is in it, through any depth. What hangs
    on a node that is switched off is not listed: the graph knows that.
    """
    reasons = {name: "it is disabled" for name, node in document.nodes.items() if not node.enabled}
    for name, container in document.containers.items():
        if not container.enabled:
            reason = f"the container {container.title or name!r} is disabled"
            for node in _nodes_inside(document, name, set()):
                reasons.setdefault(node, reason)
    return {name: reasons[name] for name in document.nodes if name in reasons}


def _nodes_inside(document: Document, name: str, seen: set[str]) -> Iterator[str]:
    container = document.containers.get(name)
    # A hand-written file may hold a circle of containers, or name one that is not there.
    if container is None or name in seen:
        return
    seen.add(name)
    yield from container.nodes
    for inner in container.containers:
        yield from _nodes_inside(document, inner, seen)
