// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { InlineText } from "@/canvas/InlineText";

afterEach(cleanup);

function written(lines: number) {
  const onCommit = vi.fn();
  render(<InlineText label="Text" value="" lines={lines} onCommit={onCommit} />);
  const field = screen.getByRole("textbox", { name: "Text" });
  fireEvent.change(field, { target: { value: "Three pictures" } });
  fireEvent.keyDown(field, { key: "Escape" });
  return onCommit;
}

it("Escape while writing a comment keeps what was written", () => {
  expect(written(3)).toHaveBeenCalledWith("Three pictures");
});

it("Escape while renaming gives the old name back", () => {
  expect(written(1)).not.toHaveBeenCalled();
});
