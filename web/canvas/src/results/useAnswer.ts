/** The answer to a GET for a component: asked anew when the question changes, and on demand. */
import { useCallback, useEffect, useRef, useState } from "react";
import { get, type Query } from "@/api/client";

export interface Asked<Body> {
  body: Body | null;
  /** Why there is no answer. */
  error: Error | null;
  retry: () => void;
}

interface State<Body> {
  key: string;
  body: Body | null;
  error: Error | null;
}

/** With null nothing is asked. `again` is part of the question: a revision, a status. */
export function useAnswer<Body>(path: string | null, query: Query = {}, again = ""): Asked<Body> {
  const key = path === null ? "" : JSON.stringify([path, query, again]);
  const [state, setState] = useState<State<Body>>({ key: "", body: null, error: null });
  const [tries, setTries] = useState(0);
  const question = useRef({ path, query });
  question.current = { path, query };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is the question, a try asks it anew
  useEffect(() => {
    const asked = question.current;
    if (asked.path === null) return;
    const stop = new AbortController();
    get<Body>(asked.path, asked.query, stop.signal)
      .then((body) => setState({ key, body, error: null }))
      .catch((error: Error) => {
        if (!stop.signal.aborted) setState({ key, body: null, error });
      });
    return () => stop.abort();
  }, [key, tries]);
  const retry = useCallback(() => setTries((count) => count + 1), []);
  const isCurrent = state.key === key;
  return { body: isCurrent ? state.body : null, error: isCurrent ? state.error : null, retry };
}
