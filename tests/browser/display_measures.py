"""What a tape measure, an eye and a lens would find on the TV page: sizes, cut ends, overlaps, contrast."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

# Capitals of the page's font are 0.668 em high and stand in the middle of their line.
MEASURE = """
() => {
  const shown = Array.from(document.querySelectorAll(".layar")).filter((e) => e.offsetWidth > 0)[0];
  const safe = shown.getBoundingClientRect();
  const seen = (e) => e.getClientRects().length > 0 && !e.closest(".hanya-dengar") && !e.closest("svg") &&
    getComputedStyle(e).visibility === "visible";
  const name = (e) => (e.id || e.className) + ": " + e.textContent.trim().slice(0, 40);
  const capitals = (e) => parseFloat(getComputedStyle(e).fontSize) * 0.668;
  const texts = Array.from(shown.querySelectorAll("*")).filter((e) => seen(e) &&
    Array.from(e.childNodes).some((n) => n.nodeType === 3 && n.textContent.trim()));

  const cut = [];
  for (const e of texts) {
    const range = document.createRange();
    range.selectNodeContents(e);
    for (const line of range.getClientRects()) {
      const middle = (line.top + line.bottom) / 2, half = capitals(e) / 2;
      const tail = /[gjpqy]/.test(e.textContent) ? capitals(e) * 0.3 : 0;
      for (let box = e; box && box !== shown.parentNode; box = box.parentElement) {
        if (box !== shown && getComputedStyle(box).overflowX === "visible") continue;
        const edge = box.getBoundingClientRect();
        if (line.left < edge.left - 2 || line.right > edge.right + 2 ||
            middle - half < edge.top - 2 || middle + half + tail > edge.bottom + 2) {
          cut.push(name(e) + " by " + name(box));
        }
      }
    }
    if (e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX !== "visible") cut.push(name(e));
  }

  const parts = Array.from(shown.querySelectorAll(
    "#head, #call, #media, #earlier li, #counters-page, .sel, #waiting, #ticker, .pesan, .papan-nama, .wajah, .kaki"
  )).filter(seen);
  const pieces = Array.from(shown.querySelectorAll(
    "#call-number, #call-counter, #earlier li .n, #earlier li .l, .sel .l, .sel .n, #office, #office-line, " +
    "#day, #hour, #top-name, .keadaan"
  )).filter(seen);
  const overlaps = [];
  const compare = (list, isGlyph) => list.forEach((one, index) => list.slice(index + 1).forEach((other) => {
    if (one.contains(other) || other.contains(one)) return;
    const a = one.getBoundingClientRect(), b = other.getBoundingClientRect();
    // a line of figures may reach into its neighbour's empty edge, above and below the capitals
    const slackA = isGlyph ? (a.height - capitals(one)) / 2 : 0;
    const slackB = isGlyph ? (b.height - capitals(other)) / 2 : 0;
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const down = Math.min(a.bottom - slackA, b.bottom - slackB) - Math.max(a.top + slackA, b.top + slackB);
    if (across > 2 && down > 2) overlaps.push(name(one) + " | " + name(other));
  }));
  compare(parts, false);
  compare(pieces, true);

  const outside = parts.concat(pieces).filter((e) => {
    const box = e.getBoundingClientRect();
    const slack = parts.indexOf(e) < 0 ? Math.max((box.height - capitals(e)) / 2, 0) : 0;
    return box.left < safe.left - 2 || box.right > safe.right + 2 ||
      box.top + slack < safe.top - 2 || box.bottom - slack > safe.bottom + 2;
  }).map(name);

  const light = (rgb) => {
    const part = rgb.map((v) => v / 255).map((v) => v <= 0.03928 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4));
    return 0.2126 * part[0] + 0.7152 * part[1] + 0.0722 * part[2];
  };
  const colour = (text) => text.match(/[\\d.]+/g).map(Number);
  const ground = (e) => {
    for (let box = e; box; box = box.parentElement) {
      const found = colour(getComputedStyle(box).backgroundColor);
      if (found.length < 4 || found[3] > 0) return found;
    }
    return [255, 255, 255];
  };
  let contrast = 99, palest = "";
  for (const e of texts) {
    const lights = [light(colour(getComputedStyle(e).color)), light(ground(e))].sort((a, b) => b - a);
    const ratio = (lights[0] + 0.05) / (lights[1] + 0.05);
    if (ratio < contrast) { contrast = ratio; palest = name(e); }
  }
  const sizes = texts.map((e) => parseFloat(getComputedStyle(e).fontSize));
  const smallest = Math.min.apply(null, sizes);
  const of = (selector) => Array.from(shown.querySelectorAll(selector)).filter(seen).map(capitals);
  return {
    cut, overlaps, outside, contrast, palest, smallest, tiniest: name(texts[sizes.indexOf(smallest)]),
    height: safe.height, width: safe.width, number: of("#call-number, #top-number")[0] || 0,
    counter: of("#call-counter")[0] || 0, earlier: of("#earlier li .n"),
  };
}
"""


LEAST_CONTRAST = 7
LEAST_LETTER = 0.0235


@dataclass(frozen=True, slots=True)
class Measured:
    """Sizes in CSS pixels. ``number``, ``counter``, ``earlier``: capitals; ``contrast``: the least of all."""

    cut: list[str]
    overlaps: list[str]
    outside: list[str]
    contrast: float
    palest: str
    smallest: float
    tiniest: str
    height: float
    width: float
    number: float
    counter: float
    earlier: list[float]

    @property
    def short_side(self) -> float:
        """The height of a lying panel, the width of a standing one."""
        return min(self.height, self.width)


def measure(page: Page) -> Measured:
    """Measure what is seen now."""
    found: dict[str, Any] = page.evaluate(MEASURE)
    return Measured(**found)


def flaws(found: Measured) -> list[str]:
    """Return what is cut off, over another, outside the safe part, too pale or too small; empty when all is well."""
    told = [f"cut off: {name}" for name in found.cut]
    told += [f"over one another: {name}" for name in found.overlaps]
    told += [f"outside: {name}" for name in found.outside]
    if found.contrast < LEAST_CONTRAST:
        told.append(f"contrast {found.contrast:.1f}: {found.palest}")
    if found.smallest < found.short_side * LEAST_LETTER:
        told.append(f"small: {found.tiniest}")
    return told
