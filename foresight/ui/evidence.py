"""Where the numbers on a page come from: sources and grades of the chosen future and plan, read off the scenario objects."""

import streamlit as st

from foresight.presentation import tables
from foresight.scenario.futures import Future
from foresight.scenario.plans import Plan
from foresight.ui import session


def show_sources(future: Future, plan: Plan) -> None:
    """Show where the numbers of the future and the plan come from."""
    actions = session.actions()
    chosen = [actions[item.action] for item in plan.actions]
    st.markdown(
        "Every number that goes in has a source and a grade, from A to D. "
        "This many of each are in the future and the plan on this page."
    )
    st.table(tables.grades([future, *chosen]))
    if chosen:
        st.markdown(f"**The actions of {tables.plain(plan.title)}**")
        st.table(tables.action_sources(plan, actions))
    st.markdown(f"**The outside forces of {tables.plain(future.title)}**")
    st.table(tables.driver_sources(future))
