"""How to make the numbers of a report again: the command, with everything that was said when they were made."""

from foresight.analysis.findings import Findings
from foresight.presentation.keeping import written
from foresight.scenario import experiments, library
from foresight.scenario.exchange import same
from foresight.scenario.library import NO_PLAN


def command(findings: Findings) -> str:
    """Return the command that makes the comparison, or its batch, again: what ships by its name, what does not by its file."""
    record, future, plan = findings.manifest, findings.future, findings.plan
    if "batch" in record:
        batch = str(record["batch"])
        return f"foresight batch {batch if batch in experiments.experiments() else f'{batch}.yaml'} --out results"
    known = plan.id == NO_PLAN or same(plan, library.plans().get(plan.id))
    words = [
        "foresight compare",
        future.id if same(future, library.futures().get(future.id)) else f"{future.id}.yaml",
        f"--plan {plan.id if known else f'{plan.id}.yaml'} --pairs {findings.pairs} --seed {record['seed']}",
    ]
    if float(record["scale"]) != 1:
        words.append(f"--scale {float(record['scale']):g}")
    if record.get("strength", "central") != "central":
        words.append(f"--strength {record['strength']}")
    words += [f'--assume "{path}={written(value)}"' for path, value in sorted((record.get("assumptions") or {}).items())]
    return " ".join(words)
