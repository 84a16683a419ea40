"""How to make the numbers of a report again: the command, with everything that was said when they were made."""

from foresight.analysis.findings import Findings
from foresight.ensemble.crew import Ask
from foresight.ensemble.pairs import Pairing
from foresight.presentation import keeping
from foresight.scenario import experiments, library
from foresight.scenario.assumptions import checked

NOT_RECORDED = "not recorded"
DIGITS = 16
"""Digits of a fingerprint that tell it apart."""


def version(findings: Findings) -> str:
    """Return the version of the model that made the numbers, or say that it was not kept."""
    return str(findings.manifest.get("model_version") or NOT_RECORDED)


def code(findings: Findings) -> str:
    """Return the fingerprint of the code that made the numbers, several where there were several, or say that none was kept."""
    found = str(findings.manifest.get("model_code") or NOT_RECORDED)
    return found if found == NOT_RECORDED else ", ".join(one[:DIGITS] for one in found.split(", "))


def command(findings: Findings) -> str:
    """Return the command that makes the comparison, or its batch, again: what ships by its name, what does not by its file."""
    record = findings.manifest
    if "batch" in record:
        batch = str(record["batch"])
        return f"foresight batch {batch if batch in experiments.experiments() else f'{batch}.yaml'} --out results"
    seed, scale, strength = int(record["seed"]), float(record["scale"]), record.get("strength", "central")
    pairing = Pairing(findings.future, findings.plan, seed, scale, strength, checked(record.get("assumptions") or {}))
    return keeping.command(Ask(pairing, findings.pairs), library.futures(), library.plans())
