"""How to make a report again: the commands, with everything that was said when its numbers were made."""

from foresight.analysis.findings import Findings
from foresight.analysis.further import REPLICATES, pairing_of
from foresight.ensemble.crew import Ask
from foresight.ensemble.pairs import Pairing
from foresight.presentation import keeping, sentences
from foresight.scenario import experiments, library
from foresight.scenario.assumptions import checked
from foresight.scenario.saved import Saved

NOT_RECORDED = "not recorded"
FURTHER = "low"
"""One of the tables that further runs make."""
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
    """Return the command that makes the comparison, or its batch, again.

    What ships, or was saved in the app, goes by its name, what does not by its file.
    """
    record = findings.manifest
    if "batch" in record:
        batch = str(record["batch"])
        return f"foresight batch {batch if batch in experiments.experiments() else f'{batch}.yaml'} --out results"
    seed, scale, strength = int(record["seed"]), float(record["scale"]), record.get("strength", "central")
    pairing = Pairing(findings.future, findings.plan, seed, scale, strength, checked(record.get("assumptions") or {}))
    return keeping.command(Ask(pairing, findings.pairs), library.futures(), {**library.plans(), **Saved().all()[0]})


def report(findings: Findings) -> str:
    """Return the command that makes the report again, from the folder that the other one writes with `--out results`."""
    words = ["foresight report results"]
    if "batch" in findings.manifest:
        words.append(f"--future {findings.future.id} --plan {findings.plan.id}")
    if findings.plan.actions and FURTHER not in findings.parts:
        words.append("--quick")
    folder = "" if "batch" in findings.manifest else ", after the command above with --out results"
    return f"{' '.join([*words, '--format all --out handouts'])}{folder}"


def further_runs(findings: Findings) -> list[tuple[str, str]]:
    """Return a row of the table that says how the further runs were made, where there are any."""
    if FURTHER not in findings.parts:
        return []
    made = pairing_of(findings)
    return [("Further runs", f"of each set of actions and assumptions: {sentences.shown(REPLICATES, made.scale, made.seed)}")]
