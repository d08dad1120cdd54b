"""Makes keys and tokens with joserfc, and prints them as JSON: what the service must take, and what it must refuse and why."""

import base64
import hmac
import json
import sys
import time

from joserfc import jws
from joserfc.jwk import ECKey, OKPKey, RSAKey

NOW = int(time.time()) if len(sys.argv) < 2 else int(sys.argv[1])
ISSUER, AUDIENCE = "https://issuer.example/", "maintien"

rsa = RSAKey.generate_key(2048, {"kid": "rsa", "use": "sig", "alg": "RS256"}, private=True)
pss = RSAKey.generate_key(2048, {"kid": "pss", "use": "sig", "alg": "PS256"}, private=True)
small = RSAKey.generate_key(1024, {"kid": "small", "use": "sig", "alg": "RS256"}, private=True)
bare = RSAKey.generate_key(2048, {"kid": "bare", "use": "sig"}, private=True)
sealing = RSAKey.generate_key(2048, {"kid": "sealing", "use": "enc", "alg": "RSA-OAEP"}, private=True)
ec = ECKey.generate_key("P-256", {"kid": "ec", "use": "sig", "alg": "ES256"}, private=True)
ec384 = ECKey.generate_key("P-384", {"kid": "ec384", "use": "sig", "alg": "ES384"}, private=True)
ed = OKPKey.generate_key("Ed25519", {"kid": "ed", "use": "sig", "alg": "EdDSA"}, private=True)
stranger = RSAKey.generate_key(2048, {"kid": "rsa", "use": "sig", "alg": "RS256"}, private=True)
rotated = ECKey.generate_key("P-256", {"kid": "rotated", "use": "sig", "alg": "ES256"}, private=True)
odd = {"kty": "AKP", "kid": "odd", "use": "sig", "alg": "ML-DSA-44", "pub": "AAAA"}

REGISTRY = jws.JWSRegistry(
    algorithms=["RS256", "RS512", "PS256", "ES256", "ES384", "EdDSA"], strict_check_header=False)
CLAIMS = {"iss": ISSUER, "aud": AUDIENCE, "sub": "subject-1", "iat": NOW, "exp": NOW + 600, "roles": ["clerk"]}


def token(key=rsa, header=None, claims=None, without=(), text=None):
    head = {"typ": "at+jwt", "alg": key.get("alg", "RS256"), "kid": key.kid} | (header or {})
    head = {name: value for name, value in head.items() if value is not None}
    body = {name: value for name, value in (CLAIMS | (claims or {})).items() if name not in without}
    # joserfc would refuse a key for another algorithm or use than its own.
    free = {name: value for name, value in key.as_dict(private=True).items() if name not in ("alg", "use", "key_ops")}
    return jws.serialize_compact(head, text if text is not None else json.dumps(body), type(key).import_key(free), registry=REGISTRY)


def changed(part, change, of=None):
    parts = (of or token()).split(".")
    parts[part] = change(parts[part])
    return ".".join(parts)


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def spelt_otherwise(text):
    """The same bytes to a lax decoder: a bit is set beyond the last byte."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return text[:-1] + alphabet[alphabet.index(text[-1]) ^ 1]


# joserfc refuses to use a public key as a secret, so this signature is made by hand.
confused = b64(b'{"typ":"at+jwt","alg":"HS256","kid":"rsa"}') + "." + b64(json.dumps(CLAIMS).encode())
confused += "." + b64(hmac.digest(rsa.as_pem(private=False), confused.encode(), "sha256"))
unsigned = b64(json.dumps({"typ": "at+jwt", "alg": "none", "kid": "rsa"}).encode()) + "." + b64(json.dumps(CLAIMS).encode()) + "."

good = {
    "RS256": token(), "PS256": token(pss), "ES256": token(ec), "EdDSA": token(ed),
    "a media type": token(header={"typ": "application/at+JWT"}),
    "several audiences": token(claims={"aud": ["other", AUDIENCE]}),
    "expired within the skew": token(claims={"exp": NOW - 20}),
    "made within the skew": token(claims={"iat": NOW + 20, "nbf": NOW + 20}),
    "a fraction of a second": token(claims={"exp": NOW + 600.5}),
    "an access token with a nonce": token(claims={"nonce": "n"}),
    "one role in a text": token(claims={"roles": "clerk"}),
}
plain = {"typ JWT": token(header={"typ": "JWT"})}
without_algorithm = {"RS256": token(bare, {"alg": "RS256"}), "PS256": token(bare, {"alg": "PS256"})}
bad = [
    ("empty", "malformed", ""),
    ("one part", "malformed", "abc"),
    ("five parts", "malformed", token() + ".a.b"),
    ("9 KiB", "tooLong", token(claims={"more": "x" * 9000})),
    ("padding", "malformed", changed(2, lambda text: text + "==")),
    ("the other alphabet", "malformed", changed(2, lambda text: "+/" + text[2:])),
    ("a bit beyond the last byte", "malformed", changed(2, spelt_otherwise)),
    ("a header that is no JSON", "malformed", changed(0, lambda _: b64(b"not json"))),
    ("a header that is no object", "malformed", changed(0, lambda _: b64(b"[]"))),
    ("a header field twice", "malformed", changed(0, lambda _: b64(b'{"typ":"at+jwt","alg":"RS256","alg":"none","kid":"rsa"}'))),
    ("claims that are no JSON", "malformed", token(text="not json")),
    ("a claim twice", "malformed", token(text='{"iss":"a","iss":"b"}')),
    ("typ JWT", "type", token(header={"typ": "JWT"})),
    ("no typ", "type", token(header={"typ": None})),
    ("another typ", "type", token(header={"typ": "logout+jwt"})),
    ("crit", "headerField", changed(0, lambda _: b64(b'{"typ":"at+jwt","alg":"RS256","kid":"rsa","crit":["exp"]}'))),
    ("jku", "headerField", token(header={"jku": "https://thief.example/keys"})),
    ("x5u", "headerField", token(header={"x5u": "https://thief.example/chain"})),
    ("jwk", "headerField", token(stranger, {"jwk": stranger.as_dict(private=False)})),
    ("x5c", "headerField", token(header={"x5c": ["AAAA"]})),
    ("alg none", "algorithm", unsigned),
    ("alg HS256 with the public key", "algorithm", confused),
    ("alg RS512", "algorithm", token(header={"alg": "RS512"})),
    ("alg ES384", "algorithm", token(ec384, {"alg": "ES384"})),
    ("no alg", "algorithm", changed(0, lambda _: b64(b'{"typ":"at+jwt","kid":"rsa"}'))),
    ("no kid", "keyMissing", token(header={"kid": None})),
    ("a kid that is no text", "keyMissing", changed(0, lambda _: b64(b'{"typ":"at+jwt","alg":"RS256","kid":1}'))),
    ("an unknown kid", "keyUnknown", token(header={"kid": "other"})),
    ("a key of 1024 bits", "keyUnknown", token(small)),
    ("a key for encryption", "keyUnknown", token(sealing, {"alg": "RS256"})),
    ("a key without alg", "keyUnknown", token(bare, {"alg": "RS256"})),
    ("another alg than the key's", "keyAlgorithm", token(header={"alg": "PS256"})),
    ("an alg of another kind of key", "keyAlgorithm", token(header={"kid": "ec"})),
    ("a stranger's key", "signature", token(stranger)),
    ("no signature", "signature", changed(2, lambda _: "")),
    ("claims of another token", "signature", changed(1, lambda _: token(claims={"sub": "other"}).split(".")[1])),
    ("another issuer", "issuer", token(claims={"iss": "https://issuer.example"})),
    ("no issuer", "issuer", token(without=["iss"])),
    ("another audience", "audience", token(claims={"aud": ["other"]})),
    ("no audience", "audience", token(without=["aud"])),
    ("expired", "expired", token(claims={"exp": NOW - 40})),
    ("no end", "expired", token(without=["exp"])),
    ("an end that is no number", "expired", token(claims={"exp": "9999999999"})),
    ("made in the future", "issuedAt", token(claims={"iat": NOW + 4000})),
    ("no time of making", "issuedAt", token(without=["iat"])),
    ("not valid yet", "notBefore", token(claims={"nbf": NOW + 4000})),
    ("nbf that is no number", "notBefore", token(claims={"nbf": "0"})),
    ("no subject", "subject", token(without=["sub"])),
    ("an empty subject", "subject", token(claims={"sub": ""})),
    ("a long subject", "subject", token(claims={"sub": "s" * 256})),
    ("no role", "role", token(claims={"roles": ["guest"]})),
    ("an employer without a code", "employer", token(claims={"roles": ["employer"]})),
]
keys = [odd, {"kid": "broken", "kty": "RSA", "use": "sig", "alg": "RS256", "n": "!", "e": "AQAB"}, "no key"]
keys += [key.as_dict(private=False) for key in (rsa, pss, small, bare, sealing, ec, ec384, ed)]
json.dump({
    "now": NOW, "keys": {"keys": keys}, "good": good, "plain": plain, "withoutAlgorithm": without_algorithm,
    "idToken": token(header={"typ": "JWT"}, claims={"nonce": "n"}),
    "employer": token(claims={"roles": ["employer"], "employer": "0750001A"}),
    "agent": token(claims={"sub": "agent-1", "roles": ["agent"]}),
    "auditorAndClerk": token(claims={"roles": ["clerk", "auditor"]}),
    "supervisor": token(claims={"sub": "boss", "roles": ["supervisor"]}),
    "rotatedKeys": {"keys": [rotated.as_dict(private=False)]}, "rotated": token(rotated),
    "bad": [{"name": name, "refusal": refusal, "token": value} for name, refusal, value in bad],
}, sys.stdout)
