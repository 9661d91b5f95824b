from datetime import date, datetime

import pyarrow as pa
import pytest
from formula_values import differences, problems, values

from weft.sdk.testing import Heard

CASES: dict[str, object] = {
    'DateTimeAdd("2024-01-31 10:00:00", -1, "days")': datetime(2024, 1, 30, 10),
    'DateTimeAdd("2024-01-31", 25, "hour")': datetime(2024, 2, 1, 1),
    'DateTimeAdd("2024-01-31", 90, "sec")': datetime(2024, 1, 31, 0, 1, 30),
    'DateTimeAdd("2024-02-29", 1, "years")': datetime(2025, 2, 28),
    'DateTimeAdd("2024-01-31", 99999999, "years")': None,
    'DateTimeDiff("2016-01-15 23:59:59", "2016-01-14 00:00:00", "days")': 1,
    'DateTimeDiff("2024-01-01", "2024-03-31", "months")': -2,
    'DateTimeDiff("2024-01-01 01:00:00", "2024-01-01", "seconds")': 3600,
    'DateTimeFormat("2024-03-05 07:08:09", "%e|%k|%T|%D|%B %b|%A|%y|%%|%I %p|%j")': (
        " 5| 7|07:08:09|03/05/24|March Mar|Tuesday|24|%|07 AM|065"
    ),
    'DateTimeParse("3 February 2020", "%d %b %Y")': datetime(2020, 2, 3),
    'DateTimeParse("3 Feb 2020 4:05 PM", "%d %B %Y %I:%M %p")': datetime(2020, 2, 3, 16, 5),
    'DateTimeParse("2020-13-01", "%Y-%m-%d")': None,
    'DateTimeTrim("2016-12-07 16:03:59", "firstofmonth")': datetime(2016, 12, 1),
    'DateTimeTrim("2016-12-07 16:03:59", "Month")': datetime(2016, 12, 1),
    'DateTimeTrim("2016-12-07 16:03:59", "year")': datetime(2016, 1, 1),
    'DateTimeTrim("2016-12-07 16:03:59", "days")': datetime(2016, 12, 7),
    'DateTimeTrim("2016-12-07 16:03:59", "hours")': datetime(2016, 12, 7, 16),
    'DateTimeTrim("2016-12-07 16:03:59", "minute")': datetime(2016, 12, 7, 16, 3),
    "ToDate(1)": date(1899, 12, 31),
    "ToDate(45322.9)": date(2024, 1, 31),
    "ToDate(Null())": None,
    'ToDateTime("2024-01-31")': datetime(2024, 1, 31),
    "DateTimeToday() = ToDate(DateTimeNow())": True,
    "DateTimeFirstOfMonth() <= DateTimeNow()": True,
    "DateTimeLastOfMonth() > DateTimeNow()": True,
    'DateTimeAdd(DateTimeFirstOfMonth(), 1, "month") = DateTimeAdd(DateTimeLastOfMonth(), 1, "second")': True,
    "DateTimeStart() = DateTimeNow()": True,
}


def test_corner_cases() -> None:
    assert differences(CASES) == {}


def test_dates_times_and_texts_of_columns_are_taken() -> None:
    moments = pa.array([datetime(2024, 5, 6, 7, 8, 9), None], pa.timestamp("ns"))
    days = pa.array([date(2024, 5, 6), None], pa.date64())
    zoned = pa.array([datetime(2024, 5, 6, 22)] * 2, pa.timestamp("s", "Asia/Tokyo"))
    times = pa.array([3600, None], pa.time32("s"))
    columns = {"m": moments, "d": days, "z": zoned, "t": times}
    assert values("DateTimeHour([m])", columns) == [7, None]
    assert values('DateTimeDiff([m], [d], "hours")', columns) == [7, None]
    assert values("ToDate([z])", columns) == [date(2024, 5, 7)] * 2
    assert values('DateTimeFormat([t], "%H:%M")', columns) == ["01:00", None]


def test_a_text_that_is_no_date_is_told_with_an_example() -> None:
    heard = Heard()
    assert values("DateTimeYear([s])", {"s": ["2024-01-31", "soon", None]}, heard) == [2024, None, None]
    values('DateTimeParse([s], "%d.%m.%Y")', {"s": ["31.01.2024", "soon"]}, heard)
    assert heard.warnings == [
        ("texts that are no date give null", 1, "soon"),
        ("texts that are no date in the form %d.%m.%Y give null", 1, "soon"),
    ]


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ('DateTimeAdd("2024-01-31", 1, "dayz")', "unknown unit 'dayz'; did you mean 'days'?"),
        ('DateTimeTrim("2024-01-31", "weekly")', "unknown unit 'weekly'; known are firstofmonth"),
        ('DateTimeFormat("2024-01-31", "%Q")', "unknown part '%Q' of a date format; known are %a"),
        ('DateTimeParse("x", "%Z")', "cannot read '%Z' of a date format"),
        ('DateTimeYear("31.01.2024")', '"31.01.2024" is no date; write it as 2024-01-31'),
        (
            "DateTimeYear(2024)",
            'DateTimeYear needs a date; 2024 is a whole number; write a date such as "2024-01-31"',
        ),
        (
            'DateTimeToUTC("2024-01-31", "Europe/Berln")',
            "unknown time zone 'Europe/Berln'; did you mean 'Europe/Berlin'?",
        ),
        ('DateTimeToUTC("2024-01-31", "a\'b")', 'unknown time zone "a\'b"; write one such as Europe/Berlin'),
    ],
)
def test_mistakes_are_told_at_edit_time(expression: str, message: str) -> None:
    (problem,) = problems(expression)
    assert message in problem


def test_a_format_has_to_be_written_out() -> None:
    (problem,) = problems("DateTimeFormat([d], [f])", pa.schema({"d": pa.date32(), "f": pa.string()}))
    assert problem == (
        "line 1, column 21: DateTimeFormat needs 'format' written out as a text between quotes, "
        "not computed by [f]"
    )
