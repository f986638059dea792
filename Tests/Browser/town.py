"""A town of its own: a daemon, the board beside it, and what producers drop."""

import atexit
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from datetime import datetime, timedelta, timezone

ROOT = pathlib.Path(__file__).resolve().parents[2]
GRIDPOST = os.environ["GRIDPOST"]
SCRATCH = pathlib.Path(os.environ["SCRATCH"])

# What somebody might send who means ill: each word of it must come out as it went in, or as a sign that it is not shown.
HOSTILE = [
    "<script>window.stolen = 1</script><img src=x onerror=\"window.stolen = 1\">",
    "\"' onmouseover='window.stolen = 1' x=\"</title></textarea></select><svg onload=window.stolen=1>",
    "路灯\u202e坏了\u202c，\u2067翻过来\u2069 \u200bzero\u200fwidth",
    "响铃\u0007 退格\u0008 逃逸\u001b[31m 删除\u007f 换行\n第二行\t制表",
    "点这里 https://evil.example/x?y=<z> javascript:window.stolen=1 www.evil.example data:text/html,x",
    "长" * 3_000,
    "l" + "o" * 1_500 + "ng",
    "井\u0301\u0321\u0489\u20dd" + "\u0301\u0327\u0360\u0489" * 150 + "盖",
    "&lt;b&gt; &amp;amp; &#60;i&#62; %3Cscript%3E ${7*7} {{7*7}} <%= 7*7 %>",
]


class Town:
    """Lives in a folder that goes when it ends."""

    def __init__(self, rules=None, prefix="town-"):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix=prefix, dir=SCRATCH))
        self.rules = self.folder / "rules.yaml"
        self.rules.write_text(rules or (ROOT / "rules.yaml").read_text(encoding="utf-8"), encoding="utf-8")
        self.state = self.folder / "state"
        self.processes = []
        self.dropped = 0
        # Whatever ends the walk ends what it started.
        atexit.register(self.end)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))

    # The programs

    def command(self, *words):
        return [GRIDPOST, *words, "--rules", str(self.rules), "--state", str(self.state)]

    def run(self, *words):
        """A command that ends: what it prints."""
        ended = subprocess.run(self.command(*words), capture_output=True, text=True, timeout=60)
        if ended.returncode != 0:
            raise RuntimeError(f"{words} ended with {ended.returncode}: {ended.stderr[-2000:]}")
        return ended.stdout

    def pass_at(self, moment):
        """All the daemon would do at that moment."""
        self.run("pass", "--at", stamp(moment))

    def start(self, *words):
        """A command that stays: its process, and what it says when it is ready."""
        name = words[0] + str(len(self.processes))
        said = self.folder / f"{name}.out"
        with open(said, "w") as out, open(self.folder / f"{name}.err", "w") as err:
            process = subprocess.Popen(self.command(*words), stdout=out, stderr=err, stdin=subprocess.DEVNULL)
        self.processes.append(process)
        until = time.monotonic() + 30
        while time.monotonic() < until and process.poll() is None:
            found = re.search(r"^ready (\{.*\})$", said.read_text(), re.MULTILINE)
            if found:
                return process, json.loads(found[1])
            time.sleep(0.05)
        raise RuntimeError(f"{words[0]} was not ready: {(self.folder / f'{name}.err').read_text()[-2000:]}")

    def serve(self, *words):
        """The board: its process and its address."""
        process, said = self.start("serve", "--listen", "127.0.0.1:0", *words)
        address = said["listen"][0]
        # Until the ledger has been read once pages are told to come again (503); a stranger's first page is the door.
        until = time.monotonic() + 30
        while ask(address + "/-/ready")[0] != 200 or ask(address + "/")[0] == 503:
            if time.monotonic() > until:
                raise RuntimeError("the board is not ready after 30 s")
            time.sleep(0.1)
        return process, address

    def end(self):
        """Stops what was started and takes the folder away."""
        for process in self.processes:
            stop(process)
        shutil.rmtree(self.folder, ignore_errors=True)

    # What producers do

    def drop(self, *events, source="desk"):
        """Events as any producer drops them: a dot name, then a rename. Those without an id get one."""
        self.dropped += 1
        name = f"{source}-{self.dropped}"
        lines = []
        for number, event in enumerate(events):
            lines.append(json.dumps({"id": f"{name}-{number}", "source": source, **event}, ensure_ascii=False))
        hidden = self.state / "inbox" / f".{name}"
        hidden.write_text("\n".join(lines) + "\n", encoding="utf-8")
        hidden.rename(self.state / "inbox" / f"{name}.ndjson")

    def drain(self):
        self.run("drain", "--timeout", "30")

    def items(self, *filters):
        return json.loads(self.run("list", "--json", *filters))


def stop(process):
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def stamp(moment):
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def ask(address):
    """The status of an answer, and its text."""
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers={"Accept": "text/html"}), timeout=20) as answer:
            return answer.status, answer.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode("utf-8", "replace")


def ordinary(now=None):
    """A town with something of everything: late, climbed, soon, on site, suspended, closed, in triage, and what means ill."""
    town = Town()
    now = now or datetime.now(timezone.utc)
    town.pass_at(now - timedelta(days=9))
    town.drop(
        {"matter": "PB-001", "grid": "shijia-01", "summary": "党员报到"},
        {"matter": "MW-001", "grid": "shijia-02", "summary": "井盖不见了"},
        {"type": "rate", "subject": "甲塑胶厂", "risk": "red", "grid": "jiangwei-01", "points": ["气瓶间", "配电箱"], "by": "安监办"},
        {"type": "rate", "subject": "乙五金店<script>window.stolen=1</script>", "risk": "yellow", "grid": "jiangwei-02", "by": "安监办"},
    )
    town.pass_at(now - timedelta(days=8))
    town.drop(*({"matter": "UM-001", "grid": "shijia-03", "summary": f"路口摆摊 {n}"} for n in range(12)))
    town.pass_at(now - timedelta(minutes=115))
    town.drop({"matter": "UM-001", "grid": "shijia-04", "summary": "店门口摆摊，快到期"})
    town.pass_at(now - timedelta(minutes=110))
    town.start("run")
    town.drop(
        *({"matter": "UM-001", "grid": f"heshuikou-{n + 1:02}", "summary": text, "place": text, "subject": text[:200],
           "reporter": text[:200], "odd": text[:100]} for n, text in enumerate(HOSTILE)),
        {"summary": HOSTILE[0], "matter": HOSTILE[1][:200], "grid": "xinzhuang-01"},
        {"summary": "不在清单里的事", "matter": "无人机扰民", "grid": "xinzhuang-02"},
        {"matter": "UM-006", "grid": "shijia-05", "summary": "电动车占盲道", "resolved": {"by": "巡查员", "note": "当场挪开"}},
        {"matter": "WS-001", "grid": "jiangwei-01", "subject": "甲塑胶厂", "summary": "例行检查"},
        {"matter": "WS-002", "grid": "jiangwei-01", "subject": "甲塑胶厂", "summary": "复查"},
        {"id": "walked", "matter": "CH-001", "grid": "genzhuyuan-07", "summary": "独居老人两天没出门"},
        {"id": "put-off", "matter": "UM-001", "grid": "mashantou-01", "summary": "等配件"},
    )
    of = lambda id: {"report": {"source": "desk", "id": id}}
    town.drop(
        {"type": "accept", **of("walked"), "by": "社工"},
        {"type": "note", **of("walked"), "by": "社工", "note": HOSTILE[0]},
        {"type": "extend", **of("walked"), "by": "社工", "by_limit": "2h", "note": HOSTILE[2]},
        {"type": "resolve", **of("walked"), "by": HOSTILE[1][:100], "note": "已上门，平安"},
        {"type": "suspend", **of("put-off"), "by": "巡查员", "until": stamp(now + timedelta(days=3)), "note": "等配件"},
    )
    town.drain()
    return town
