import Contracts
import JSON
import Testing

@testable import ContractService

/// An event as it was written once and must be read for ever, with the command that told it.
///
/// The file is only ever added to: a line that does not hold any more is a log that cannot be read any more.
struct GoldenEvent: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let command: CommandName
    let body: JSON
    let type: String
    let schema: Int
    let payload: [UInt8]
    /// Whether a command of today is held to a narrower form: the event is only read.
    let isEarlierForm: Bool

    /// Those whose command is accepted today.
    static let present = all.filter { !$0.isEarlierForm }

    static let all: [GoldenEvent] = PackageResources.events_ndjson.split(separator: UInt8(ascii: "\n")).map { line in
        do { return try GoldenEvent(JSON(parsing: Array(line))) } catch {
            preconditionFailure("\(String(decoding: line, as: UTF8.self)): \(error)")
        }
    }

    private init(_ json: JSON) throws(MalformedField) {
        self = try json.read(
            .object { fields throws(MalformedField) in
                GoldenEvent(
                    testDescription: try fields.required("title", .string), command: try fields.required("command", .oneOf()),
                    body: try fields.required("body", .any), type: try fields.required("type", .string),
                    schema: try fields.required("schema", .integer), payload: Array(try fields.required("payload", .string).utf8),
                    isEarlierForm: try fields.optional("earlierForm", .bool) ?? false)
            })
    }

    private init(
        testDescription: String, command: CommandName, body: JSON, type: String, schema: Int, payload: [UInt8], isEarlierForm: Bool
    ) {
        self.testDescription = testDescription
        self.command = command
        self.body = body
        self.type = type
        self.schema = schema
        self.payload = payload
        self.isEarlierForm = isEarlierForm
    }
}
