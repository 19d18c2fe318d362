"""``python -m scheduler.cli`` is the command ``fieldweek``."""

from scheduler.cli import run

if __name__ == "__main__":
    run()
