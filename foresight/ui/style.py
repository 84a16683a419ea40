"""The few rules of style that Streamlit's theme cannot say: contrast, cards, and print."""

import streamlit as st

from foresight.presentation import theme

BIG = "big"
"""Where the session keeps whether the page is for a projector."""

SMALL_BY_STREAMLIT = (
    '[data-testid="stMarkdownContainer"] p, [data-testid="stMarkdownContainer"] em, [data-testid="stCode"] span, '
    '[data-testid="stMarkdownContainer"] code, [data-testid="stFileUploaderDropzoneInstructions"] span, kbd, input'
)
"""What Streamlit writes smaller than the text around it: labels, keys, code."""

BOXES = (
    '.react-aria-ComboBox [role="group"]',
    '[data-testid="stTextInputRootElement"]',
    '[data-testid="stNumberInputContainer"]',
    '[data-testid="stTextAreaRootElement"]',
    "label",
)
"""What is drawn around a field to write in, or in place of one that cannot be seen."""
FIELD = ":is(input, textarea):focus-visible"
HOLDERS = ", ".join([*(f"{box}:has({FIELD})" for box in BOXES), "div:has(> div > input[type=range]:focus-visible)"])
FIELDS = ", ".join([*(f"{box} {FIELD}" for box in BOXES), "input[type=range]:focus-visible"])

RULES = f"""
<style>
[data-testid="stMainBlockContainer"] {{ padding: 4.5rem 2.5rem 3rem; max-width: 2000px; }}
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] p {{
  color: {theme.QUIET}; font-size: var(--fs-small); opacity: 1; line-height: 1.35;
}}
h1 {{ font-size: 1.6rem !important; padding: 0 !important; }}
h3 {{ font-size: 1.2rem !important; }}
/* What a button or a switch says is never cut: it takes another line. (The menu's "more" would take one for each letter.) */
button:not([data-testid="stTopNavSection"]) p, [data-testid="stCheckbox"] label p {{
  white-space: normal !important; overflow: visible !important;
}}
/* Choices that have no room on one line take another: what is scrolled to the side, nobody finds. */
[data-testid="stButtonGroup"] > [role] {{ flex-wrap: wrap; overflow: visible; mask-image: none; }}
/* The ends of a slider are always told, not only under the pointer. */
[data-testid="stSliderTickBar"] {{ opacity: 1 !important; visibility: visible !important; }}
.fs-headline {{
  font-size: 1.15rem !important; line-height: 1.3; margin: 0.8rem 0 0; padding: 0; min-height: 2.6em;
  display: flex; align-items: end;
}}
.fs-path {{ color: {theme.QUIET}; margin: 0; }}
.fs-note {{ background: #f1f4f4; border: 1px solid {theme.QUIET}; border-radius: 0.3rem; padding: 0.6rem 1rem; }}
.fs-summary {{
  font-size: 1.15rem; line-height: 1.4; margin: 0; border-left: 6px solid {theme.WITH}; padding: 0.2rem 0 0.2rem 1rem;
}}
.fs-part {{ font-size: 1.2rem !important; margin: 1rem 0 0; padding: 0; }}
.fs-cards {{
  display: grid; grid-template-columns: repeat(auto-fit, minmax(10.5rem, 1fr)); gap: 0.6rem; margin: 0.8rem 0 0.4rem;
}}
.fs-charts {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr)); gap: 0.4rem 1.6rem; }}
.fs-chart figure {{ margin: 0.4rem 0 0; min-width: 0; }}
.fs-chart figcaption {{ font-size: var(--fs-small); color: {theme.QUIET}; }}
.fs-plot {{ width: 100%; }}
.fs-old {{ position: relative; outline: 2px dashed {theme.QUIET}; outline-offset: 0.6rem; margin-top: 0.8rem; }}
.fs-was {{
  display: none; position: absolute; top: -1.4em; left: 0; margin: 0; padding: 0 0.4rem; background: {theme.PAPER};
  color: {theme.INK}; font-size: var(--fs-small); font-weight: 700; line-height: 1.4;
}}
.fs-old > .fs-was {{ display: block; }}
.fs-numbers summary {{ cursor: pointer; }}
.fs-table {{ max-height: 24rem; overflow: auto; }}
.fs-table table {{ border-collapse: collapse; font-size: var(--fs-small); width: 100%; }}
.fs-table th, .fs-table td {{ text-align: left; padding: 0.15rem 0.6rem 0.15rem 0; border-bottom: 1px solid {theme.RULE}; }}
.st-key-now {{
  position: sticky; top: 3.75rem; z-index: 90; background: {theme.PAPER};
  border-bottom: 2px solid {theme.QUIET}; padding: 0.3rem 0;
}}
.fs-now span {{ color: {theme.QUIET}; }}
.fs-meter {{ display: inline-block; width: 6rem; height: 0.7rem; border: 1px solid {theme.QUIET}; vertical-align: middle; }}
.fs-meter span {{ display: block; height: 100%; background: {theme.WITH}; }}
.fs-meter .fs-over {{ background: {theme.WORSE}; }}
.fs-card {{
  border: 1px solid {theme.RULE}; border-radius: 0.4rem; padding: 0.4rem 0.6rem; display: flex;
  flex-direction: column; gap: 0.1rem;
  line-height: 1.3;
}}
.fs-card .name {{ color: {theme.QUIET}; }}
.fs-card .change {{ font-size: 1.05rem; font-weight: 700; }}
.fs-card .values span {{ white-space: nowrap; }}
.fs-card .without {{ color: {theme.WITHOUT}; border-bottom: 2px dashed {theme.WITHOUT}; }}
.fs-card .with {{ color: {theme.WITH}; font-weight: 700; border-bottom: 2px solid {theme.WITH}; }}
.fs-card .small {{ color: {theme.QUIET}; font-size: var(--fs-small); }}
.fs-badge {{ padding: 0 0.4rem; border-radius: 0.3rem; font-size: var(--fs-small); font-weight: 700; align-self: start; }}
.fs-better {{ background: {theme.WITH}; color: {theme.PAPER}; }}
.fs-worse {{ background: {theme.WORSE}; color: {theme.PAPER}; }}
.fs-open {{ background: {theme.PAPER}; color: {theme.INK}; border: 1px solid {theme.QUIET}; }}
.fs-code {{ font-size: 3.2rem; font-weight: 700; letter-spacing: 0.35rem; line-height: 1.1; }}
.fs-key {{ list-style: none; margin: 0; padding: 0; line-height: 1.35; }}
.fs-key li {{ margin: 0 0 0.3rem; padding: 0; }}
.fs-square {{ width: 260px; max-width: 100%; }}
.st-key-bring [data-testid="stFileUploaderDropzoneInstructions"] {{ display: none; }}
[data-testid="stCode"] code {{ overflow-wrap: anywhere; }}
.st-key-size {{ position: fixed; top: 1.1rem; right: 4rem; z-index: 999999; width: auto; }}
@media (min-width: 1000px) {{ header [data-testid="stToolbar"] {{ padding-right: 12.5rem; }} }}
/* Where there is no room for it beside the menu, the switch stands at the page's end. */
@media (max-width: 999px) {{
  .st-key-size {{ position: static; }}
  :has(> .st-key-size) {{ order: 1; }}
}}
/* Where the keyboard is: a dark line, with a gap, around whatever holds it; around a box as a whole, not the field in it. */
:focus-visible, {HOLDERS} {{
  outline: 3px solid {theme.INK} !important; outline-offset: 2px !important; border-radius: 0.3rem;
}}
{FIELDS} {{ outline: none !important; }}
[data-testid="stTopNav"] {{ overflow: visible !important; }}
/* Inside what else would cut it off. */
:is([data-testid="stMain"], [data-testid="stButtonGroup"] button, [data-testid="stTopNavSection"]):focus-visible {{
  outline-offset: -3px !important;
}}
/* A button that was pressed and holds the keyboard is else kept beside what takes its place, as long as the page waits. */
[data-testid="stElementContainer"][data-retained="true"] {{ display: none !important; }}
@media print {{ .st-key-size {{ display: none; }} }}
@media print {{ header, [data-testid="stSidebar"], button {{ display: none !important; }} }}
</style>
"""

FOR_A_PROJECTOR = f"""
<style>
{SMALL_BY_STREAMLIT} {{ font-size: 1rem !important; }}
/* What is chosen takes as few lines as it can, so that something of the result is on the first screen. */
header[data-testid="stHeader"] {{ height: 2.6rem; min-height: 2.6rem; }}
.st-key-size {{ top: 0.45rem; }}
.st-key-now {{ top: 2.6rem; padding: 0.1rem 0; }}
.fs-now {{ line-height: 1.25; }}
[data-testid="stMainBlockContainer"] {{ padding: 2.9rem 1.5rem 2rem; }}
[data-testid="stVerticalBlock"] {{ gap: 0.5rem; }}
[data-testid="stMarkdown"] > [data-testid="stMarkdownContainer"], [data-testid="stHeading"] [data-testid="stMarkdownContainer"] {{
  margin-bottom: -0.5rem; /* as far as the gap, which Streamlit takes to be twice as large */
}}
[data-testid="stWidgetLabel"] {{ min-height: 0; }}
[data-testid="stWidgetLabel"] p {{ line-height: 1.25; }}
h1 {{ font-size: 1.2rem !important; line-height: 1.2 !important; }}
.fs-summary {{ font-size: 1rem; line-height: 1.25; padding: 0 0 0 0.6rem; }}
.fs-headline {{ font-size: 1.05rem !important; line-height: 1.2; margin: 0.3rem 0 0; min-height: 0; }}
.fs-path, .fs-chart figcaption {{ line-height: 1.25; }}
</style>
"""
"""What is otherwise with large text."""


def size() -> theme.Size:
    """Return how large things are on this page: as usual, or for a projector."""
    return theme.PROJECTOR if st.session_state.get(BIG) else theme.PAGE


def apply() -> None:
    """Add the rules to the page, and the switch that makes everything large."""
    st.html(RULES)
    with st.container(key="size"):
        st.toggle("Large text", key=BIG, help="For a projector: nothing is smaller than 20 points.")
    small = 1 if size() is theme.PROJECTOR else 0.9
    st.html(f"<style>html {{ font-size: {size().page}px !important; --fs-small: {small}rem; }}</style>")
    if size() is theme.PROJECTOR:
        st.html(FOR_A_PROJECTOR)
