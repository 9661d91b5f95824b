/**
 * Which rows of a list of any length are on the screen.
 *
 * Rows are equally high, so that nothing is measured. Browsers cannot make an element of more than about
 * 17 million pixels; a longer list has a scroll range of its own scale, in which the wheel moves by pixels
 * of the list all the same.
 */
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

export const MOST_PIXELS = 15_000_000;

export interface RowWindow {
  /** Height of the element that gives the scroll range. */
  range: number;
  first: number;
  /** The last row of which something is on the screen. */
  last: number;
  /** Where a row stands in that element. */
  top: (row: number) => number;
  /** Scroll as little as possible so that a row is seen whole. */
  reveal: (row: number) => void;
  scrollLeft: number;
  width: number;
  /** Rows that fit. */
  page: number;
}

interface Place {
  /** How far the list is scrolled, in its own pixels. */
  offset: number;
  top: number;
  left: number;
}

/** How far a list is scrolled where its scroll bar stands at `top`. */
export function offsetAt(top: number, total: number, range: number, view: number): number {
  return total <= range ? top : (top * (total - view)) / Math.max(1, range - view);
}

export function useRowWindow(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  rowHeight: number,
  headHeight: number,
): RowWindow {
  const [place, setPlace] = useState<Place>({ offset: 0, top: 0, left: 0 });
  const [size, setSize] = useState({ width: 0, height: 0 });
  const written = useRef(-1);
  const total = count * rowHeight;
  const range = Math.min(total, MOST_PIXELS);
  const view = Math.max(rowHeight, size.height - headHeight);

  const scrollTo = useCallback(
    (wanted: number) => {
      const element = scroller.current;
      if (!element) return;
      const offset = Math.max(0, Math.min(total - view, wanted));
      const scale = total <= range ? 1 : (total - view) / Math.max(1, range - view);
      element.scrollTop = offset / scale;
      written.current = element.scrollTop;
      setPlace({ offset, top: element.scrollTop, left: element.scrollLeft });
    },
    [scroller, total, range, view],
  );

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = () => setSize({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const onScroll = () => {
      const { scrollTop: top, scrollLeft: left } = element;
      // What was scrolled to by `scrollTo` is known more exactly than the bar can tell.
      setPlace((now) =>
        top === written.current
          ? { ...now, top, left }
          : { offset: offsetAt(top, total, range, view), top, left },
      );
    };
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => element.removeEventListener("scroll", onScroll);
  }, [scroller, total, range, view]);

  useEffect(() => {
    const element = scroller.current;
    if (!element || total <= range) return;
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey || event.shiftKey || !event.deltaY) return;
      event.preventDefault();
      const step = event.deltaMode === 1 ? rowHeight : event.deltaMode === 2 ? view : 1;
      scrollTo(place.offset + event.deltaY * step);
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [scroller, total, range, view, rowHeight, place.offset, scrollTo]);

  const offset = Math.min(place.offset, Math.max(0, total - view));
  return {
    range,
    first: Math.max(0, Math.floor(offset / rowHeight)),
    last: Math.min(count - 1, Math.floor((offset + view) / rowHeight)),
    top: (row) => place.top + row * rowHeight - offset,
    reveal: (row) => {
      if (row * rowHeight < place.offset) scrollTo(row * rowHeight);
      else if ((row + 1) * rowHeight > place.offset + view) scrollTo((row + 1) * rowHeight - view);
    },
    scrollLeft: place.left,
    width: size.width,
    page: Math.max(1, Math.floor(view / rowHeight)),
  };
}
