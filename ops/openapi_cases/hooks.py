"""What the cases need beside the document: lawful ones, lines of JSON, and a count of what was answered."""

import atexit, collections, json, os, time, uuid

import jsonschema_rs
import requests
import schemathesis

URL = os.environ["CASES_URL"]
HEADERS = {"Authorization": f"Bearer {os.environ['CASES_TOKEN']}"}
CLERK = {"Authorization": f"Bearer {os.environ['CASES_CLERK']}"}
LINES = "application/x-ndjson"
# Of how many cases that fit the document one is made lawful.
LAWFUL = 3

document = requests.get(f"{URL}/openapi.json", headers=HEADERS, timeout=60).json()
operations = {entry["operationId"]: (path, entry) for path, methods in document["paths"].items() for name, entry in methods.items() if name != "parameters"}
statuses = collections.defaultdict(collections.Counter)
turns = collections.Counter()


def send(method, path, headers=HEADERS, key=None, **arguments):
    """Sends a request of these cases' own, and sends it again after a 503, 100 times. A command has a `key`, under which it is recorded once."""
    if key:
        headers = {**headers, "Idempotency-Key": key}
    for _ in range(100):
        answer = requests.request(method, URL + path, headers=headers, timeout=60, **arguments)
        if answer.status_code != 503:
            break
        time.sleep(1)
    return answer


def example(operation):
    """The example of an operation's body."""
    return next(iter(operations[operation][1]["requestBody"]["content"].values())).get("example")


def body(operation, contract):
    """The example of an operation's body. A mandate's reference is the contract's own: no two contracts of a creditor have the same."""
    given = example(operation)
    return {**given, "mandateReference": f"RUM-{contract[:8]}"} if isinstance(given, dict) and "mandateReference" in given else given


def ways():
    """By operation, the commands before it: the shortest way along the document's links from a command that opens a contract."""
    found, todo = {"affiliate": [], "exempt": []}, ["affiliate", "exempt"]
    while todo:
        operation = todo.pop(0)
        for answer in operations[operation][1]["responses"].values():
            for link in answer.get("links", {}).values():
                if link["operationId"] not in found:
                    found[link["operationId"]] = [*found[operation], operation]
                    todo.append(link["operationId"])
    return found


WAYS = ways()


def contract_before(operation, turn):
    """A new contract on which the commands before an operation are recorded, each by its example: another for each `turn`."""
    contract = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{operation} {turn}"))
    for command in WAYS[operation]:
        answer = send("POST", operations[command][0].replace("{contract}", contract), key=f"{contract}/{command}", json=body(command, contract))
        if not answer.ok:
            raise AssertionError(f"the example of {command} before {operation} is refused: {answer.text}")
    return contract


def proposal():
    """A new proposal of the clerk."""
    turns["propose"] += 1
    contract = contract_before("rescind", f"proposed {turns['propose']}")
    answer = send("POST", operations["rescind"][0].replace("{contract}", contract), CLERK, key=f"{contract}/rescind", json=example("rescind"))
    if answer.status_code != 202:
        raise AssertionError(f"a clerk does not propose, but gets {answer.status_code}: {answer.text}")
    return answer.json()["proposal"]


def duplicate():
    """A pair of people who may be one: every contract of the examples has the same holder."""
    for turn in range(2):
        turns["duplicate"] += 1
        contract_before("rescind", f"twice {turns['duplicate']}")
    # The worklist follows the log a moment later.
    for _ in range(100):
        answer = send("GET", "/v1/worklist", {**HEADERS, "Accept": "application/json"}, params={"kind": "possibleDuplicate", "limit": 1})
        if found := answer.json():
            break
        time.sleep(1)
    return found[0]["duplicate"]


# What is called of one contract, whose agent is debited: run 1, and what the operations of money name of it.
CALLED = "0a5f7e12-9999-4222-8333-123456789abc"
NAMES = {"run": 1, "employer": "0750001A", "endToEndId": "R000001D0000001", "file": "R000001F001", "contract": CALLED}
# A day after the run, and before the bank must have its file.
TOLD_ON = "2026-08-26"


def post(path, body, headers=HEADERS):
    answer = send("POST", path, headers, key=None if path.startswith("/v1/sandbox/") else str(uuid.uuid4()), json=body)
    if not answer.ok:
        raise AssertionError(f"{path} is refused: {answer.text}")


def books():
    """An empty sandbox in which a month was called."""
    post("/v1/sandbox/reset", {})
    path = f"/v1/contracts/{CALLED}"
    post("/v1/sandbox/clock", {"now": "2026-08-24T09:00:00Z"})
    holder = {"bornOn": "1985-03-14", "identity": {"familyName": "Durand", "givenNames": "Camille"}}
    post(f"{path}/affiliate", {**example("affiliate"), "effectiveOn": "2026-05-01", "employer": NAMES["employer"], "holder": holder})
    post(f"{path}/register-mandate",
         {"effectiveOn": "2026-08-24", "iban": "FR7630006000011234567890189", "mandateReference": "RUM-0001", "signedOn": "2026-08-24"})
    post(f"{path}/start-temporary-cessation", {"effectiveOn": "2026-09-01", "cause": "parentalLeave"})
    post("/v1/runs", {"scheme": "fpe-education-2026", "kind": "regular", "month": "2026-09"})
    while send("GET", "/v1/runs/1").json().get("state") == "open":
        time.sleep(1)
    post("/v1/sandbox/clock", {"now": f"{TOLD_ON}T09:00:00Z"})


# A credit that names nothing of ours.
CREDIT = """<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>BANK-1</MsgId>
<CreDtTm>2026-08-26T08:00:00Z</CreDtTm></GrpHdr><Ntfctn><Ntry><Amt Ccy="EUR">12.34</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
<BookgDt><Dt>2026-08-26</Dt></BookgDt><AcctSvcrRef>OP-1</AcctSvcrRef></Ntry></Ntfctn></BkToCstmrDbtCdtNtfctn></Document>"""


def bank_line():
    """A line of a bank's file of which nothing was recorded."""
    answer = send("POST", "/v1/bank-files", {**HEADERS, "Content-Type": "application/xml"}, data=CREDIT.encode())
    if not answer.ok:
        raise AssertionError(f"a bank's file is refused: {answer.text}")
    found = send("GET", "/v1/worklist", {**HEADERS, "Accept": "application/json"}, params={"kind": "bankLineUnmatched", "limit": 1}).json()
    return found[0]["bankLine"]


def lawful_money(name, case):
    """Makes a case of an operation of money lawful."""
    books()
    for parameter in NAMES.keys() & (case.path_parameters or {}).keys():
        case.path_parameters[parameter] = NAMES[parameter]
    if name == "settle-bank-line":
        case.path_parameters["line"] = bank_line()
    if name == "record-refund":
        post("/v1/payments", {**example("record-payment"), "amountCents": 1_000_000, "on": TOLD_ON, "reference": "too-much"})
    if case.query and "known-at" in case.query:
        del case.query["known-at"]
    if name == "send-bank-file":
        case.body = example(name).encode()
    elif "requestBody" in operations[name][1]:
        case.body = {**example(name), "on": TOLD_ON} if "on" in example(name) else example(name)
        if name == "return-direct-debit":
            # Before the collection a debit can only be rejected or refused.
            case.body["kind"] = "reject"


@schemathesis.hook
def before_call(context, case, kwargs):
    """Every third case that fits the document is made lawful: on a contract that is ready for it, with the example as its body.

    Every second of these has no parameters but those that it needs.
    """
    name = case.operation.definition.raw["operationId"]
    query = case.query or {}
    if "wait" in query and str(query["wait"]).isdigit():
        # A feed may be waited for half a minute. That is tried elsewhere.
        query["wait"] = min(int(query["wait"]), 1)
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    turns[name] += 1
    if turns[name] % LAWFUL != 1:
        return
    if turns[name] % (2 * LAWFUL) == 1:
        required = {parameter["name"] for parameter in operations[name][1].get("parameters", ()) if parameter["required"]}
        for parameter in query.keys() - required:
            del query[parameter]
    if operations[name][1]["tags"] == ["Money"]:
        turns["books"] = 1
        lawful_money(name, case)
        return
    if turns.pop("books", 0):
        # The clock stands still since.
        post("/v1/sandbox/reset", {})
    if name == "set-clock":
        # Only a clock that is free goes back.
        send("POST", "/v1/sandbox/reset")
    if name in WAYS:
        case.path_parameters["contract"] = contract_before(name, turns[name])
        for header in ("If-Match", "If-None-Match"):
            case.headers.pop(header, None)
    if "proposal" in case.path_parameters:
        # The clerk's: to be confirmed or rejected. Only the clerk can withdraw it.
        case.path_parameters["proposal"] = proposal()
    if "duplicate" in case.path_parameters:
        case.path_parameters["duplicate"] = duplicate()
    if "person" in case.path_parameters:
        case.path_parameters["person"] = "holder"
    if "scheme" in case.path_parameters:
        case.path_parameters["scheme"] = "fpe-education-2026"
    if "requestBody" in operations[name][1] and example(name) is not None:
        case.body = body(name, (case.path_parameters or {}).get("contract", ""))


@schemathesis.hook
def after_call(context, case, response):
    statuses[case.operation.definition.raw["operationId"]][response.status_code] += 1


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """503 says that the service cannot answer now, and when to come back: the one answer above 499 that is no fault.

    And no body is against the schema of a bank's file, which is a text.
    """
    is_unavailable = response is not None and response.status_code == 503 and "retry-after" in response.headers
    is_text = case.operation.definition.raw["operationId"] == "send-bank-file"
    kind = type(failure).__name__
    return not (is_unavailable and kind == "ServerError" or is_text and kind == "AcceptedNegativeData")


@schemathesis.serializer(LINES)
def lines(context, value):
    return (value if isinstance(value, (bytes, str)) else json.dumps(value) + "\n")


@schemathesis.check
def every_line_fits(context, response, case):
    """The document gives the schema of a line."""
    if response.headers.get("content-type", [""])[0].split(";")[0] != LINES:
        return
    content = case.operation.definition.raw["responses"][str(response.status_code)]["content"][LINES]
    validator = jsonschema_rs.Draft202012Validator({**content["schema"], "components": document["components"]})
    for line in response.content.splitlines():
        validator.validate(json.loads(line))


@atexit.register
def write_count():
    with open(os.environ["CASES_COUNT"], "w") as file:
        json.dump(statuses, file)
