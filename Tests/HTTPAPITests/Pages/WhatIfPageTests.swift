import CivilTime
import ContractService
import Contracts
import Crypto
import DatabaseSchema
import HTTPTypes
import JSON
import Testing

@testable import BackOffice
@testable import HTTPAPI

/// The page of a month under another scheme file.
@Suite(.timeLimit(.minutes(10))) struct WhatIfPageTests {
    private static let file = String(decoding: SchemeFile.all.first?.bytes ?? [], as: UTF8.self)
    private static let dearer = file.replacing("\"value\": 7810", with: "\"value\": 8810")
    private static let english = HTTPFields.with("Accept-Language", "en")

    @Test func `a file that is sent leads to a page that can be reloaded, in both languages, and to its table`() async throws {
        try await withDesk { desk in
            let contract = try await desk.affiliated()
            for caller in ["clerk", "supervisor", "auditor"] {
                let sent = try await desk.send(file: Self.dearer, month: "janvier 2027", as: caller)
                let address = try #require(sent.location)
                #expect(sent.status == 303 && address.hasPrefix("/portfolio/what-if?month=janvier"))
                let page = try await desk.compared(address, as: caller)
                #expect(page.status == 200 && page.isPage)
                // 10 € more of CE: 5 € more for the employer, 2 € for the agent.
                #expect(page.text.contains("Sur 1 contrat, l’agent paierait plus pour 1, moins pour 0, autant pour 0"))
                #expect(page.text.contains("+\u{A0}2,00\u{A0}€") && page.text.contains("+\u{A0}5,00\u{A0}€"))
                #expect(page.text.contains("<bdi>tarif.json</bdi>") && page.text.contains("<bdi>0750001A</bdi>"))
                #expect(page.text.contains("de 1,01\u{A0}€ à 2,00\u{A0}€ de plus"))
                let again = try await desk.compared(address, as: caller, headers: Self.english)
                #expect(again.status == 200 && again.text.contains("+€2.00") && again.text.contains("€1.01 to €2.00 more"))
                let found = try #require(page.text.firstMatch(of: /href="(\/portfolio\/what-if\/table\?[^"]+)"/)).1
                var table: Reply
                // While all contracts are compared, the table leads back to the page.
                repeat { table = try await desk.get(String(found).replacing("&amp;", with: "&"), as: caller) } while table.status == 303
                #expect(table.status == 200 && table.headers["Content-Disposition"]?.contains("et-si-2027-01.csv") == true)
                #expect(table.text.split(separator: "\r\n").count == 2 && table.text.contains("2,00"))
                // Sealed for its caller alone.
                #expect(try await desk.get(address, as: "clerk-2").status == 422)
            }
            #expect(try await desk.version(of: contract) == 1)
        }
    }

    @Test func `under the same file nobody pays more`() async throws {
        try await withDesk { desk in
            _ = try await desk.affiliated()
            let address = try #require(try await desk.send(file: Self.file, month: "2027-01").location)
            let page = try await desk.compared(address)
            #expect(page.text.contains("plus pour 0, moins pour 0, autant pour 1"))
        }
    }

    @Test(arguments: [
        ("no", "JSON"), (file.replacing("\"value\": 7540", with: "\"value\": -1"), "/parameters/balanceCotisationCents/0/value"),
        (file.replacing("\"fpe-education-2026\"", with: "\"inconnu\""), "/scheme"), (#"{"a":1,"a":2}"#, "/a"), ("{}", "/scheme"),
        ("{\"\(String(repeating: "x", count: 9_000))\":1}", "/scheme"), ("<script>alert(1)</script>", "JSON"),
    ])
    func `a file that is refused leads back to the form, with the field that is wrong`(file: String, words: String) async throws {
        try await withDesk { desk in
            let sent = try await desk.send(file: file, name: "<b>.json", month: "2027-01")
            let page = try await desk.get(try #require(sent.location))
            #expect(page.status == 422 && page.text.contains("<title>Erreur") && page.text.contains("Rien n’est comparé"))
            #expect(page.text.contains(words) && !page.text.contains("<script>") && !page.text.contains("<b>.json"))
            #expect(page.text.contains("autofocus") && page.text.contains("href=\"#scheme\""))
        }
    }

    @Test func `a missing file, an unreadable month and a worn address are told beside the form`() async throws {
        try await withDesk { desk in
            let none = try await desk.post("/portfolio/what-if", ["month": "2027-01"])
            #expect(none.status == 303)
            let page = try await desk.get(try #require(none.location))
            #expect(page.status == 422 && page.text.contains("Choisissez un fichier, en UTF-8."))
            let month = try await desk.get(try #require(try await desk.send(file: Self.file, month: "trente").location))
            #expect(month.status == 422 && month.text.contains("href=\"#month\"") && month.text.contains("value=\"trente\""))
            #expect(try await desk.get("/portfolio/what-if?file=x&month=2027-01").status == 422)
            #expect(try await desk.get("/portfolio/what-if").status == 200)
        }
    }

    @Test(arguments: ["tarif.json", "\u{301}", "a\"\nb", ""])
    func `a file comes back from its address as it was sent`(name: String) throws {
        let content = "\u{FEFF}{\r\n\u{301} \u{0}}\n"
        let file = try #require(WhatIfFile(PageFile(name: name, bytes: Array(content.utf8))))
        let seal = AddressSeal(key: SymmetricKey(size: .bits256))
        let opened = seal.open(seal.seal(file.text, for: "x", owner: "a"), for: "x", by: "a").flatMap { WhatIfFile($0) }
        #expect(opened?.name == name && opened.map { Array($0.content.utf8) } == Array(content.utf8))
        #expect(WhatIfFile(PageFile(name: name, bytes: [0x7B, 0xFF, 0x7D])) == nil)
        let abc = WhatIfFile(PageFile(name: name, bytes: Array("abc".utf8)))
        #expect(abc?.digest == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test func `the longest file fits into its address`() async throws {
        try await withDesk { desk in
            let long =
                Self.file + String(repeating: " ", count: WhatIfFile.longest - Self.file.utf8.count)
            let sent = try await desk.send(file: long, name: String(repeating: "é", count: 100), month: "janvier 2027")
            #expect(try await desk.get(try #require(sent.location)).status == 200)
            #expect(try await desk.send(file: long + String(repeating: " ", count: 3000), month: "2027-01").status == 413)
        }
    }

    @Test func `a body that is larger than a file and its form is refused, and so is a broken form`() async throws {
        try await withDesk { desk in
            let large = try await desk.send(file: String(repeating: " ", count: 80 << 10), month: "2027-01")
            #expect(large.status == 413 && large.isPage)
            let broken = try await desk.send(
                .post, "/portfolio/what-if", as: "clerk", "--x\r\n", headers: .with("Content-Type", "multipart/form-data; boundary=x"))
            #expect(broken.status == 415 && broken.isPage)
            // Other pages take no file.
            let elsewhere = try await desk.send(
                .post, "/find", as: "clerk", "--x--", headers: .with("Content-Type", "multipart/form-data; boundary=x"))
            #expect(elsewhere.status == 415)
        }
    }

    @Test func `a form with a file needs this session's token, and to come from us`() async throws {
        try await withDesk { desk in
            let (browser, other) = (try await desk.browser(), try await desk.browser())
            func status(_ token: String?, _ headers: HTTPFields) async throws -> Int {
                try await desk.send(file: Self.file, month: "2027-01", token: token, as: nil, headers: headers).status
            }
            let foreign = browser.cookies + .with("Sec-Fetch-Site", "cross-site")
            #expect(try await status(nil, browser.ownForm) == 403)
            #expect(try await status(other.formToken, browser.ownForm) == 403)
            #expect(try await status(browser.formToken, foreign) == 403)
            #expect(try await status(browser.formToken, browser.cookies) == 403)
            #expect(try await status(nil, [:]) == 401)
        }
    }

    @Test func `a form with a file is taken with this session's token`() async throws {
        try await withDesk { desk in
            let browser = try await desk.browser()
            let reply = try await desk.send(
                file: Self.file, month: "2027-01", token: browser.formToken, as: nil, headers: browser.ownForm)
            #expect(reply.status == 303)
            #expect(try await desk.get(try #require(reply.location), as: nil, headers: browser.cookies).status == 200)
        }
    }
}

extension DeskUnderTest {
    /// The page of a comparison, once all contracts are compared: it waits for that for three seconds only.
    fileprivate func compared(_ address: String, as caller: String? = "clerk", headers: HTTPFields = [:]) async throws -> Reply {
        while true {
            let page = try await get(address, as: caller, headers: headers)
            if !page.text.contains("rechargez la page"), !page.text.contains("reload the page") { return page }
        }
    }

    /// Sends a scheme file as a browser does.
    fileprivate func send(
        file: String, name: String = "tarif.json", month: String, token: String? = nil, as caller: String? = "clerk",
        headers: HTTPFields = [:]
    ) async throws -> Reply {
        let fields = [("formToken", token), ("month", month)].compactMap { name, value in
            value.map { "--b\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\($0)\r\n" }
        }
        let body =
            fields.joined()
            + "--b\r\nContent-Disposition: form-data; name=\"scheme\"; filename=\"\(name)\"\r\nContent-Type: application/json\r\n\r\n\(file)\r\n--b--\r\n"
        return try await send(
            .post, "/portfolio/what-if", as: caller, body, headers: headers + .with("Content-Type", "multipart/form-data; boundary=b"))
    }
}
