// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { PickList } from "@/quickadd/PickList";

afterEach(() => {
  cleanup();
  document.body.innerHTML = "";
});

const PICKS = [
  { id: "a", label: "Filter", detail: "keeps records" },
  { id: "b", label: "Browse", detail: "", refused: "it has no outputs" },
];

function open() {
  const onPick = vi.fn();
  const onClose = vi.fn();
  const view = render(
    <PickList
      title="Add a tool"
      placeholder=""
      at={{ x: 0, y: 0 }}
      query=""
      picks={PICKS}
      nothing="Nothing"
      onQuery={() => {}}
      onPick={onPick}
      onClose={onClose}
    />,
  );
  return { onPick, onClose, field: screen.getByRole("combobox"), ...view };
}

describe("a pick list", () => {
  it("has the focus in its field, which tells the current option", () => {
    const { field } = open();
    expect(document.activeElement).toBe(field);
    const current = () => document.getElementById(field.getAttribute("aria-activedescendant") ?? "");
    expect(current()?.textContent).toContain("Filter");
    fireEvent.keyDown(field, { key: "ArrowDown" });
    expect(current()?.textContent).toContain("it has no outputs");
    expect(current()?.getAttribute("aria-disabled")).toBe("true");
  });

  it("takes by Enter, but nothing that is refused", () => {
    const { field, onPick } = open();
    fireEvent.keyDown(field, { key: "ArrowUp" });
    fireEvent.keyDown(field, { key: "Enter" });
    expect(onPick).not.toHaveBeenCalled();
    fireEvent.keyDown(field, { key: "ArrowDown" });
    fireEvent.keyDown(field, { key: "Enter" });
    expect(onPick).toHaveBeenCalledExactlyOnceWith("a");
  });

  it("closes by Escape and gives the focus back", () => {
    const button = document.body.appendChild(document.createElement("button"));
    button.focus();
    const { field, onClose, unmount } = open();
    fireEvent.keyDown(field, { key: "Escape" });
    expect(onClose).toHaveBeenCalledOnce();
    unmount();
    expect(document.activeElement).toBe(button);
  });
});
