"""One HTTP request at a time, and the promise that it is answered."""

import http.client, json, time

# The service promises an answer within 31 s of the whole request. GRACE is for a machine that is busy with other work: there all processes may pause for
# seconds. An answer that never comes is found by the socket's timeout, which is longer than both together.
PROMISED, GRACE = 31, 60


class Lost(Exception):
    """The connection ended without a whole answer."""


class Client:
    """A connection to the service, made anew when it is lost."""

    def __init__(self, service, answers, complaints):
        self.service, self.answers, self.complaints = service, answers, complaints
        self.connection, self.generation = None, None

    def send(self, method, path, body=None, content="application/json", headers={}):
        """Sends a request: its status, headers and body. A list of lines is the body of an answer in lines.

        Raises Lost; complains when the service was not killed meanwhile.
        """
        # Read before the wait: a service that is killed between the two is of a later generation, and its end is no complaint.
        generation = self.service.generation
        self.service.up.wait()
        if generation != self.generation:
            self.close()
            self.generation = generation
        head = {"Authorization": f"Bearer {self.service.token}", "Accept-Language": "en", **headers}
        if body is not None:
            head["Content-Type"] = content
        what = f"{method} {path.split('?')[0]}"
        # Changed by many threads: each method of a set is one step of CPython.
        mark = object()
        self.service.under_way.add(mark)
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.service.port, timeout=3 * PROMISED)
            self.connection.request(method, path, body, head)
            response, lines = self.answer(what)
            return response.status, response.headers, lines
        except TimeoutError:
            self.close()
            self.complaints.add("unanswered", f"{what}: nothing for {3 * PROMISED} s")
        except http.client.IncompleteRead:
            self.close()
            # A question's answer that has begun can only break off. A bulk's goes on: it says of each line that it is undecided.
            if method != "GET":
                self.complain_of_end(generation, f"{what}: its answer broke off")
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.close()
            self.complain_of_end(generation, f"{what}: the connection ended ({type(error).__name__} {error})")
        finally:
            self.service.under_way.discard(mark)
        raise Lost

    def complain_of_end(self, generation, text):
        if generation == self.service.generation and self.service.up.is_set():
            self.complaints.add("unanswered", text)

    def answer(self, what):
        """Reads the answer. The time counts from the last byte sent, and then from part to part."""
        since = time.monotonic()
        response = self.connection.getresponse()
        since = self.arrived(what, since)
        if response.headers.get_content_type() != "application/x-ndjson":
            text = response.read()
            self.arrived(what, since)
            is_json = response.headers.get_content_type().endswith("json")
            return response, json.loads(text) if is_json and text else text.decode()
        text = b""
        while part := response.read1(1 << 16):
            since = self.arrived(what, since)
            text += part
        return response, [json.loads(line) for line in text.splitlines()]

    def arrived(self, what, since):
        now = time.monotonic()
        self.answers.note_duration(now - since)
        if now - since > PROMISED + GRACE:
            self.complaints.add("unanswered", f"{what}: answered after {now - since:.1f} s")
        return now

    def close(self):
        if self.connection:
            self.connection.close()
            self.connection = None
