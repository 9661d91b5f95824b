/** Keys of list items that stay with their items while these move; an outside change gives new ones. */
import { useRef } from "react";

export interface Keys {
  list: readonly number[];
  /** Gives the key of the new item. */
  insert: (at: number) => number;
  remove: (at: number) => void;
  move: (from: number, to: number) => void;
}

export function useKeys(length: number): Keys {
  const last = useRef(0);
  const keys = useRef<number[]>([]);
  const fresh = () => {
    last.current += 1;
    return last.current;
  };
  while (keys.current.length < length) keys.current.push(fresh());
  if (keys.current.length > length) keys.current.length = length;
  return {
    list: keys.current,
    insert: (at) => {
      const key = fresh();
      keys.current = keys.current.toSpliced(at, 0, key);
      return key;
    },
    remove: (at) => {
      keys.current = keys.current.toSpliced(at, 1);
    },
    move: (from, to) => {
      keys.current = moved(keys.current, from, to);
    },
  };
}

/** The list with an item at another place. */
export function moved<Item>(list: readonly Item[], from: number, to: number): Item[] {
  const item = list.slice(from, from + 1);
  return list.toSpliced(from, 1).toSpliced(to, 0, ...item);
}
