/** Says across the window that the service is away or does not know this browser any more. */
import { PlugZap, RefreshCw } from "lucide-react";
import { useConnection } from "@/state/connection";
import { Button } from "@/ui/Button";
import styles from "./Banner.module.css";
import { retryConnection } from "./watching";

export function Banner() {
  const status = useConnection((state) => state.status);
  if (status === "fine") return null;
  return (
    <div role="alert" className={styles.banner}>
      <PlugZap size={18} aria-hidden />
      {status === "lost" ? (
        <span>The service cannot be reached. Your changes are kept in this browser.</span>
      ) : (
        <span>
          This browser is not logged in any more. Open the address that <code>weft serve</code> printed, or{" "}
          <a href="/login">log in</a>. Your changes are kept in this browser.
        </span>
      )}
      <Button icon={RefreshCw} onClick={retryConnection}>
        Try again
      </Button>
    </div>
  );
}
