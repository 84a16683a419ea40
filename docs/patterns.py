"""Record what the patterns that the model is held to come to.

    python -m docs.patterns

Scores every pattern as `foresight patterns` does and writes `docs/explanation/patterns.json`, from which `docs.generate` makes
the table. Run it whenever numbers of the model move.
"""

import json
import os
import sys
from pathlib import Path

from foresight.analysis.patterns import patterns

RECORD = Path(__file__).parent / "explanation" / "patterns.json"


def main() -> int:
    """Measure and record. Returns the exit code."""
    rows = json.loads(patterns(workers=os.cpu_count() or 1).to_json(orient="records", double_precision=15))
    RECORD.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
