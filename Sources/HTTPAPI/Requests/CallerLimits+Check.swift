import Access
import Hummingbird
import Logging

extension CallerLimits {
    /// Counts a search, or the reading of a person.
    ///
    /// - Throws: 429 when the caller has exceeded the rate.
    func check(_ kind: Kind, in scope: SignedInScope) throws(Problem) {
        switch take(kind, by: scope.caller) {
        case .allowed: break
        case .alarming: scope.logger.warning("\(Self.massReading)", metadata: ["caller": "\(scope.caller.id)"])
        case .wait(let seconds): throw .tooManyRequests(retryAfterSeconds: seconds)
        }
    }

    /// Counts the people named in an answer.
    func show(_ people: Int, in scope: SignedInScope) {
        if show(people, to: scope.caller) { scope.logger.warning("\(Self.massReading)", metadata: ["caller": "\(scope.caller.id)"]) }
    }
}
