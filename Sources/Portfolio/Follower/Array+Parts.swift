import Dispatch
import FoundationEssentials
import Synchronization

extension Array where Element: Sendable {
    /// Runs `make` on parts of the array at once: one part a core, or a single part below `count` elements.
    ///
    /// - Returns: the results, in the order of the parts.
    func inParts<Made: Sendable>(ofAtLeast count: Int, _ make: @Sendable (ArraySlice<Element>) throws -> Made) throws -> [Made] {
        let parts = self.count < count ? 1 : ProcessInfo.processInfo.activeProcessorCount
        let made = Mutex<[Result<Made, any Error>?]>(Array<Result<Made, any Error>?>(repeating: nil, count: parts))
        DispatchQueue.concurrentPerform(iterations: parts) { part in
            let result = Result { try make(self[(self.count * part / parts)..<(self.count * (part + 1) / parts)]) }
            made.withLock { $0[part] = result }
        }
        return try made.withLock { try $0.compactMap { try $0?.get() } }
    }
}
