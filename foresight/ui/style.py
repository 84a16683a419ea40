"""The few rules of style that Streamlit's theme cannot say: contrast, cards, and print."""

import streamlit as st

from foresight.presentation import theme

RULES = f"""
<style>
[data-testid="stMainBlockContainer"] {{ padding-top: 2rem; padding-bottom: 3rem; max-width: 1500px; }}
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] p {{
  color: {theme.QUIET}; font-size: 0.9rem; opacity: 1;
}}
h1 {{ font-size: 2.1rem !important; }}
.fs-headline {{
  font-size: 1.2rem !important; line-height: 1.3; min-height: 2.6em; margin: 0.8rem 0 0; padding: 0;
  display: flex; align-items: end;
}}
.fs-path {{ color: {theme.QUIET}; }}
.fs-note {{ background: #f1f4f4; border: 1px solid {theme.QUIET}; border-radius: 0.3rem; padding: 0.6rem 1rem; }}
.fs-summary {{ font-size: 1.25rem; line-height: 1.45; border-left: 6px solid {theme.WITH}; padding: 0.2rem 0 0.2rem 1rem; }}
.fs-card {{ height: 100%; display: flex; flex-direction: column; gap: 0.25rem; }}
.fs-card .name {{ color: {theme.QUIET}; }}
.fs-card .change {{ font-size: 1.25rem; font-weight: 700; line-height: 1.3; }}
.fs-card .values span {{ white-space: nowrap; }}
.fs-card .without {{ color: {theme.WITHOUT}; border-bottom: 2px dashed {theme.WITHOUT}; }}
.fs-card .with {{ color: {theme.WITH}; font-weight: 700; border-bottom: 2px solid {theme.WITH}; }}
.fs-card .small {{ color: {theme.QUIET}; font-size: 0.9rem; }}
.fs-badge {{
  display: inline-block; padding: 0 0.5rem; border-radius: 0.3rem; font-size: 0.85rem; font-weight: 700; align-self: start;
}}
.fs-better {{ background: {theme.WITH}; color: {theme.PAPER}; }}
.fs-worse {{ background: {theme.WORSE}; color: {theme.PAPER}; }}
.fs-open {{ background: {theme.PAPER}; color: {theme.INK}; border: 1px solid {theme.QUIET}; }}
@media print {{ header, [data-testid="stSidebar"], button {{ display: none !important; }} }}
</style>
"""


def apply() -> None:
    """Add the rules to the page."""
    st.html(RULES)
