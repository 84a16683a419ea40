"""The app's front door: finds the pages and runs the chosen one."""

import streamlit as st

from foresight.ui import navigation, style

st.set_page_config(page_title="Third Sector Foresight", layout="wide", initial_sidebar_state="auto")
style.apply()
st.navigation([st.Page(page.path, title=page.title, default=page.default) for page in navigation.pages()], position="top").run()
