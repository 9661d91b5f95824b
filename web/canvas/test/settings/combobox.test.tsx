// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { ComboBox } from "@/settings/controls/ComboBox";

afterEach(cleanup);

it("typing Small and Enter takes Small CNN, not a network with small inside its name", () => {
  const onChange = vi.fn();
  const options = ["VGG16", "DINOv2Small", "Small CNN"].map((name) => ({ value: name, label: name }));
  const control = { id: "model", "aria-describedby": undefined, "aria-invalid": undefined };
  render(
    <ComboBox control={control} value="VGG16" options={options} free empty="None" onChange={onChange} />,
  );
  const field = screen.getByRole("combobox");
  fireEvent.focus(field);
  fireEvent.change(field, { target: { value: "Small" } });
  fireEvent.keyDown(field, { key: "Enter" });
  expect(onChange).toHaveBeenCalledWith("Small CNN");
});
