/** The drawing of the workflow. */
export function Canvas() {
  return <div />;
}
