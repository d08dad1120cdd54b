import Glibc
import JSON

/// The events that somebody knows and a restored log has not.
struct LostEvents {
    /// One of them, as the feed told it.
    struct Event: Sendable {
        let position: Int64
        let contract: String
        let type: String
        let recordedAt: String
    }

    /// Where the restored log ends.
    let end: Int64
    /// The last position that somebody knows.
    private(set) var known: Int64
    /// Those that the feed told, in order.
    private(set) var events: [Event] = []

    /// - Parameters:
    ///   - known: a position that somebody knows, if any.
    ///   - feed: a file of what `GET /v1/events` gave, if there is one: pages or single events, each on a line.
    init(after end: Int64, known: Int64?, feed: String?) throws {
        (self.end, self.known) = (end, known ?? 0)
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
            guard let position = event["position"]?.integer.map({ Int64($0) }), let contract = event["subject"]?.string,
                let type = event["type"]?.string, let time = event["time"]?.string
            else { throw VerbTrouble("Line \(number) of \(feed) is no event of the feed, nor a page of it.") }
            known = max(known, position)
            if position > end { events.append(Event(position: position, contract: contract, type: type, recordedAt: time)) }
        }
    }

    /// How many positions are lost.
    var count: Int64 { max(0, known - end) }

    /// For the operator; nil when nothing is known to be lost.
    var words: String? {
        guard count > 0 else { return nil }
        let lines = events.map { "  \($0.position)  \($0.recordedAt)  \($0.contract)  \($0.type)" }
        return (["Lost: the positions \(end + 1) to \(known). Tell them again."] + lines).joined(separator: "\n")
    }

    /// For programs.
    var json: JSON {
        [
            "count": .integer(count), "from": .integer(end + 1), "through": .integer(max(known, end)),
            "events": .array(
                events.map {
                    [
                        "position": .integer($0.position), "contract": .string($0.contract), "type": .string($0.type),
                        "time": .string($0.recordedAt),
                    ]
                }),
        ]
    }
}
