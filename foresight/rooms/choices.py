"""What dots can be put on: the actions that ship, and the assumptions that people in the sector doubt most."""

from collections.abc import Mapping

from foresight.rooms.rules import Topic
from foresight.scenario import library
from foresight.scenario.doubts import DOUBTS


def meanings(topic: Topic) -> Mapping[str, str]:
    """Return what each choice means, in a sentence or two by id."""
    if topic is Topic.ACTIONS:
        return {id_: action.summary for id_, action in library.actions().items()}
    return {doubt.id: doubt.meaning for doubt in DOUBTS}


def choices(topic: Topic) -> Mapping[str, str]:
    """Return what dots can be put on, title by id."""
    if topic is Topic.ACTIONS:
        return {id_: action.title for id_, action in library.actions().items()}
    return {doubt.id: doubt.title for doubt in DOUBTS}
