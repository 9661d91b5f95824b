/** Stands in for the desk where its script broke: says so, and that nothing is lost. */
import { Component, type ReactNode } from "react";
import { Button } from "@/ui/Button";
import styles from "./Boundary.module.css";

interface State {
  error: Error | null;
}

/** How browsers say that a part of the page is no longer there: Weft was updated under the open window. */
const GONE = /dynamically imported module|importing a module script|preload/i;

export class Boundary extends Component<{ children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    const isGone = GONE.test(error.message);
    return (
      <main className={styles.broken}>
        <div role="alert" className={styles.words}>
          <h1>{isGone ? "Weft was updated while this window was open" : "The page broke"}</h1>
          <p>Your changes are kept as a draft. Reload the page to go on with them.</p>
          {!isGone && <pre>{error.message}</pre>}
        </div>
        <Button kind="primary" onClick={() => window.location.reload()}>
          Reload
        </Button>
      </main>
    );
  }
}
