import Access
import ContractService
import HTTPTypes
import JSON

extension Operation {
    /// The longest time, in seconds, that a client may wait for new events.
    static let longestWait = 30

    static let feed = Operation(
        method: .get, path: "/v1/events", id: "feed", tag: "Log", summary: "The log from a position on, as CloudEvents.",
        audience: .roles(.readers),
        parameters: [
            .after,
            .query(
                "limit", Schema(["type": "integer", "minimum": 1, "maximum": JSON(EventFeed.page)]), "The most events; 100 by default."),
            .query(
                "wait", Schema(["type": "integer", "minimum": 0, "maximum": JSON(longestWait)]),
                "For how many seconds to wait for an event when there is none; 0 by default."),
        ],
        answers: [
            200: Answer(
                description: "In the log's order, none left out; empty when nothing follows. Go on from `X-Position`, or by `Link`.",
                type: "application/cloudevents-batch+json", schema: .array(of: .component(.cloudEvent)), example: [.exampleEvent],
                headers: ["Link", "X-Position"])
        ],
        problems: [400, 409], patience: .seconds(longestWait))

    static let feedStream = Operation(
        method: .get, path: "/v1/events/stream", id: "feed-stream", tag: "Log",
        summary: "The log from a position on and as it grows, as server-sent events.", audience: .roles(.readers),
        parameters: [
            .after,
            .header("Last-Event-ID", .cursor, "Where a client that lost its connection goes on; comes before `after`."),
        ],
        answers: [
            200: Answer(
                description:
                    "Each event's `id` is its cursor (see `after`), its `data` a CloudEvent on one line. In the log's order, none left out and "
                    + "none twice for a client that goes on from the last `id` it has. While nothing happens a comment comes from time to time.",
                type: "text/event-stream", schema: .string,
                example: .string("id: 4711\ndata: \(JSON.exampleEvent)\n\n"))
        ],
        problems: [400, 409], isStreamed: true)
}

extension Operation.Parameter {
    fileprivate static let after = query(
        "after", .cursor,
        "Where to begin: a position (0, the beginning, by default), or the cursor of a `Link` or of a server-sent event's `id`, which also proves the "
            + "history up to there. Refused with 409 (`log.otherIncarnation`) when the log has another one, as after the restoration of a backup."
    )
}

extension Schema {
    fileprivate static let cursor = Schema([
        "type": "string", "pattern": "^(0|[1-9][0-9]{0,17})(-[0-9a-f]{8}-[0-9a-f]{16})?$",
        "examples": ["4711", "4711-9f2c1ab4-0123456789abcdef"],
    ])
}

extension JSON {
    fileprivate static let exampleEvent: JSON = [
        "specversion": "1.0", "id": "4711", "source": "/v1/contracts", "type": "fr.maintien.optionChanged.v1",
        "subject": "0a5f7e12-1111-4222-8333-123456789abc", "time": "2026-11-23T09:00:00Z", "datacontenttype": "application/json",
        "position": 4711, "logid": "5d0c2f3a-1111-4222-8333-123456789abc", "incarnation": 1, "contractversion": 7, "recordedby": "payroll",
        "data": ["effectiveOn": "2027-01-01", "option": "option1"],
    ]
}

extension Schema {
    static let cloudEvent = answer(
        .required("specversion", names(["1.0"])), .required("id", string.described("The position.")),
        .required("source", Schema(["type": "string", "format": "uri-reference"]).described("The same for all.")),
        .required("type", string.described("`fr.maintien.`, what was recorded, and the version of the form of `data`.")),
        .required("subject", uuid.described("The contract; of an event about runs, their stream.")),
        .required("time", instant.described("When it was recorded.")),
        .required("datacontenttype", names(["application/json"])),
        .required("position", version.described("The place in the log, from 1, without a gap.")),
        .required("logid", uuid.described("The log.")),
        .required("incarnation", version.described("The log's incarnation: another one begins when a backup is restored.")),
        .required("contractversion", version),
        .required("recordedby", string.described("Who gave the command, or confirmed it.")),
        .optional("proposedby", string.described("Who proposed it, when another caller confirmed it.")),
        .required(
            "data",
            Schema(["type": "object"]).described(
                "What was told, without personal data; under `source` where the command came from, if that was told.")))
}
