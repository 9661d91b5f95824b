/** Packs of tools that could not be loaded, and why; the others work. */
import { useCatalog } from "@/state/catalog";
import { Dialog } from "@/ui/Dialog";
import styles from "./PackProblems.module.css";

export default function PackProblems({ onClose }: { onClose: () => void }) {
  const problems = useCatalog((state) => state.problems);
  return (
    <Dialog title="Packs that could not be loaded" width={640} onClose={onClose}>
      <p>
        Their tools are missing here; everything else works. Repair or remove the pack and start Weft again.
      </p>
      <ul className={styles.list}>
        {problems.map(({ pack, message }) => (
          <li key={`${pack} ${message}`}>
            <strong>{pack}</strong>
            <pre>{message}</pre>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
