import Contracts
import EventLog
import FoundationEssentials
import JSON
import Postgres

@testable import ContractService

/// A command of a bulk.
struct SpokenLine: Sendable {
    let contract: ContractID
    let command: CommandName
    let body: JSON
    var key: String?

    /// Lives at random on six contracts; now and then a command comes again under its key, or another under a key that was used.
    static func many(_ count: Int, seed: UInt64) -> [SpokenLine] {
        var life = RandomLife(seed: seed)
        var told: [SpokenLine] = []
        for number in 0..<count {
            let contract = ContractID("00000000-0000-4000-a000-00000000000\(number * 7 % 6)")
            guard let contract else { continue }
            var (command, body) = number < 12 ? (.affiliate, .affiliation()) : life.next()
            var key = number % 3 == 0 ? "\(seed)-\(number)" : nil
            if number % 10 == 9, let last = told.last(where: { $0.key != nil }) {
                if number % 20 == 9 { (command, body) = (last.command, last.body) }
                key = last.key
            }
            told.append(SpokenLine(contract: contract, command: command, body: body, key: key))
        }
        return told
    }

    /// Nothing but what is accepted: six affiliations, then one pay after the other.
    static func pays(_ count: Int) -> [SpokenLine] {
        (0..<count).compactMap { number in
            let pay: JSON = ["effectiveOn": "2026-05-01", "grossMonthlyPayCents": JSON(number)]
            return ContractID("00000000-0000-4000-a000-00000000000\(number % 6)").map {
                number < 6
                    ? SpokenLine(contract: $0, command: .affiliate, body: .affiliation())
                    : SpokenLine(contract: $0, command: .declarePay, body: pay)
            }
        }
    }

    /// The line that says so.
    func line(_ number: Int) -> BulkLine { BulkLine(number: number, bytes: json.bytes()) }

    /// The same with white space and its members in another order.
    func pretty(_ number: Int) -> BulkLine {
        BulkLine(number: number, bytes: Array(json.description.replacing(",\"", with: " ,\t\"").utf8))
    }

    /// The same under other keys.
    func renamed(_ name: String) -> SpokenLine {
        var copy = self
        copy.key = key.map { "\(name) \($0)" }
        return copy
    }

    private var json: JSON {
        var line: JSON.Object = ["contract": .string("\(contract)"), "command": .string(command.rawValue)]
        if let key { line.append("key", .string(key)) }
        return body.with(.object(line))
    }
}

extension Outcome<Acceptance> {
    /// All of it, to compare.
    var summary: String { "\(word) \(answer?.body.description ?? "")" }

    /// The same but for the place in the log, which only one at a time is foreseeable.
    var summaryAnywhere: String {
        guard case .object(var body)? = answer?.body else { return word }
        body["position"] = nil
        return "\(word) \(JSON.object(body))"
    }

    /// As `word`, with what only a line can have wrong.
    var bulkWord: String {
        switch self {
        case .failed(UnreadableLine.notJSON): "no JSON"
        case .failed(UnreadableLine.tooLong): "too long"
        default: word
        }
    }

    /// Where its events were recorded, by it: a correction's one behind the other.
    var places: [String] {
        guard let answer, !answer.replayed else { return [] }
        let (contract, position) = (answer.body["contract"]?.string ?? "", answer.body["position"]?.integer ?? 0)
        return (answer.body["events"]?.array ?? []).compactMap { $0["version"]?.integer }.map { version in
            "\(contract) \(version) \(position - (answer.version - version))"
        }
    }
}

/// How many lines come next.
struct RandomSizes {
    var state: UInt64

    mutating func next() -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return 1 + Int((state >> 33) % 90)
    }
}

extension ServiceUnderTest {
    /// The log.
    func events() async throws -> [RecordedEvent] {
        try await database.withSession { session in try EventLog.page(after: 0, limit: 100_000, in: session) }
    }

    /// The log, contract by contract.
    func histories() async throws -> [UUID: [String]] {
        Dictionary(grouping: try await events(), by: \.contract).mapValues { events in
            events.map { "\($0.version) \($0.type) \($0.recordedAt) \($0.recordedBy) \(String(decoding: $0.payload, as: UTF8.self))" }
        }
    }

    /// Streams lines in chunks of a size, known by their content, and sums the answers up.
    ///
    /// - Parameter end: how many of the lines come, as when a run is interrupted.
    func stream(_ lines: [BulkLine], upTo end: Int = .max, by size: Int, through service: ContractService? = nil) async throws -> [String] {
        let chunks = AsyncStream<[BulkLine]> { stream in
            let coming = lines.prefix(end)
            for start in stride(from: 0, to: coming.count, by: size) {
                stream.yield(Array(coming[start..<min(start + size, coming.count)]))
            }
            stream.finish()
        }
        var words: [String] = []
        var rescissions = StreamRescissions()
        for line in lines { rescissions.add(line.bytes, number: line.number) }
        try await (service ?? contracts).submitAll(chunks, caller: "clerk", contentKeys: ContentKeys(rescissions: rescissions)) { answers in
            words += answers.map { Outcome($0.outcome).summary }
        }
        return words
    }
}

extension ContractService {
    /// Decides lines as one chunk.
    func submitAll(_ lines: [BulkLine], caller: String, keyedByContent: Bool = false) async throws -> [BulkAnswer] {
        var answers: [BulkAnswer] = []
        let chunks = AsyncStream<[BulkLine]> { stream in
            stream.yield(lines)
            stream.finish()
        }
        try await submitAll(chunks, caller: caller, keyedByContent: keyedByContent) { answers += $0 }
        return answers
    }
}
