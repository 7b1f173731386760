"""Pages in a headless browser: what it complains about, what axe-core finds, and whether text overlaps or leaves the window."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_AXE = importlib.util.find_spec("axe_playwright_python")

needs_browser = pytest.mark.skipif(CHROMIUM is None or _AXE is None, reason="Chromium or axe-playwright-python is not installed")

# Boxes of text that belong to each other, such as a formula and its parts, are one element here.
_BOXES = """() => {
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
  return {overlapping, outside, unreachable};
}"""

# axe-core needs long for the insides of pictures and formulas, which have a text of their own.
_WITHOUT_INSIDES = """() => {
  document.querySelectorAll('svg').forEach(picture => picture.replaceChildren());
  document.querySelectorAll('math').forEach(formula => formula.replaceChildren(formula.getAttribute('alttext') || 'formula'));
}"""

_AXE_RUN = """() => axe.run({resultTypes: ['violations'], rules: {'color-contrast': {enabled: false}}})
  .then(found => found.violations.map(v => `${v.id}: ${v.nodes.length} as ${v.nodes[0].html.slice(0, 120)}`))"""

# Contrast costs most of its time, element by element: one of those with the same colours, size and weight tells of all.
_CONTRAST = """() => {
  const grounds = new Map();
  const ground = e => {
    if (!grounds.has(e)) {
      const s = getComputedStyle(e), below = e.parentElement ? ground(e.parentElement) : '';
      const own = [s.backgroundColor, s.backgroundImage, s.opacity, s.filter].join();
      grounds.set(e, own === 'rgba(0, 0, 0, 0),none,1,none' ? below : `${below}/${own}`);
    }
    return grounds.get(e);
  };
  const looks = new Map();
  for (const e of document.querySelectorAll('body *')) {
    const own = [...e.childNodes].some(child => child.nodeType === Node.TEXT_NODE && child.textContent.trim());
    if (!own || !e.getClientRects().length) continue;
    const s = getComputedStyle(e);
    looks.set([s.color, s.fontSize, s.fontWeight, s.textShadow, ground(e)].join('|'), e);
  }
  return axe.run([...looks.values()], {resultTypes: ['violations'], runOnly: ['color-contrast']})
    .then(found => found.violations.map(v => `${v.id}: ${v.nodes.length} as ${v.nodes[0].html.slice(0, 120)}`));
}"""

_DESK: ViewportSize = {"width": 1200, "height": 2000}
_PHONE: ViewportSize = {"width": 390, "height": 2000}

NOTHING = {"errors": [], "overlapping": [], "outside": 0, "unreachable": [], "violations": []}


@cache
def _axe() -> str:
    assert _AXE
    assert _AXE.origin
    return Path(_AXE.origin).with_name("axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start one browser for all pages that a process looks at."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 (only those who look at pages need it)

    with sync_playwright() as started:
        found = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@contextmanager
def opened(browser: Browser, page: str, width: int = 1200) -> Iterator[tuple[Page, list[str]]]:
    """Open a page at a width in the light, with the list of what the browser complains about."""
    window = browser.new_page(viewport={"width": width, "height": 2000}, color_scheme="light")
    errors: list[str] = []
    window.on("pageerror", lambda error: errors.append(str(error)))
    window.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    window.on("requestfailed", lambda request: errors.append(f"not loaded: {request.url}"))
    try:
        window.set_content(page, wait_until="load")
        yield window, errors
    finally:
        window.close()


def boxes_of(browser: Browser, page: str, width: int = 1200) -> dict[str, Any]:
    """Return what lies over each other on a page, leaves the window, or cannot be reached by keyboard."""
    with opened(browser, page, width) as (window, errors):
        return {"errors": errors, **window.evaluate(_BOXES)}


def looked_at(browser: Browser, page: str) -> dict[str, Any]:
    """Return what a browser found on a page at a desk in the light, then on a phone in the dark.

    Errors, overlapping text, pixels outside, parts that no key reaches, violations of axe-core; its rules about colours are asked in
    both, the others once, for they do not depend on the place.
    """
    with opened(browser, page) as (window, errors):
        desk = window.evaluate(_BOXES)
        window.set_viewport_size(_PHONE)
        window.emulate_media(color_scheme="dark")
        phone = window.evaluate(_BOXES)
        window.evaluate(_WITHOUT_INSIDES)
        window.evaluate(_axe())
        violations = [*window.evaluate(_AXE_RUN), *window.evaluate(_CONTRAST)]
        window.set_viewport_size(_DESK)
        window.emulate_media(color_scheme="light")
        violations += window.evaluate(_CONTRAST)
        return {"errors": errors, **{name: desk[name] + phone[name] for name in desk}, "violations": violations}
