"""The app's front door: finds the pages and runs the chosen one."""

import streamlit as st

from foresight.ui import address, faults, navigation, style
from foresight.ui.room import keyring

st.set_page_config(page_title="Third Sector Foresight", layout="wide", initial_sidebar_state="auto")
page = st.navigation(
    [st.Page(one.path, title=one.title, default=one.default) for one in navigation.pages()],
    position="hidden" if keyring.follows() else "top",  # whoever predicts should not look the answer up
)
address.follow_switch(style.BIG, "text", "large", page.url_path)
style.apply()
with faults.told():
    address.follow(page.url_path)
    page.run()
