"""Looks at the page as axe does, in both themes."""

from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, expect

AXE = Path(__file__).parents[1] / "web" / "canvas" / "node_modules" / "axe-core" / "axe.min.js"
RULES = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
}
CONTRAST = {"type": "rule", "values": ["color-contrast"]}
"""All that a theme changes."""

THEMES: tuple[tuple[Literal["light", "dark"], dict[str, Any]], ...] = (("light", RULES), ("dark", CONTRAST))

RUN = """async ([within, rules]) => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const options = { runOnly: rules, iframes: false, resultTypes: ["violations"] };
  const { violations } = await axe.run(within ?? document, options);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.target.join(" ")}: ${node.failureSummary}`));
}"""


class Inspector:
    """Collects what is wrong with the views of one page."""

    def __init__(self, page: Page) -> None:
        if not AXE.exists():
            pytest.skip("axe-core is not installed: python web/build_page.py")
        self.page = page
        self.found: list[str] = []

    def look(self, view: str, within: str | None = None) -> None:
        """Inspect the whole window, or the part that a selector finds, in light and dark."""
        if within:
            expect(self.page.locator(within)).to_be_visible()
        # As a script of the tool, not of the page: the page allows none but its own.
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(AXE.read_text("utf-8"))
        for theme, rules in THEMES:
            # Plain pages ask the machine, the canvas is told.
            self.page.emulate_media(color_scheme=theme)
            self.page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
            wrong: list[Any] = self.page.evaluate(RUN, [within, rules])
            self.found += [f"{view}, {theme}: {each}" for each in wrong]

    def tell(self) -> None:
        """Fail with all that was found."""
        assert not self.found, "\n\n".join(self.found)
