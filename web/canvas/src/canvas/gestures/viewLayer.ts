/** While the view moves, the drawing is one layer that is only shifted; at rest it is drawn sharp again. */

/** Steps of one movement follow each other closer than this. */
const PAUSE_MS = 150;

let timer: ReturnType<typeof setTimeout> | undefined;

/** `event` is null where a program moves the view, as at the edge while something is dragged. */
export function startMove(event: MouseEvent | TouchEvent | null): void {
  clearTimeout(timer);
  mark({ moving: true, covered: event !== null });
}

export function endMove(): void {
  clearTimeout(timer);
  timer = setTimeout(() => mark({ moving: false, covered: false }), PAUSE_MS);
}

function mark(marks: { moving: boolean; covered: boolean }): void {
  const flow = document.querySelector(".react-flow");
  for (const [name, on] of Object.entries(marks)) flow?.toggleAttribute(`data-${name}`, on);
}
