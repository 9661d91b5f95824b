/** Around a control: its title, help, menu and problems. Controls of many parts are a named group. */
import { CircleHelp } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import type { ProblemAt } from "@/model/types";
import { IconButton } from "@/ui/IconButton";
import { Markdown } from "@/ui/Markdown";
import type { ControlProps } from "../controls/ControlProps";
import styles from "./FieldFrame.module.css";
import { SteadyProblems } from "./SteadyProblems";

interface Props {
  title: string;
  path: string;
  help: string;
  problems: readonly ProblemAt[];
  /** The control is a group of controls. */
  group: boolean;
  /** The control stands at the end of the line of its title. */
  inline: boolean;
  wide: boolean;
  /** The menu of the setting; gets what shows the help. */
  menu: (toggleHelp: () => void) => ReactNode;
  children: (control: ControlProps["control"]) => ReactNode;
}

export function FieldFrame({ title, path, help, problems, group, inline, wide, menu, children }: Props) {
  const id = useId();
  const [helping, setHelping] = useState(false);
  const toggleHelp = () => setHelping(!helping);
  const described = [helping && `${id}-help`, problems.length > 0 && `${id}-problems`].filter(Boolean);
  const control = {
    id,
    "aria-describedby": described.join(" ") || undefined,
    "aria-invalid": problems.some((problem) => problem.severity !== "warning") || undefined,
  };
  const naming = group ? { role: "group", "aria-labelledby": `${id}-title` } : {};
  const classes = [styles.field, wide && styles.wide, inline && styles.inline].filter(Boolean);
  return (
    <div {...naming} data-field={path} className={classes.join(" ")}>
      <div className={styles.top}>
        {group ? (
          <span id={`${id}-title`} className={styles.title}>
            {title}
          </span>
        ) : (
          <label htmlFor={id} className={styles.title}>
            {title}
          </label>
        )}
        {inline && children(control)}
      </div>
      {helping && (
        <div id={`${id}-help`} className={styles.help}>
          <Markdown text={help} />
        </div>
      )}
      {!inline && <div className={styles.control}>{children(control)}</div>}
      <span className={styles.aside}>
        {help && (
          <IconButton
            icon={CircleHelp}
            size={14}
            label={`About ${title}`}
            aria-expanded={helping}
            // By keyboard the help is in the menu, so that one Tab leads to the next setting.
            tabIndex={-1}
            onClick={toggleHelp}
          />
        )}
        {menu(toggleHelp)}
      </span>
      <SteadyProblems id={`${id}-problems`} problems={problems} />
    </div>
  );
}
