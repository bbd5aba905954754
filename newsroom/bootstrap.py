"""Make `.venv` hold exactly the locked packages: `python newsroom/bootstrap.py run|test`.

Standard library only, and no syntax newer than Python 3.6: this is what an old Python gets to read.
The first run makes the environment and puts the locked uv into it; uv installs the rest by hash.
Later runs compare one checksum and do nothing, so that they need no network.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "newsroom-lock"
LOCKS = {"run": "requirements.txt", "test": "requirements-dev.txt"}  # the second contains the first


def main(wanted: str) -> None:
    refuse_old_python()
    if not starts():
        refuse_missing_venv()
        say("making .venv with Python " + ".".join(map(str, sys.version_info[:3])))
        call("could not make .venv", sys.executable, "-m", "venv", "--clear", str(VENV))
    held = STAMP.read_text().split() if STAMP.exists() else []
    if held in ([kind, checksum(kind)] for kind in (wanted, "test")):
        return
    kind = "test" if held[:1] == ["test"] else wanted
    say("installing the locked packages of " + LOCKS[kind])
    install_uv(kind)
    sync(kind)
    STAMP.write_text(kind + " " + checksum(kind) + "\n")


def refuse_old_python() -> None:
    if sys.version_info < (3, 11):
        stop("Newsroom needs Python 3.11 or newer; this one is " + sys.version.split()[0] + ".")


def refuse_missing_venv() -> None:
    try:
        import ensurepip  # noqa: F401  (Debian leaves it out of its python3 package)
        import venv  # noqa: F401
    except ImportError:
        stop("This Python has no venv module with pip: install it (on Debian: apt install python3-venv).")


def starts() -> bool:
    """Whether .venv holds a Python that still runs and is new enough."""
    try:
        test = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
        return subprocess.run([str(PYTHON), "-c", test], stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def checksum(kind: str) -> str:
    return hashlib.sha256((ROOT / LOCKS[kind]).read_bytes()).hexdigest()


def install_uv(kind: str) -> None:
    """Install uv by pip, at the version and hashes of the lock."""
    excerpt = VENV / "uv.txt"
    excerpt.write_text(requirement((ROOT / LOCKS[kind]).read_text(), "uv"))
    options = ["--quiet", "--disable-pip-version-check", "--require-hashes", "-r", str(excerpt)]
    call("could not install uv: is there a network?", str(PYTHON), "-m", "pip", "install", *options)


def sync(kind: str) -> None:
    uv = [str(VENV / "bin" / "uv"), "pip", "sync", "--quiet", "--require-hashes", "--python", str(PYTHON)]
    call("could not install the locked packages: is there a network?", *uv, str(ROOT / LOCKS[kind]))


def requirement(lock: str, name: str) -> str:
    """The lines of one package in a lock file: its version and its hashes."""
    lines = lock.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(name + "=="))
    end = next(i for i, line in enumerate(lines) if i >= start and not line.endswith("\\"))
    return "\n".join(lines[start : end + 1]) + "\n"


def call(failure: str, *command: str) -> None:
    environment = {key: value for key, value in os.environ.items() if key != "VIRTUAL_ENV"}
    if subprocess.run(command, cwd=str(ROOT), env=environment).returncode:
        stop(failure)


def say(text: str) -> None:
    print("newsroom: " + text, flush=True)


def stop(sentence: str) -> None:
    sys.exit("newsroom: " + sentence)


if __name__ == "__main__":
    main(sys.argv[1])
