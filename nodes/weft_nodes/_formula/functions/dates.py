"""Dates and times: moving, measuring, reading, writing, taking apart."""

import functools
import zoneinfo
from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType

from weft.sdk import suggestion
from weft_nodes._formula.arguments import as_moment
from weft_nodes._formula.catalog import Call, Function, literal_text
from weft_nodes._formula.date_formats import READING, WRITING, reading_formats, unknown, writing_sql
from weft_nodes._formula.kinds import DATE, DATETIME, INT, TEXT, Kind
from weft_nodes._formula.scope import NOTHING
from weft_nodes._formula.values import Value, combine, literal_sql, moment_sql

_UNITS = ("years", "months", "days", "hours", "minutes", "seconds", "milliseconds", "microseconds")
_TRIMS = ("firstofmonth", "lastofmonth", "year", "month", "day", "hour", "minute", "second")
_SHORT = MappingProxyType({"years": 3, "months": 3, "days": 3, "hours": 3, "minutes": 3, "seconds": 3})
_CODES = MappingProxyType(
    {"ms": "milliseconds", "msec": "milliseconds", "us": "microseconds", "usec": "microseconds"}
)


def _unit(call: Call, name: str = "unit") -> str | None:
    """The unit that a literal names: `day`, `days`, `sec` and so on."""
    given = (literal_text(call, name) or "").strip().casefold()
    if given in _CODES:
        return _CODES[given]
    for unit in _UNITS:
        if unit.startswith(given) and len(given) >= _SHORT.get(unit, 5):
            return unit
    hint = suggestion(given, _UNITS) or f"; known are {', '.join(_UNITS)}"
    call.problem(name, f"unknown unit {given!r}{hint}")
    return None


def _add(call: Call) -> Value:
    unit = _unit(call)
    if unit is None:
        return NOTHING
    moment, count = call.bound("moment"), call.bound("count")
    amount = count.sql if unit[-7:] == "seconds" else f"TRY_CAST({count.sql} AS INTEGER)"
    sql = moment_sql(f"TRY({moment.sql} + to_{unit}({amount}))")
    value = combine(sql, DATETIME, moment, count, nullable=True)
    return call.scope.watch(value, [moment, count], "dates that are too far give null")


def _difference(call: Call) -> Value:
    unit = _unit(call)
    if unit is None:
        return NOTHING
    later, earlier = call["later"], call["earlier"]
    return combine(f"date_sub('{unit[:-1]}', {earlier.sql}, {later.sql})", INT, later, earlier)


def _format(call: Call) -> Value:
    pattern = literal_text(call, "format") or ""
    strange = unknown(pattern, WRITING)
    if strange:
        return call.problem(
            "format", f"unknown part '%{strange}' of a date format; known are {_listed(WRITING)}"
        )
    moment = call["moment"]
    if moment.kind is Kind.TIME:
        moment = combine(f"(DATE '1970-01-01' + {moment.sql})", DATETIME, moment)
    moment = call.scope.bind(as_moment(call.scope, moment, call.nodes["moment"][0], call.node.name))
    return combine(writing_sql(pattern, moment.sql), TEXT, moment)


def _parse(call: Call) -> Value:
    pattern = literal_text(call, "format") or ""
    strange = unknown(pattern, READING)
    if strange:
        return call.problem(
            "format", f"cannot read '%{strange}' of a date format; known are {_listed(READING)}"
        )
    text = call.bound("text")
    formats = ", ".join(literal_sql(each) for each in reading_formats(pattern))
    value = combine(
        f"CAST(try_strptime({text.sql}, [{formats}]) AS TIMESTAMP)", DATETIME, text, nullable=True
    )
    return call.scope.watch(value, [text], f"texts that are no date in the form {pattern} give null")


def _listed(known: Mapping[str, object]) -> str:
    return ", ".join(f"%{specifier}" for specifier in known)


def _trim(call: Call) -> Value:
    unit = (literal_text(call, "unit") or "").strip().casefold().removesuffix("s")
    unit = "firstofmonth" if unit == "month" else unit
    moment = call["moment"]
    if unit not in _TRIMS:
        hint = suggestion(unit, _TRIMS) or f"; known are {', '.join(_TRIMS)}"
        return call.problem("unit", f"unknown unit {unit!r}{hint}")
    if unit == "lastofmonth":
        start = f"date_trunc('month', {moment.sql})"
        return combine(f"TRY({start} + INTERVAL 1 MONTH - INTERVAL 1 SECOND)", DATETIME, moment)
    part = "month" if unit == "firstofmonth" else unit
    return combine(f"CAST(date_trunc('{part}', {moment.sql}) AS TIMESTAMP)", DATETIME, moment)


def _now(call: Call) -> Value:
    return Value(f"TIMESTAMP '{call.scope.now}'", DATETIME, nullable=False, simple=True)


def _today(call: Call) -> Value:
    return Value(f"DATE '{call.scope.now.date()}'", DATE, nullable=False, simple=True)


def _month_start(call: Call) -> Value:
    sql = f"TIMESTAMP '{call.scope.now.date().replace(day=1)} 00:00:00'"
    return Value(sql, DATETIME, nullable=False, simple=True)


def _month_end(call: Call) -> Value:
    start = _month_start(call).sql
    return Value(f"({start} + INTERVAL 1 MONTH - INTERVAL 1 SECOND)", DATETIME, nullable=False)


def _to_moment(call: Call) -> Value:
    value, node = call["value"], call.nodes["value"][0]
    if value.kind is Kind.BOOL or not value.kind.numeric:
        return as_moment(call.scope, value, node, call.node.name)
    days = call.scope.bind(combine(f"CAST({value.sql} AS DOUBLE)", value.type, value))
    seconds = f"TRY_CAST(round({days.sql} * 86400) AS BIGINT)"
    sql = moment_sql(f"TRY(TIMESTAMP '1899-12-30' + to_seconds({seconds}))")
    moment = combine(sql, DATETIME, days, nullable=True)
    return call.scope.watch(moment, [days], "numbers that are no date give null")


def _to_date(call: Call) -> Value:
    if call["value"].kind is Kind.DATE:
        return call["value"]
    moment = _to_moment(call)
    return moment if moment.kind is Kind.UNKNOWN else combine(f"CAST({moment.sql} AS DATE)", DATE, moment)


@functools.cache
def _zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones()) | {"UTC"}


def _zone(call: Call, to_utc: bool) -> Value:
    moment = call["moment"]
    zone = literal_text(call, "zone") or ""
    here = f"'{zone}'" if zone else "current_setting('TimeZone')"
    if zone and zone not in _zones():
        hint = suggestion(zone, _zones()) or "; write one such as Europe/Berlin"
        return call.problem("zone", f"unknown time zone {zone!r}{hint}")
    first, second = (here, "'UTC'") if to_utc else ("'UTC'", here)
    return combine(f"timezone({second}, timezone({first}, {moment.sql}))", DATETIME, moment)


def _to_utc(call: Call) -> Value:
    return _zone(call, True)


def _to_local(call: Call) -> Value:
    return _zone(call, False)


def _part(name: str, sql: str, about: str, result: int) -> Function:
    spec = f"{name}(moment:moment)"
    return Function(spec, INT, f"CAST({sql} AS BIGINT)", about, f'{name}("2024-03-15 14:30:05")', result)


FUNCTIONS = (
    Function(
        "DateTimeAdd(moment:moment, count:int, unit:literal)",
        DATETIME,
        _add,
        "A date moved by so many years, months, days, hours, minutes or seconds; a day that the month lacks "
        "becomes its last.",
        'DateTimeAdd("2016-01-30", 1, "month")',
        datetime(2016, 2, 29),
    ),
    _part("DateTimeDay", "day({moment})", "The day of the month.", 15),
    Function(
        "DateTimeDiff(later:moment, earlier:moment, unit:literal)",
        INT,
        _difference,
        "The first minus the second in whole units.",
        'DateTimeDiff("2024-03-01", "2024-02-01", "days")',
        29,
    ),
    Function(
        "DateTimeFirstOfMonth()",
        DATETIME,
        _month_start,
        "The first day of this month, at midnight.",
        volatile=True,
    ),
    Function(
        "DateTimeFormat(moment:any, format:literal)",
        TEXT,
        _format,
        "A date as text: %d day, %m month, %Y year, %H hour, %M minute, %S second, %b and %B month's name, "
        "%a and %A weekday.",
        'DateTimeFormat("2008-04-22", "%d-%m-%Y")',
        "22-04-2008",
    ),
    _part("DateTimeHour", "hour({moment})", "The hour, 0 to 23.", 14),
    Function("DateTimeLastOfMonth()", DATETIME, _month_end, "The last second of this month.", volatile=True),
    _part("DateTimeMinutes", "minute({moment})", "The minute.", 30),
    _part("DateTimeMonth", "month({moment})", "The month, 1 to 12.", 3),
    Function(
        "DateTimeNow()", DATETIME, _now, "This moment, the same for all records of a run.", volatile=True
    ),
    Function(
        "DateTimeParse(text:text, format:literal)",
        DATETIME,
        _parse,
        "The date that a text holds in the given form.",
        'DateTimeParse("2016/28-03", "%Y/%d-%m")',
        datetime(2016, 3, 28),
    ),
    _part("DateTimeQuarter", "quarter({moment})", "The quarter, 1 to 4.", 1),
    _part("DateTimeSeconds", "second({moment})", "The second.", 5),
    Function("DateTimeStart()", DATETIME, _now, "When the run started.", volatile=True),
    Function("DateTimeToday()", DATE, _today, "Today's date.", volatile=True),
    Function(
        "DateTimeToLocal(moment:moment, zone:literal='')",
        DATETIME,
        _to_local,
        "A moment of UTC in a time zone, this machine's by default.",
        'DateTimeToLocal("2020-07-01 12:00:00", "Europe/Berlin")',
        datetime(2020, 7, 1, 14),
    ),
    Function(
        "DateTimeToUTC(moment:moment, zone:literal='')",
        DATETIME,
        _to_utc,
        "A moment of a time zone, this machine's by default, in UTC.",
        'DateTimeToUTC("2020-07-01 14:00:00", "Europe/Berlin")',
        datetime(2020, 7, 1, 12),
    ),
    Function(
        "DateTimeTrim(moment:moment, unit:literal)",
        DATETIME,
        _trim,
        "A moment without what is smaller than the unit: year, month (or firstofmonth), day, hour, minute; "
        "lastofmonth gives the last second of the month.",
        'DateTimeTrim("2016-12-07 16:03:00", "lastofmonth")',
        datetime(2016, 12, 31, 23, 59, 59),
    ),
    _part("DateTimeYear", "year({moment})", "The year.", 2024),
    Function(
        "ToDate(value:any)",
        DATE,
        _to_date,
        "A date from a text, a date with time, or a number of days as in Excel.",
        'ToDate("2024-01-31 23:59:00")',
        date(2024, 1, 31),
    ),
    Function(
        "ToDateTime(value:any)",
        DATETIME,
        _to_moment,
        "A date with time from a text, a date, or a number of days as in Excel.",
        "ToDateTime(45322.5)",
        datetime(2024, 1, 31, 12),
    ),
)
