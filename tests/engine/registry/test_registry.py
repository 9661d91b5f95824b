from plugins import stub_double, stub_good

from weft.registry.discovery import load_packs
from weft.registry.registry import Registry


def both() -> Registry:
    return load_packs([("good", stub_good.tools), ("double", lambda: stub_double.tools)])


def test_a_tool_is_found_by_its_id() -> None:
    registry = Registry.of(stub_good.Reverse)
    assert registry.get("stub.reverse") is stub_good.Reverse
    assert registry.get("stub.other") is None
    assert "stub.reverse" in registry


def test_the_second_tool_of_an_id_becomes_a_problem_and_the_first_stays() -> None:
    registry = both()
    assert registry.get("stub.reverse") is stub_good.Reverse
    assert [str(problem) for problem in registry.problems] == [
        "double: its tool 'stub.reverse' is left out: good has a tool of that id; remove one of the packs"
    ]


def test_tools_come_in_the_order_of_their_ids_and_know_their_pack() -> None:
    registry = both()
    assert registry.ids == ("double.mirror", "stub.reverse")
    assert [tool.id for tool in registry] == ["double.mirror", "stub.reverse"]
    assert len(registry) == 2
    assert (registry.pack("double.mirror"), registry.pack("stub.reverse")) == ("double", "good")


def test_the_same_class_from_two_packs_is_no_double() -> None:
    registry = load_packs([("one", stub_good.tools), ("two", stub_good.tools)])
    assert registry.problems == ()
    assert registry.pack("stub.reverse") == "one"
