import FoundationEssentials
import Testing

/// Holds the imports of every room to the table of the house. No arrow points upward.
@Suite struct ArchitectureTests {
    /// What each room may import: rooms, and packages or system modules.
    static let rooms: [String: Set<String>] = [
        "Sources/CivilTime": [],
        "Sources/HTML": [],
        "Sources/JSON": [],
        "Sources/Contracts": ["CivilTime"],
        "Sources/Words": ["CivilTime", "Contracts"],
        "Sources/Billing": ["CivilTime", "Contracts"],
        // The only room with the whole of Foundation, upon which the XML parser is built.
        "Sources/BankFiles": ["Billing", "CivilTime", "Foundation", "FoundationXML"],
        "Sources/Seals": ["CivilTime", "Crypto", "FoundationEssentials"],
        "Sources/Picture": ["CivilTime", "Contracts", "HTML", "Words"],
        "Sources/Postgres": ["CLibPQ", "Dispatch", "FoundationEssentials", "Glibc", "Logging", "Synchronization"],
        "Sources/PrivatePostgres": ["Dispatch", "FoundationEssentials", "Glibc", "Synchronization"],
        "db": ["Postgres", "Crypto", "FoundationEssentials"],
        "Sources/EventLog": ["Postgres", "Crypto", "FoundationEssentials", "Synchronization"],
        "Sources/Vault": ["Postgres", "Crypto", "FoundationEssentials", "Glibc", "Synchronization"],
        "Sources/Access": [
            "JSON", "Postgres", "AsyncHTTPClient", "Crypto", "FoundationEssentials", "Glibc", "JWTKit", "NIOCore", "NIOHTTP1",
            "Synchronization",
        ],
        "Sources/ContractService": [
            "AsyncAlgorithms", "Billing", "CivilTime", "Contracts", "JSON", "DatabaseSchema", "EventLog", "Vault", "Postgres", "Dispatch",
            "FoundationEssentials", "Glibc", "Synchronization",
        ],
        "Sources/Portfolio": [
            "CivilTime", "Contracts", "JSON", "ContractService", "EventLog", "Postgres", "Dispatch", "FoundationEssentials", "Glibc",
            "Logging", "Metrics", "Synchronization",
        ],
        "Sources/BillingService": [
            "BankFiles", "Billing", "CivilTime", "ContractService", "Contracts", "EventLog", "JSON", "Portfolio", "Postgres", "Vault",
            "Crypto", "Dispatch", "FoundationEssentials", "Logging", "Synchronization",
        ],
        "Sources/MadeUp": [
            "CivilTime", "Contracts", "ContractService", "EventLog", "Postgres", "Dispatch", "FoundationEssentials", "Glibc",
            "Synchronization",
        ],
        // Lives are made up by the rules alone.
        "Sources/MadeUp/Lives": ["CivilTime", "Contracts"],
        "Sources/Observability": ["CoreMetrics", "Dispatch", "Glibc", "Logging", "Synchronization"],
        "Sources/BackOffice": [
            "Access", "Billing", "BillingService", "CivilTime", "ContractService", "Contracts", "Crypto", "FoundationEssentials", "HTML",
            "JSON", "Logging", "Picture",
            "Portfolio", "Synchronization", "Words",
        ],
        "Sources/HTTPAPI": [
            "Access", "BackOffice", "Billing", "BillingService", "CivilTime", "Contracts", "HTML", "JSON", "ContractService", "Portfolio",
            "Observability", "Words", "CoreMetrics", "Crypto", "Dispatch",
            "FoundationEssentials", "Glibc", "HTTPTypes", "Hummingbird", "HummingbirdCore", "HummingbirdTLS", "Logging", "NIOCore",
            "NIOHTTP1",
            "NIOHTTPTypesHTTP1", "NIOSSL", "Synchronization",
        ],
    ]

    static let root: String = {
        var parts = #filePath.split(separator: "/").map(String.init)
        parts.removeLast(3)
        return "/" + parts.joined(separator: "/")
    }()

    @Test(arguments: rooms.keys.sorted())
    func `a room imports what the table allows, and nothing else`(room: String) throws {
        let files = try swiftFiles(below: room)
        #expect(!files.isEmpty, "\(room) holds no Swift file: the table is out of date")
        let allowed = try #require(Self.rooms[room])
        for file in files {
            let text = try String(contentsOfFile: "\(Self.root)/\(file)", encoding: .utf8)
            for module in imports(in: text) where !allowed.contains(module) {
                Issue.record("\(file) imports \(module), which \(room) may not")
            }
        }
    }

    @Test func `every room but the executable is in the table`() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: "\(Self.root)/Sources")
        for folder in folders where folder != "maintien" && !["CLibPQ", "CJemalloc"].contains(folder) {
            #expect(Self.rooms["Sources/\(folder)"] != nil, "\(folder) is missing from the table")
        }
    }

    /// An optimised build of a room that imports NIO takes C's `stat` for a type of NIO's own, and ends: the tests' build does not.
    @Test func `rooms that import NIO ask for the status of files by SystemPackage`() throws {
        for room in ["Sources/Access", "Sources/HTTPAPI", "Sources/maintien"] {
            let files = try swiftFiles(below: room)
            #expect(!files.isEmpty)
            for file in files {
                let text = try String(contentsOfFile: "\(Self.root)/\(file)", encoding: .utf8)
                #expect(!text.contains("= stat()"), "\(file)")
            }
        }
    }

    /// `db` makes the tables, and empties a sandbox's. Nobody else knows how the log is stored.
    @Test func `statements on the log stand in EventLog alone`() throws {
        for file in try swiftFiles(below: "Sources") where !file.hasPrefix("Sources/EventLog/") {
            let text = try String(contentsOfFile: "\(Self.root)/\(file)", encoding: .utf8)
            #expect(!text.contains(/\blog\.(event|head|idempotency|identity|home)\b/), "\(file)")
        }
    }

    @Test func `no statement is a computed text without saying so`() throws {
        for file in try ["Sources", "db", "Tests"].flatMap(swiftFiles) where !file.hasPrefix("Tests/ArchitectureTests/") {
            let text = try String(contentsOfFile: "\(Self.root)/\(file)", encoding: .utf8)
            #expect(!text.contains("SQL(stringLiteral:"), "\(file)")
        }
    }

    @Test func `every room opens with a page of documentation`() throws {
        for room in Self.rooms.keys.sorted() where room != "Sources/MadeUp/Lives" {
            #expect(
                try FileManager.default.subpathsOfDirectory(atPath: "\(Self.root)/\(room)").contains { $0.hasSuffix(".docc") },
                "\(room) has no DocC page")
        }
    }

    @Test func `the test reads imports in every form`() {
        let text =
            "import A\npublic import B\n@testable import C\ninternal import struct D.E\n  import F.G\n// import H\nlet x = \"import I\"\n"
        #expect(imports(in: text) == ["A", "B", "C", "D", "F"])
    }

    private func swiftFiles(below room: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: "\(Self.root)/\(room)").filter { $0.hasSuffix(".swift") }.map {
            "\(room)/\($0)"
        }
    }

    private func imports(in text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).compactMap { line in
            let words = line.split(separator: " ")
            guard let place = words.firstIndex(of: "import"),
                words[..<place].allSatisfy({
                    $0.hasPrefix("@") || ["public", "package", "internal", "private", "fileprivate"].contains($0)
                })
            else { return nil }
            let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "let", "var", "typealias"]
            return words[(place + 1)...].first { !kinds.contains($0) }?.split(separator: ".").first.map(String.init)
        }
    }
}
