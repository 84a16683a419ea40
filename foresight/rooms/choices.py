"""What dots can be put on: the actions that ship, and the assumptions that people in the sector doubt most."""

from collections.abc import Mapping
from dataclasses import dataclass

from foresight.rooms.room import Topic
from foresight.scenario import library


@dataclass(frozen=True)
class Doubt:
    """An assumption in plain words, and where the model description says more of it."""

    id: str
    title: str
    meaning: str


DOUBTS = (
    Doubt("effects", "How much joint action achieves", "No effect of any action has been measured; each is an informed guess."),
    Doubt("uptake", "How many would take part", "The share of organisations that join an action is assumed."),
    Doubt("displacement", "How much one's gain is another's loss", "Funds are finite in the model, and so are volunteers."),
    Doubt(
        "trust",
        "How trust between organisations grows",
        "It grows with joint success and shrinks with failure, at assumed rates.",
    ),
    Doubt(
        "capacity", "What strategic capacity does", "Better-led organisations win more bids and keep more donors, by assumption."
    ),
    Doubt("closing", "Why organisations close", "The rule comes from a study in New Zealand."),
    Doubt("volunteers", "How volunteers come and go", "They follow age, place and appeal, at rates from surveys and judgement."),
    Doubt("future", "The future itself", "A future is a story with fixed paths; what the sector does never changes it."),
)


def choices(topic: Topic) -> Mapping[str, str]:
    """Return what dots can be put on, title by id."""
    if topic is Topic.ACTIONS:
        return {id_: action.title for id_, action in library.actions().items()}
    return {doubt.id: doubt.title for doubt in DOUBTS}
