/** The list of shortcuts: every action that has keys, by group, with a search. */
import { Search } from "lucide-react";
import { useState } from "react";
import type { Action } from "@/ui/action";
import { Dialog } from "@/ui/Dialog";
import { grouped } from "@/ui/grouped";
import { shownKeys } from "@/ui/keys";
import { TextField } from "@/ui/TextField";
import { ACTIONS } from "./actions";
import styles from "./ShortcutsDialog.module.css";

export default function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const [query, setQuery] = useState("");
  const wanted = query.trim().toLowerCase();
  const shown = ACTIONS.filter((action) => action.keys.length > 0 && matches(action, wanted));
  const groups = grouped(shown, (action) => action.group);
  return (
    <Dialog title="Shortcuts" width={1120} onClose={onClose}>
      <TextField
        icon={Search}
        placeholder="Search the shortcuts"
        aria-label="Search the shortcuts"
        value={query}
        onChange={setQuery}
      />
      <div className={styles.groups}>
        {[...groups].map(([group, actions]) => (
          <section key={group} aria-label={group}>
            <h3>{group}</h3>
            <dl>
              {actions.map((action) => (
                <div key={action.id}>
                  <dt>{action.label}</dt>
                  <dd>
                    {action.keys.map((keys) => (
                      <kbd key={keys}>{shownKeys(keys)}</kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <div className={styles.more} aria-hidden />
      {!shown.length && <p className={styles.none}>No shortcut is called like that.</p>}
    </Dialog>
  );
}

function matches(action: Action, wanted: string): boolean {
  const text =
    `${action.label} ${action.group} ${action.keys.map((keys) => `${keys} ${shownKeys(keys)}`).join(" ")}`.toLowerCase();
  return wanted.split(" ").every((word) => text.includes(word));
}
