"""Walks through a page with the keyboard, and tells where it cannot be seen that something holds the focus."""

from playwright.sync_api import Page

MOST = 120
"""Stops after which a page is left."""
THINNEST, LEAST = 2, 3
"""Pixels of a line around what holds the focus, and its contrast with the paper."""

LOOK = """
([thinnest, least]) => {
  const light = (colour) => {
    const parts = colour.match(/[\\d.]+/g).map(Number);
    if (parts[3] === 0) return 1;
    const [r, g, b] = parts.map((one) => one / 255).map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const whole = (one, style) => {
    const [box, out] = [one.getBoundingClientRect(), thinnest + parseFloat(style.outlineOffset)];
    for (let holder = one.parentElement; holder?.closest("[data-testid=stMain]") !== holder; holder = holder.parentElement) {
      if (!holder) break;
      if (getComputedStyle(holder).overflow === "visible") continue;
      const edge = holder.getBoundingClientRect();
      const cut = [edge.left - box.left, box.right - edge.right, edge.top - box.top, box.bottom - edge.bottom];
      if (Math.max(...cut) + out > 1) return false;
    }
    return true;
  };
  const held = document.activeElement;
  if (!held || held === document.body) return null;
  const name = `${held.tagName} ${held.getAttribute("aria-label") || held.innerText || held.dataset.testid || held.className}`;
  for (let one = held, far = 0; one && one !== document.body && far < 7; one = one.parentElement, far += 1) {
    const style = getComputedStyle(one);
    const box = one.getBoundingClientRect();
    const line = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= thinnest && box.width > 8 && box.height > 8;
    if (line && 1.05 / (light(style.outlineColor) + 0.05) >= least) return [name.slice(0, 80), whole(one, style)];
  }
  return [name.slice(0, 80), false];
}
"""


def walk(page: Page) -> tuple[list[str], list[str]]:
    """Return what takes the focus, in its order, and that of it which does not show."""
    page.evaluate("document.activeElement?.blur()")
    seen: list[str] = []
    faint: list[str] = []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        found = page.evaluate(LOOK, [THINNEST, LEAST])
        if found is None:
            break
        seen.append(found[0])
        if not found[1]:
            faint.append(found[0])
    return seen, faint
