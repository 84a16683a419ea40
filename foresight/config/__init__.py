"""Reading what people write: YAML in, checked and immutable objects out, one clear message for everything that is wrong."""

from foresight.config.evidence import Evidence, evidence
from foresight.config.frozen import Frozen, FrozenMap, Listed, Mapped
from foresight.config.numbers import (
    LEVELS,
    Effect,
    Grade,
    Identifier,
    Level,
    Number,
    Strength,
    Text,
    Title,
    Unit,
    combine_strength,
    strength_from_text,
    within,
)
from foresight.config.plugins import Family, PlugIn
from foresight.config.problems import Complaint, complaint, complaints, complaints_of
from foresight.config.reading import check, read
from foresight.config.source import Document, load_yaml, parse_yaml, read_text, show, text_of

__all__ = [
    "LEVELS",
    "Complaint",
    "Document",
    "Effect",
    "Evidence",
    "Family",
    "Frozen",
    "FrozenMap",
    "Grade",
    "Identifier",
    "Level",
    "Listed",
    "Mapped",
    "Number",
    "PlugIn",
    "Strength",
    "Text",
    "Title",
    "Unit",
    "check",
    "combine_strength",
    "complaint",
    "complaints",
    "complaints_of",
    "evidence",
    "load_yaml",
    "parse_yaml",
    "read",
    "read_text",
    "show",
    "strength_from_text",
    "text_of",
    "within",
]
