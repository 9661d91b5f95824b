/** What a tab of the results shows. Most bring their own code when they are looked at. */

import { MousePointerClick } from "lucide-react";
import { splitPlace } from "@/model/document";
import type { ResultsTab } from "@/state/desk";
import { refreshResults, useResults } from "@/state/results";
import { EmptyHint } from "@/ui/EmptyHint";
import { late } from "@/ui/late";
import type { Target } from "./looked";
import { OutdatedNote } from "./OutdatedNote";
import { PicturesTab } from "./PicturesTab";
import { ProblemsTab } from "./ProblemsTab";
import { RecordsTab } from "./RecordsTab";
import styles from "./TabContent.module.css";
import { Trouble } from "./Trouble";

const HistoryTab = late(() => import("./HistoryTab"));
const LearningTab = late(() => import("@/learn/LearningTab"));
const MessagesTab = late(() => import("./MessagesTab"));
const ProfileTab = late(() => import("./ProfileTab"));
const ReportTab = late(() => import("./ReportTab"));

interface Props {
  tab: ResultsTab;
  target: Target | null;
  title: string;
}

export function TabContent({ tab, target, title }: Props) {
  const trouble = useResults((state) => state.trouble);
  if (tab === "messages") return <MessagesTab />;
  if (tab === "problems") return <ProblemsTab />;
  if (tab === "history") return <HistoryTab />;
  if (trouble) return <Trouble error={new Error(trouble)} onRetry={() => void refreshResults()} />;
  if (tab === "learning") return <LearningTab target={target} />;
  if (!target)
    return (
      <EmptyHint icon={MousePointerClick}>
        Select a node, or click an anchor or a connection, to look at its records here.
      </EmptyHint>
    );
  return (
    <div className={styles.shown}>
      <OutdatedNote node={target.place ? splitPlace(target.place)[0] : target.node} />
      <div className={styles.tab}>
        <OfAnchor tab={tab} target={target} title={title} />
      </div>
    </div>
  );
}

function OfAnchor({ tab, target, title }: Omit<Props, "target"> & { target: Target }) {
  if (tab === "pictures") return <PicturesTab target={target} title={title} />;
  if (tab === "profile") return <ProfileTab target={target} />;
  if (tab === "report") return <ReportTab target={target} />;
  return <RecordsTab target={target} title={title} />;
}
