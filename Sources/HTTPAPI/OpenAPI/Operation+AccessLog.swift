import Access
import HTTPTypes
import JSON

extension Operation {
    static let accessLog = Operation(
        method: .get, path: "/v1/access-log", id: "access-log", tag: "People",
        summary: "Who read personal data, the latest reading first.", audience: .roles([.supervisor, .auditor, .agent]),
        parameters: [
            .query("contract", .uuid, "Readings of this contract. An agent is told of their own contract only."),
            .query("caller", .text(1...200), "Readings by this caller."),
            .query("from", .instant, "Readings at this instant or later."),
            .query("through", .instant, "Readings at this instant or earlier."),
            .query(
                "limit", Schema(["type": "integer", "minimum": 1, "maximum": JSON(AccessLogRoutes.page)]),
                "The most readings; 100 by default."),
            .query("after", Schema(["type": "integer", "minimum": 1]), "Where the page begins: go on by `Link`."),
        ],
        answers: [
            200: Answer(
                description: "A page of readings. `Link` leads to earlier ones.", schema: .component(.accessLog),
                example: [
                    "readings": [
                        [
                            "position": 17, "at": "2026-11-23T09:00:00Z", "caller": "c-5f0c2a9e", "role": "clerk", "what": "person",
                            "contract": "0a5f7e12-1111-4222-8333-123456789abc", "person": "holder", "fields": ["familyName", "phone"],
                            "found": 1, "trace": "4bf92f3577b34da6a3ce929d0e0e4736",
                        ]
                    ]
                ], headers: ["Link"])
        ], problems: [400, 404])
}

extension Schema {
    static let accessLog = answer(
        .required(
            "readings",
            array(
                of: answer(
                    .required("position", version.described("The place in the access log, from 1.")), .required("at", instant),
                    .required("caller", string), .required("role", string.described("In which roles, a space between.")),
                    .required("what", oneOf(Reading.Subject.self)), .optional("contract", uuid.described("Absent for a search.")),
                    .optional("person", string.described("`holder`, or a beneficiary.")),
                    .required(
                        "fields",
                        array(of: string).described("The fields that were shown; of a search the kinds of its terms, not their words.")),
                    .required("found", count.described("How many people were found.")),
                    .optional("trace", string.described("The trace of the request."))))))
}
