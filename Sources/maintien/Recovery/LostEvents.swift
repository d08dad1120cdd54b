import CivilTime
import FoundationEssentials
import Glibc
import JSON
import Postgres
import Vault

/// The events that somebody knows and a restored log has not.
struct LostEvents {
    /// One of them, as the feed told it.
    struct Event: Sendable {
        let position: Int64
        /// The log that the event is of.
        let log: UUID
        let contract: UUID
        let type: String
        let recordedAt: Instant
        /// The beneficiary whom the event is about, if it is about one.
        let beneficiary: VaultPerson?
        /// The erasure that the event records; nil when it records another fact.
        let erasure: ErasureEntry?
    }

    /// The positions that an event can have: each has one behind it.
    static let positions = 1..<Int64.max

    /// The restored log.
    private let log: UUID
    /// Where the restored log ends.
    let end: Int64
    /// The last position that somebody knows.
    private(set) var known: Int64
    /// Those that the feed told, in order.
    private(set) var events: [Event] = []
    /// Erased people whom the restored log does not know: nothing of them is to be told again.
    var unknownPeople: [Vault.Owner] = []

    /// - Parameters:
    ///   - log: the restored log.
    ///   - known: a position that somebody knows, if any.
    ///   - feed: a file of what `GET /v1/events` gave, if there is one: pages or single events, each on a line.
    /// - Throws: `VerbTrouble` when the file has something else than the feed of this log.
    init(of log: UUID, after end: Int64, known: Int64?, feed: String?) throws {
        (self.log, self.end, self.known) = (log, end, known ?? 0)
        guard let feed else { return }
        guard let file = fopen(feed, "r") else { throw VerbTrouble("The feed \(feed) cannot be read.") }
        defer { fclose(file) }
        var (line, capacity, number): (UnsafeMutablePointer<CChar>?, Int, Int) = (nil, 0, 0)
        defer { free(line) }
        // A page of the feed has a bounded size, the file has not.
        while case let length = getline(&line, &capacity, file), length >= 0 {
            number += 1
            try take(UnsafeRawBufferPointer(start: line, count: length).filter { $0 != UInt8(ascii: "\n") }, number, of: feed)
        }
        events.sort { $0.position < $1.position }
    }

    private mutating func take(_ line: [UInt8], _ number: Int, of feed: String) throws {
        if line.isEmpty { return }
        let json = try? JSON(parsing: line)
        for event in json?.array ?? [json ?? .null] {
            guard let event = Event(event) else {
                throw VerbTrouble("Line \(number) of \(feed) is no event of the feed, nor a page of it.")
            }
            guard event.log == log else { throw VerbTrouble("Line \(number) of \(feed) is of another log, \(event.log.text).") }
            known = max(known, event.position)
            if event.position > end { events.append(event) }
        }
    }

    /// How many positions are lost.
    var count: Int64 { max(0, known - end) }

    /// The erasures among them.
    var erasures: [ErasureEntry] { events.compactMap(\.erasure) }

    /// Those that are to be told again. `recover` repeats erasures itself.
    private var toTell: [Event] {
        let unknown = Set(unknownPeople)
        return events.filter { event in
            let people = [.holder, event.beneficiary].compactMap(\.self)
            return event.erasure == nil && !people.contains { unknown.contains(Vault.Owner(contract: event.contract, person: $0)) }
        }
    }

    /// The lost positions after `sealed` of which the feed tells nothing. A register of erasures need not have who was erased there.
    ///
    /// - Parameter sealed: the last position up to which a seal proves the register.
    func untold(after sealed: Int64) -> [ClosedRange<Int64>] {
        var (untold, next): ([ClosedRange<Int64>], Int64) = ([], max(end, sealed) + 1)
        for position in events.map(\.position) where position >= next {
            if position > next { untold.append(next...(position - 1)) }
            next = position + 1
        }
        if known >= next { untold.append(next...known) }
        return untold
    }

    /// For the operator; nil when nothing is known to be lost.
    var words: String? {
        guard count > 0 else { return nil }
        let toTell = toTell
        let kept = events.count - toTell.count
        let lines = toTell.map { "  \($0.position)  \($0.recordedAt)  \($0.contract.text)  \($0.type)" }
        let exception = kept == 0 ? "" : ", but for \(kept) about erased people"
        return (["Lost: the positions \(end + 1) to \(known). Tell them again\(exception)."] + lines).joined(separator: "\n")
    }

    /// For programs.
    var json: JSON {
        [
            "count": .integer(count), "from": .integer(end + 1), "through": .integer(max(known, end)),
            "events": .array(
                toTell.map {
                    [
                        "position": .integer($0.position), "contract": .string($0.contract.text), "type": .string($0.type),
                        "time": .string("\($0.recordedAt)"),
                    ]
                }),
            "erasures": .array(erasures.map { $0.owner.json(at: $0.position) }),
        ]
    }
}

extension LostEvents.Event {
    /// Reads an event of the feed; nil when it is none.
    fileprivate init?(_ json: JSON) {
        guard let position = json["position"]?.integer.map({ Int64($0) }), LostEvents.positions.contains(position),
            let log = json["logid"]?.string.flatMap({ UUID(uuidString: $0) }),
            let contract = json["subject"]?.string.flatMap({ UUID(uuidString: $0) }),
            let type = json["type"]?.string, let time = json["time"]?.string.flatMap({ Instant($0) })
        else { return nil }
        (self.position, self.log, self.contract, self.type, recordedAt) = (position, log, contract, type, time)
        let data = json["data"]
        beneficiary = data?["beneficiary"]?.string.flatMap { VaultPerson($0) }
        guard type.hasPrefix("fr.maintien.personErased.") else {
            erasure = nil
            return
        }
        guard let person = data?["person"]?.string.flatMap({ VaultPerson($0) }), let caller = json["recordedby"]?.string else { return nil }
        erasure = ErasureEntry(
            number: 0, at: time.microseconds, caller: caller, contract: contract, person: person, position: position, hash: [])
    }
}

extension Vault.Owner {
    /// For the operator: the ids, which name nobody.
    var words: String { "  \(contract.text)  \(person)" }

    /// For programs.
    /// - Parameter position: that of the person's erasure, if it is told.
    func json(at position: Int64? = nil) -> JSON {
        var json: JSON.Object = ["contract": .string(contract.text), "person": .string("\(person)")]
        if let position { json.append("position", .integer(position)) }
        return .object(json)
    }
}
