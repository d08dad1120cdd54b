import JSON
import Testing

/// Agents who owe by direct debit, each debited by every run: what was debited comes back before the next one.
struct Debtors {
    /// A run that debits them.
    struct Run {
        let number: Int
        /// The Paris day on which it was accepted.
        let asOf: String
        /// Whether its debits are collected on that day.
        let isCollected: Bool
        /// Its debits, by identifier, with the file of each.
        let debits: [(id: String, file: String)]
        /// Its files, in order.
        var files: [String] { Set(debits.map(\.file)).sorted() }
    }

    private let contracts: [String]
    private var runs = 0
    /// Where the log ends. Positions are dense, and nobody else records.
    private(set) var position = 0

    /// Tells of `count` agents.
    init(_ count: Int, on serving: Serving) async throws {
        contracts = (1...count).map { "0a5f7e12-1111-4222-8333-\(String(String(1_000_000_000_000 + $0).dropFirst()))" }
        try await serving.tell(contracts.flatMap { Self.commands(of: $0) })
    }

    private static func commands(of contract: String) -> [JSON] {
        let orders: [(String, JSON.Object)] = [
            (
                "affiliate",
                [
                    "scheme": .string(MoneyScheme.name), "effectiveOn": "2026-03-01", "employer": "E1", "option": "base",
                    "grossMonthlyPayCents": 240_000, "employment": ["kind": "civilServant", "startedOn": "2018-09-01"],
                    "holder": ["bornOn": "1985-03-14", "identity": ["familyName": "Durand", "givenNames": "Camille"]],
                ]
            ),
            (
                "register-mandate",
                [
                    "effectiveOn": "2026-03-01", "iban": "FR7630006000011234567890189",
                    "mandateReference": .string("RUM-\(contract.suffix(12))"),
                    "signedOn": "2026-03-01",
                ]
            ),
            ("start-temporary-cessation", ["effectiveOn": "2026-04-01", "cause": "parentalLeave"]),
        ]
        return orders.map { command, body in
            var line: JSON.Object = [
                "key": .string("\(command)-\(contract)"), "contract": .string(contract), "command": .string(command),
            ]
            for member in body.members { line.append(member.key, member.value) }
            return .object(line)
        }
    }

    /// Makes the next run: a month, then what is owed again.
    mutating func run(on serving: Serving) async throws -> Run {
        runs += 1
        let known = try await serving.settled("GET", "/v1/contracts/\(contracts[0])/timeline").body["knownAt"]?.string
        let month = String(try #require(known).prefix(7))
        var order: JSON.Object = ["scheme": .string(MoneyScheme.name), "kind": runs == 1 ? "regular" : "catchUp"]
        if runs == 1 { order["month"] = .string(month) }
        let made = try await serving.settled("POST", "/v1/runs", .object(order), headers: ["Idempotency-Key": "run-\(runs)"])
        #expect(made.status == 201 && made.body["directDebits"]?["count"]?.integer == contracts.count, "\(made)")
        // It is accepted, then completed.
        position = try #require(made.body["position"]?.integer) + 2
        let asOf = try #require(made.body["asOf"]?.string)
        let debits = try await serving.rows("/v1/runs/\(runs)/direct-debits").compactMap { row in
            row["endToEndId"]?.string.flatMap { id in row["file"]?.string.map { (id, $0) } }
        }
        #expect(debits.count == contracts.count)
        return Run(
            number: runs, asOf: asOf, isCollected: made.body["directDebits"]?["collectionOn"]?.string == asOf, debits: debits)
    }

    /// The events after a position, up to 1000.
    static func events(after position: Int, on serving: Serving) async throws -> [BankEvent] {
        let reply = try await serving.settled("GET", "/v1/events?after=\(position)&limit=1000")
        return try #require(reply.body.array, "\(reply)").map { try BankEvent($0) }
    }

    /// Checks that nothing else was recorded than these events, and goes on behind them.
    mutating func pass(_ events: [BankEvent], on serving: Serving) async throws {
        #expect(try await Self.events(after: position, on: serving).count == events.count)
        position += events.count
    }

    /// Checks that all debits came back once: agents owe what was called, and the ledger has an entry for each.
    ///
    /// - Parameters:
    ///   - returns: the debits and files that came back, as entries name them.
    ///   - credits: the references of the credits of files.
    func check(returns: [String], credits: [String], on serving: Serving) async throws {
        for contract in contracts {
            let account = try await serving.settled("GET", "/v1/contracts/\(contract)/account").body
            // What an employer withholds is called from the employer.
            let calls = try await serving.settled("GET", "/v1/contracts/\(contract)/calls").body["calls"]?.array ?? []
            let own = calls.filter { $0["employer"]?.string == nil }
            let called = own.compactMap { $0["agentToInsurerCents"]?.integer }.reduce(0, +)
            let movements = try #require(account["entries"]?.array)
            #expect(account["balanceCents"]?.integer == called && called > 0, "\(contract)")
            #expect(movements.compactMap { $0["amountCents"]?.integer }.reduce(0, +) == called)
            for kind in ["debited", "returned"] { #expect(movements.count { $0["kind"]?.string == kind } == runs, "\(contract) \(kind)") }
        }
        let entries = try await serving.rows("/v1/ledger/entries")
        #expect(entries.compactMap { $0["number"]?.integer } == Array(1...max(entries.count, 1)))
        for (journal, entries) in Dictionary(grouping: entries, by: { $0["journal"]?.string }) {
            #expect(entries.compactMap { $0["numberInJournal"]?.integer } == Array(1...entries.count), "\(journal ?? "")")
        }
        for entry in entries {
            #expect(entry["postings"]?.array?.compactMap { $0["amountCents"]?.integer }.reduce(0, +) == 0, "\(entry)")
        }
        func sources(_ journal: JSON) -> [String] {
            entries.filter { $0["journal"] == journal }.compactMap { $0["source"]?.string }.sorted()
        }
        #expect(sources("RETURN") == returns.sorted())
        #expect(sources("BANK") == credits.sorted())
    }
}

/// An event of the bank, as the feed has it.
struct BankEvent {
    let position: Int
    let type: String
    let data: JSON

    init(_ event: JSON) throws {
        position = try #require(event["position"]?.integer)
        // fr.maintien.directDebitReturned.v1
        type = String(try #require(event["type"]?.string?.split(separator: ".").dropLast().last))
        data = try #require(event["data"])
    }
}
