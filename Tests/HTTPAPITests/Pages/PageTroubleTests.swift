import Access
import ContractService
import ContractTesting
import FoundationEssentials
import HTTPTypes
import Testing

@testable import BackOffice
@testable import HTTPAPI

/// What pages say when they cannot show what was asked.
@Suite(.timeLimit(.minutes(10))) struct PageTroubleTests {
    /// The pages of a contract, and what stands behind each.
    private static let ofContract = [
        "", "/changes", "/facts/1", "/audit", "/people/holder", "/papers", "/papers/cover",
    ]

    @Test func `a contract that nobody knows is told as such, with the way to the search`() async throws {
        try await withDesk { desk in
            let unknown = ContractID(UUID())
            for path in Self.ofContract {
                let reply = try await desk.get("/contracts/\(unknown)\(path)")
                #expect(reply.status == 404 && reply.isPage && reply.text.contains(unknown.description), "\(path)")
                #expect(reply.links.contains("/"), "\(path)")
            }
            for path in Self.ofContract {
                let reply = try await desk.get("/contracts/xyz\(path)")
                #expect(reply.status == 404 && reply.isPage, "\(path)")
            }
        }
    }

    @Test func `a contract that was not known then says since when it is`() async throws {
        try await withDesk { desk in
            let contract = try await desk.affiliated()
            let query = "known-at=2027-07-01T00:00:00Z"
            for path in ["?\(query)", "/changes?to=2027-07-01T00:00:00Z", "/papers?\(query)", "/papers/cover?\(query)"] {
                let reply = try await desk.get("/contracts/\(contract)\(path)")
                #expect(reply.status == 404 && reply.text.contains("Il est connu depuis le"), "\(path)")
                #expect(reply.links.contains("/contracts/\(contract)?known-at=version:1"), "\(path): \(reply.links)")
                #expect(!reply.text.contains("Durand</") && !reply.text.contains("Camille"), "\(path)")
            }
            let version = try await desk.get("/contracts/\(contract)?known-at=version:9")
            #expect(version.status == 404 && version.text.contains("il en a 1"))
        }
    }

    @Test func `a fact, a person or a command that there is not is told by a page`() async throws {
        try await withDesk { desk in
            let contract = try await desk.affiliated()
            for path in ["/facts/2", "/facts/0", "/facts/x", "/people/\(RoleTests.other)", "/people/x", "/papers/x", "/act/x", "/nowhere"] {
                let reply = try await desk.get("/contracts/\(contract)\(path)")
                #expect(reply.status == 404 && reply.isPage, "\(path) is answered \(reply.status)")
            }
        }
    }

    @Test func `who reads too many people is told by a page when to go on, and nobody else is`() async throws {
        try await withDesk {
            $0.callerLimits = CallerLimits(people: CallRate(burst: 2, perSecond: 1.0 / 3600))
        } _: { desk in
            let contract = try await desk.affiliated()
            let paths = ["", "/people/holder", "/papers", "/facts/1", "/act"]
            for path in paths.prefix(2) { #expect(try await desk.get("/contracts/\(contract)\(path)").status == 200) }
            for path in paths {
                let reply = try await desk.get("/contracts/\(contract)\(path)")
                #expect(reply.status == 429 && reply.isPage && reply.text.contains("Rien n’est perdu"), "\(path)")
                let wait = try #require(reply.headers["Retry-After"].flatMap { Int($0) })
                #expect((1...3600).contains(wait) && reply.text.contains("dans \(wait) s"), "\(path)")
                #expect(!reply.text.contains("Camille"), "\(path)")
            }
            let english = try await desk.get("/contracts/\(contract)", headers: .with("Accept-Language", "en"))
            #expect(english.status == 429 && english.text.contains("Nothing is lost"))
            #expect(try await desk.get("/contracts/\(contract)", as: "clerk-2").status == 200)
            #expect(try await desk.get("/portfolio").status == 200)
        }
    }

    @Test func `who has to sign in comes back to the page, and to its plain address where all of it cannot be kept`() async throws {
        try await withDesk {
            $0.provider = ScriptedProvider()
        } _: { desk in
            let page = "/contracts/\(RoleTests.other)/act/declare-pay"
            let draft = String(repeating: "x", count: 4000)
            for (address, kept) in [
                ("\(page)?version=1", "\(page)?version=1"), ("\(page)?draft=\(draft)", page), ("\(page)/?a=[b]", "\(page)/"),
            ] {
                let reply = try await desk.get(address, as: nil)
                #expect(reply.status == 303 && reply.location == "/sign-in?return=\(kept.percentEncoded)", "\(address)")
                #expect(try await desk.get(reply.location ?? "", as: nil).status == 303, "\(address)")
            }
            // No part of such a path can be kept.
            let odd = try await desk.get("/contracts/\(RoleTests.other)%22/changes", as: nil)
            #expect(odd.location == "/sign-in?return=%2F")
            #expect(try await desk.get("/sign-in?return=%2F", as: nil).status == 303)
        }
    }

    @Test func `a language is kept in a cookie, on the same page`() async throws {
        try await withDesk { desk in
            let contract = try await desk.affiliated()
            let form = "/contracts/\(contract)/act/declare-pay"
            let long = try await desk.post(form, ["/effectiveOn": "x", "/source/reference": String(repeating: "é", count: 2000)])
            let pages = ["/", "/contracts/\(contract)?on=2027-08-01&known-at=version:1", try #require(long.location)]
            for page in pages {
                #expect(try await desk.get(page).text.contains("<html lang=\"fr\">"))
                let reply = try await desk.post("/language", ["to": "en", "back": page])
                #expect(reply.status == 303 && reply.location == page)
                let cookie = try #require(reply.headers["Set-Cookie"])
                #expect(cookie.hasPrefix("maintien-language=en;"))
                let english = try await desk.get(page, headers: .with("Cookie", "maintien-language=en"))
                #expect(english.text.contains("<html lang=\"en\">"))
            }
            #expect(try await desk.get("/", headers: .with("Accept-Language", "en-GB,fr;q=0.5")).text.contains("<html lang=\"en\">"))
            #expect(try await desk.get("/", headers: .with("Cookie", "maintien-language=xx")).text.contains("<html lang=\"fr\">"))
            for elsewhere in ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "", "/%2F/evil.example"] {
                let reply = try await desk.post("/language", ["to": "en", "back": elsewhere])
                #expect(reply.status == 303 && reply.location == "/", "\(elsewhere) leads to \(reply.location ?? "nowhere")")
            }
        }
    }
}
