/** The panel at the right: the settings of what is selected, or of the workflow where nothing is. */
import { useEffect, useRef } from "react";
import { size } from "@/model/selection";
import { useDocument, useSelection } from "@/state/workflow";
import { focusWithin, useWanted } from "./focus";
import { NodePage } from "./node/NodePage";
import styles from "./SettingsPanel.module.css";
import { CommentPage } from "./selection/CommentPage";
import { ConnectionPage } from "./selection/ConnectionPage";
import { ContainerPage } from "./selection/ContainerPage";
import { SeveralPage } from "./selection/SeveralPage";
import { WorkflowPage } from "./workflow/WorkflowPage";

export function SettingsPanel() {
  const panel = useRef<HTMLDivElement>(null);
  const wanted = useWanted((state) => state.wanted);
  useEffect(() => {
    const element = panel.current;
    if (!wanted || !element) return;
    // Folded parts open first, and what loads late comes with the next frames.
    let frames = 20;
    let frame = 0;
    const seek = () => {
      frames -= 1;
      const done = wanted.path ? focusWithin(element, wanted.path, frames > 0) : focusTitle(element);
      if (done || frames <= 0) useWanted.setState({ wanted: null });
      else frame = requestAnimationFrame(seek);
    };
    frame = requestAnimationFrame(seek);
    return () => cancelAnimationFrame(frame);
  }, [wanted]);
  return (
    <div ref={panel} className={styles.panel}>
      <Page />
    </div>
  );
}

function Page() {
  const workflow = useDocument();
  const selection = useSelection();
  const [node] = selection.nodes;
  const [connection] = selection.connections;
  const [container] = selection.containers;
  const [comment] = selection.comments;
  const count = size(selection);
  // Connections between selected nodes come along when these are selected by a frame.
  if (selection.nodes.size === 1 && count === selection.nodes.size + selection.connections.size && node)
    return <NodePage key={node} node={node} />;
  if (count > 1) return <SeveralPage selection={selection} />;
  const flows = workflow.connections.find((each) => connection === `${each.from}>${each.to}`);
  if (flows) return <ConnectionPage key={connection} connection={flows} />;
  if (container) return <ContainerPage key={container} container={container} />;
  if (comment) return <CommentPage key={comment} comment={comment} />;
  return <WorkflowPage />;
}

function focusTitle(panel: HTMLElement): boolean {
  const target = panel.querySelector<HTMLElement>("h2");
  target?.focus();
  return target !== null;
}
