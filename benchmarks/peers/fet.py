"""FET: the on-campus part, with everything it cannot decide taken from our own timetable.

Days out, enrolments, leads and the times of advisory meetings are given (`fet_file`); FET
finds times and rooms for every session that runs. It stops at its first complete timetable,
as it does in a school's office.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

from benchmarks.peers.catalogue import OURS
from benchmarks.peers.fet_file import FetFile
from benchmarks.peers.recording import TIMETABLE, Recorder
from scheduler.files import read_instance, read_timetable

COMMAND = "fet-cl"


def missing() -> str | None:
    if shutil.which(COMMAND) is None:
        return "fet needs FET's command line: apt-get install -y fet"
    return None


def answer(instance_path: Path, seconds: float, workers: int, seed: int, folder: Path) -> None:
    given = folder.parent / f"{OURS}-{seed}" / TIMETABLE
    instance = read_instance(instance_path)
    recorder = Recorder(folder, seconds)
    if not given.exists():
        recorder.say("needs our timetable of the same school and seed: run ours first")
        return
    school = FetFile(instance, read_timetable(given))
    if (text := school.cannot()) is not None:
        recorder.say(text)
        return
    (folder / "school.fet").write_bytes(ET.tostring(school.document(), encoding="utf-8"))
    words = [COMMAND, f"--inputfile={folder / 'school.fet'}", f"--outputdir={folder}"]
    words += [f"--timelimitseconds={max(1, int(recorder.left))}", "--htmllevel=0"]
    words += [f"--randomseeds{part}={seed + 1}" for part in ("10", "11", "12", "20", "21", "22")]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    with (folder / "fet.txt").open("w", encoding="utf-8") as said:
        subprocess.run(words, stdout=said, stderr=said, env=environment, check=False)
    had = recorder.passed
    found = folder / "timetables" / "school" / "school_activities.xml"
    recorder.say("days out, enrolments, leads and meetings are ours")
    if found.exists():
        recorder.offer(school.read(ET.parse(found).getroot()), at=had)
    else:
        recorder.say("FET placed not all sessions")
