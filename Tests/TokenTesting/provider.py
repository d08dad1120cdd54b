"""A small OpenID provider on a port of 127.0.0.1 that it prints. It signs everybody in at once, and lies when it is told to.

`POST /lies` takes an object that holds until the next one: `metadata`, `claims` and `header` are merged into what the provider would say, `without`
names claims to leave out, `back` is merged into the parameters with which it sends the browser back, `key` is `stranger` for a key that is not
published, `token` is `[status, object]` in the place of the token endpoint's answer, `replays` lets a code be used again, and `at_hash` is added when true.
`GET /asked` tells the parameters of the last request to each endpoint.
"""

import base64
import hashlib
import hmac
import http.server
import json
import secrets
import sys
import time
from urllib.parse import parse_qsl, unquote_plus, urlencode, urlsplit

from joserfc import jws
from joserfc.jwk import ECKey

CLIENT, SECRET = "maintien web", "s3cret/+ %"
key = ECKey.generate_key("P-256", {"kid": "provider", "use": "sig", "alg": "ES256"}, private=True)
stranger = ECKey.generate_key("P-256", {"kid": "provider", "use": "sig", "alg": "ES256"}, private=True)
lies, codes, refresh_tokens, asked = {}, {}, {}, {}


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def id_token(nonce, access_token):
    now = int(time.time())
    claims = {"iss": issuer, "aud": CLIENT, "sub": "subject-1", "iat": now, "exp": now + 300, "roles": ["clerk"]}
    claims |= {"nonce": nonce} if nonce else {}
    if lies.get("at_hash"):
        claims["at_hash"] = b64(hashlib.sha256(access_token.encode()).digest()[:16])
    claims = {name: value for name, value in (claims | lies.get("claims", {})).items() if name not in lies.get("without", [])}
    header = {"typ": "JWT", "alg": "ES256", "kid": "provider"} | lies.get("header", {})
    header = {name: value for name, value in header.items() if value is not None}
    by = stranger if lies.get("key") == "stranger" else key
    return jws.serialize_compact(header, json.dumps(claims), by, registry=jws.JWSRegistry(algorithms=["ES256"], strict_check_header=False))


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        place, query = urlsplit(self.path).path, dict(parse_qsl(urlsplit(self.path).query))
        if place == "/.well-known/openid-configuration":
            self.answer(200, {
                "issuer": issuer, "authorization_endpoint": issuer + "/authorize?tenant=1", "token_endpoint": issuer + "/token",
                "jwks_uri": issuer + "/keys", "end_session_endpoint": issuer + "/end-session",
                "code_challenge_methods_supported": ["plain", "S256"], "authorization_response_iss_parameter_supported": True,
            } | lies.get("metadata", {}))
        elif place == "/keys":
            self.answer(200, {"keys": [key.as_dict(private=False)]})
        elif place == "/authorize":
            asked["authorize"] = query
            code = secrets.token_urlsafe()
            codes[code] = query
            back = {"code": code, "state": query.get("state"), "iss": issuer, "session_state": "a.b"} | lies.get("back", {})
            back = {name: value for name, value in back.items() if value is not None}
            self.send_response(302)
            self.send_header("Location", query["redirect_uri"] + "?" + urlencode(back))
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif place == "/asked":
            self.answer(200, asked)
        else:
            self.answer(200 if place == "/end-session" else 404, {})

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        if self.path == "/lies":
            lies.clear()
            lies.update(json.loads(body))
            return self.answer(200, {})
        form = dict(parse_qsl(body))
        asked["token"] = form
        if "token" in lies:
            return self.answer(*lies["token"])
        if not self.is_client(form):
            return self.answer(401, {"error": "invalid_client"})
        if form.get("grant_type") == "refresh_token":
            nonce, is_good = None, refresh_tokens.pop(form.get("refresh_token"), None)
        else:
            begun = codes.get(form.get("code")) if lies.get("replays") else codes.pop(form.get("code"), None)
            challenge = b64(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
            is_good = begun and begun["redirect_uri"] == form.get("redirect_uri") and begun["code_challenge_method"] == "S256" and hmac.compare_digest(
                begun["code_challenge"], challenge)
            nonce = begun and begun.get("nonce")
        if not is_good:
            return self.answer(400, {"error": "invalid_grant"})
        access_token = secrets.token_urlsafe()
        answer = {"access_token": access_token, "token_type": "Bearer", "id_token": id_token(nonce, access_token)}
        if nonce is None or "offline_access" in begun["scope"]:
            answer["refresh_token"] = secrets.token_urlsafe()
            refresh_tokens[answer["refresh_token"]] = True
        self.answer(200, answer)

    def is_client(self, form):
        kind, _, pair = self.headers.get("Authorization", "").partition(" ")
        if kind != "Basic":
            return form.get("client_id") == "public"
        client, _, secret = base64.b64decode(pair).decode().partition(":")
        return (unquote_plus(client), unquote_plus(secret)) == (CLIENT, SECRET)

    def answer(self, status, content):
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
issuer = f"http://127.0.0.1:{server.server_port}"
print(server.server_port, flush=True)
server.serve_forever()
