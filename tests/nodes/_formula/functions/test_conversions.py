import pyarrow as pa
from formula_values import differences, problems, values

from weft.sdk.testing import Heard

CASES: dict[str, object] = {
    'ToNumber("878")': 878.0,
    'ToNumber(" -4.5e2 ")': -450.0,
    'ToNumber("Number", 1)': 0.0,
    'ToNumber("Number", 1, 1)': None,
    'ToNumber("inf", 1, 1)': None,
    'ToNumber("1_000", 1, 1)': None,
    'ToNumber("1.5,5", 1, 1, ",")': None,
    "ToNumber(Null())": 0.0,
    "ToNumber(Null(), 0, 1)": None,
    "ToNumber(7)": 7,
    "ToNumber(True)": 1,
    "ToString(2.0)": "2",
    "ToString(2.5)": "2.5",
    "ToString(10.4, 0)": "10",
    "ToString(1234567, 0, 1)": "1,234,567",
    'ToString(1234567.891, 2, ".", ",")': "1.234.567,89",
    'ToString(1234.5, 1, " ")': "1 234.5",
    "ToString(True)": "True",
    'ToString("x")': "x",
    'ToString(ToDate("2024-01-31"))': "2024-01-31",
    'ToString(ToDateTime("2024-01-31"))': "2024-01-31 00:00:00",
    "ToString(Null())": None,
    'BinToInt("11111111111111111111111111111011")': -5,
    'BinToInt("-111")': -7,
    'BinToInt("+111")': 7,
    'BinToInt("")': None,
    'BinToInt("12")': None,
    'HexToNumber("7FFFFFFFFFFFFFFA")': 9223372036854775802,
    'HexToNumber("ff")': 255,
    'HexToNumber("0x1")': None,
    "CharFromInt(127944)": "🏈",
    "CharFromInt(0)": None,
    "CharFromInt(55300)": None,
    'CharToInt("🏈!")': 127944,
    'CharToInt("")': None,
    "IntToHex(-1)": "FFFFFFFFFFFFFFFF",
    'ConvertFromCodePage("€", 1252)': "?",
    'ConvertToCodePage("€", 1252)': "\x80",
    'UnicodeNormalize("ﬁ", "NFKC")': "fi",
}


def test_corner_cases() -> None:
    assert differences(CASES) == {}


def test_a_text_that_is_no_number_is_told_with_an_example() -> None:
    heard = Heard()
    assert values("ToNumber([s])", {"s": ["1", "two", None, "three"]}, heard) == [1.0, 0.0, 0.0, 0.0]
    assert heard.warnings == [("texts that are no number give 0 or null", 2, "two")]


def test_code_pages_take_columns_and_keep_nulls() -> None:
    columns = {"s": ["ü", None, "ü", "a"]}
    assert values("ConvertToCodePage([s], 65001)", columns) == ["Ã¼", None, "Ã¼", "a"]
    assert values('UnicodeNormalize([s], "NFD")', columns) == ["u\u0308", None, "u\u0308", "a"]


def test_what_has_to_be_written_out_is_told() -> None:
    schema = pa.schema({"n": pa.int64(), "b": pa.binary()})
    assert "needs a known code page" in problems('ConvertToCodePage("a", [n])', schema)[0]
    assert "'decimals' written out" in problems("ToString(1.5, [n])", schema)[0]
    assert "one of NFC, NFD" in problems('UnicodeNormalize("a", "NFX")')[0]
    assert "it has no text" in problems("ToString([b])", schema)[0]
