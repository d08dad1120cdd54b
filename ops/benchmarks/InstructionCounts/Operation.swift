import CivilTime
import ContractService
import Contracts
import EventLog
import FoundationEssentials
import JSON

/// Something small that the service does all day.
struct Operation {
    let name: String
    /// How many times a run does it.
    let count: Int
    /// Does it, on what lies ready.
    let run: () throws -> Void

    private init(_ name: String, _ count: Int, _ run: @escaping () throws -> Void) {
        self.name = name
        self.count = count
        self.run = run
    }

    private init<Item>(_ name: String, each items: [Item], _ run: @escaping (Item) throws -> Void) {
        self.init(name, items.count) { for item in items { try run(item) } }
    }

    /// Runs it once while instructions are counted. The tool finds this by its name, which neither inlining nor specialising may change.
    @inline(never) @_optimize(none) func runCounted() throws { try run() }

    static func all(of life: Life) throws -> [Operation] { try codec(life) + rules(life) }

    /// What is done with a full contract, each once.
    static func all(of full: FullContract, schemes: Schemes) throws -> [Operation] {
        let contract = try Contract(events: full.facts, knownAt: full.knownAt, schemes: schemes)
        let late = RecordedFact(version: contract.version + 1, recordedAt: full.knownAt, fact: FullContract.late)
        let day = FullContract.day(full.facts.count / 2)
        return [
            Operation("fold", 1) { keep(try Contract(events: full.facts, knownAt: full.knownAt, schemes: schemes)) },
            Operation("learn", 1) {
                var contract = contract
                try contract.learn(late)
                keep(contract)
            },
            Operation("decide", 1) { keep(try contract.decide([FullContract.late])) },
            Operation("decide a rescission", 1) { keep(try? contract.decide([.rescission(Rescission(version: 1, reason: ""))])) },
            Operation("dry run", 1) { keep(contract.changes(by: [FullContract.late])) },
            Operation("what the last facts changed", 1) {
                let history = try ContractHistory(full.facts, schemes: schemes)
                keep(history.changes(toldBy: max(1, full.facts.count - 19)...full.facts.count))
            },
            Operation("changes between two instants", 1) {
                let history = try ContractHistory(full.facts, schemes: schemes)
                keep(contract.changes(since: history.contract(atVersion: full.facts.count / 2)).settlements(through: Month(of: day)))
            },
            Operation("permissions", 1) { keep(contract.permissions(on: day)) },
            Operation("coverage", 1) {
                let lines = contract.lines
                keep(lines.holder.judgedPiece(around: day, asOf: contract.asOf))
                for (beneficiary, cover) in zip(lines.beneficiaries, lines.covers) {
                    keep(cover.judgedPiece(around: day, asOf: contract.asOf))
                    keep(contract.coverReasons(of: beneficiary, on: day))
                }
            },
            Operation("cotisation", 1) { keep(contract.cotisation(of: Month(of: day))) },
            Operation("eligibility", 1) { keep(contract.eligibility(on: day)) },
            Operation("timeline", 1) {
                let lines = contract.lines
                keep(contract.judged(lines.holder).pieces)
                for cover in lines.covers { keep(contract.judged(cover).pieces) }
                keep(contract.cotisations(lines))
            },
            Operation("projection", 1) {
                keep(try Contract.situations(of: full.facts + [late], from: late.recordedAt, schemes: schemes))
            },
        ]
    }

    /// Bytes to values, and back.
    private static func codec(_ life: Life) throws -> [Operation] {
        let bodies = try life.bodies.map { try JSON(parsing: $0) }
        let contract = UUID()
        return [
            Operation("a body is parsed", each: life.bodies) { keep(try JSON(parsing: $0)) },
            Operation("a body is written", each: bodies) { keep($0.bytes()) },
            Operation("a command is read from its body", each: Array(zip(life.commands, bodies))) { command, body in
                keep(try Command(command.name, body: body))
            },
            Operation("an event is encoded", each: life.facts) { keep(NewEvent($0.fact)) },
            Operation("an event is decoded", each: Array(zip(life.facts, life.events))) { recorded, event in
                keep(
                    try RecordedFact(
                        version: recorded.version, recordedAt: recorded.recordedAt, type: event.type, schema: event.schema,
                        payload: event.payload))
            },
            Operation("an event is drafted for the log", life.events.count) {
                var draft = Draft()
                for (version, event) in life.events.enumerated() {
                    draft.add(Proposal(contract: contract, expectedVersion: version, events: [event], recordedBy: "gestion-1"))
                }
                keep(draft)
            },
        ]
    }

    /// What the rules make of the life.
    private static func rules(_ life: Life) throws -> [Operation] {
        let whole = try Contract(events: life.facts, knownAt: life.knownAt, schemes: life.schemes)
        let unknown = try Contract(events: [], knownAt: life.facts[0].recordedAt, schemes: life.schemes)
        let lines = whole.lines
        let days = life.facts.compactMap(\.fact.effectiveOn)
        return [
            Operation("20 events are folded", 1) {
                keep(try Contract(events: life.facts, knownAt: life.knownAt, schemes: life.schemes))
            },
            Operation("an event is learnt", life.facts.count) {
                var contract = unknown
                for fact in life.facts { try contract.learn(fact) }
                keep(contract)
            },
            Operation("a command is decided", each: Array(zip(life.contracts, life.commands))) { contract, command in
                keep(try contract.decide(command.facts))
            },
            Operation("everyone's lines are drawn", 1) { keep(whole.lines) },
            Operation("a day's cover is answered", each: days) { day in
                keep(lines.holder.judgedPiece(around: day, asOf: whole.asOf))
                keep(whole.coverReasons(on: day))
                for (beneficiary, cover) in zip(lines.beneficiaries, lines.covers) {
                    keep(cover.judgedPiece(around: day, asOf: whole.asOf))
                    keep(whole.coverReasons(of: beneficiary, on: day))
                }
            },
            Operation("a month's cotisation is answered", each: days.map { Month(of: $0) }) { keep(whole.cotisation(of: $0, lines)) },
            Operation("20 events are projected", 1) { keep(try Contract.situations(of: life.facts, schemes: life.schemes)) },
        ]
    }
}

/// Takes what was made, so that the optimizer has it made.
@inline(never) @_optimize(none) private func keep<Value>(_ value: Value) {}
