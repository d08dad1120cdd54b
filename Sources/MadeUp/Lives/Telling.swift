import Contracts

/// Something told to the office: put before the rules at its sitting.
struct Telling: Sendable {
    enum Content: Sendable {
        case fact(Fact)
        /// The telling at this place was a mistake.
        case annulment(of: Int, reason: String)
    }

    let sitting: Int
    let recorder: Recorder
    let content: Content

    /// The fact, once the versions of what was recorded before are known, by place; `nil` when there is nothing to annul.
    func fact(_ versions: [Int?]) -> Fact? {
        switch content {
        case .fact(let fact): fact
        case .annulment(let place, let reason): versions[place].map { .rescission(Rescission(version: $0, reason: reason)) }
        }
    }
}
