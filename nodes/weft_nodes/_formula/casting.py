"""Converting a result to the type that the user chose; what does not fit becomes null with a warning."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import pyarrow as pa

from weft_nodes._formula.arguments import text_sql
from weft_nodes._formula.kinds import BOOL, DATE, DATETIME, DOUBLE, INT, TEXT, TIME, Kind, Type, decimal
from weft_nodes._formula.scope import Scope
from weft_nodes._formula.values import Value, combine, moment_sql, null

NUMBER_PATTERN = r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*"
"""What a text must look like to be a number: no `inf`, no `1_000`, no `0x`."""

TARGETS: Mapping[str, Type] = MappingProxyType(
    {
        "bool": BOOL,
        "byte": Type(Kind.INT, pa.uint8()),
        "int16": Type(Kind.INT, pa.int16()),
        "int32": Type(Kind.INT, pa.int32()),
        "int64": INT,
        "float": Type(Kind.DOUBLE, pa.float32()),
        "double": DOUBLE,
        "text": TEXT,
        "date": DATE,
        "time": TIME,
        "datetime": DATETIME,
    }
)
"""The names of types in settings; `decimal` is made by `target`."""

_SQL = MappingProxyType(
    {pa.uint8(): "UTINYINT", pa.int16(): "SMALLINT", pa.int32(): "INTEGER", pa.float32(): "FLOAT"}
)
_WORDS = MappingProxyType(
    {Kind.BOOL: "true or false", Kind.DATE: "date", Kind.TIME: "time", Kind.DATETIME: "date with time"}
)


def target(name: str, digits: int = 19, decimals: int = 6) -> Type:
    """The type of a name in the settings."""
    return decimal(digits, decimals) if name == "decimal" else TARGETS[name]


def type_sql(wanted: Type) -> str:
    """The type's name in DuckDB, narrow integers and floats included."""
    return _SQL.get(wanted.arrow, wanted.sql)


def cast(scope: Scope, value: Value, wanted: Type) -> Value | None:
    """The value in another type; None where no value of its kind can become that."""
    if value.type == wanted or value.kind is Kind.UNKNOWN:
        return replace(value, type=wanted)
    if value.kind is Kind.NULL:
        return replace(null(wanted), sql=f"CAST(NULL AS {type_sql(wanted)})")
    if value.kind in (Kind.BLOB, Kind.OTHER):
        return None
    if wanted.kind is Kind.TEXT:
        return combine(text_sql(value), TEXT, value)
    source = scope.bind(value)
    sql = _cast_sql(source, wanted)
    if sql is None:
        return None
    found = combine(sql, wanted, source)
    if value.kind is wanted.kind and type_sql(wanted) == value.type.sql:
        return found
    return scope.watch(replace(found, nullable=True), [source], _message(value.kind, wanted))


def _cast_sql(source: Value, wanted: Type) -> str | None:
    name, kind = type_sql(wanted), source.kind
    number = wanted.kind in (Kind.INT, Kind.DOUBLE, Kind.DECIMAL)
    if kind is Kind.TEXT and number:
        return f"CASE WHEN {is_number(source.sql)} THEN {_number(source.sql, wanted)} END"
    if kind is Kind.TEXT:
        inner = f"TRY_CAST({source.sql} AS TIMESTAMP)" if wanted.kind is Kind.DATE else source.sql
        sql = f"TRY_CAST({inner} AS {name})"
        return moment_sql(sql) if wanted.kind is Kind.DATETIME else sql
    if kind.numeric and wanted.kind is Kind.BOOL:
        return f"({source.sql} <> 0)"
    if kind is Kind.DOUBLE and wanted.kind is Kind.INT:
        return f"TRY_CAST(round({source.sql}) AS {name})"
    if kind.numeric and number:
        return f"TRY_CAST({source.sql} AS {name})"
    if kind.temporal and wanted.kind.temporal and {kind, wanted.kind} != {Kind.DATE, Kind.TIME}:
        sql = f"TRY_CAST({source.sql} AS {name})"
        return None if kind is Kind.TIME else moment_sql(sql) if wanted.kind is Kind.DATETIME else sql
    return None


def is_number(sql: str) -> str:
    """SQL that tells whether a text is a number."""
    return f"regexp_full_match({sql}, '{NUMBER_PATTERN}')"


def _number(sql: str, wanted: Type) -> str:
    if wanted.kind is not Kind.INT:
        return f"TRY_CAST({sql} AS {type_sql(wanted)})"
    exact = f"TRY_CAST({sql} AS {type_sql(wanted)})"
    return f"coalesce({exact}, TRY_CAST(round(TRY_CAST({sql} AS DOUBLE)) AS {type_sql(wanted)}))"


def _message(kind: Kind, wanted: Type) -> str:
    if wanted.kind in (Kind.INT, Kind.DOUBLE, Kind.DECIMAL):
        if kind is Kind.TEXT:
            return f"texts that are no {wanted.arrow} number give null"
        return f"numbers that do not fit {wanted.arrow} give null"
    return f"texts that are no {_WORDS[wanted.kind]} give null"
