"""HTTP loads: LoadClient for one request after the other, curl for bulks and answers that stream."""

import json
import sys
import tempfile
import time
import urllib.request

from .outcome import Outcome
from .programs import RELEASE, succeed

TOKEN = "benchmark-0123456789abcdef0123456789abcdef"
AUTHORISED = {"Authorization": f"Bearer {TOKEN}"}
CURL = f"curl -sS --fail -H 'Authorization: Bearer {TOKEN}'"


def load(port, path, body=None, contracts=None, allowed=("200", "201"), **options):
    """What LoadClient reports of requests of one form. Ends the benchmark when an answer has another status than the allowed ones.

    {id} in the path stands for a line of the file `contracts`, or for a new contract each time.
    `connections`, `seconds` and `rate` are LoadClient's options.
    """
    head = f"{'POST' if body else 'GET'} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {TOKEN}\r\n"
    if body:
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    with tempfile.NamedTemporaryFile("w", newline="") as request:
        request.write(f"{head}\r\n{body or ''}")
        request.flush()
        arguments = ["--port", port, "--request", request.name, *(["--contracts", contracts] if contracts else [])]
        arguments += [word for name, value in options.items() for word in (f"--{name}", value)]
        program = succeed([RELEASE / "LoadClient", *arguments])
    told = json.loads(program.output)
    if any(status not in allowed for status in told["statuses"]):
        sys.exit(f"{path}: {told['statuses']}")
    latencies = (told[name] / 1000 for name in ("p50", "p95", "p99", "max"))
    return Outcome(told["sent"], told["sent"] / told["seconds"], program.processor, *latencies, statuses=told["statuses"])


def post_lines(url, path):
    """Sends a file of commands, a line each, and counts the lines that answer."""
    began = time.monotonic()
    script = f'set -o pipefail; {CURL} -H "Content-Type: application/x-ndjson" -T "$1" -X POST "$0" | wc -l'
    program = succeed(["bash", "-c", script, f"{url}/v1/commands", path])
    answers = int(program.output)
    return Outcome(answers, answers / (time.monotonic() - began), program.processor)


def stream(url):
    """An answer of many lines that is thrown away: the outcome for its lines, seconds to the first byte and to the last."""
    # curl writes its timing when it has written all lines, wc their number after that.
    script = f'set -o pipefail; {{ {CURL} -w "%{{stderr}}%{{time_starttransfer}} %{{time_total}}\\n" "$0" | wc -l; }} 2>&1'
    program = succeed(["bash", "-c", script, url])
    first, last, lines = program.output.split()
    return Outcome(int(lines), int(lines) / float(last), program.processor), float(first), float(last)


def request(url, body=None, headers=None):
    """The body of one answer."""
    head = AUTHORISED | (headers or {}) | ({} if body is None else {"Content-Type": "application/json"})
    with urllib.request.urlopen(urllib.request.Request(url, data=body, headers=head)) as response:
        return response.read()
