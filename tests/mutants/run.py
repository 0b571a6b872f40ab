"""Run the tests against each mutant: every seeded bug must turn at least one of its tests red.

Usage: python -m tests.mutants.run [--all] [--jobs N] [NAME ...]
"""

from __future__ import annotations

import argparse
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tests.mutants.catalogue import ROOT, InvalidMutant, Mutant, load

_PYTEST = (sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--junit-xml=results.xml")
_TESTS_FAILED = 1
_TIME_LIMIT_SECONDS = 3600.0


@dataclass(frozen=True)
class Outcome:
    """What a test run said: the tests that failed, or why it did not run to its end."""

    failed: tuple[str, ...]
    error: str | None
    seconds: float


def main() -> None:
    """Run the mutants and print the table. The exit code is 1 unless every one is killed."""
    parser = argparse.ArgumentParser(description="Seed bugs one at a time; each must turn a test red.")
    parser.add_argument("names", nargs="*", help="the mutants to run, or parts of their names; all by default")
    parser.add_argument("--all", action="store_true", help="run the whole suite against each, not only the named tests")
    parser.add_argument("--jobs", type=int, default=2, help="how many run at once")
    arguments = parser.parse_args()
    try:
        mutants = [mutant for mutant in load() if _is_chosen(mutant, arguments.names)]
        with ExitStack() as stack:
            folders = [_copy_repository(stack) for _ in range(arguments.jobs)]
            _check_edits(mutants, folders[0])
            outcomes = _run(mutants, folders, is_whole_suite=arguments.all)
    except InvalidMutant as error:
        sys.exit(f"error: {error}")
    sys.exit(0 if _print_table(mutants, outcomes) else 1)


def _is_chosen(mutant: Mutant, names: Sequence[str]) -> bool:
    return not names or any(name in mutant.name for name in names)


def _copy_repository(stack: ExitStack) -> Path:
    """Copy the files under version control, changed and new ones included, so that others may edit them meanwhile."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="acompte-mutants-")))
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


def _check_edits(mutants: Sequence[Mutant], folder: Path) -> None:
    for mutant in mutants:
        with _seeded(mutant, folder):
            pass


@contextmanager
def _seeded(mutant: Mutant, folder: Path) -> Iterator[None]:
    """Seed the bug in the copy of the repository, for the duration of the block. Raises InvalidMutant."""
    paths = [folder / edit.file for edit in mutant.edits if (folder / edit.file).is_file()]
    originals = {path: (path.read_bytes(), path.stat()) for path in paths}
    try:
        for edit in mutant.edits:
            edit.apply(folder)
        yield
    except InvalidMutant as error:
        raise InvalidMutant(f"{mutant.name}: {error}") from error
    finally:
        for path, (content, status) in originals.items():
            path.write_bytes(content)
            # Python compiles a module again if the time or the size of its file differs.
            os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def _run(mutants: Sequence[Mutant], folders: Sequence[Path], *, is_whole_suite: bool) -> dict[str, Outcome]:
    """Run the tests of each mutant, in as many copies at once as there are. Raises InvalidMutant."""
    seeded = [mutant for mutant in mutants if not mutant.equivalent]
    named = sorted({test for mutant in seeded for test in mutant.tests})
    print(f"Without a mutant: {len(named)} tests", flush=True)
    _check_baseline(folders, ["--ignore=tests/mutants"] if is_whole_suite else named)
    free: queue.SimpleQueue[Path] = queue.SimpleQueue()
    for folder in folders:
        free.put(folder)

    def run_one(mutant: Mutant) -> Outcome:
        folder = free.get()
        try:
            with _seeded(mutant, folder):
                tests = ["--ignore=tests/mutants"] if is_whole_suite else ["-x", *mutant.tests]
                outcome = _run_tests(folder, tests, workers=1 if is_whole_suite else 0)
        finally:
            free.put(folder)
        print(f"{mutant.name}: {_describe(outcome)} ({outcome.seconds:.0f} s)", flush=True)
        return outcome

    with ThreadPoolExecutor(len(folders)) as pool:
        return dict(zip((mutant.name for mutant in seeded), pool.map(run_one, seeded), strict=True))


def _check_baseline(folders: Sequence[Path], tests: Sequence[str]) -> None:
    outcome = _run_tests(folders[0], tests, workers=len(folders))
    if outcome.failed or outcome.error:
        raise InvalidMutant(f"Without any mutant, the tests are red: {_describe(outcome)}")


def _run_tests(folder: Path, arguments: Sequence[str], *, workers: int) -> Outcome:
    results = folder / "results.xml"
    results.unlink(missing_ok=True)
    environment = {**os.environ, "PYTHONPATH": str(folder / "src")}
    start = time.monotonic()
    command = [*_PYTEST, "-n", str(workers), *arguments]
    try:
        run = subprocess.run(
            command,
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=_TIME_LIMIT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Outcome((), "did not end in time", time.monotonic() - start)
    seconds = time.monotonic() - start
    failed = tuple(_failed_tests(results)) if results.exists() else ()
    if run.returncode == 0 or (run.returncode == _TESTS_FAILED and failed):
        return Outcome(failed, None, seconds)
    return Outcome(failed, f"pytest exited with {run.returncode}:\n{run.stdout[-3000:]}{run.stderr[-1000:]}", seconds)


def _failed_tests(results: Path) -> Iterator[str]:
    for case in ElementTree.parse(results).iter("testcase"):  # noqa: S314  (pytest has just written it)
        if case.find("failure") is not None or case.find("error") is not None:
            yield f"{case.get('classname', '').removeprefix('tests.')}.{case.get('name')}"


def _describe(outcome: Outcome) -> str:
    if outcome.error:
        return f"ERROR: {outcome.error}"
    if not outcome.failed:
        return "SURVIVED"
    others = len(outcome.failed) - 1
    return outcome.failed[0] + (f" and {others} more" if others else "")


def _print_table(mutants: Sequence[Mutant], outcomes: dict[str, Outcome]) -> bool:
    """Print the table. Returns whether every mutant that is not equivalent was killed."""
    width = max((len(mutant.name) for mutant in mutants), default=0)
    print(f"\n{'mutant':{width}}  {'promise':9}  {'seconds':>7}  killed by")
    for mutant in mutants:
        outcome = outcomes.get(mutant.name)
        if outcome is None:
            print(f"{mutant.name:{width}}  {mutant.promise:9}  {'':>7}  equivalent: {mutant.equivalent}")
        else:
            print(f"{mutant.name:{width}}  {mutant.promise:9}  {outcome.seconds:7.1f}  {_describe(outcome)}")
    killed = sum(bool(outcome.failed) and not outcome.error for outcome in outcomes.values())
    print(f"\n{killed} of {len(outcomes)} killed, {len(mutants) - len(outcomes)} equivalent")
    return killed == len(outcomes)


if __name__ == "__main__":
    main()
