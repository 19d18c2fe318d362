"""``python -m benchmarks.peers.process``: one peer, one instance, one process."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks.peers.catalogue import PEERS, module_of


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers.process", description=__doc__)
    parser.add_argument("peer", choices=sorted(PEERS))
    parser.add_argument("instance", type=Path)
    parser.add_argument("folder", type=Path, help="where the answer is left")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    peer = module_of(wanted.peer)
    needed = peer.missing()
    if needed is not None:
        print(needed, file=sys.stderr)
        return 2
    wanted.folder.mkdir(parents=True, exist_ok=True)
    peer.answer(wanted.instance, wanted.seconds, wanted.workers, wanted.seed, wanted.folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
