"""``python -m scheduler.worker``: a worker by itself."""

from __future__ import annotations

from scheduler.worker.process import main

if __name__ == "__main__":  # children import this module, too
    raise SystemExit(main())
