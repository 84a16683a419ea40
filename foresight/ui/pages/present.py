"""Presenting: one chart at a time, revealed step by step, the question for the room under it; and the report to take home."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import streamlit as st

from foresight.analysis.findings import Findings
from foresight.analysis.further import thorough
from foresight.presentation import present, theme
from foresight.presentation.present import Step
from foresight.presentation.report.compose import compose
from foresight.presentation.report.formats import FORMATS
from foresight.presentation.report.sources import made, to_choose
from foresight.presentation.view import View
from foresight.ui import asking, parts, session, sharpening, visitor
from foresight.ui.session import Seen

TITLE = "Present"
ORDER = 7
PAGE = "present"
AT = "present step"
STAGE = f"""<style>
html {{ font-size: {theme.PROJECTOR.page}px !important; }}
.stMainBlockContainer {{ padding-top: 3.2rem; }}
@media (max-width: 640px) {{ .stMainBlockContainer {{ padding-top: 4.2rem !important; }} }}
h1 {{ font-size: 1.2rem !important; line-height: 1.2 !important; }}
.fs-summary {{ font-size: 1rem; line-height: 1.25; padding-top: 0; padding-bottom: 0; }}
.st-key-stage-room {{ height: max(11rem, calc(100vh - 17rem)) !important; flex: none; }}
</style>"""
"""The chart is as high as the screen leaves it beside the headline, the sentence, the question and the way on."""
FURTHER = "With further runs: what members gain and others lose, weak effects, barriers, and what each kind of action adds"
FORMATS_OFFERED = {
    "pptx": "Slides (PowerPoint)",
    "html": "A page for any browser",
    "pdf": "Report (PDF)",
    "large-print": "Large print (PDF)",
}


def show() -> None:
    """Show the page."""
    st.html(STAGE)
    _stage()


def _stage() -> None:
    """Show one step, and the way on."""
    place = st.empty()
    looked = sharpening.look(PAGE, asking.question)
    if looked.seen is not None:
        view = View(session.comparison(looked.seen))
        steps = present.steps(view)
        at = min(st.session_state.get(AT, 0), len(steps) - 1)
        _show(steps[at])
        _ways(at, len(steps))
        if (table := steps[at].table) is not None:
            parts.numbers(table, "what is drawn, year by year")
        if not looked.waiting:
            _take_home(looked.seen)
            _from_a_folder()
    sharpening.wait(looked, place)


def _show(step: Step) -> None:
    """Show a step: its headline, its chart, a sentence, and the question for the room."""
    st.title(step.headline, anchor=False)
    if step.chart is not None:
        parts.staged(step.headline, step.chart, key="stage")
    st.markdown(step.sentence)
    st.html(f'<p class="fs-summary"><strong>For the room:</strong> {step.ask}</p>')


def _ways(at: int, count: int) -> None:
    """Show the buttons back and on; the arrow keys do the same."""
    back, where, on = st.columns([1, 2, 1], vertical_alignment="center")
    back.button("Back", on_click=_go, args=(at - 1,), disabled=at == 0, shortcut="Left", width="stretch")
    where.caption(f"Step {at + 1} of {count}. The arrow keys go back and on.")
    last = at == count - 1
    on.button("Next", on_click=_go, args=(at + 1,), type="primary", disabled=last, shortcut="Right", width="stretch")


def _go(to: int) -> None:
    st.session_state[AT] = to


def _take_home(found: Seen) -> None:
    """Offer the report on what is shown, in every format."""
    with st.expander("Slides, report and large print of this comparison"):
        wanted = st.selectbox("Format", list(FORMATS_OFFERED), format_func=lambda name: FORMATS_OFFERED[name])
        ask = found.inquiry.ask
        work, whole = partial(thorough, ask.pairing, ask.pairs), None
        if st.toggle(FURTHER, key="further"):
            whole = asking.errand("report", ("report", ask.pairing, ask.pairs), work, "Working out the report …")
            if whole is None:
                return
        st.download_button(
            "Make and save it",
            data=lambda: _written(whole or _shown(found), wanted),
            file_name=f"{ask.pairing.future.id}-{ask.pairing.plan.id}{FORMATS[wanted].ending}",
            on_click="ignore",
        )


def _from_a_folder() -> None:
    """Offer the report on a batch, or on a comparison, that commands have written on this computer."""
    if not visitor.at_the_computer():
        return
    with st.expander("Slides, report and large print of a batch, or of a comparison kept in a folder"):
        st.caption(
            "Give the folder that the command foresight batch or foresight compare wrote, or the zip file from Keep and share."
        )
        left, right = st.columns([2, 1])
        folder = left.text_input("The folder, or the zip file, on this computer", placeholder="such as results", key="folder")
        wanted = right.selectbox("Format", list(FORMATS_OFFERED), format_func=lambda name: FORMATS_OFFERED[name], key="as")
        if not folder:
            return
        place = Path(folder).expanduser()
        futures, plans = to_choose(place)
        future = _one("Future", futures, {name: one.title for name, one in session.futures().items()})
        plan = _one("Plan", plans, {name: one.title for name, one in session.plans().items()})
        changed = max((path.stat().st_mtime_ns for path in place.iterdir()), default=0) if place.is_dir() else 0
        work = partial(made, place, wanted, future, plan)
        found = asking.errand("folder", ("folder", place, wanted, future, plan, changed), work, "Making the report …")
        if found is not None:
            name, content = found
            st.download_button("Save it", data=content, file_name=name, on_click="ignore", type="primary")


def _one(what: str, names: Sequence[str], titles: Mapping[str, str]) -> str | None:
    """Let one of a batch's futures or plans be chosen, by its title; None where there is no choice."""
    if len(names) < 2:  # noqa: PLR2004 - nothing to choose
        return None
    return st.selectbox(what, names, format_func=lambda name: titles.get(name, name), key=f"of {what}")


def _shown(found: Seen) -> Findings:
    """Return what can be told of what is shown, without further runs."""
    made = session.comparison(found)
    return Findings(made.future, made.plan, made.table, made.manifest, {"aspirations": made.aspirations})


def _written(findings: Findings, wanted: str) -> bytes:
    """Return the report in one format."""
    return FORMATS[wanted].written(findings, compose(findings))


show()
