from weft_nodes._pages.page import Html, document, element, join


def test_text_and_attributes_are_escaped_and_elements_are_not_escaped_twice() -> None:
    inner = element("b", "<Bart & 'Lisa'>")
    assert inner == "<b>&lt;Bart &amp; &#x27;Lisa&#x27;&gt;</b>"
    assert element("p", inner, " & ", title='"x"') == f'<p title="&quot;x&quot;">{inner} &amp; </p>'


def test_names_of_attributes_are_written_as_html_writes_them() -> None:
    made = element("text", 3, class_="a", text_anchor="end", style=None)
    assert made == '<text class="a" text-anchor="end">3</text>'


def test_elements_that_hold_nothing_are_closed_as_their_language_wants() -> None:
    assert element("img", src="x") == '<img src="x">'
    assert element("line", x1=1) == '<line x1="1"/>'
    assert element("td") == "<td></td>"


def test_lists_of_pieces_are_joined_in_order() -> None:
    assert join(["<", [Html("<br>"), [1, "2"]]]) == "&lt;<br>12"


def test_a_document_has_a_title_and_a_style_and_loads_nothing() -> None:
    page = document("a < b", "main > p { color: red }", element("main", "x"))
    assert page.startswith("<!doctype html>")
    assert "<title>a &lt; b</title>" in page
    assert "<style>main > p { color: red }</style>" in page
    assert "http" not in page
