// @vitest-environment jsdom
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Boundary } from "@/app/Boundary";

function Broken({ message }: { message: string }): never {
  throw new Error(message);
}

describe("a page whose script broke", () => {
  // React tells the console of every error that a boundary catches.
  beforeEach(() => void vi.spyOn(console, "error").mockImplementation(() => undefined));
  afterEach(cleanup);

  it("says what went wrong, that nothing is lost, and offers to reload", () => {
    render(
      <Boundary>
        <Broken message="the sky fell" />
      </Boundary>,
    );
    expect(screen.getByRole("alert").textContent).toContain("the sky fell");
    expect(screen.getByRole("alert").textContent).toContain("kept as a draft");
    expect(screen.getByRole("button", { name: "Reload" })).toBeTruthy();
  });

  it("says that Weft was updated where a part of the page is gone", () => {
    render(
      <Boundary>
        <Broken message="Failed to fetch dynamically imported module: /assets/x.js" />
      </Boundary>,
    );
    expect(screen.getByRole("heading").textContent).toBe("Weft was updated while this window was open");
  });
});
