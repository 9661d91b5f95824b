"""The canvas by keyboard alone: what is pressed, and what a screen reader would say."""

import re

from playwright.sync_api import Page, expect

STOPS = 60
"""More stops of the Tab key than any panel has."""

FOCUSED = """() => {
  const element = document.activeElement;
  const by = (element.getAttribute("aria-labelledby") ?? "").split(" ").filter(Boolean);
  const labels = [...(element.labels ?? []), ...by.map((id) => document.getElementById(id))];
  const named = element.getAttribute("aria-label") ?? labels.map((each) => each?.textContent).join(" ");
  return (named || element.textContent || "").trim();
}"""


class Typist:
    """Someone without a pointer.

    Attributes:
        page: The page of the browser; nothing but its keyboard is used.
    """

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        """One key after the other."""
        for each in keys:
            self.page.keyboard.press(each)

    def type(self, text: str) -> None:
        """A text as if typed letter by letter."""
        self.page.keyboard.type(text)

    def focused(self) -> str:
        """The name of what has the focus."""
        name: str = self.page.evaluate(FOCUSED)
        return name

    def tab_to(self, name: str, keys: str = "Tab") -> None:
        """Press Tab until what is called so has the focus, unless it has it already."""
        names = [self.focused()]
        while not re.match(name, names[-1]) and len(names) < STOPS:
            self.press(keys)
            names.append(self.focused())
        if re.match(name, names[-1]):
            return
        raise AssertionError(f"Tab never came to {name}, only to {names}")

    def hears(self, words: str, timeout: float | None = None) -> str:
        """Wait until this is read aloud; gives all that is said."""
        spoken = self.page.locator("body > [role=status], #root [role=status].visually-hidden")
        said = spoken.filter(has_text=re.compile(words)).first
        expect(said).to_be_attached(timeout=timeout)
        return said.inner_text()

    def stands_on(self, name: str) -> None:
        """Wait until the focus is on what is called so."""
        focus = self.page.locator(":focus")
        expect(focus).to_have_accessible_name(re.compile(name))

    # -- the canvas ------------------------------------------------------------------------------

    def pick(self, words: str) -> None:
        """Take the first entry of a list that is found by these words."""
        expect(self.page.locator("[data-picklist] input")).to_be_focused()
        self.type(words)
        self.press("Enter")

    def add_tool(self, name: str) -> None:
        """A tool for itself."""
        self.press("a")
        self.pick(name)
        self.stands_on(f"^{name}")

    def insert(self, name: str, output: str = "") -> None:
        """A tool after the node that has the focus."""
        self.press("i")
        if output:
            self.pick(output)
        self.pick(name)
        self.stands_on(f"^{name}")

    def connect(self, output: str, goal: str) -> None:
        """An output of the node that has the focus with an input of another."""
        self.press("c")
        if output:
            self.pick(output)
        self.pick(goal)
        self.hears("^Connected ")

    def find(self, name: str) -> None:
        """Go to a node by the search of the desk."""
        self.press("Control+k")
        expect(self.page.get_by_role("dialog", name="Find")).to_be_visible()
        self.type(name)
        self.press("Enter")
        self.stands_on(f"^{name}")

    def rename(self, name: str) -> None:
        """Another title for the node that has the focus."""
        self.press("F2")
        self.stands_on("^Name of the node")
        self.type(name)
        self.press("Enter")
        self.stands_on(f"^{name}")

    # -- settings --------------------------------------------------------------------------------

    def configure(self) -> None:
        """From the node to its settings."""
        self.press("Enter")
        expect(self.page.get_by_role("complementary", name="Settings").locator("h2")).to_be_focused()

    def fill(self, name: str, text: str) -> None:
        """Write into the next field of that name."""
        self.tab_to(name)
        self.press("Control+a")
        self.type(text)

    def choose(self, name: str, option: str) -> None:
        """An entry of the next combo box of that name."""
        self.fill(name, option)
        self.press("Enter")

    def back(self) -> None:
        """From a panel back to the canvas."""
        self.press("Escape")
        expect(self.page.locator(".react-flow :focus")).to_have_count(1)
