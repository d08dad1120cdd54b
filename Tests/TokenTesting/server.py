"""Serves the file that it is given, and ways of serving it wrongly, on a port of 127.0.0.1 that it prints."""

import http.server
import sys


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/redirect":
            self.send_response(302)
            self.send_header("Location", "/keys")
            self.end_headers()
            return
        with open(sys.argv[1], "rb") as file:
            body = file.read()
        if self.path == "/large":
            body += b" " * 256 * 1024
        self.send_response(200 if self.path in ("/keys", "/large") else 404)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
