import Access
import Logging

extension FailedSignIns {
    /// Throws 429 while an address has to wait. An unknown address never waits.
    func check(_ address: String?) throws(Problem) {
        if let seconds = address.flatMap({ wait(of: $0) }) { throw .tooManyFailedSignIns(retryAfterSeconds: seconds) }
    }

    /// Counts a failure. Logs a warning when the address now has to wait.
    func count(_ address: String?, logger: Logger) {
        guard let address, count(address) else { return }
        logger.warning("many sign-ins from one address have failed: it has to wait")
    }
}
