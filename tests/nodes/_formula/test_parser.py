import pytest
from hypothesis import given
from hypothesis import strategies as st

from weft_nodes._formula import FormulaError, parse, write
from weft_nodes._formula import tree as t


def error(text: str) -> str:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    return str(caught.value)


COLUMNS = st.builds(t.ColumnName, st.text(min_size=1).filter(lambda name: not name.isspace()))
LITERALS = st.builds(
    t.Literal,
    st.booleans()
    | st.integers(0, 2**63 - 1)
    | st.floats(0, allow_nan=False, allow_infinity=False)
    | st.text(),
)


def extend(inner: st.SearchStrategy[t.Tree]) -> st.SearchStrategy[t.Tree]:
    operators = st.sampled_from(["*", "/", "+", "-", "<", "<=", ">", ">=", "=", "!=", "AND", "OR"])
    several = st.lists(inner, min_size=1, max_size=3).map(tuple)
    branches = st.lists(st.tuples(inner, inner), min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(t.Negative, inner),
        st.builds(t.Not, inner),
        st.builds(t.Binary, operators, inner, inner),
        st.builds(t.Membership, inner, several, st.booleans()),
        st.builds(t.If, branches, inner),
        st.builds(t.Call, st.sampled_from(["Left", "IIF", "REGEX_Match"]), several | st.just(())),
    )


TREES = st.recursive(LITERALS | COLUMNS, extend, max_leaves=12)


@given(TREES)
def test_a_tree_written_and_parsed_is_the_same_tree(tree: t.Tree) -> None:
    assert parse(write(tree)) == tree


@pytest.mark.parametrize(
    ("text", "grouped"),
    [
        ("1 + 2 * 3", "1 + (2 * 3)"),
        ("1 - 2 - 3", "(1 - 2) - 3"),
        ("8 / 4 / 2", "(8 / 4) / 2"),
        ("1 + 2 < 4", "(1 + 2) < 4"),
        ("[a] < 2 = [b] < 3", "([a] < 2) = ([b] < 3)"),
        ("[a] = 1 OR [b] = 2 AND [c] = 3", "([a] = 1 OR [b] = 2) AND [c] = 3"),
        ("NOT [a] < 2", "NOT ([a] < 2)"),
        ("NOT [a] = 2", "(NOT [a]) = 2"),
        ("![a] && [b]", "(NOT [a]) AND [b]"),
        ("[a] + 1 IN (2, 3)", "([a] + 1) IN (2, 3)"),
        ("-[a] * 2", "(-[a]) * 2"),
        ("2 - -3", "2 - (-3)"),
    ],
)
def test_operators_bind_as_the_table_says_and_from_the_left(text: str, grouped: str) -> None:
    assert parse(text) == parse(grouped)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("[a] && [b] || [c]", "[a] AND [b] OR [c]"),
        ("[a] == 1", "[a] = 1"),
        ("if [a] then 1 elseif [b] then 2 else 3 endif", "IF [a] THEN 1 ELSEIF [b] THEN 2 ELSE 3 ENDIF"),
        ("[a] not in (1)", "[a] NOT IN (1)"),
        ("'text'", '"text"'),
        ("1 // the rest\n + 2", "1 + 2"),
        ("1 /* in\nbetween */ + 2", "1 + 2"),
        ("TRUE", "True"),
    ],
)
def test_other_ways_to_write_the_same(one: str, other: str) -> None:
    assert parse(one) == parse(other)


def test_slashes_in_a_text_are_no_comment() -> None:
    assert parse('"http://weft"') == t.Literal("http://weft")


def test_quotes_inside_a_text_are_doubled_or_of_the_other_sort() -> None:
    assert parse('"say ""hi"""') == t.Literal('say "hi"') == parse("'say \"hi\"'")


def test_column_names_may_hold_anything_and_double_their_closing_bracket() -> None:
    assert parse("[a \"b\" 'c' 🎈 [d]]]") == t.ColumnName("a \"b\" 'c' 🎈 [d]")


def test_words_that_start_like_keywords_are_functions() -> None:
    assert parse("Information(1)") == t.Call("Information", (t.Literal(1),))


def test_a_whole_number_beyond_64_bits_is_a_number_with_a_fraction() -> None:
    assert parse("9223372036854775808") == t.Literal(9223372036854775808.0)


def test_every_part_knows_its_line_and_column() -> None:
    tree = parse("1 +\n  [a]")
    assert isinstance(tree, t.Binary)
    assert (tree.right.line, tree.right.column) == (2, 3)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1, column 1: the expression is empty; write one"),
        (
            "1 +",
            "line 1, column 4: the expression ends too early; "
            "expected a value (a column, a number, a text, a function)",
        ),
        ("(1", "line 1, column 3: the expression ends too early; expected ')'"),
        ("1 2", "line 1, column 3: unexpected '2'; expected an operator or the end of the expression"),
        ("IF 1 THEN 2", "line 1, column 12: the expression ends too early; expected ELSEIF or ELSE"),
        ('1 +\n"abc', 'line 2, column 1: the text is not closed; end it with "'),
        ("[abc", "line 1, column 1: the column name is not closed; end it with ]"),
        ("[]", "line 1, column 1: the column name is empty; write it between the brackets"),
        ("1 & 2", "line 1, column 3: unexpected '&'; write &&"),
        ("1 /* and", "line 1, column 4: the comment is not closed; end it with */"),
        ("1 # 2", "line 1, column 3: unexpected '#'"),
    ],
)
def test_mistakes_of_writing_are_told_in_plain_words(text: str, message: str) -> None:
    assert error(text) == message


def test_missing_else_says_so() -> None:
    assert error("IF [a] THEN 1 ENDIF") == ("line 1, column 15: unexpected 'ENDIF'; expected ELSEIF or ELSE")


def test_nesting_without_end_is_refused_and_does_not_crash() -> None:
    assert "nested more than 150 deep" in error("(1+" * 5000 + "1" + ")" * 5000)
    assert "nested more than 150 deep" in error("-" * 2000 + "1")


def test_a_number_of_five_thousand_digits_is_read_and_does_not_crash() -> None:
    assert parse("9" * 5000) == t.Literal(float("inf"))
    assert parse("0" * 5000 + "7") == t.Literal(7)
    assert parse(str(2**63 - 1)) == t.Literal(2**63 - 1)


def test_an_expression_of_a_million_letters_is_refused_at_once() -> None:
    assert "the expression has 1,000,001 letters; 50,000 are read at most" in error("1+" * 500_000 + "1")
