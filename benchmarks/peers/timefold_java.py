"""Timefold 1.24 (Java): first fit, then late acceptance, on a domain model of its own.

The model is in the folder ``timefold``; `docs/explanation/peers.md` says what it states. It
is compiled against the jars that lie in the wheel of the Python package ``timefold``.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from importlib import metadata
from pathlib import Path

from benchmarks.peers.flat import Flat, cannot
from benchmarks.peers.flat_answer import read_week
from benchmarks.peers.recording import Recorder
from scheduler.files import read_instance
from scheduler.solver.problem import Problem

SOURCES = Path(__file__).parent / "timefold"
CLASSES = Path("out/peers/classes")
MACHINE = ("-Xmx3g", "-XX:+UseParallelGC")
"""Three gigabytes, and the collector recommended for throughput."""


def missing() -> str | None:
    if shutil.which("java") is None or shutil.which("javac") is None:
        return "timefold needs a JDK, 17 or newer: apt-get install -y openjdk-17-jdk-headless"
    if jars() is None:
        return "timefold needs the jars of its wheel: pip install 'fieldweek[peer-timefold]'"
    return None


def jars() -> Path | None:
    """The folder of the jars that the wheel brought, if it is installed."""
    try:
        files = metadata.files("timefold") or []
    except metadata.PackageNotFoundError:
        return None
    core = next((file for file in files if file.name.startswith("timefold-solver-core-")), None)
    return None if core is None else Path(str(core.locate())).parent


def answer(instance_path: Path, seconds: float, workers: int, seed: int, folder: Path) -> None:
    classes = compiled()
    instance = read_instance(instance_path)
    recorder = Recorder(folder, seconds)
    if (text := cannot(instance)) is not None:
        recorder.say(text)
        return
    flat = Flat(Problem(instance))
    plan(flat, recorder, classes, seed)


def plan(flat: Flat, recorder: Recorder, classes: Path, seed: int) -> None:
    """Let Timefold plan what was written down, for the seconds that are left."""
    folder = recorder.folder
    (folder / "school.txt").write_text(flat.text(), encoding="utf-8")
    recorder.say(f"written down in {recorder.passed:.1f} s")
    words = ["java", *MACHINE, "-cp", f"{classes}:{jars()}/*", "Main", str(folder / "school.txt")]
    words += [str(folder), str(round(1000 * recorder.left)), str(seed)]
    # The clock stands still while the virtual machine starts and reads the school.
    begun = recorder.passed
    kept: bool | None = None
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as java:
        assert java.stdout is not None
        for line in java.stdout:
            word, _, rest = line.strip().partition(" ")
            if word == "ended":
                recorder.say(rest)
            elif word == "week":
                name, hard, millis = rest.split()
                had = begun + int(millis) / 1000
                text = (folder / name).read_text(encoding="utf-8")
                (folder / name).unlink()
                if hard == "0" and kept is not True:
                    recorder.first_was(had)
                kept = hard == "0"
                recorder.offer(read_week(flat, text), at=had)
    (folder / "school.txt").unlink()


def compiled() -> Path:
    """Compile the model, once for each state of its sources."""
    sources = sorted(SOURCES.glob("*.java"))
    state = hashlib.sha256(b"".join(one.read_bytes() for one in sources)).hexdigest()[:10]
    classes = CLASSES / state
    if not classes.exists():
        half = classes.with_suffix(f".{os.getpid()}")
        words = ["javac", "-d", str(half), "-cp", f"{jars()}/*", *map(str, sources)]
        subprocess.run(words, check=True)
        half.replace(classes)
    return classes
