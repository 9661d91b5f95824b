"""From a tree to SQL, typed on the way; every mistake is collected, none stops the translation."""

from collections.abc import Mapping
from dataclasses import replace

from weft.sdk import suggestion
from weft_nodes._formula import operators
from weft_nodes._formula import tree as t
from weft_nodes._formula.arguments import as_condition, coerce, show
from weft_nodes._formula.catalog import CONVERSIONS, Call, Function, Parameter
from weft_nodes._formula.kinds import BOOL, DOUBLE, INT, TEXT, Kind, Type, common
from weft_nodes._formula.parser import parse
from weft_nodes._formula.scope import NOTHING, Scope
from weft_nodes._formula.values import Fault, Value, combine, depth_of, literal


class Translator:
    """Translates trees within one scope.

    Args:
        scope: What names mean; problems are collected there.
        functions: Lower-case name to function.
    """

    def __init__(self, scope: Scope, functions: Mapping[str, Function]) -> None:
        self._scope = scope
        self._functions = functions

    def translate(self, tree: t.Tree) -> Value:
        """The value of a finished expression."""
        return self._scope.settle(self._value(tree))

    def _value(self, tree: t.Tree) -> Value:
        scope = self._scope
        match tree:
            case t.Literal(value):
                return literal(value, _literal_type(value))
            case t.ColumnName():
                return scope.column(tree)
            case t.BareWord():
                return self._bare_word(tree)
            case t.Negative(operand):
                return operators.negative(scope, tree, self._value(operand))
            case t.Not(operand):
                return operators.inverse(scope, tree, self._value(operand))
            case t.Binary():
                return self._binary(tree)
            case t.Membership(value, items):
                return operators.member(
                    scope, tree, self._value(value), [self.translate(item) for item in items]
                )
            case t.If():
                return self._if(tree)
            case t.Call():
                return self._call(tree)

    def _bare_word(self, tree: t.BareWord) -> Value:
        if tree.word.casefold() in self._functions:
            return self._scope.problem(tree, f"{tree.word!r} is a function; write {tree.word}(...)")
        columns = self._scope.columns
        if not self._scope.complete or tree.word in columns:
            return self._scope.problem(tree, f"a column is written in brackets: [{tree.word}]")
        hint = (
            suggestion(tree.word, columns) or f'; write [{tree.word}] for a column, "{tree.word}" for a text'
        )
        return self._scope.problem(tree, f"no column {tree.word!r}{hint}")

    def _binary(self, tree: t.Binary) -> Value:
        left, right = self._value(tree.left), self._value(tree.right)
        if tree.operator in ("AND", "OR"):
            return operators.both(self._scope, tree, left, right)
        if tree.operator in ("+", "-", "*", "/"):
            return operators.arithmetic(self._scope, tree, left, right)
        return operators.compare(self._scope, tree.operator, tree, (left, tree.left), (right, tree.right))

    def _if(self, tree: t.If) -> Value:
        conditions, results, places = [], [], []
        for condition, result in tree.branches:
            conditions.append(as_condition(self._scope, self._value(condition), condition, "IF"))
            results.append(self.translate(result))
            places.append(result)
        results.append(self.translate(tree.otherwise))
        places.append(tree.otherwise)
        return choose(self._scope, conditions, results, (tree, places))

    def _call(self, tree: t.Call) -> Value:
        function = self._functions.get(tree.name.casefold())
        values = [self._value(argument) for argument in tree.arguments]
        if function is None:
            known = [each.name for each in self._functions.values()]
            hint = suggestion(tree.name, known)
            return self._scope.problem(tree, f"unknown function {tree.name!r}{hint}")
        if not self._count_fits(tree, function):
            return NOTHING
        call = self._arguments(tree, function, values)
        before = len(self._scope.problems)
        self._check_literals(call, function)
        return NOTHING if len(self._scope.problems) > before else function.apply(call)

    def _count_fits(self, tree: t.Call, function: Function) -> bool:
        given, parameters = len(tree.arguments), function.parameters
        least = sum(parameter.default is None for parameter in parameters)
        most = None if any(parameter.many for parameter in parameters) else len(parameters)
        if given >= least and (most is None or given <= most):
            return True
        wanted = str(least) if least == most else f"{least} to {most}" if most else f"at least {least}"
        noun = "argument" if wanted == "1" else "arguments"
        self._scope.problem(
            tree, f"{function.name} takes {wanted} {noun}: {function.signature}; {given} given"
        )
        return False

    def _arguments(self, tree: t.Call, function: Function, values: list[Value]) -> Call:
        found: dict[str, tuple[Value, ...]] = {}
        nodes: dict[str, tuple[t.Tree, ...]] = {}
        place = 0
        for parameter in function.parameters:
            count = len(values) - place if parameter.many else min(1, len(values) - place)
            places = tree.arguments[place : place + count]
            mine = values[place : place + count]
            if not mine and parameter.default is not None:
                default = parse(parameter.default)
                found[parameter.name] = (self._converted(function, parameter, self._value(default), default),)
            else:
                pairs = zip(mine, places, strict=True)
                found[parameter.name] = tuple(self._converted(function, parameter, *pair) for pair in pairs)
            nodes[parameter.name] = places
            place += count
        return Call(self._scope, tree, found, nodes)

    def _converted(self, function: Function, parameter: Parameter, value: Value, node: t.Tree) -> Value:
        converted = CONVERSIONS[parameter.accepts](self._scope, value, node, function.name)
        return self._scope.settle(converted)

    def _check_literals(self, call: Call, function: Function) -> None:
        for parameter in function.parameters:
            value = call.values[parameter.name][0] if parameter.accepts == "literal" else None
            if value and value.kind is not Kind.UNKNOWN and value.literal is None:
                call.problem(
                    parameter.name,
                    f"{function.name} needs {parameter.name!r} written out as a text between quotes, "
                    f"not computed by {show(call.nodes[parameter.name][0])}",
                )


def _literal_type(value: bool | int | float | str) -> Type:
    if isinstance(value, bool):
        return BOOL
    if isinstance(value, int):
        return INT
    return DOUBLE if isinstance(value, float) else TEXT


def choose(
    scope: Scope, conditions: list[Value], results: list[Value], where: tuple[t.Tree, list[t.Tree]]
) -> Value:
    """The first result whose condition holds, else the last; what goes wrong elsewhere is not told."""
    tree, places = where
    if any(value.kind is Kind.UNKNOWN for value in (*conditions, *results)):
        return NOTHING
    shared = common(result.type for result in results)
    if shared is None:
        return scope.problem(tree, _different(results, places))
    if shared.kind is Kind.OTHER:
        return scope.problem(
            tree, f"{show(places[0])} is {shared.kind.value}; only IsNull can be asked of it"
        )
    faults = any(value.faults for value in (*conditions[1:], *results))
    if faults:
        conditions = [scope.bind(condition) for condition in conditions]
    results = [coerce(result, shared) for result in results]
    sql = _case(conditions, [result.sql for result in results])
    value = combine(sql, shared, *conditions, *results, nullable=any(result.nullable for result in results))
    return replace(value, faults=_chosen_faults(conditions, results)) if faults else value


def _case(conditions: list[Value], results: list[str]) -> str:
    branches = zip(conditions, results, strict=False)
    whens = " ".join(f"WHEN {condition.sql} THEN {result}" for condition, result in branches)
    return f"(CASE {whens} ELSE {results[-1]} END)"


def _chosen_faults(conditions: list[Value], results: list[Value]) -> tuple[Fault, ...]:
    """The faults of the conditions that are reached and of the result that is chosen."""
    found = []
    depth = depth_of(*conditions)
    for index, condition in enumerate(conditions):
        skip = " ".join(f"WHEN {earlier.sql} THEN NULL" for earlier in conditions[:index])
        for fault in condition.faults:
            sql = f"CASE {skip} ELSE {fault.sql} END" if skip else fault.sql
            found.append(replace(fault, sql=sql, depth=max(depth, fault.depth)))
    of_results: dict[Fault, list[list[str]]] = {}
    for index, result in enumerate(results):
        for fault in result.faults:
            kind = replace(fault, sql="", depth=0)
            of_results.setdefault(kind, [[] for _ in results])[index].append(fault.sql)
    deepest = max((fault.depth for result in results for fault in result.faults), default=0)
    for kind, texts in of_results.items():
        chosen = [f"coalesce({', '.join(each)}, NULL)" if each else "NULL" for each in texts]
        found.append(replace(kind, sql=_case(conditions, chosen), depth=max(depth, deepest)))
    return tuple(found)


def _different(results: list[Value], places: list[t.Tree]) -> str:
    first = next(index for index, result in enumerate(results) if result.kind is not Kind.NULL)
    for index in range(first + 1, len(results)):
        if common((results[first].type, results[index].type)) is None:
            break
    pair = (results[first].kind, results[index].kind)
    convert = "ToString or ToDateTime" if any(kind.temporal for kind in pair) else "ToString or ToNumber"
    return (
        f"the results are of different types: {show(places[first])} is {pair[0].value}, "
        f"{show(places[index])} is {pair[1].value}; use {convert} on one of them"
    )
