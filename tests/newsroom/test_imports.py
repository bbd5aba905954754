"""What import-linter cannot see: libraries that bring Django along."""

import subprocess
import sys
import tomllib

from newsroom.bootstrap import ROOT

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]


def test_pure_text_works_without_django():
    pure = next(
        contract["source_modules"] for contract in CONTRACTS if contract["name"].startswith("Pure text")
    )
    program = f"import sys, {', '.join(pure)}; print(*{{'django', 'rest_framework'}} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []
