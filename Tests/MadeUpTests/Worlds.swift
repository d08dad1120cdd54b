import CivilTime
import ContractService
import Contracts
import DatabaseSchema
import Testing

@testable import MadeUp

/// The scheme that the program comes with.
let knownSchemes: Schemes = {
    Schemes(SchemeFile.all.compactMap { try? SchemeReader.read($0.bytes).scheme })
}()

extension World {
    /// The world of a seed, as the verb makes it.
    static func made(seed: UInt64 = 1, until: String = "2026-11-20") throws -> World {
        try World(seed: seed, until: #require(Day(until)), scheme: "fpe-education-2026", schemes: knownSchemes)
    }

    func lives(_ count: Int) -> [Life] { (0..<count).map(life) }
}

extension Life {
    /// What can be compared of a life.
    var telling: [String] {
        ["\(contract)"] + events.map { "\($0.recorded.version) \($0.recorded.recordedAt) \($0.recorder.name) \($0.recorded.fact)" }
    }

    var facts: [RecordedFact] { events.map(\.recorded) }
}
