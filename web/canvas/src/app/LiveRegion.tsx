/** Reads aloud what changed: politely, errors at once. */
import { useNotices } from "@/state/notices";

export function LiveRegion() {
  const { text, urgent, number } = useNotices((state) => state.spoken);
  // The same words again are read again: an empty sign makes them another text.
  const said = number % 2 ? text : `${text}\u200b`;
  return (
    <>
      <div role="status" aria-live="polite" className="visually-hidden">
        {!urgent && text && said}
      </div>
      <div role="alert" aria-live="assertive" className="visually-hidden">
        {urgent && text && said}
      </div>
    </>
  );
}
