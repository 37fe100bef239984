#!/usr/bin/env python3
"""The ten flagship calls, made with the service's own Python SDK and with the generated client.

Both talk to one loopback server that records what arrives; method, path, query, authorization
headers and JSON body must be equal, call by call, with either kind of credentials.

    python3 -m venv target/sdk && target/sdk/bin/pip install cloudflare
    target/sdk/bin/python xtask/compare_sdk.py

Exit code 0: equal. 1: they differ. 2: Python's `cloudflare` package is absent.
"""

import http.server
import json
import os
import pathlib
import subprocess
import sys
import threading
import urllib.parse

try:
    import cloudflare
except ImportError:
    print("compare_sdk: Python's `cloudflare` package is absent; install it as the head of this file says")
    sys.exit(2)

ROOT = pathlib.Path(__file__).resolve().parent.parent
ACCOUNT, GATEWAY, ROUTE, VERSION = "0d37909e38d3e99c29fa2cd343ac421a", "my gateway", "54442216", "v/1"
COMPARED = ("authorization", "x-auth-email", "x-auth-key")
ELEMENTS = json.loads(
    (ROOT / "generated-client" / "examples" / "route.json").read_text(encoding="utf-8")
)


class Recorder(http.server.BaseHTTPRequestHandler):
    """Answers every call with a payload that fits, and keeps what arrived."""

    protocol_version = "HTTP/1.1"
    calls: list = []

    def answer(self):
        length = int(self.headers.get("content-length") or 0)
        body = self.rfile.read(length)
        url = urllib.parse.urlsplit(self.path)
        self.calls.append(
            {
                "method": self.command,
                "path": url.path,
                "query": sorted(urllib.parse.parse_qsl(url.query, keep_blank_values=True)),
                "credentials": {k: v for k, v in sorted(self.headers.items()) if k.lower() in COMPARED},
                "body": json.loads(body) if body else None,
                "text": body.decode(),
            }
        )
        reply = json.dumps(payload(self.command, url.path)).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    do_GET = do_POST = do_PATCH = do_DELETE = answer

    def log_message(self, *_):
        pass


def payload(method, path):
    """A reply of the described shape."""
    deployment = {"deployment_id": "d", "version_id": "v", "created_at": "t"}
    version = {"version_id": "v", "data": "{}", "active": "true", "created_at": "t"}
    route = {
        "id": ROUTE, "name": "n", "elements": ELEMENTS, "gateway_id": GATEWAY, "account_tag": ACCOUNT,
        "created_at": "2019-12-27T18:11:19.117Z", "modified_at": "2019-12-27T18:11:19.117Z",
        "deployment": deployment, "version": version, "active": "true", "data": "{}", "version_id": "v",
    }
    page = {"page": 1, "per_page": 20, "order_by": "id", "order_by_direction": "asc"}
    last = path.rsplit("/", 1)[1]
    lists = {"routes": route, "deployments": deployment, "versions": version}
    if method == "GET" and last in lists:
        return {"success": True, "data": {last: [lists[last]], **page}}
    return {"success": True, "route" if method == "PATCH" else "result": route}


def python_calls(base, **credentials):
    """The ten calls with the service's own SDK."""
    routes = cloudflare.Cloudflare(base_url=base, **credentials).ai_gateway.dynamic_routing
    at = {"account_id": ACCOUNT, "gateway_id": GATEWAY}
    # The SDK paginates nothing here; `page` and `per_page` are its own arguments.
    routes.list(GATEWAY, account_id=ACCOUNT, page=2, per_page=50)
    routes.create(GATEWAY, account_id=ACCOUNT, name="my route", elements=ELEMENTS)
    routes.get(ROUTE, **at)
    routes.update(ROUTE, name="renamed", **at)
    routes.delete(ROUTE, **at)
    routes.list_deployments(ROUTE, **at)
    routes.create_deployment(ROUTE, version_id=VERSION, **at)
    routes.list_versions(ROUTE, **at)
    routes.create_version(ROUTE, elements=ELEMENTS, **at)
    routes.get_version(VERSION, id=ROUTE, **at)


def rust_calls(base, **environment):
    """The same ten calls with the generated client."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("CLOUDFLARE_")}
    command = ["cargo", "run", "--quiet", "--package", "ai-gateway-routes", "--example", "every_call"]
    clean.update(environment, CLOUDFLARE_BASE_URL=base)
    subprocess.run(command, cwd=ROOT, env=clean, check=True, stdout=subprocess.DEVNULL)


def recorded(run, *arguments, **keywords):
    Recorder.calls.clear()
    run(*arguments, **keywords)
    return [dict(call) for call in Recorder.calls]


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Recorder)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}/client/v4"
    for name in list(os.environ):
        if name.startswith("CLOUDFLARE_"):
            del os.environ[name]
    token = recorded(python_calls, base, api_token="a-token"), recorded(
        rust_calls, base, CLOUDFLARE_API_TOKEN="a-token"
    )
    key = recorded(python_calls, base, api_email="a@b.example", api_key="a-key"), recorded(
        rust_calls, base, CLOUDFLARE_EMAIL="a@b.example", CLOUDFLARE_API_KEY="a-key"
    )
    differences = 0
    for kind, (theirs, ours) in (("token", token), ("key", key)):
        if len(theirs) != 10 or len(ours) != 10:
            print(f"{kind}: {len(theirs)} calls by the SDK, {len(ours)} by the client; 10 expected")
            differences += 1
        for number, (a, b) in enumerate(zip(theirs, ours), 1):
            same = True
            for part in ("method", "path", "query", "credentials", "body"):
                if part == "credentials":
                    a[part], b[part] = ({k.lower(): v for k, v in x[part].items()} for x in (a, b))
                if a[part] != b[part]:
                    same = False
                    print(f"{kind} {number} {part}:\n  SDK    {a[part]}\n  client {b[part]}")
            # Equal as JSON is not enough for numbers: 100 and 100.0 are one value to Python.
            if "100.0" in b["text"] or "100.0" in a["text"]:
                same = False
                print(f"{kind} {number}: a whole number was written with a fraction")
            differences += not same
            print(f"{kind:6}{a['method']:7}{a['path']} {'equal' if same else 'DIFFERENT'}")
    sys.exit(1 if differences else 0)


if __name__ == "__main__":
    main()
