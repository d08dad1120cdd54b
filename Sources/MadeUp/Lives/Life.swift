import CivilTime
public import Contracts

/// A made-up contract: its events, each lawful when recorded.
public struct Life: Sendable {
    /// An event with its sitting and its recorder.
    public struct Event: Sendable {
        /// The event.
        public let recorded: RecordedFact
        /// The index, among the world's instants, of the recording.
        public let sitting: Int
        /// Who recorded it.
        public let recorder: Recorder
    }

    /// The 128 bits of the contract's UUID.
    public let contract: UInt128
    /// The events in order of version.
    public let events: [Event]
    /// How many told facts were dropped, because a rule refused them or they changed nothing.
    public let dropped: Int

    /// Checks every telling of a biography against the rules, in order of recording.
    init(_ biography: Biography) {
        let world = biography.world
        var facts: [RecordedFact] = []
        var events: [Event] = []
        var versions = [Int?](repeating: nil, count: biography.tellings.count)
        var dropped = 0
        let order = biography.tellings.indices.sorted { left, right in
            (biography.tellings[left].sitting, left) < (biography.tellings[right].sitting, right)
        }
        for place in order {
            let telling = biography.tellings[place]
            let recordedAt = world.calendar.sittings[telling.sitting]
            guard let fact = telling.fact(versions),
                let lawful = try? Contract(events: facts, knownAt: recordedAt, schemes: world.schemes).decide([fact]).first
            else {
                dropped += 1
                continue
            }
            let recorded = RecordedFact(version: facts.count + 1, recordedAt: recordedAt, fact: lawful)
            versions[place] = recorded.version
            facts.append(recorded)
            events.append(Event(recorded: recorded, sitting: telling.sitting, recorder: telling.recorder))
        }
        contract = biography.contract
        self.events = events
        self.dropped = dropped
    }
}
