"""How fast feeds are served, as ratios to nginx serving the same bytes, in one run; exit status 1 below a bar.

Run it from the top of the project, on a machine with two cores that has nothing else to do:
``python benchmarks/serve.py [ROUNDS]``. Each server has the first core for itself, in turns, and wrk the second. What
disturbs a run only makes it slower, so that the best of the rounds counts. nginx and wrk are Debian's:
``apt-get install nginx-light wrk``.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SERVER_CORE, CLIENT_CORE = "0", "1"
CONNECTIONS = 32
SECONDS = 3
VARIANTS = 100_000
LOOKS_AT_OTHERS = 8
PATH = "/wtcr.ics"

LEAST_RATIO = 0.5
MOST_P99 = 5.0
MOST_P99_OF_OTHERS = 20.0
MOST_MEGABYTES = 130.0
MOST_UNASKED = 0.5
"""The bars: of nginx's requests, milliseconds, milliseconds, resident memory, milliseconds."""

FIELDS = """
      add_header Cache-Control "public, max-age=300";
      add_header Access-Control-Allow-Origin "*";
      add_header Access-Control-Expose-Headers "ETag, Last-Modified";
      add_header X-Content-Type-Options nosniff;"""

NGINX = """
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  types {{ text/calendar ics; }}
  server {{ listen 127.0.0.1:{port}; root {folder}/www; gzip_static on; gzip_vary on; {fields} }}
}}
"""

# What wrk tells of a run: requests, those of another status than 2xx and 3xx, microseconds of the 99th percentile.
REPORT = """
done = function(summary, latency)
  print("told", summary.requests, summary.errors.status, latency:percentile(99))
end
"""
NEVER_ASKED = """
local n = 0
request = function()
  n = n + 1
  return wrk.format("GET", "PATH?alarm=race:" .. (n % 400 + 1) .. "m,qualifying:" .. (math.floor(n / 400) + 1) .. "m")
end
response = function()
  if n == VARIANTS then print("over") io.stdout:flush() wrk.thread:stop() end
end
"""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of wrk saw: how many requests a second, and how long 99 of 100 took at most, in milliseconds."""

    a_second: float
    p99: float
    requests: int


def season_text(rounds: int = 10) -> str:
    """A season file of rounds with five sessions each: 60 events of ten rounds."""
    lines = ["schema: 1", "series: {id: wtcr, name: FIA World Touring Car Cup, short_name: WTCR}", "season: 2030"]
    lines += [
        "venues:",
        "  most: {name: Autodrom Most, place: 'Most, Czech Republic', zone: Europe/Prague}",
        "rounds:",
    ]
    for number in range(1, rounds + 1):
        day = f"2030-{number + 1:02}-1"
        lines += [f"  - id: round-{number}", f"    name: Race of the Czech Republic {number}", "    venue: most"]
        lines += [f"    dates: {day}1 to {day}3", "    sessions:"]
        for place, kind in enumerate(("practice", "practice", "qualifying", "race", "race")):
            lines.append(f"      - {{id: s{place}, kind: {kind}, start: {day}2 {9 + place:02}:00}}")
    return "\n".join(lines) + "\n"


def wrk(url: str, folder: Path, *fields: str) -> Run:
    """One run over kept connections. Raises ValueError where anything was refused."""
    command = wrk_command(url, folder, REPORT, CONNECTIONS, SECONDS)
    headers = [part for field in fields for part in ("-H", field)]
    started = time.perf_counter()
    done = subprocess.run([*command, *headers], check=True, capture_output=True, text=True)
    seconds = time.perf_counter() - started
    return told(done.stdout, seconds)


def wrk_command(url: str, folder: Path, script: str, connections: int, seconds: int) -> list[str]:
    """wrk on its core, with a script."""
    path = folder / f"{connections}.lua"
    path.write_text(script)
    return ["taskset", "-c", CLIENT_CORE, "wrk", "-t1", f"-c{connections}", f"-d{seconds}", "-s", str(path), url]


def told(output: str, seconds: float) -> Run:
    """What the script told at its end. Raises ValueError where anything was refused."""
    _, requests, errors, p99 = next(line for line in output.splitlines() if line.startswith("told")).split()
    if int(errors):
        raise ValueError(f"{errors} of {requests} requests were refused")
    return Run(int(requests) / seconds, float(p99) / 1000, int(requests))


def fetch(url: str, *, gzip: bool = False) -> tuple[bytes, str]:
    """A body as it is sent, and its tag."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip" if gzip else "identity"})
    with urllib.request.urlopen(request) as response:
        return response.read(), response.headers["ETag"]


@contextmanager
def process(command: list[str], url: str) -> Iterator[int]:
    """A server on its core, from when it answers until it is stopped; its process id."""
    with subprocess.Popen(["taskset", "-c", SERVER_CORE, *command], stdout=subprocess.DEVNULL) as server:
        try:
            for _ in range(100):
                time.sleep(0.1)
                try:
                    fetch(url)
                    break
                except OSError:
                    continue
            yield server.pid
        finally:
            server.terminate()


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


def resident_megabytes(pid: int) -> float:
    """The most memory that a process ever had resident."""
    line = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1000


def unasked_milliseconds(port: int, count: int = 400) -> float:
    """The median time over one connection from asking for a variant never asked for to the last byte of it."""
    times = []
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for number in range(count):
            target = f"{PATH}?alarm=practice:{number + 1}m,30m"
            started = time.perf_counter()
            connection.sendall(f"GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            answer = b""
            while not answer.endswith(b"END:VCALENDAR\r\n"):
                answer += connection.recv(1 << 20)
            times.append(time.perf_counter() - started)
    return statistics.median(times) * 1000


def compared(urls: dict[str, str], folder: Path, rounds: int) -> dict[str, dict[str, list[Run]]]:
    """For each kind of answer the runs against each server, taken in turns."""
    tags = {name: fetch(url)[1] for name, url in urls.items()}
    runs: dict[str, dict[str, list[Run]]] = {kind: {name: [] for name in urls} for kind in ("200", "304", "gzip")}
    for _ in range(rounds):
        for kind, by_server in runs.items():
            for name, url in urls.items():
                asked = {"200": (), "304": (f"If-None-Match: {tags[name]}",), "gzip": ("Accept-Encoding: gzip",)}[kind]
                by_server[name].append(wrk(url, folder, *asked))
    return runs


def flooded(url: str, folder: Path) -> tuple[int, float]:
    """Ask for every variant on a few connections; how many were given, and the worst p99 of others meanwhile.

    The others ask as fast as they can, and only at first: the flood would take minutes beside them.
    """
    script = NEVER_ASKED.replace("PATH", PATH).replace("VARIANTS", str(VARIANTS))
    others: list[float] = []
    command = wrk_command(url, folder, script + REPORT, connections=8, seconds=900)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as flood:
        while flood.poll() is None and len(others) < LOOKS_AT_OTHERS:
            others.append(wrk(url, folder).p99)
        assert flood.stdout is not None
        output = ""
        for line in flood.stdout:
            output += line
            if line == "over\n":
                flood.send_signal(signal.SIGINT)  # wrk itself waits for its seconds to pass
        return told(output, seconds=1).requests, max(others)


def main(rounds: int) -> bool:
    """Print everything; whether every bar is held."""
    missing = [program for program in ("nginx", "wrk", "taskset") if shutil.which(program) is None]
    if missing:
        sys.exit(f"{', '.join(missing)}: not found (apt-get install nginx-light wrk util-linux)")
    with tempfile.TemporaryDirectory() as name:
        return measure(Path(name), rounds)


def measure(folder: Path, rounds: int) -> bool:
    """All that ``main`` prints, with files in a folder of its own."""
    folder.chmod(0o755)  # nginx reads as another user
    (folder / "season.yaml").write_text(season_text())
    (folder / "www").mkdir()
    ports = {"nginx": free_port(), "season-calendar": free_port()}
    urls = {name: f"http://127.0.0.1:{port}{PATH}" for name, port in ports.items()}
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=ports["nginx"], fields=FIELDS))
    serve = [sys.executable, "-m", "season_calendar", "serve", "-f", str(folder / "season.yaml")]
    serve += ["--database", str(folder / "state.sqlite3"), "--port", str(ports["season-calendar"])]
    with process(serve, urls["season-calendar"]) as pid:
        file = folder / "www" / PATH[1:]
        file.write_bytes(fetch(urls["season-calendar"])[0])
        file.with_suffix(".ics.gz").write_bytes(fetch(urls["season-calendar"], gzip=True)[0])
        with process(["nginx", "-c", str(folder / "nginx.conf")], urls["nginx"]):
            runs = compared(urls, folder, rounds)
        unasked = unasked_milliseconds(ports["season-calendar"])
        asked, others = flooded(urls["season-calendar"], folder)
        memory = resident_megabytes(pid)
    held = show(runs)
    lines = [
        ("a variant of 60 events never asked for, ms", unasked, MOST_UNASKED),
        (f"p99 of others while {asked:,} variants were asked for, ms", others, MOST_P99_OF_OTHERS),
        ("resident memory after it, MB", memory, MOST_MEGABYTES),
    ]
    for what, value, most in lines:
        print(f"{what:60} {value:8.2f}   at most {most:g}")
    return held and all(value <= most for _, value, most in lines)


def show(runs: dict[str, dict[str, list[Run]]], least_ratio: float = LEAST_RATIO) -> bool:
    """Print the table of the two servers; whether its bars are held."""
    rounds = len(runs["200"]["nginx"])
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}; best of {rounds} rounds")
    print(f"{'':6}{'nginx':>12}{'season-calendar':>18}{'ratio':>8}{'p99':>10}")
    held = True
    for kind, by_server in runs.items():
        nginx, ours = (max(run.a_second for run in its) for its in by_server.values())
        p99 = min(run.p99 for run in by_server["season-calendar"])
        held = held and ours / nginx >= least_ratio and p99 <= MOST_P99
        print(f"{kind:6}{nginx:10,.0f}/s{ours:16,.0f}/s{ours / nginx:8.2f}{p99:7.2f} ms")
    return held


if __name__ == "__main__":
    sys.exit(0 if main(int(sys.argv[1]) if len(sys.argv) > 1 else 5) else 1)
