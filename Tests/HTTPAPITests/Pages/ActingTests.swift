import Access
import ContractService
import ContractTesting
import FoundationEssentials
import HTTPTypes
import JSON
import Testing
import Words

@testable import BackOffice
@testable import HTTPAPI

/// To act takes three steps: what was typed is sealed, what it changes is shown, and exactly that is recorded, once.
@Suite(.timeLimit(.minutes(10))) struct ActingTests {
    private static let raise: KeyValuePairs<String, String> = ["/effectiveOn": "01/08/2027", "/grossMonthlyPayCents": "2 610,50"]

    /// A raise that a clerk typed, with its preview.
    private struct Draft {
        let contract: ContractID
        /// The address of the form.
        let form: String
        /// The address of the preview: what was typed stands in it, sealed.
        let address: String
        let preview: Reply

        init(_ form: KeyValuePairs<String, String> = ActingTests.raise, of contract: ContractID, on desk: DeskUnderTest) async throws {
            self.contract = contract
            self.form = "/contracts/\(contract)/act/declare-pay"
            let sealed = try await desk.post(self.form, form)
            #expect(sealed.status == 303)
            address = try #require(sealed.location)
            preview = try await desk.get(address)
        }

        /// Presses *Enregistrer*.
        func confirm(as caller: String = "clerk", on desk: DeskUnderTest) async throws -> Reply {
            try await Draft.confirm(preview, at: form, as: caller, on: desk)
        }

        static func confirm(_ preview: Reply, at form: String, as caller: String = "clerk", on desk: DeskUnderTest) async throws -> Reply {
            try await desk.post("\(form)/confirm", try #require(preview.form(to: "\(form)/confirm")), as: caller)
        }
    }

    @Test func `what was typed is sealed, previewed, and recorded once, however often it is confirmed`() async throws {
        try await withDesk { desk in
            let contract = try await desk.affiliated()
            let draft = try await Draft(of: contract, on: desk)
            #expect(draft.address.hasPrefix("\(draft.form)?draft=") && !draft.address.contains("2610"))
            #expect(draft.preview.status == 200 && draft.preview.text.contains("Si vous enregistrez"))
            #expect(try await desk.version(of: contract) == 1)
            for _ in 0..<2 {
                let recorded = try await draft.confirm(on: desk)
                #expect(recorded.status == 303 && recorded.location == "/contracts/\(contract)?recorded=2&on=2027-08-01")
            }
            #expect(try await desk.version(of: contract) == 2)
            let page = try await desk.get("/contracts/\(contract)?recorded=2&on=2027-08-01")
            #expect(page.status == 200)
            // The preview says that it is recorded, and its button does nothing more.
            let again = try await desk.get(draft.address)
            #expect(again.status == 200 && again.text.contains("C’est déjà enregistré"))
            #expect(try await Draft.confirm(again, at: draft.form, on: desk).status == 303)
            #expect(try await desk.version(of: contract) == 2)
        }
    }

    @Test func `two clicks at once record one fact`() async throws {
        try await withDesk { desk in
            let contract = try await desk.affiliated()
            let draft = try await Draft(of: contract, on: desk)
            let fields = try #require(draft.preview.form(to: "\(draft.form)/confirm"))
            let page = try #require(
                desk.pages.first { $0.method == .post && $0.path.hasSuffix("/confirm") && $0.path.hasPrefix("/contracts") })
            let visit = Visit(
                Caller(id: "clerk", capacity: .staff([.clerk])), language: .french, formToken: nil, trace: nil, address: "/",
                now: DeskUnderTest.start)
            let request = PageRequest(
                parameters: ["contract": contract.description, "command": "declare-pay"], query: PageFields(), form: PageFields(fields))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 { group.addTask { _ = try await page.answer(request, visit) } }
                try await group.waitForAll()
            }
            #expect(try await desk.version(of: contract) == 2)
        }
    }

    @Test func `what is no longer what was shown is not recorded, and the new preview says what came between`() async throws {
        try await withDesk { desk in
            let contract = try await desk.affiliated()
            let draft = try await Draft(of: contract, on: desk)
            try await desk.tell(.changeOption, ["effectiveOn": "2027-09-01", "option": "option1"], of: contract, by: "clerk-2")
            let stale = try await draft.confirm(on: desk)
            #expect(stale.status == 303 && stale.location == "\(draft.address)&since=1")
            #expect(try await desk.version(of: contract) == 2)
            let preview = try await desk.get(try #require(stale.location))
            #expect(preview.status == 200 && preview.text.contains("Entre-temps, le dossier a changé") && preview.text.contains("facts/2"))
            #expect(try await Draft.confirm(preview, at: draft.form, on: desk).location?.contains("recorded=3") == true)
            #expect(try await desk.version(of: contract) == 3)
        }
    }

    @Test func `a preview of yesterday is shown again before it is recorded`() async throws {
        try await withDesk { desk in
            let contract = try await desk.affiliated()
            let draft = try await Draft(of: contract, on: desk)
            try await desk.set(instant("2027-07-13T08:00:00Z"))
            #expect(try await draft.confirm(on: desk).location == "\(draft.address)&since=1")
            #expect(try await desk.version(of: contract) == 1)
        }
    }

    @Test func `nothing is recorded without what the preview showed`() async throws {
        try await withDesk { desk in
            let contract = try await desk.affiliated()
            let draft = try await Draft(of: contract, on: desk)
            let fields = try #require(draft.preview.form(to: "\(draft.form)/confirm"))
            let seen = try #require(fields.first { $0.name == "seen" }?.value)
            let sealed = try #require(fields.first { $0.name == "draft" }?.value)
            let wrong = [nil, "", "1", "1-" + String(repeating: "0", count: 64), seen.replacing("1-", with: "2-"), seen + "0"] as [String?]
            for seen in wrong {
                let reply = try await desk.post(
                    "\(draft.form)/confirm", [(name: "draft", value: sealed)] + (seen.map { [(name: "seen", value: $0)] } ?? []))
                #expect(reply.status == 303 && reply.location?.hasPrefix("\(draft.form)?draft=") == true, "\(seen ?? "none")")
            }
            #expect(try await desk.version(of: contract) == 1)
        }
    }

    @Test func `a draft opens for who wrote it alone, for its command, its contract, and whole`() async throws {
        try await withDesk { desk in
            let (contract, other) = (try await desk.affiliated(), try await desk.affiliated())
            let draft = try await Draft(of: contract, on: desk)
            let sealed = String(draft.address.dropFirst("\(draft.form)?draft=".count))
            // A character in each part of the sealed text is another one.
            let altered = stride(from: 0, to: sealed.utf8.count, by: 29).map { place in
                var bytes = Array(sealed.utf8)
                bytes[place] = bytes[place] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
                return ("clerk", "\(draft.form)", String(decoding: bytes, as: UTF8.self))
            }
            let cases =
                [
                    ("clerk-2", draft.form, sealed), ("supervisor", draft.form, sealed),
                    ("clerk", "/contracts/\(other)/act/declare-pay", sealed),
                    ("clerk", "/contracts/\(contract)/act/change-employer", sealed),
                    ("clerk", draft.form, String(sealed.dropLast(4))), ("clerk", draft.form, "x"),
                ] + altered
            for (caller, form, text) in cases {
                let page = try await desk.get("\(form)?draft=\(text)", as: caller)
                #expect(page.status == 200 && page.text.contains("Ce brouillon ne s’ouvre plus"), "\(caller) \(form) \(text)")
                #expect(!page.text.contains("610,50"), "\(caller) \(form)")
                let seen = draft.preview.form(to: "\(draft.form)/confirm")?.first { $0.name == "seen" }?.value ?? ""
                let confirmed = try await desk.post("\(form)/confirm", ["draft": text, "seen": seen], as: caller)
                #expect(confirmed.status == 303 && confirmed.location?.contains("recorded") == false, "\(caller) \(form)")
            }
            #expect(try await desk.version(of: contract) == 1)
            #expect(try await desk.version(of: other) == 1)
        }
    }

    @Test func `what cannot be read is told beside its field, and what was typed stays`() async throws {
        try await withDesk { desk in
            let contract = try await desk.affiliated()
            let draft = try await Draft(["/effectiveOn": "31/02/2027", "/grossMonthlyPayCents": "2 610,50"], of: contract, on: desk)
            #expect(draft.preview.status == 422 && draft.preview.text.contains("<title>Erreur\u{202F}:"))
            #expect(draft.preview.value(of: "/effectiveOn") == "31/02/2027")
            #expect(draft.preview.value(of: "/grossMonthlyPayCents") == "2 610,50")
            #expect(draft.preview.form(to: "\(draft.form)/confirm") == nil)
        }
    }

    @Test func `to annul takes two people: a clerk's confirmation is a proposal, once`() async throws {
        try await withDesk { desk in
            let contract = try await desk.affiliated()
            try await desk.tell(.changeOption, ["effectiveOn": "2027-09-01", "option": "option1"], of: contract)
            let form = "/contracts/\(contract)/act/rescind"
            let sealed = try await desk.post(form, ["/version": "2", "/reason": "saisi par erreur"])
            let preview = try await desk.get(try #require(sealed.location))
            for _ in 0..<2 {
                let confirmed = try await Draft.confirm(preview, at: form, on: desk)
                #expect(confirmed.status == 303 && confirmed.location == "/contracts/\(contract)/act/proposed")
            }
            #expect(try await desk.version(of: contract) == 2)
            let waiting = try await desk.proposals.proposals(by: "clerk", andOthers: false, before: nil, limit: 10)
            #expect(waiting.count == 1)
            let proposal = try #require(waiting.first).id.uuidString.lowercased()
            #expect(try await desk.post("/proposals/\(proposal)/confirm", as: "supervisor").location == "/proposals")
            #expect(try await desk.version(of: contract) == 3)
        }
    }
}
