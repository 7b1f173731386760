"""The look of an HTML page: light and dark, wide and narrow, on screen and on paper."""

__all__ = ["STYLE"]

STYLE = """\
:root {
  color-scheme: light dark;
  --paper: #fdfdfb; --ink: #1b1b1f; --quiet: #5c5f66; --line: #d9d9d3; --accent: #1f5fa8;
}
@media (prefers-color-scheme: dark) {
  :root { --paper: #17181c; --ink: #e6e6e3; --quiet: #a3a6ad; --line: #3a3c43; --accent: #8ab8ee; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.55 Georgia, "Times New Roman", serif; }
main { max-width: 68rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1, h2, h3 { line-height: 1.3; font-weight: 600; }
h1 { font-size: 1.5rem; padding-bottom: 0.4rem; border-bottom: 2px solid var(--accent); }
h2 { font-size: 1.2rem; margin-top: 2.2rem; }
math { font-size: 1.08em; }
.chain {
  display: grid; grid-template-columns: max-content max-content minmax(0, max-content) minmax(15rem, 1fr);
  margin: 1.4rem 0; padding: 0; list-style: none;
}
.chain > li {
  display: grid; grid-column: 1 / -1; grid-template-columns: subgrid;
  column-gap: 0.7rem; align-items: baseline; padding: 0.3rem 0;
}
.number { color: var(--quiet); text-align: right; font-variant-numeric: tabular-nums; }
.relation { text-align: center; min-width: 1.2rem; }
.formula { overflow-x: auto; overflow-y: hidden; }
.formula > div { padding: 0.15rem 0; }
.more { margin-left: 2rem; }
.note { color: var(--quiet); padding-left: 1.2rem; min-width: 0; }
.kept { white-space: nowrap; }
figure { margin: 2rem 0; }
figure svg { display: block; max-width: 100%; height: auto; margin: 0 auto; border: 1px solid var(--line); border-radius: 4px; }
@media (max-width: 52rem) {
  .chain { grid-template-columns: max-content max-content minmax(0, 1fr); }
  .note { grid-column: 3; padding-left: 0; }
}
@media print {
  :root { --paper: #fff; --ink: #000; --quiet: #333; --accent: #000; }
  body { font-size: 11pt; }
  main { max-width: none; padding: 0; }
  .chain > li, figure { break-inside: avoid; }
}
"""
