/** What is on the anchor that is looked at: records, pictures, profile, learning, report, messages. */
export function ResultsPanel() {
  return <div />;
}
