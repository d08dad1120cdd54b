import Access
import ContractService
import HTTPTypes
import JSON

extension Operation {
    static let bulk = Operation(
        method: .post, path: "/v1/commands", id: "bulk", tag: "Commands",
        summary: "Any number of commands, a line each; an answer a line, in their order, while more arrive.", audience: .roles(.recorders),
        body: .component(.bulkLine), bodyType: "application/x-ndjson",
        bodyExample: [
            "key": "import-2026-11/1", "contract": "0a5f7e12-1111-4222-8333-123456789abc", "command": "change-option",
            "effectiveOn": "2027-01-01", "option": "option1",
        ],
        answers: [
            200: Answer(
                description:
                    "A line for each line that is not blank. A refused line stops nothing; a line that annuls an event takes a caller who may do that alone. An answer that ends without its last "
                    + "chunk is not whole: send what is not answered again, under the same keys.",
                type: "application/x-ndjson", schema: .component(.bulkAnswer),
                example: [
                    "line": 1, "key": "import-2026-11/1", "contract": "0a5f7e12-1111-4222-8333-123456789abc", "status": 200, "version": 7,
                    "position": 4711, "recordedAt": "2026-11-23T09:00:00Z",
                    "events": [
                        [
                            "version": 7, "type": "optionChanged", "effectiveOn": "2027-01-01",
                            "data": ["effectiveOn": "2027-01-01", "option": "option1"],
                        ]
                    ],
                ])
        ],
        problems: [400, 415], isStreamed: true)
}

extension Schema {
    static let bulkLine = Schema([
        "type": "object", "required": ["contract", "command"],
        "properties": [
            "key": Schema.text(1...255).described("As the header `Idempotency-Key` of a single command.").orNull.json,
            "contract": Schema.uuid.json, "command": Schema.oneOf(CommandName.self).json,
        ],
    ]).described("And the fields of the command's body. A line has 1 MiB at most.")

    static let bulkAnswer = answer(
        .required("line", Schema(["type": "integer", "minimum": 1]).described("The line's number.")),
        .optional("key", .string), .optional("contract", .uuid.described("Absent when the line names none.")),
        .required("status", .integer.described("What a command of its own would have been answered with, and its body's fields besides.")),
        .optional("replayed", .bool.described("The first answer again, to the same key.")))
}
