"""The mutants fit the code as it is. `make test-mutants` shows that the tests see them."""

from __future__ import annotations

import ast
import re
import shutil
from pathlib import Path

import pytest

from tests.mutants import catalogue
from tests.mutants.catalogue import ROOT, Edit, InvalidMutant, Mutant

MUTANTS = catalogue.load()


@pytest.mark.parametrize("mutant", MUTANTS, ids=[mutant.name for mutant in MUTANTS])
def test_mutant_fits_the_code(mutant: Mutant, tmp_path: Path) -> None:
    """Its old texts occur exactly once, the changed files are valid Python, and its tests exist."""
    for file in {edit.file for edit in mutant.edits}:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, tmp_path / file)
    for edit in mutant.edits:
        edit.apply(tmp_path)
        ast.parse((tmp_path / edit.file).read_text())
    assert re.fullmatch(r"[DP]\d+", mutant.promise)
    for test in mutant.tests:
        file, _, name = test.partition("::")
        assert f"def {name}(" in (ROOT / file).read_text(), test


@pytest.mark.parametrize("source", ["a = 1\n", "", "a = 2\na = 2\n"])
def test_old_text_that_does_not_occur_once_is_an_error(source: str, tmp_path: Path) -> None:
    """The error names the file and the text, and nothing is changed."""
    (tmp_path / "module.py").write_text(source)
    with pytest.raises(InvalidMutant, match=r"(?s)module\.py.*a = 2"):
        Edit("module.py", "a = 2", "a = 3").apply(tmp_path)
    assert (tmp_path / "module.py").read_text() == source


@pytest.mark.parametrize("tests", ["", 'tests = ["tests/x.py::test_x"]\nequivalent = "It is not."\n'])
def test_mutant_needs_tests_or_a_reason(tests: str, tmp_path: Path) -> None:
    (tmp_path / "money").mkdir()
    text = f'promise = "D1"\nbreaks = "Something."\n{tests}\n[[edits]]\nfile = "a"\nold = "b"\nnew = "c"\n'
    (tmp_path / "money" / "wrong.toml").write_text(text)
    with pytest.raises(InvalidMutant, match="money/wrong"):
        catalogue.load(tmp_path)
