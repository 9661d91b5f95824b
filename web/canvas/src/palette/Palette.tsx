/** The palette of tools. */
export function Palette() {
  return <div />;
}
