"""Asks the three services what they promise, as root of the container that boot.sh has booted; the first broken promise ends it."""

import http.client
import http.server
import json
import os
import re
import shutil
import socket
import subprocess
import threading
import time

SERVICES = ["gridpost", "gridpost-serve", "gridpost-courier"]
FOLDER, STATE = "/etc/gridpost", "/var/lib/gridpost"
EVENT = {"id": "boot-1", "source": "boot", "matter": "UM-001", "grid": "jiangwei-01", "summary": "路口摆摊"}


def run(*command, code=0):
    """Runs a command, which ends with this code (None: with any but 0), and returns what it said."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    well = done.returncode != 0 if code is None else done.returncode == code
    assert well, f"{' '.join(command)}: exit {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout


def until(what, look, seconds=20):
    """Waits until something is so."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if found := look():
                return found
        except OSError:
            pass
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds} s: {what}")


class Local(http.client.HTTPConnection):
    """A connection to a socket in the file system."""

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.host)


def get(path, headers=None, local=False):
    """The status and the body of an answer."""
    line = Local("/run/gridpost-board/board.sock") if local else http.client.HTTPConnection("127.0.0.1", 8017, timeout=20)
    line.request("GET", path, headers={"Host": "localhost"} | (headers or {}))
    answer = line.getresponse()
    return answer.status, answer.read().decode()


def facts(service):
    """What systemd says of a service."""
    said = run("systemctl", "show", service, "-p", "ActiveState,Result,NRestarts,ExecMainStatus,ExecMainCode")
    return dict(line.split("=", 1) for line in said.splitlines())


def write(name, text, mode=0o640):
    path = f"{FOLDER}/{name}"
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    shutil.chown(path, "gridpost", "gridpost")
    os.chmod(path, mode)


def receiver(heard):
    """Hears what the courier brings."""

    class Door(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            heard.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Door)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


def prepare(heard):
    """Files as whoever installs it writes them; the headers of who may look."""
    run("systemd-sysusers")
    shutil.chown(FOLDER, "gridpost", "gridpost")
    said = run("gridpost", "token", "add", "wall", "--may", "look")
    secret = re.search(r"\bgp_[A-Za-z0-9_-]+", said).group()
    line = next(line for line in said.splitlines() if line.strip().startswith("wall:"))
    write("users.yaml", f"users: {{}}\ntokens:\n  {line.strip()}\nend: users\n")
    write("key", "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz\n", 0o600)
    write(
        "couriers.yaml",
        'couriers:\n  - {name: all, take: "**", to: "http://127.0.0.1:%d/", form: standard, secret: "file:%s/key",'
        " allow_plain: true, allow_local: true}\nend: couriers\n" % (receiver(heard), FOLDER),
    )
    return {"Authorization": "Bearer " + secret}


def use(mine, heard):
    """An event on its way from the inbox to the board and to whom it concerns."""
    for local in [False, True]:
        until(f"ready ({'socket' if local else 'port'})", lambda: get("/-/ready", local=local)[0] == 200)
    assert get("/api/v1/items")[0] == 401, "strangers are let in"
    with open(f"{STATE}/inbox/.boot", "w", encoding="utf-8") as file:
        json.dump(EVENT, file)
    os.rename(f"{STATE}/inbox/.boot", f"{STATE}/inbox/boot.json")
    items = until("the event is an item", lambda: json.loads(get("/api/v1/items", mine)[1]))
    assert [item["matter"] for item in items] == ["UM-001"], items
    until("its notice was brought", lambda: heard)
    # The proof that the page has made runs in the server's sandbox too.
    page = until("the ledger is proved", lambda: "data-figure=\"ok\"" in (text := get("/ledger", mine)[1]) and text)
    assert 'data-value="true"' in page, page


def reload():
    """Broken rules are refused, told, and change nothing; whole ones are read again."""
    with open(f"{FOLDER}/rules.yaml", encoding="utf-8") as file:
        whole = file.read()
    write("rules.yaml", "version: 1\n")
    run("systemctl", "reload", "gridpost", code=None)
    assert facts("gridpost")["ActiveState"] == "active"
    write("rules.yaml", whole)
    run("systemctl", "reload", "gridpost")


def journal(service):
    """What a service itself wrote, and whatever was written in its name."""
    run("journalctl", "--sync")
    lines = run("journalctl", "-o", "json", "--no-pager", "_SYSTEMD_UNIT=" + service + ".service").splitlines()
    return [json.loads(line)["MESSAGE"] for line in lines]


def main():
    heard = []
    mine = prepare(heard)
    for service in SERVICES:
        run("systemctl", "start", service)
    use(mine, heard)
    reload()
    for service in SERVICES:
        found = facts(service)
        assert (found["ActiveState"], found["NRestarts"]) == ("active", "0"), (service, found)
    for service in reversed(SERVICES):
        run("systemctl", "stop", service)
        found = facts(service)
        assert (found["Result"], found["ExecMainStatus"], found["NRestarts"]) == ("success", "0", "0"), (service, found)
    said = journal("gridpost-serve")
    assert said, "the server said nothing"
    for line in said:
        json.loads(line.removeprefix("ready "))
    print(f"{', '.join(SERVICES)}: active, asked, reloaded and stopped, without a restart")


if __name__ == "__main__":
    try:
        main()
    except BaseException:
        for service in SERVICES:
            subprocess.run(["systemctl", "status", "--no-pager", "-n", "20", service], check=False)
        raise
