import json

from plugins import stub_double, stub_good
from plugins.stub_good import Reverse
from plugins.stub_missing import Telescope

from weft.registry.catalog import catalog, tool_entry
from weft.registry.discovery import load_packs


def test_an_entry_tells_all_that_a_palette_needs() -> None:
    assert tool_entry(Reverse, "good") == {
        "id": "stub.reverse",
        "version": 3,
        "label": "Reverse",
        "category": "Stubs",
        "icon": "arrow-down-up",
        "pack": "good",
        "summary": "Turn the order of the records round.",
        "help": "Turn the order of the records round.\n\nOnly inside each batch, since this is a stub.",
        "inputs": [
            {
                "name": "in",
                "letter": "",
                "kind": "table",
                "delivery": "stream",
                "optional": False,
                "many": False,
            }
        ],
        "outputs": [{"name": "out", "letter": "", "kind": "table"}],
        "settings": {
            "additionalProperties": False,
            "properties": {
                "keep": {
                    "default": True,
                    "description": "Whether anything is done at all.",
                    "title": "Keep",
                    "type": "boolean",
                }
            },
            "title": "ReverseConfig",
            "type": "object",
        },
        "effects": False,
        "expensive": False,
        "available": True,
        "hint": "",
    }


def test_a_tool_whose_library_is_missing_stays_and_says_what_to_install() -> None:
    entry = tool_entry(Telescope)
    assert not entry["available"]
    assert entry["hint"].startswith("Telescope needs library_that_nobody_has")


def test_the_catalog_is_sorted_as_a_palette_is_and_is_json() -> None:
    found = catalog(load_packs([("good", stub_good.tools), ("double", lambda: stub_double.tools)]))
    assert [entry["label"] for entry in found["tools"]] == ["Mirror", "Reverse"]
    assert [entry["pack"] for entry in found["problems"]] == ["double"]
    assert json.loads(json.dumps(found)) == found
