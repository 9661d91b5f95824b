"""The style sheet of a map of pictures. It works without a script: what is under the mouse, has the focus or
is chosen shows its picture; the boxes of the legend hide classes.
"""

from weft_nodes._vision.reporting.report_style import STYLE

COLOURS = 10
SHAPES = ("round", "square", "diamond", "triangle")
DISTINCT = COLOURS * len(SHAPES)
"""Classes that can be told apart by colour and shape; further ones are grey."""

_LIGHT = "#3856d4 #d0680b #15803d #b91c6b #7c3aed #0e7490 #8a6100 #475569 #c02626 #5b7c0a"
_DARK = "#8ea6ff #f2a04e #5cc98a #f27ab8 #b79bff #4fc3dc #d9b44a #a9b4c4 #ff8a80 #b2d25a"


def map_style(kinds: int) -> str:
    """The sheet for so many lines of the legend."""
    hiding = "\n".join(
        f".stage:has(#kind{kind}:not(:checked)) .kind{kind} {{ display: none; }}" for kind in range(kinds)
    )
    dark = f"@media (prefers-color-scheme: dark) {{ {_inks(_DARK)} }}\n"
    return f"{STYLE}{_inks(_LIGHT)}{dark}{_MAP}{hiding}\n"


def _inks(colours: str) -> str:
    inks = " ".join(f"--ink{number}: {colour};" for number, colour in enumerate(colours.split()))
    return f":root {{ {inks} --inknone: #808896; }}\n"


_MAP = """
main { max-width: 1240px; padding-top: 28px; }
h1 { margin-bottom: 4px; }
.stage {
  position: relative; container-type: inline-size; margin-top: 16px;
  display: grid; grid-template-columns: minmax(0, 1fr) 270px; gap: 16px;
}
.ground { aspect-ratio: 1; }
.side { display: flex; flex-direction: column; gap: 12px; height: calc(100cqw - 286px); min-height: 420px; }
.side .card { padding: 10px 8px; margin: 0; min-width: 0; }
.kinds { flex: none; max-height: 45%; overflow-y: auto; }
.kinds legend { float: left; width: 100%; padding: 0 8px 4px; font-weight: 650; }
.kinds label, .switch label {
  display: flex; gap: 8px; align-items: center; min-height: 28px; padding: 0 8px; clear: both;
  font-size: 13px;
}
.kinds b, .row b {
  flex: 1; font-weight: 400; overflow: hidden; text-overflow: ellipsis; white-space: nowrap;
}
.kinds input, .switch input {
  width: 16px; height: 16px; margin: 4px; flex: none; accent-color: var(--valid);
}
.rows { flex: 1; margin: 0; list-style: none; overflow-y: auto; }
.row {
  display: flex; gap: 9px; align-items: center; min-height: 28px; padding: 0 8px; border-radius: 6px;
  font-size: 13px; cursor: pointer;
}
.row > input { width: 28px; height: 28px; margin: 0 -34px 0 -8px; opacity: 0; flex: none; }
li:hover .row, li:has(:checked) .row { background: rgb(128 128 128 / .14); }
li:has(:focus-visible) .row { outline: 2px solid var(--valid); outline-offset: -2px; }
.mark { width: 9px; height: 9px; flex: none; background: var(--own, var(--inknone)); }
.round .mark { border-radius: 50%; }
.square .mark { border-radius: 1px; }
.diamond .mark { transform: rotate(45deg) scale(.86); }
.triangle .mark { clip-path: polygon(50% 0, 100% 100%, 0 100%); transform: scale(1.15); }
.point {
  --map: calc(100cqw - 286px); position: absolute; width: 0; height: 0; z-index: 1;
  left: calc(var(--map) * (.03 + .94 * var(--x))); top: calc(var(--map) * (.03 + .94 * var(--y)));
}
.point > .mark { position: absolute; left: -4.5px; top: -4.5px; opacity: .8; }
.point > .mark::before { content: ""; position: absolute; inset: -3px; }
li:hover .point, li:has(:focus-visible) .point { z-index: 4; }
li:has(:checked) .point { z-index: 3; }
li:hover .point > .mark, li:has(:checked) .point > .mark, li:has(:focus-visible) .point > .mark {
  opacity: 1; transform: scale(1.7); outline: 2px solid var(--ink);
}
.shot { display: none; position: absolute; }
.shot img { display: block; object-fit: contain; }
li:hover .shot, li:has(:checked) .shot, li:has(:focus-visible) .shot {
  display: grid; gap: 6px; width: 132px; left: -66px; bottom: 14px; padding: 8px; pointer-events: none;
  background: var(--card); border: 1px solid var(--line); border-radius: 10px;
  box-shadow: 0 6px 22px rgb(0 0 0 / .28); font-size: 12px; line-height: 1.35;
}
li.low:hover .shot, li.low:has(:checked) .shot, li.low:has(:focus-visible) .shot { bottom: auto; top: 14px; }
li.west:hover .shot, li.west:has(:checked) .shot, li.west:has(:focus-visible) .shot { left: -12px; }
li.east:hover .shot, li.east:has(:checked) .shot, li.east:has(:focus-visible) .shot { left: -120px; }
li:is(:hover, :has(:checked), :has(:focus-visible)) .shot img { width: 114px; height: 114px; }
.shot span { display: none; overflow-wrap: anywhere; color: var(--soft); }
.shot b { display: none; font-weight: 600; overflow-wrap: anywhere; }
li:hover .shot > *, li:has(:checked) .shot > *, li:has(:focus-visible) .shot > * { display: block; }
.rows:has(li:hover) li:not(:hover) .shot { display: none; }
/* In a low frame, such as the panel of results, a picture would leave it: it looks for room itself. */
@supports (position-try-fallbacks: flip-block) {
  .row { anchor-scope: --point; }
  .point > .mark { anchor-name: --point; }
  .stage:not(:has(#pictures:checked)) li:is(:hover, :has(:checked), :has(:focus-visible)) .shot {
    position: fixed; inset: auto; margin: 10px; position-anchor: --point; position-area: top;
    position-try-fallbacks: flip-block, left, right;
  }
}
.stage:has(#pictures:checked) .shot {
  display: block; width: 34px; left: -17px; top: -17px; bottom: auto; padding: 0; gap: 0; border: 0;
  box-shadow: 0 0 0 2px var(--own, var(--inknone)); border-radius: 3px; pointer-events: auto;
  overflow: hidden; background: var(--card);
}
.stage:has(#pictures:checked) .shot img { width: 34px; height: 34px; }
.stage:has(#pictures:checked) .shot > :not(img) { display: none; }
.stage:has(#pictures:checked) li:is(:hover, :has(:checked), :has(:focus-visible)) .shot {
  transform: scale(3.2); border-radius: 2px; box-shadow: 0 0 0 1px var(--own, var(--inknone));
}
.stage:has(#pictures:checked) .shot:not(:has(img)) { display: none; }
@container (max-width: 720px) {
  .ground, .side { grid-column: 1 / -1; }
  .side { height: auto; min-height: 0; }
  .rows { max-height: 340px; }
  .point { --map: 100cqw; }
}
"""
