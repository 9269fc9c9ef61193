"""A city's own sign-on for tests: a small OpenID provider on loopback, one code, one token."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "luodi-test", "a secret between the two"


class SignOn:
    """Answers as the person that `claims` describes; checks redirect, client, code and PKCE."""

    def __init__(self) -> None:
        self.claims: dict[str, object] = {"sub": "u-1"}
        self.token_claims: dict[str, object] = {}
        self.audience = CLIENT
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.codes: dict[str, dict[str, str]] = {}
        self.server = HTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def close(self) -> None:
        """Stop answering."""
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def configuration(self) -> dict[str, object]:
        """The discovery document."""
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def keys(self) -> dict[str, object]:
        """The public key."""
        key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**key, "kid": "k1", "use": "sig", "alg": "RS256"}]}

    def authorize(self, asked: dict[str, str]) -> str:
        """Return where the browser goes after the person agreed."""
        assert asked["client_id"] == CLIENT
        assert asked["response_type"] == "code"
        code = secrets.token_hex(8)
        self.codes[code] = asked
        query = urlencode({"code": code, "state": asked["state"]})
        return f"{asked['redirect_uri']}?{query}"

    def token(self, asked: dict[str, str]) -> dict[str, object]:
        """Return the tokens for a code, once."""
        begun = self.codes.pop(asked["code"])
        assert asked["client_secret"] == SECRET
        assert asked["redirect_uri"] == begun["redirect_uri"]
        digest = hashlib.sha256(asked["code_verifier"].encode()).digest()
        assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == begun["code_challenge"]
        now = int(time.time())
        told = {**self.claims, **self.token_claims, "iss": self.url, "aud": self.audience}
        signed = jwt.encode(
            {**told, "iat": now, "exp": now + 300}, self.key, "RS256", headers={"kid": "k1"}
        )
        return {"access_token": "open sesame", "token_type": "Bearer", "id_token": signed}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        sign_on = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
                if parts.path == "/authorize":
                    self.send_response(302)
                    self.send_header("Location", sign_on.authorize(asked))
                    self.end_headers()
                elif parts.path == "/userinfo":
                    assert self.headers["Authorization"] == "Bearer open sesame"
                    self._answer(sign_on.claims)
                elif parts.path == "/keys":
                    self._answer(sign_on.keys())
                else:
                    self._answer(sign_on.configuration())

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                asked = {key: values[0] for key, values in parse_qs(body).items()}
                self._answer(sign_on.token(asked))

            def _answer(self, content: dict[str, object]) -> None:
                body = json.dumps(content).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                """Say nothing."""

        return Handler
