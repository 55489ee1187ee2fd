"""What Lighthouse says of the pages on a slow phone: the median of some runs; exit status 1 below a bar.

Run it from the top of the project, on a machine that has nothing else to do: ``python benchmarks/pages.py [RUNS]``.
It needs Node.js, Debian's chromium, and npm, from which it takes Lighthouse. The phone is Lighthouse's own: four times
slower than this machine, behind 1.6 Mbit/s and 150 ms.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))  # `from support import …`

from support.served_site import IN_ITALY, served, wtcr_2021

LIGHTHOUSE = "lighthouse@13"
CHROMIUM = "--headless=new --no-sandbox --disable-quic --no-first-run --disable-background-networking"
PAGES = ("/", "/wtcr/2021/", "/wtcr/2021/italy/", "/drivers/jessica-backman/", "/subscribe/")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")

LEAST_SCORE = 95
MOST_MILLISECONDS = 1800
"""The bars: of each category, and until the largest thing is painted."""


@dataclass(frozen=True)
class Report:
    """One run over one page: scores up to 100, milliseconds, octets, and what cost points."""

    scores: dict[str, float]
    largest_paint: float
    weight: float
    lost: frozenset[str]

    @classmethod
    def read(cls, report: dict[str, Any]) -> Report:
        """The report as Lighthouse writes it."""
        audits = report["audits"]
        counted = {ref["id"] for its in report["categories"].values() for ref in its["auditRefs"] if ref["weight"]}
        return cls(
            {name: 100 * report["categories"][name]["score"] for name in CATEGORIES},
            audits["largest-contentful-paint"]["numericValue"],
            audits["total-byte-weight"]["numericValue"],
            frozenset(id_ for id_ in counted if (audits[id_]["score"] or 0) < 1 and audits[id_]["score"] is not None),
        )


def run_lighthouse(url: str, folder: Path) -> Report:
    """Ask Lighthouse once."""
    target = folder / "report.json"
    command = [
        "npx",
        "--yes",
        "--loglevel=error",
        LIGHTHOUSE,
        url,
        "--quiet",
        "--output=json",
        f"--output-path={target}",
    ]
    environment = {**os.environ, "CHROME_PATH": shutil.which("chromium") or "chromium"}
    subprocess.run([*command, url, f"--chrome-flags={CHROMIUM}"], env=environment, check=True, timeout=300)
    return Report.read(json.loads(target.read_text("utf-8")))


def show(path: str, reports: list[Report]) -> bool:
    """Print a row of the table; returns whether all bars hold."""
    scores = [statistics.median(its.scores[name] for its in reports) for name in CATEGORIES]
    paint, weight = (
        statistics.median(values) for values in zip(*((r.largest_paint, r.weight) for r in reports), strict=True)
    )
    numbers = " | ".join(f"{score:.0f}" for score in scores)
    print(f"| `{path}` | {numbers} | {paint / 1000:.1f} s | {weight / 1000:.0f} kB |", flush=True)
    for lost in sorted(frozenset.union(*(its.lost for its in reports))):
        print(f"  {lost}", file=sys.stderr)
    return min(scores) >= LEAST_SCORE and paint <= MOST_MILLISECONDS


def main(runs: int) -> int:
    """Measure the pages that people come to first."""
    print(f"| page | {' | '.join(CATEGORIES)} | largest paint | weight |\n| --- |{' ---: |' * 6}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with served(folder, wtcr_2021(), IN_ITALY, to_real_browsers=True) as site:
            rows = [show(path, [run_lighthouse(f"{site.url}{path}", folder) for _ in range(runs)]) for path in PAGES]
    return 0 if all(rows) else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5))
