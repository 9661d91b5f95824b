"""What a function is: its parameters, its help with an example, and how it becomes SQL.

A function is data. Its `spec` says name and parameters: `Left(text:text, count:int)`; a parameter with
`=` may be left out, one that ends in `...` takes any number of values.
"""

import functools
import re
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from weft_nodes._formula import arguments
from weft_nodes._formula import tree as t
from weft_nodes._formula.kinds import Kind, Type
from weft_nodes._formula.scope import NOTHING, Scope
from weft_nodes._formula.values import Value, combine

CONVERSIONS: Mapping[str, arguments.Conversion] = MappingProxyType(
    {
        "any": arguments.any_value,
        "text": arguments.as_text,
        "literal": arguments.as_text,
        "number": arguments.as_number,
        "double": arguments.as_double,
        "int": arguments.as_int,
        "bool": arguments.as_condition,
        "moment": arguments.as_moment,
    }
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a function.

    Attributes:
        name: As shown in the signature; two underscores stand for a comma.
        accepts: `any`, `text`, `number`, `double`, `int`, `bool`, `moment` (a date), or `literal`:
            a text that must be written out, since it decides how the expression is computed.
        default: The expression used where it is left out; None for one that has to be given.
        many: Takes all further arguments, at least one.
    """

    name: str
    accepts: str
    default: str | None = None
    many: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """A call with its arguments converted: what the body of a function works with."""

    scope: Scope
    node: t.Call
    values: Mapping[str, tuple[Value, ...]]
    nodes: Mapping[str, tuple[t.Tree, ...]]

    def __getitem__(self, name: str) -> Value:
        return self.values[name][0]

    def given(self, name: str) -> bool:
        """Whether the call has this optional argument."""
        return bool(self.nodes[name])

    def bound(self, name: str) -> Value:
        """The argument under a name, to be written more than once."""
        return self.scope.bind(self[name])

    def operands(self, name: str) -> list[tuple[Value, t.Tree]]:
        """The arguments of a parameter that takes many, with their places."""
        return list(zip(self.values[name], self.nodes[name], strict=True))

    def problem(self, name: str, message: str) -> Value:
        """A mistake in an argument."""
        return self.scope.problem(self.nodes[name][0] if self.nodes[name] else self.node, message)


Body = Callable[[Call], Value]


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the formula language.

    Attributes:
        spec: Name and parameters, see the module.
        returns: The type of the result; for a body that is code, the type it usually has.
        body: SQL with the parameters in braces, or code.
        help: One line.
        example: A call that needs no columns, or an empty text where the result is never the same.
        result: What the example gives.
        category: Test, String, Conversion, File, DateTime, Math, Min/Max, Special, Conditional.
        volatile: May give another result in the next run.
        fault: Why the result may be null though no argument is; told as a warning.
        never_null: The SQL gives a result for null arguments too.
    """

    spec: str
    returns: Type
    body: str | Body
    help: str
    example: str = ""
    result: bool | int | float | str | date | datetime | None = None
    category: str = ""
    volatile: bool = False
    fault: str = ""
    never_null: bool = False

    @property
    def name(self) -> str:
        return self.spec.partition("(")[0]

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        return _parameters(self.spec)

    @property
    def signature(self) -> str:
        """`Contains(text, target, [ignore_case])`"""
        shown = []
        for parameter in self.parameters:
            name = parameter.name.replace("__", ", ") + (", ..." if parameter.many else "")
            shown.append(name if parameter.default is None else f"[{name}]")
        return f"{self.name}({', '.join(shown)})"

    def apply(self, call: Call) -> Value:
        """The call as a value."""
        if any(value.kind is Kind.UNKNOWN for values in call.values.values() for value in values):
            return NOTHING if callable(self.body) else Value("NULL", self.returns)
        if callable(self.body):
            return self.body(call)
        return render(call, self.body, self.returns, self.fault, self.never_null)


@functools.cache
def _parameters(spec: str) -> tuple[Parameter, ...]:
    inside = spec[spec.index("(") + 1 : -1]
    found = []
    for part in re.split(r", (?=\w+:)", inside) if inside else []:
        name, _, rest = part.partition(":")
        accepts, _, default = rest.partition("=")
        many = accepts.endswith("...")
        found.append(Parameter(name, accepts.removesuffix("..."), default or None, many))
    return tuple(found)


def render(call: Call, sql: str, returns: Type, fault: str = "", never_null: bool = False) -> Value:
    """SQL with the arguments in place of `{name}`; one that takes many becomes a list with commas."""
    names = [name for _, name, _, _ in string.Formatter().parse(sql) if name]
    parts: dict[str, Value] = {}
    texts: dict[str, str] = {}
    for name in dict.fromkeys(names):
        values = call.values[name]
        if names.count(name) > 1 or fault:
            values = tuple(call.scope.bind(value) for value in values)
        parts |= {f"{name}{index}": value for index, value in enumerate(values)}
        texts[name] = ", ".join(value.sql for value in values)
    nullable = False if never_null else (True if fault else None)
    value = combine(sql.format_map(texts), returns, *parts.values(), nullable=nullable)
    if fault:
        return call.scope.watch(value, list(parts.values()), fault)
    return value


def literal_text(call: Call, name: str) -> str | None:
    """The text of a `literal` argument."""
    value = call[name].literal
    return value if isinstance(value, str) else None
