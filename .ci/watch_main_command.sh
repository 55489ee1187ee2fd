#!/usr/bin/env bash
# Runs the command in FILE as a newcomer would, until a reminder has arrived and the feed is served; then ends it
# with SIGINT (Ctrl-C) and expects a clean end. usage: watch_main_command.sh FILE
set -euo pipefail
export HOME="$PWD/home" XDG_DATA_HOME="$PWD/home/data" PYTHONUNBUFFERED=1
mkdir -p "$XDG_DATA_HOME"
set -m   # the command gets a process group of its own, as on a terminal, so that SIGINT reaches it
bash -ec "$(cat "$1")" > output.txt 2>&1 &
group=$!
for _ in $(seq 240); do
    grep -q 'starts in' output.txt && break
    kill -0 "$group" 2>/dev/null || break
    sleep 1
done
cat output.txt
grep -q 'starts in' output.txt || { echo "no reminder arrived"; kill -TERM -- "-$group"; exit 1; }
address=$(grep -oE 'http://[0-9.:]+/wtcr\.ics' output.txt | head -n 1)
python3 -c "import sys, urllib.request as r; b = r.urlopen(sys.argv[1]).read(); assert b.count(b'BEGIN:VEVENT') > 8" "$address"
kill -INT -- "-$group"
wait "$group" || { echo "the command did not end cleanly: exit code $?"; exit 1; }
