/** The settings of the selected node, or of the workflow where none is selected. */
export function SettingsPanel() {
  return <div />;
}
