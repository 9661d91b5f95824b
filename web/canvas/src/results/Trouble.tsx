/** What the service could not give, in its words, with another try. */
import { RotateCw, Unplug } from "lucide-react";
import { Button } from "@/ui/Button";
import { EmptyHint } from "@/ui/EmptyHint";
import styles from "./Trouble.module.css";

export function Trouble({ error, onRetry }: { error: Error; onRetry: () => void }) {
  return (
    <EmptyHint icon={Unplug}>
      <p role="alert">{error.message}</p>
      <Button icon={RotateCw} className={styles.retry} onClick={onRetry}>
        Try again
      </Button>
    </EmptyHint>
  );
}
