// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, describe, expect, it } from "vitest";
import { Markdown } from "@/ui/Markdown";
import { Splitter } from "@/ui/Splitter";
import { Tabs } from "@/ui/Tabs";

afterEach(cleanup);

function Edge({ reversed }: { reversed: boolean }) {
  const [value, setValue] = useState(200);
  return (
    <Splitter
      label="Width"
      axis="x"
      value={value}
      min={100}
      max={216}
      reversed={reversed}
      onChange={setValue}
    />
  );
}

function Two() {
  const [tab, setTab] = useState<"a" | "b">("a");
  return (
    <Tabs
      label="Views"
      panel="p"
      tabs={[
        { id: "a", label: "One" },
        { id: "b", label: "Two", badge: 3 },
      ]}
      current={tab}
      onChange={setTab}
    />
  );
}

describe("the small Markdown", () => {
  it("shows bold, italic, code, lists and links", () => {
    render(<Markdown text={"**T** is *one* `x_y`\n\n- first\n  goes on\n- [second](https://a.b/)"} />);
    expect(screen.getByText("T").tagName).toBe("STRONG");
    expect(screen.getByText("one").tagName).toBe("EM");
    expect(screen.getByText("x_y").tagName).toBe("CODE");
    expect(screen.getAllByRole("listitem").map((item) => item.textContent)).toEqual([
      "first goes on",
      "second",
    ]);
    expect(screen.getByRole("link").getAttribute("rel")).toBe("noreferrer");
  });

  it("lets code and bold go over the end of a line", () => {
    render(<Markdown text={"so `[1,\n2]` and **very\nbold**"} />);
    expect(screen.getByText("[1, 2]").tagName).toBe("CODE");
    expect(screen.getByText("very bold").tagName).toBe("STRONG");
  });

  it("never makes elements or scripts of what is written", () => {
    const { container } = render(<Markdown text={"<img src=x onerror=alert(1)> [x](javascript:alert(1))"} />);
    expect(container.querySelector("img, a, script")).toBeNull();
    expect(container.textContent).toContain("<img src=x");
  });

  it("leaves names with underscores and stars between numbers alone", () => {
    const { container } = render(<Markdown text="image_input_2 is 3 * 4 * 5" />);
    expect(container.querySelector("em")).toBeNull();
  });
});

describe("a splitter", () => {
  it("moves by arrows within its limits", () => {
    render(<Edge reversed={false} />);
    const edge = screen.getByRole("separator", { name: "Width" });
    fireEvent.keyDown(edge, { key: "ArrowRight" });
    fireEvent.keyDown(edge, { key: "ArrowRight" });
    expect(edge.getAttribute("aria-valuenow")).toBe("216");
    fireEvent.keyDown(edge, { key: "Home" });
    expect(edge.getAttribute("aria-valuenow")).toBe("100");
  });

  it("grows the other way where the panel lies behind it", () => {
    render(<Edge reversed />);
    const edge = screen.getByRole("separator");
    fireEvent.keyDown(edge, { key: "ArrowLeft" });
    expect(edge.getAttribute("aria-valuenow")).toBe("216");
  });
});

describe("tabs", () => {
  it("are one stop of the Tab key, and arrows choose", () => {
    render(<Two />);
    fireEvent.keyDown(screen.getByRole("tab", { name: "One" }), { key: "ArrowRight" });
    const two = screen.getByRole("tab", { name: /Two/ });
    expect(two.getAttribute("aria-selected")).toBe("true");
    expect(document.activeElement).toBe(two);
    expect(screen.getAllByRole("tab").map((tab) => tab.tabIndex)).toEqual([-1, 0]);
  });
});
