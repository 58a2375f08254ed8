"""Build the wheel, install it in a clean environment, and use it as a reader would."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]


def run(*command: str | Path, env: dict[str, str] | None = None, cwd: Path = ROOT) -> str:
    """What a command prints; it must succeed."""
    ran = subprocess.run(
        [str(c) for c in command], env=env, cwd=cwd, capture_output=True, text=True
    )
    if ran.returncode:
        sys.exit(f"{' '.join(map(str, command))}: {ran.returncode}\n{ran.stdout}{ran.stderr}")
    return ran.stdout


def main() -> None:
    """Fail with one line that says what is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        run(sys.executable, "-m", "build", "--wheel", "--outdir", here)
        wheel = next(here.glob("*.whl"))
        run(sys.executable, "-m", "venv", here / "clean")
        binaries = here / "clean" / "bin"
        constraints = ("--constraint", str(ROOT / "constraints.txt"))
        run(binaries / "python", "-m", "pip", "install", "--quiet", *constraints, wheel)

        kinds = ("CONFIG", "DATA", "CACHE", "STATE")
        env = dict(os.environ) | {f"XDG_{kind}_HOME": str(here / kind) for kind in kinds}
        env["TERM"] = "xterm-256color"
        where = run(binaries / "python", "-c", "import wrans; print(wrans.__file__)", cwd=here)
        assert str(here) in where, f"not the installed package: {where}"
        found = run(binaries / "wrans", "search", "--json", "invested", env=env, cwd=here)
        assert json.loads(found)["heading"] == "Borders: France", found
        shown = run(binaries / "wrans", "show", json.loads(found)["key"], env=env, cwd=here)
        assert "the UK has invested almost €150M" in shown, shown

        sys.path.insert(0, str(ROOT / "tests"))
        from terminal import Terminal

        with Terminal([str(binaries / "wrans")], 120, 36, env) as terminal:
            terminal.wait_for("Caroline Nokes")
            terminal.press("q")
            assert terminal.wait() == 0, terminal.screen
    print("wheel: built, installed on its own, searched, shown and opened")


if __name__ == "__main__":
    main()
