import Access
import ContractService
import HTTPTypes
import JSON
import Testing

@testable import BackOffice

/// Every page of the desk answers those for whom it is, and nobody else: whoever adds a page has it tried here.
@Suite(.timeLimit(.minutes(10))) struct PageAudienceTests {
    /// What a page answers that shows nothing without something that only another page gives.
    private static let otherAnswers = [
        "/resume": 404, "/work/reminders/file": 409, "/work/reminders/letters": 409, "/runs/{run}": 404, "/direct-debit-files/{file}": 404,
        "/runs/{run}/statements/{employer}": 404,
    ]

    @Test func `a page is shown to its audience, and others are told by a page that it is not theirs`() async throws {
        try await withDesk { desk in
            let contract = try await desk.affiliated()
            try await desk.project()
            for page in desk.pages where page.method == .get {
                let address = page.address(in: contract)
                for role in Role.allCases {
                    let reply = try await desk.get(address, as: role.rawValue)
                    let isAdmitted = page.audience.admits(RoleTests.capacity(role))
                    let expected = isAdmitted ? Self.otherAnswers[page.path].map { [$0] } ?? [200, 303] : [403]
                    #expect(expected.contains(reply.status), "\(page.path) as \(role) is answered \(reply.status)")
                    if !isAdmitted { Self.expectRefusal(reply, of: page) }
                }
                let stranger = try await desk.get(address, as: nil)
                #expect(stranger.status == 401 && page.audience != .anyone, "\(page.path)")
                Self.expectRefusal(stranger, of: page)
            }
        }
    }

    @Test func `a form is taken from its audience alone: who sends it comes before what is sent`() async throws {
        try await withDesk { desk in
            let contract = try await desk.affiliated()
            for page in desk.pages where page.method == .post {
                let address = page.address(in: contract)
                for role in Role.allCases {
                    let reply = try await desk.send(.post, address, as: role.rawValue, "", headers: .with("Content-Type", "text/plain"))
                    let isAdmitted = page.audience.admits(RoleTests.capacity(role))
                    #expect(reply.status == (isAdmitted ? 415 : 403), "\(page.path) as \(role) is answered \(reply.status)")
                    if !isAdmitted { Self.expectRefusal(reply, of: page) }
                }
                let stranger = try await desk.post(address, as: nil)
                #expect(stranger.status == 401 && page.audience != .anyone, "\(page.path)")
                Self.expectRefusal(stranger, of: page)
            }
            #expect(try await desk.version(of: contract) == 1)
        }
    }

    @Test func `there is a page of each kind to try`() async throws {
        try await withDesk { desk in
            #expect(desk.pages.count > 30)
            for path in ["/", "/sandbox", "/proposals", "/contracts/{contract}/act/{command}/confirm", "/work/reminders/sent"] {
                #expect(desk.pages.contains { $0.path == path }, "\(path)")
            }
        }
    }

    /// A refusal is a page, and tells nothing of anybody.
    private static func expectRefusal(_ reply: Reply, of page: Page) {
        // The search box of the frame has an example of its own, which is nobody's name.
        let told = reply.text.replacing("placeholder=\"Durand 14/03/1985\"", with: "")
        #expect(reply.isPage, "\(page.path)")
        #expect(!["Durand", "Camille", "14/03/1985", "2 500"].contains { told.contains($0) }, "\(page.path)")
    }
}

extension Page {
    /// An address of the page: in the place of each name in braces stands something that there is, in a contract of one fact.
    func address(in contract: ContractID) -> String {
        let segments = [
            "contract": contract.description, "version": "1", "paper": "cover", "person": "holder", "command": "declare-pay",
            "duplicate": RoleTests.other, "proposal": RoleTests.other, "run": "1", "file": "R000001F001", "employer": "0750001A",
            "line": "4711-1", "figures": "run-off",
        ]
        return path.replacing(/\{(\w+)\}/) { match in segments[String(match.1)] ?? String(match.0) }
    }
}
