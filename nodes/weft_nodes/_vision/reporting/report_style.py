"""The style sheet of a report. It takes its colours from variables, so light and dark differ only there."""

STYLE = """
:root {
  color-scheme: light dark;
  --back: #f5f6f8; --card: #ffffff; --ink: #171a21; --soft: #5d6573; --line: #e2e5ea;
  --train: #d98a1f; --valid: #3856d4; --right: 56 86 212; --wrong: 217 83 48; --onstrong: #ffffff;
  --bad: #b3401c; --note: #fff6e0; --noteline: #efd594; --noteink: #6a4b00;
}
@media (prefers-color-scheme: dark) {
  :root {
    --back: #0e1014; --card: #171a20; --ink: #e9ebf0; --soft: #9aa3b3; --line: #2a2e37;
    --train: #e8a94f; --valid: #8ea6ff; --right: 92 122 245; --wrong: 232 104 70; --onstrong: #ffffff;
    --bad: rgb(var(--wrong)); --note: #2b2414; --noteline: #57471f; --noteink: #f0d692;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--back); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
  font-variant-numeric: tabular-nums; -webkit-print-color-adjust: exact; print-color-adjust: exact;
}
main { max-width: 1080px; margin: 0 auto; padding: 40px 28px 56px; }
.kicker {
  margin: 0; color: var(--valid); font-size: 12px; font-weight: 650;
  letter-spacing: .09em; text-transform: uppercase;
}
h1 { margin: 2px 0 20px; font-size: 28px; line-height: 1.25; font-weight: 650; letter-spacing: -.015em; }
h1 em { font-style: normal; color: var(--valid); overflow-wrap: anywhere; }
h2 { margin: 0 0 4px; font-size: 18px; font-weight: 650; letter-spacing: -.01em; }
h3 { margin: 0 0 10px; font-size: 14px; font-weight: 650; }
section { margin-top: 40px; }
h2 + div { margin-top: 12px; }
.note { margin: 0 0 14px; color: var(--soft); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 18px 20px; }
.wide { overflow-x: auto; }
.hero { display: flex; flex-wrap: wrap; gap: 24px 48px; align-items: center; padding: 24px 28px; }
.accuracy {
  display: flex; flex-wrap: wrap; align-items: center; gap: 12px 22px; flex: 1 1 420px; min-width: 0;
}
.figure {
  font-size: 60px; line-height: 1; font-weight: 700; letter-spacing: -.035em;
  color: var(--valid); white-space: nowrap;
}
.accuracy b, .accuracy span { display: block; }
.accuracy b { font-weight: 600; }
.accuracy span { color: var(--soft); font-size: 13px; }
.hero dl { display: grid; grid-template-columns: repeat(2, auto); gap: 10px 32px; margin: 0; }
.hero dt { color: var(--soft); font-size: 12px; }
.hero dd { margin: 0; font-weight: 600; font-size: 16px; }
.notes {
  margin: 16px 0 0; padding: 12px 18px 12px 34px; border: 1px solid var(--noteline);
  border-radius: 12px; background: var(--note); color: var(--noteink);
}
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr)); gap: 16px; }
.triple { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 280px), 1fr)); gap: 16px; }
figure { margin: 0; }
.chart figcaption { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 2px 16px; }
.chart figcaption { margin-bottom: 6px; }
.chart b { font-weight: 600; }
.legend { display: flex; gap: 16px; color: var(--soft); font-size: 13px; }
.legend > span { white-space: nowrap; }
.legend i {
  display: inline-block; width: 16px; height: 3px; margin-right: 6px;
  border-radius: 2px; vertical-align: middle;
}
i.train { background: var(--train); } i.valid { background: var(--valid); }
svg { display: block; width: 100%; height: auto; overflow: visible; }
svg text { fill: var(--soft); font-size: 11.5px; }
@media (max-width: 560px) { svg text { font-size: 15px; } }
svg .grid { stroke: var(--line); stroke-width: 1; }
svg .base { stroke: var(--soft); stroke-width: 1; opacity: .5; }
svg .kept { stroke: var(--valid); stroke-width: 1; stroke-dasharray: 3 4; opacity: .7; }
svg .line { fill: none; stroke-width: 2.25; stroke-linejoin: round; stroke-linecap: round; }
svg .line.train { stroke: var(--train); } svg .line.valid { stroke: var(--valid); }
svg .ideal { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 4 4; opacity: .7; }
svg .doubt { stroke: var(--valid); stroke-width: 1.5; opacity: .55; }
svg .dot { stroke: var(--card); stroke-width: 1.25; }
svg .dot.train { fill: var(--train); } svg .dot.valid { fill: var(--valid); }
table { border-collapse: collapse; width: 100%; }
th, td { padding: 8px 12px; text-align: right; font-weight: 400; white-space: nowrap; }
thead th { color: var(--soft); font-size: 12.5px; border-bottom: 1px solid var(--line); }
tbody tr + tr > * { border-top: 1px solid var(--line); }
th:first-child { text-align: left; padding-left: 4px; }
tbody th { font-weight: 550; }
.epochs th, .epochs td { padding-top: 5px; padding-bottom: 5px; }
.barred i, .scale {
  display: inline-block; position: relative; width: 96px; height: 8px;
  border-radius: 4px; background: var(--line); overflow: hidden;
}
.barred i::before, .scale i {
  content: ""; position: absolute; inset: 0; width: calc(var(--low, var(--part)) * 100%);
  background: rgb(var(--right));
}
.barred i::after, .scale s {
  content: ""; position: absolute; top: 0; bottom: 0; left: calc(var(--low, var(--part)) * 100%);
  width: calc((var(--high, var(--part)) - var(--low, var(--part))) * 100%);
  background: rgb(var(--right) / .42);
}
th.barred, .barred { text-align: left; }
.barred span { display: inline-block; min-width: 60px; margin-left: 8px; }
.barred small { display: inline-block; min-width: 92px; margin-left: 6px; text-align: right; }
.many th, .many td { padding-left: 7px; padding-right: 7px; }
.many th:first-child { white-space: normal; overflow-wrap: anywhere; min-width: 120px; }
.many .barred i { width: 56px; }
.said { flex: 1 1 240px; min-width: 0; }
.scale { display: block; width: 100%; max-width: 340px; margin-top: 10px; }
.scale u {
  position: absolute; z-index: 1; top: 0; bottom: 0; width: 2px; margin-left: -1px;
  left: calc(var(--value) * 100%); background: var(--card);
}
.glance {
  display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 150px), 1fr));
  gap: 12px; margin: 12px 0 0;
}
.glance .card { padding: 14px 18px; }
.glance dt { color: var(--soft); font-size: 12.5px; }
.glance dd { margin: 2px 0 0; font-size: 21px; font-weight: 650; letter-spacing: -.01em; }
.glance .why {
  font-size: 12.5px; line-height: 1.4; font-weight: 400; letter-spacing: 0; color: var(--soft);
  white-space: normal; overflow-wrap: anywhere;
}
.pair + .aside { margin: 16px 0 0; }
.pair > .wide { align-self: start; }
.badge {
  margin-left: 10px; padding: 1px 8px; border-radius: 9px; font-size: 11px; font-weight: 600;
  color: var(--onstrong); background: #3856d4;
}
.matrix { border-collapse: separate; border-spacing: 2px; width: 100%; }
.matrix tr + tr > * { border-top: 0; }
.matrix th { font-weight: 550; text-align: left; max-width: 220px; }
.matrix th { overflow: hidden; text-overflow: ellipsis; }
.matrix tr:first-child th { text-align: center; color: var(--soft); font-size: 13px; font-weight: 500; }
.matrix .turned { height: 132px; vertical-align: bottom; padding: 4px 2px; }
.matrix .turned span {
  writing-mode: vertical-rl; transform: rotate(180deg); max-height: 150px;
  overflow: hidden; text-overflow: ellipsis;
}
.matrix td { text-align: center; border-radius: 6px; min-width: 56px; height: 44px; padding: 4px 8px; }
.matrix.small { width: auto; }
.matrix.small td { min-width: 25px; height: 26px; padding: 2px 3px; font-size: 12px; }
.matrix.small th { padding: 2px 6px; font-size: 12.5px; }
.matrix .corner, .matrix .total { color: var(--soft); font-size: 12px; }
.matrix .corner { text-align: left; vertical-align: bottom; padding-left: 4px; white-space: pre; }
.matrix .right { background: rgb(var(--right) / var(--tint)); font-weight: 600; }
.matrix .wrong { background: rgb(var(--wrong) / var(--tint)); }
.matrix .none { color: var(--soft); background: rgb(128 128 128 / .06); }
.matrix .strong { color: var(--onstrong); }
.gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(184px, 1fr)); gap: 12px; }
.mistake { padding: 0; overflow: hidden; }
.mistake img, .blank {
  display: block; width: 100%; height: 130px; object-fit: contain; background: rgb(128 128 128 / .09);
}
.two { display: grid; grid-template-columns: 1fr 1fr; gap: 2px; }
.gallery.pairs { grid-template-columns: repeat(auto-fill, minmax(240px, 1fr)); }
.blank { display: grid; place-items: center; color: var(--soft); }
.mistake figcaption { display: grid; padding: 9px 12px 11px; line-height: 1.4; font-size: 13px; }
.mistake b { font-weight: 600; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.mistake small { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.mistake .bad { color: var(--bad); }
.mistake.listed b { white-space: normal; overflow-wrap: anywhere; }
small { color: var(--soft); font-size: 12px; }
.facts { margin: 0; }
.facts div { display: flex; justify-content: space-between; gap: 20px; padding: 5px 0; font-size: 13.5px; }
.facts div + div { border-top: 1px solid var(--line); }
.facts dt { color: var(--soft); }
.facts dd { margin: 0; max-width: 70%; text-align: right; overflow-wrap: break-word; }
.facts + .facts { border-top: 1px solid var(--line); }
.limits { margin: 12px 0; padding-left: 38px; }
details.card { padding: 12px 20px; }
pre {
  margin: 12px 0 0; padding: 14px 16px; max-height: 420px; overflow: auto; border-radius: 8px;
  background: var(--back); color: var(--ink); font: 12px/1.5 ui-monospace, Menlo, Consolas, monospace;
}
details { font-size: 13px; color: var(--soft); margin-bottom: 8px; }
details ul { margin: 4px 0; padding-left: 18px; }
summary { cursor: pointer; }
footer { margin-top: 44px; color: var(--soft); font-size: 12px; }
@media print {
  :root {
    --back: #fff; --card: #fff; --ink: #000; --soft: #4d5562; --line: #d9dde3;
    --train: #d98a1f; --valid: #3856d4; --right: 56 86 212; --wrong: 217 83 48;
    --bad: #b3401c; --note: #fff6e0; --noteline: #efd594; --noteink: #6a4b00;
  }
  body { font-size: 12px; }
  main { max-width: none; padding: 0; }
  section { margin-top: 24px; }
  .card, tr, .mistake, .hero { break-inside: avoid; }
  .card.wide { break-inside: auto; }
  details.card { display: none; }
  h2, .note { break-after: avoid; }
}
"""
