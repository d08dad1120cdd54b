import Contracts

/// A fact or an annulment told to the office. The rules check it at its sitting.
struct Telling: Sendable {
    enum Content: Sendable {
        case fact(Fact)
        /// Annuls the telling at this index.
        case annulment(of: Int, reason: String)
    }

    let sitting: Int
    let recorder: Recorder
    let content: Content

    /// The fact to record; `nil` when there is nothing to annul.
    ///
    /// - Parameter versions: the version of each earlier telling, by index; nil for a telling that was not recorded.
    func fact(_ versions: [Int?]) -> Fact? {
        switch content {
        case .fact(let fact): fact
        case .annulment(let place, let reason): versions[place].map { .rescission(Rescission(version: $0, reason: reason)) }
        }
    }
}
