#!/usr/bin/env python3
"""watch prints the report again when a file of it changes: saved by rename, broken for a moment, gone and back, or new.

Each step waits for what it must print, never for a time."""
import os
import pathlib
import pty
import select
import signal
import subprocess
import sys
import tempfile
import threading
import unittest

PROGRAM = ""
PATIENCE = 60  # seconds until a missing answer is a failure; none is waited for in vain
HEADER = "post_id,creator,posted_at,views,likes,comments,shares\n"


def posts(views):
    return HEADER + f"7363968355252793980,ana,2024-05-02,{views},10,5,5\n"


class Watched:
    """A running watch whose standard output and error are read as they come."""

    def __init__(self, folder, *arguments, terminal=False):
        command = [PROGRAM, "watch", *arguments]
        if terminal:
            self.master, slave = pty.openpty()
            self.process = subprocess.Popen(command, cwd=folder, stdout=slave, stderr=slave)
            os.close(slave)
            source = self.master
        else:
            read, write = os.pipe()
            self.process = subprocess.Popen(command, cwd=folder, stdout=write, stderr=write)
            os.close(write)
            source = read
        self.text = ""
        self.arrived = threading.Condition()
        threading.Thread(target=self.collect, args=(source,), daemon=True).start()

    def collect(self, source):
        while True:
            try:
                piece = os.read(source, 65536)
            except OSError:
                piece = b""
            with self.arrived:
                self.text += piece.decode("utf-8", "replace")
                self.arrived.notify_all()
            if not piece:
                return

    def until(self, *wanted):
        """What was printed up to the first point where all of it stands there; the rest is left for later."""
        with self.arrived:
            found = self.arrived.wait_for(lambda: all(word in self.text for word in wanted), PATIENCE)
            if not found:
                raise AssertionError(f"{wanted} did not come; there is:\n{self.text}")
            text, self.text = self.text, ""
            return text

    def end(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


class WatchTest(unittest.TestCase):
    def setUp(self):
        self.holder = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.holder.name)
        self.write("exports/posts.csv", posts(1111))
        self.write("campaign.json", '{"name": "Watched", "sources": ["exports/*.csv"]}')
        self.running = []

    def tearDown(self):
        for watched in self.running:
            if watched.process.poll() is None:
                watched.process.kill()
                watched.process.wait()
        self.holder.cleanup()

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def save_by_rename(self, name, text):
        """As editors do: beside the file, then in its place."""
        self.write(name + "~new", text)
        os.rename(self.folder / (name + "~new"), self.folder / name)

    def start(self, *arguments, terminal=False):
        watched = Watched(self.folder, *arguments, "--sections", "headline", "--width", "80", terminal=terminal)
        self.running.append(watched)
        return watched

    def test_saves_by_rename_and_in_place(self):
        watched = self.start("campaign.json")
        watched.until("1,111")
        self.save_by_rename("exports/posts.csv", posts(2222))
        text = watched.until("2,222")
        self.assertIn("-" * 60, text)
        # The new file is another one: it is watched as well.
        self.save_by_rename("exports/posts.csv", posts(3333))
        watched.until("3,333")
        self.write("exports/posts.csv", posts(4444))
        watched.until("4,444")
        self.save_by_rename("campaign.json", '{"name": "Renamed", "sources": ["exports/*.csv"]}')
        watched.until("Renamed")
        self.assertEqual(watched.end(signal.SIGINT), 130)

    def test_new_file_that_matches_a_pattern(self):
        watched = self.start("campaign.json")
        watched.until("1,111")
        self.write("exports/more.csv", posts(2000).replace("3980", "3981"))
        watched.until("3,111")
        self.assertEqual(watched.end(), 143)

    def test_exports_of_every_campaign_of_several(self):
        self.write("other/posts.csv", posts(2000).replace("3980", "3981"))
        self.write("other.json", '{"name": "Other", "sources": ["other/*.csv"]}')
        watched = self.start("campaign.json", "other.json")
        watched.until("Watched", "Other", "Portfolio", "3,111")
        self.save_by_rename("exports/posts.csv", posts(2222))
        watched.until("Portfolio", "4,222")
        self.save_by_rename("other/posts.csv", posts(3000).replace("3980", "3981"))
        watched.until("Portfolio", "5,222")
        self.save_by_rename("other.json", '{"name": "Other", "sorces": []}')
        watched.until("sorces", "the report above is the last good one")

    def test_broken_file_in_between(self):
        watched = self.start("campaign.json")
        watched.until("1,111")
        self.save_by_rename("campaign.json", '{"name": "Watched", "sorces": []}')
        text = watched.until("the report above is the last good one")
        self.assertIn("sorces", text)
        self.save_by_rename("campaign.json", '{"name": "Mended", "sources": ["exports/*.csv"]}')
        watched.until("Mended", "1,111")

    def test_file_that_vanishes_and_returns(self):
        self.write("campaign.json", '{"name": "Watched", "sources": ["exports/posts.csv"]}')
        watched = self.start("campaign.json")
        watched.until("1,111")
        os.rename(self.folder / "exports/posts.csv", self.folder / "aside.csv")
        text = watched.until("the report above is the last good one")
        self.assertIn("posts.csv", text)
        self.write("exports/posts.csv", posts(5555))
        watched.until("5,555")
        # The whole folder goes and comes back.
        os.rename(self.folder / "exports", self.folder / "elsewhere")
        watched.until("the report above is the last good one")
        os.rename(self.folder / "elsewhere", self.folder / "exports")
        watched.until("5,555")

    def test_terminal_keeps_the_last_good_view(self):
        watched = self.start("campaign.json", terminal=True)
        watched.until("1,111", "Ctrl-C ends")
        self.save_by_rename("campaign.json", '{"name": ')
        text = watched.until("the report above is the last good one")
        self.assertIn("\x1b[H\x1b[2J", text)
        self.assertIn("1,111", text)
        self.assertEqual(watched.end(signal.SIGINT), 130)

    def test_a_mistake_on_the_command_line_ends_it(self):
        watched = self.start("campaign.json", "--headline", "nonsense")
        self.assertEqual(watched.process.wait(PATIENCE), 2)
        watched = self.start("-")
        self.assertEqual(watched.process.wait(PATIENCE), 2)


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main()
