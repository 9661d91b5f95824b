/** The rows of Select. Alt and arrow keys, or the handle, change the order. */
import { GripVertical, X } from "lucide-react";
import { Fragment, useId, useRef } from "react";
import { IconButton } from "@/ui/IconButton";
import { Problems } from "@/ui/Problems";
import { TypeChip } from "../controls/TypeChip";
import { problemsOf, useForm } from "../form/FormContext";
import { choiceLabel } from "../schema/schema";
import { useReorder } from "../steps/useReorder";
import { isUnknown, type SelectRow } from "./rows";
import styles from "./SelectGrid.module.css";

interface Props {
  rows: readonly SelectRow[];
  /** The columns that arrive are known: one that does not arrive is missing. */
  isKnown: boolean;
  onChange: (
    index: number,
    change: Partial<Pick<SelectRow, "keep" | "rename" | "type">>,
    gesture?: string,
  ) => void;
  onMove: (from: number, to: number, gesture?: string) => void;
  onRemove: (index: number) => void;
}

export function SelectTable({ rows, isKnown, onChange, onMove, onRemove }: Props) {
  const form = useForm();
  const id = useId();
  const body = useRef<HTMLTableSectionElement>(null);
  const move = useRef(onMove);
  move.current = onMove;
  const reorder = useReorder(body, rows.length, (from, to, gesture) => move.current(from, to, gesture));
  const types = form.definitions.SelectedColumn?.properties?.type?.enum ?? [""];
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">Order</span>
          </th>
          <th scope="col">
            <span className="visually-hidden">Keep</span>
          </th>
          <th scope="col">Column</th>
          <th scope="col">New name</th>
          <th scope="col">New type</th>
        </tr>
      </thead>
      <tbody ref={body}>
        {rows.map((row, index) => {
          const unknown = isUnknown(row);
          const name = unknown ? "Unknown" : row.column;
          const missing = isKnown && !unknown && !row.arrives;
          const problems = row.place === null ? [] : problemsOf(form, `columns.${row.place}`, true);
          const described = problems.length ? `${id}-${row.place}` : undefined;
          return (
            <Fragment key={row.column}>
              <tr
                data-item
                data-field={row.place === null ? undefined : `columns.${row.place}`}
                data-kept={row.keep}
                data-dragged={reorder.dragged === index}
                onKeyDown={(event) => reorder.onKeyDown(event, index)}
              >
                <td>
                  <IconButton
                    icon={GripVertical}
                    size={14}
                    className={styles.handle}
                    label={`Move ${name}, ${index + 1} of ${rows.length}: Alt and arrow keys, or drag`}
                    onPointerDown={(event) => reorder.onHandleDown(event, index)}
                  />
                </td>
                <td>
                  <input
                    type="checkbox"
                    aria-label={`Keep ${name}`}
                    aria-describedby={described}
                    checked={row.keep}
                    onChange={(event) => onChange(index, { keep: event.target.checked })}
                  />
                </td>
                <th
                  scope="row"
                  title={name}
                  className={unknown ? styles.unknown : missing ? styles.missing : ""}
                >
                  <span className={styles.name}>
                    {row.arrives && <TypeChip type={row.arrives.type} />}
                    <span>{name}</span>
                    {missing && (
                      <IconButton
                        icon={X}
                        size={12}
                        label={`Remove ${name}, it is missing`}
                        onClick={() => onRemove(index)}
                      />
                    )}
                  </span>
                </th>
                {unknown ? (
                  <td colSpan={2} className={styles.note}>
                    columns that may come later
                  </td>
                ) : (
                  <>
                    <td>
                      <input
                        type="text"
                        aria-label={`New name of ${name}`}
                        aria-describedby={described}
                        autoComplete="off"
                        spellCheck={false}
                        value={row.rename}
                        placeholder="same"
                        onChange={(event) =>
                          onChange(index, { rename: event.target.value }, `rename ${row.column}`)
                        }
                      />
                    </td>
                    <td>
                      <select
                        aria-label={`New type of ${name}`}
                        value={row.type}
                        onChange={(event) => onChange(index, { type: event.target.value })}
                      >
                        {types.map((type) => (
                          <option key={String(type)} value={String(type)}>
                            {type === "" ? "same" : choiceLabel(type)}
                          </option>
                        ))}
                      </select>
                    </td>
                  </>
                )}
              </tr>
              {problems.length > 0 && (
                <tr>
                  <td colSpan={5}>
                    <Problems id={described} problems={problems} />
                  </td>
                </tr>
              )}
            </Fragment>
          );
        })}
      </tbody>
    </table>
  );
}
