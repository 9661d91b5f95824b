/** Plain values as JSON has them. */

/** Whether two JSON values say the same; the order of keys says nothing. */
export function same(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (Array.isArray(one) || Array.isArray(other)) {
    if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false;
    return one.every((item, index) => same(item, other[index]));
  }
  if (!isObject(one) || !isObject(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && same(one[key], other[key]))
  );
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The value with another one at a dotted path, where numbers index lists; `undefined` takes away what is there.
 * Objects and lists on the way are made where they are missing. The same object where nothing changes.
 */
export function withAt(value: unknown, path: readonly string[], change: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return same(value, change) ? value : change;
  if (Array.isArray(value)) return listWithAt(value, key, rest, change);
  if (change === undefined && !isObject(value)) return value;
  const made = /^\d+$/.test(key) && !isObject(value);
  if (made) return listWithAt([], key, rest, change);
  const before = isObject(value) ? value : {};
  const had = Object.hasOwn(before, key);
  const after = withAt(had ? before[key] : undefined, rest, change);
  if (had && Object.is(after, before[key]) && after !== undefined) return value;
  if (after === undefined) {
    if (!had) return value;
    return Object.fromEntries(Object.entries(before).filter(([each]) => each !== key));
  }
  return { ...before, [key]: after };
}

function listWithAt(
  list: readonly unknown[],
  key: string,
  rest: readonly string[],
  change: unknown,
): unknown {
  if (!/^\d+$/.test(key)) return list;
  // A list has no holes: what is put behind its end becomes the next item.
  const index = Math.min(Number(key), list.length);
  const after = withAt(list[index], rest, change);
  if (Object.is(after, list[index])) return list;
  if (after === undefined) return list.toSpliced(index, 1);
  return list.toSpliced(index, 1, after);
}
