"""Pages in a headless browser: what it complains about, what axe-core finds, and whether text overlaps or leaves the window."""

import importlib.util
import json
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_AXE = importlib.util.find_spec("axe_core_python")
AXE = Path(_AXE.origin).with_name("axe.min.js") if _AXE and _AXE.origin else None

needs_browser = pytest.mark.skipif(CHROMIUM is None or AXE is None, reason="Chromium or axe-core-python is not installed")

_BEFORE = """<script>
const errors = [];
addEventListener('error', event => errors.push(event.message || `not loaded: ${event.target.src || event.target.href}`), true);
console.error = (...words) => errors.push(words.join(' '));
</script>"""

# Boxes of text that belong to each other, such as a formula and its parts, are one element here.
_AFTER = """<script>%s</script><script>
addEventListener('load', () => {
  document.querySelectorAll('details').forEach(part => { part.open = true; });
  const shown = [...document.querySelectorAll('h1,h2,h3,p,li > div,figcaption,summary,pre,th,td,figure svg,ul li')]
    .filter(element => !element.querySelector('p,div,pre,ul')).map(element => [element, element.getBoundingClientRect()])
    .filter(([element, box]) => box.width > 0 && box.height > 0);
  const overlapping = [];
  shown.forEach(([first, a], i) => shown.slice(i + 1, i + 12).forEach(([second, b]) => {
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left), high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (wide > 2 && high > 2 && !first.contains(second) && !second.contains(first))
      overlapping.push(`${first.textContent.slice(0, 30)} | ${second.textContent.slice(0, 30)}`);
  }));
  const edge = document.documentElement.getBoundingClientRect().right;
  const far = shown.filter(([element]) => !element.closest('.wide')).map(([, box]) => box.right);
  const outside = Math.round(Math.max(document.documentElement.scrollWidth - innerWidth, 0, ...far.map(right => right - edge)));
  const unreachable = [...document.querySelectorAll('body *')].filter(e => getComputedStyle(e).overflowX === 'auto')
    .filter(e => e.scrollWidth > e.clientWidth + 1 && e.tabIndex < 0).map(e => e.textContent.slice(0, 60));
  // axe-core needs long for the insides of pictures and formulas, which have a text of their own
  document.querySelectorAll('svg').forEach(picture => picture.replaceChildren());
  document.querySelectorAll('math').forEach(formula => formula.replaceChildren(formula.getAttribute('alttext') || 'formula'));
  axe.run().then(found => {
    const told = {
      errors, overlapping, outside, unreachable,
      violations: found.violations.map(v => `${v.id}: ${v.nodes.length} as ${v.nodes[0].html.slice(0, 120)}`),
    };
    const report = document.createElement('pre');
    report.id = 'report';
    report.textContent = JSON.stringify(told);
    document.body.append(report);
  });
});
</script>"""


_LEAST = 500  # the narrowest window that Chromium opens; the page can be narrower


def looked_at(page: str, folder: Path, width: int = 1200, *, dark: bool = False) -> dict[str, Any]:
    """Return what a browser of a width found on a page: errors, overlapping text, pixels outside, violations of axe-core."""
    assert CHROMIUM
    assert AXE
    probe = folder / "probe.html"
    narrow = f"<style>html {{ width: {width}px }}</style>" if width < _LEAST else ""
    text = page.replace("<head>", f"<head>{_BEFORE}{narrow}", 1).replace("</body>", _AFTER % AXE.read_text(encoding="utf-8") + "</body>", 1)
    probe.write_text(text, encoding="utf-8")
    command = [
        *(CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
        *(
            "--disable-component-update",
            "--disable-sync",
            f"--user-data-dir={folder / 'profile'}",
            f"--window-size={max(width, _LEAST)},2000",
        ),
        *(("--blink-settings=preferredColorScheme=0",) if dark else ()),
        *("--virtual-time-budget=60000", "--dump-dom", probe.as_uri()),
    ]
    drawn = subprocess.run(command, capture_output=True, text=True, timeout=200, check=True).stdout
    report = re.search(r'<pre id="report">(.*?)</pre>', drawn, re.DOTALL)
    assert report is not None, drawn[-2000:]
    found: dict[str, Any] = json.loads(unescape(report[1]))
    return found


NOTHING = {"errors": [], "overlapping": [], "outside": 0, "unreachable": [], "violations": []}
