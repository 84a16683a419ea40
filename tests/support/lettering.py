"""Measures the words in a page's charts: those that lie on each other, or are cut at an edge."""

from playwright.sync_api import Page

MEASURE = """
() => {
  const found = [];
  for (const drawn of document.querySelectorAll("svg.marks")) {
    if (!drawn.checkVisibility()) continue;
    const edge = drawn.getBoundingClientRect();
    const words = [...drawn.querySelectorAll("text")]
      .filter((one) => one.textContent.trim() && one.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
      .map((one) => [one.textContent, one.getBoundingClientRect()]);
    words.forEach(([text, at], place) => {
      const out = Math.max(edge.left - at.left, at.right - edge.right, edge.top - at.top, at.bottom - edge.bottom);
      if (out > 1.5 || text.endsWith("…")) found.push(`cut: ${text}`);
      for (const [other, there] of words.slice(place + 1)) {
        const wide = Math.min(at.right, there.right) - Math.max(at.left, there.left);
        const high = Math.min(at.bottom, there.bottom) - Math.max(at.top, there.top);
        if (wide > 1 && high > 0.2 * Math.min(at.height, there.height)) found.push(`on each other: ${text} / ${other}`);
      }
    });
  }
  return found;
}
"""
"""A line of text is higher than its letters: a fifth of it may lie in another line's."""


def faults(page: Page) -> list[str]:
    """Return what cannot be read in a page's charts, in words; empty where all can be."""
    found: list[str] = page.evaluate(MEASURE)
    return found
