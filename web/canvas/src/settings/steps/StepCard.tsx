/** One item of an ordered list: drag handle, title, what it does in short, its settings. */
import { ChevronRight, CircleAlert, Copy, GripVertical, X } from "lucide-react";
import { useEffect, useState } from "react";
import { IconButton } from "@/ui/IconButton";
import { Problems } from "@/ui/Problems";
import { useHolds } from "../focus";
import { type Change, problemsOf, useForm } from "../form/FormContext";
import { ObjectFields } from "../form/ObjectFields";
import { fieldsOf, type Variant } from "../schema/schema";
import { asValues, type Values } from "../schema/values";
import styles from "./StepsControl.module.css";
import { stepSummary } from "./summary";
import type { useReorder } from "./useReorder";

interface Props {
  index: number;
  count: number;
  /** The path of the list. */
  path: string;
  tag: string;
  /** Undefined where the tool knows no such kind of step. */
  variant: Variant | undefined;
  values: Values;
  startsOpen: boolean;
  reorder: ReturnType<typeof useReorder>;
  onChange: Change;
  onDuplicate: () => void;
  onRemove: () => void;
}

/** Items with as few settings as this need no line of their own for the title. */
const SHORT = 2;

export function StepCard(props: Props) {
  const { index, count, variant, values, reorder, tag } = props;
  const form = useForm();
  const path = `${props.path}.${index}`;
  const [open, setOpen] = useState(props.startsOpen);
  const wanted = useHolds(form.node, [path]);
  useEffect(() => {
    if (wanted) setOpen(true);
  }, [wanted]);
  const fields = variant ? fieldsOf(variant.schema, form.definitions) : [];
  const title = variant?.title ?? `Unknown step ${JSON.stringify(values[tag] ?? "")}`;
  const short = variant?.tag === null && fields.length <= SHORT;
  const summary = stepSummary(title, variant?.tag === null, fields, values);
  const place = `${title}, ${index + 1} of ${count}`;
  const settings = (
    <div data-fields className={styles.fields}>
      {variant?.tag && <p className={styles.help}>{variant.help}</p>}
      <Problems problems={problemsOf(form, path, !variant)} />
      <ObjectFields
        fields={fields}
        path={path}
        values={values}
        compact
        onChange={(next, how) =>
          props.onChange(variant?.tag ? { [tag]: variant.tag, ...asValues(next) } : next, how)
        }
      />
    </div>
  );
  const handle = (
    <IconButton
      icon={GripVertical}
      size={16}
      className={styles.handle}
      label={`Move ${place}: Alt and arrow keys, or drag`}
      onPointerDown={(event) => reorder.onHandleDown(event, index)}
    />
  );
  const buttons = (
    <>
      {!short && (
        <IconButton
          icon={Copy}
          size={14}
          className={styles.small}
          label={`Duplicate ${place}`}
          onClick={props.onDuplicate}
        />
      )}
      <IconButton
        icon={X}
        size={14}
        className={styles.small}
        label={`Remove ${place}`}
        onClick={props.onRemove}
      />
    </>
  );
  return (
    <li
      data-item
      data-field={path}
      data-dragged={reorder.dragged === index}
      className={styles.card}
      onKeyDown={(event) => reorder.onKeyDown(event, index)}
    >
      {short ? (
        <div className={styles.line}>
          {handle}
          {settings}
          {buttons}
        </div>
      ) : (
        <>
          <div className={styles.head}>
            {handle}
            <button type="button" className={styles.fold} aria-expanded={open} onClick={() => setOpen(!open)}>
              <ChevronRight size={14} strokeWidth={1.75} aria-hidden />
              <span className={styles.name}>{summary.name}</span>
              <span className="visually-hidden">{`, ${place}`}</span>
              {!open && <span className={styles.summary}>{summary.text}</span>}
            </button>
            {!open && problemsOf(form, path, true).length > 0 && (
              <CircleAlert size={14} role="img" aria-label="Something to fix" className={styles.bad} />
            )}
            {buttons}
          </div>
          {open && settings}
        </>
      )}
    </li>
  );
}
