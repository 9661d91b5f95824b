/** How long a piece of work still takes; nothing is said before that can be trusted.
 *
 * A tool tells how far it is, stretch by stretch: each new total, each fall back and the first epoch begin one.
 * The first epoch of a training is slow, as all is warmed up in it, and within any epoch learning takes longer
 * than checking. So whole epochs are measured, the first one only until there are others; and where epochs
 * become slower, as with pictures that grow, nothing is told. The command line reckons alike. */
import type { NodeProgress } from "./types";

interface Mark {
  readonly at: number;
  readonly done: number;
}

export interface Forecast {
  readonly total: number | null;
  readonly done: number;
  /** The epoch that is gone through, and how many there will be; 0 where there are none. */
  readonly epoch: number;
  readonly epochs: number;
  /** Where the stretch and each epoch after its first began; the last three of them. */
  readonly marks: readonly Mark[];
  /** How many there were. */
  readonly begun: number;
}

/** Less than this says nothing of what is left. */
const TELLING_SECONDS = 1;
/** Likewise, of a stretch that has no epochs. */
const TELLING_SHARE = 0.02;
/** An epoch that takes so many times what the one before it took is followed by slower ones. */
const SLOWER = 1.15;
/** Epochs shorter than this are now slower, now faster, and mean nothing by it. */
const STEADY_SECONDS = 2;

/** The forecast after one more line of progress. */
export function forecast(before: Forecast | null, event: NodeProgress, at: number): Forecast {
  const { done, total = null, message = "" } = event;
  const [epoch, epochs] = epochOf(message);
  const now = { total, done, epoch, epochs };
  const isNew =
    !before ||
    total !== before.total ||
    done < before.done ||
    epochs !== before.epochs ||
    !before.marks.length;
  if (isNew) return { ...now, marks: [{ at, done }], begun: 1 };
  const isSame = epoch === before.epoch || done === before.marks.at(-1)?.done;
  if (isSame) return { ...now, marks: before.marks, begun: before.begun };
  return { ...now, marks: [...before.marks.slice(-2), { at, done }], begun: before.begun + 1 };
}

/** The forecast after the figures of an epoch: nobody knows how long what follows the last one takes. */
export const afterEpoch = (before: Forecast | null, epoch: number): Forecast | null =>
  before && before.epochs > 0 && epoch >= before.epochs ? null : before;

/** Seconds; null where nobody can tell. */
export function secondsLeft(known: Forecast | null, now: number): number | null {
  if (!known?.total || known.done >= known.total) return null;
  const left = known.epochs ? leftOfEpochs(known, known.total, now) : leftOfStretch(known, known.total, now);
  return left !== null && left > 0 ? left : null;
}

function leftOfStretch({ marks, done }: Forecast, total: number, now: number): number | null {
  const [start] = marks;
  if (!start) return null;
  const [gone, advanced] = [now - start.at, done - start.done];
  if (gone < TELLING_SECONDS || advanced <= TELLING_SHARE * total) return null;
  return (gone * (total - done)) / advanced;
}

function leftOfEpochs({ marks, begun }: Forecast, total: number, now: number): number | null {
  const [last, middle, first] = marks.toReversed();
  if (!last || !middle) return null;
  const isShort = last.at - middle.at < STEADY_SECONDS;
  if (first && !isShort && pace(middle, last) > SLOWER * pace(first, middle)) return null;
  // Of one or two epochs the last is measured, as the first was for warming up.
  const start = first && begun > marks.length ? first : middle;
  if (last.at - start.at < TELLING_SECONDS) return null;
  return pace(start, last) * (total - last.done) - (now - last.at);
}

/** Seconds for a unit of work. */
const pace = (one: Mark, later: Mark): number => (later.at - one.at) / (later.done - one.done);

/** Progress says `epoch 2 of 4, 71 pictures/s`. */
function epochOf(message: string): [epoch: number, epochs: number] {
  const found = /\bepoch (\d+) of (\d+)\b/.exec(message);
  return found ? [Number(found[1]), Number(found[2])] : [0, 0];
}
