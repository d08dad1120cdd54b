import CivilTime
import ContractService
import Contracts
import DatabaseSchema
import EventLog
import JSON

/// The life that everything is done with: always the same, of twenty events.
struct Life {
    /// The bodies of its commands, as they are sent.
    private(set) var bodies: [[UInt8]] = []
    /// The commands, as they are read.
    private(set) var commands: [Command] = []
    /// The contract on which each command is decided.
    private(set) var contracts: [Contract] = []
    /// What each command records.
    private(set) var facts: [RecordedFact] = []
    /// The same, as the log has it.
    private(set) var events: [NewEvent] = []

    let schemes: Schemes

    /// When all of it is known.
    var knownAt: Instant { facts[facts.count - 1].recordedAt }

    /// What the file of the life is not.
    enum Defect: Error {
        case line(String)
        /// The command at this place, from 1, is not lawful or tells nothing new.
        case notRecorded(Int)
    }

    init() throws {
        schemes = Schemes(try SchemeFile.all.map { try SchemeReader.read($0.bytes).scheme })
        var contract = try Contract(events: [], knownAt: Instant(microseconds: 0), schemes: schemes)
        for line in PackageResources.life_tsv.split(separator: UInt8(ascii: "\n")) {
            let cells = line.split(separator: UInt8(ascii: "\t")).map { String(decoding: $0, as: UTF8.self) }
            guard cells.count == 3, let instant = Instant(cells[0]), let name = CommandName(rawValue: cells[1]) else {
                throw Defect.line(String(decoding: line, as: UTF8.self))
            }
            let command = try Command(name, body: JSON(parsing: cells[2]))
            contract = contract.known(at: instant)
            guard let fact = try contract.decide(command.facts).first else { throw Defect.notRecorded(facts.count + 1) }
            bodies.append(Array(cells[2].utf8))
            commands.append(command)
            contracts.append(contract)
            facts.append(RecordedFact(version: facts.count + 1, recordedAt: instant, fact: fact))
            events.append(NewEvent(fact))
            try contract.learn(facts[facts.count - 1])
        }
    }
}
