/** While the view moves, the drawing is one layer that is only shifted; at rest it is drawn sharp again. */

const viewport = (): HTMLElement | null => document.querySelector<HTMLElement>(".react-flow__viewport");

export function startMove(): void {
  const element = viewport();
  if (element) element.style.willChange = "transform";
}

export function endMove(): void {
  const element = viewport();
  if (element) element.style.willChange = "";
}
