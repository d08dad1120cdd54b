import ContractService
import JSON

/// Counts the outcomes of the lines of a file.
struct ImportTally {
    private(set) var lines = 0
    private(set) var accepted = 0
    /// The accepted lines that an earlier run or command had already recorded.
    private(set) var known = 0
    private(set) var refused = 0
    private var faults = 0
    /// The number of the last line up to which all lines are settled.
    private var lastLine = 0
    /// Why some lines were not decided; nil when all were.
    private var outage: ServiceError?
    /// Another reason why the import did not finish.
    private var failure: String?

    /// Whether the import was stopped before the end of the file.
    var isInterrupted = false
    /// The path of the file of refused lines.
    var refusedPath: String?

    /// Counts an answer.
    ///
    /// - Returns: whether the line is refused.
    mutating func take(_ answer: BulkAnswer) -> Bool {
        switch answer.outcome {
        // Not decided: the next run decides this line.
        case .failure(let error as ServiceError) where error.isPassing:
            if outage == nil { outage = error }
            return false
        case .success(let acceptance):
            accepted += 1
            if acceptance.replayed { known += 1 }
        case .failure(let error):
            refused += 1
            if !(error is ServiceError || error is UnreadableLine) { faults += 1 }
        }
        lines += 1
        if outage == nil { lastLine = answer.line }
        if case .failure = answer.outcome { return true }
        return false
    }

    /// Notes a reason outside the lines why the import cannot finish.
    mutating func fails(_ words: String) { if failure == nil { failure = words } }

    /// Whether reading should stop.
    var isOver: Bool { outage != nil || failure != nil }

    /// Why the import did not finish; `nil` when it did.
    var trouble: String? {
        let goOn = "The same again goes on from there."
        if let failure { return "\(failure) All is settled through line \(lastLine). \(goOn)" }
        if let outage { return "\(outage.words) All is settled through line \(lastLine). \(goOn)" }
        if isInterrupted { return "Stopped. All is settled through line \(lastLine). \(goOn)" }
        if faults > 0 {
            return "\(faults) commands could not be decided, for what the log holds of their contracts: run `maintien verify`."
        }
        return nil
    }

    func words(took: Duration) -> String {
        let again = known == 0 ? "" : ", of which \(known) were recorded before"
        let place = refusedPath.map { ": see \($0)" } ?? ""
        return "\(lines) lines: \(accepted) accepted\(again), \(refused) refused\(place). \(rate(took))/s."
    }

    func json(took: Duration) -> JSON {
        [
            "lines": JSON(lines), "accepted": JSON(accepted), "known": JSON(known), "refused": JSON(refused),
            "refusedLines": JSON(refusedPath),
            "complete": .bool(trouble == nil), "settledThroughLine": JSON(lastLine),
            "seconds": .number("\(((took / .seconds(1)) * 1000).rounded() / 1000)"), "linesPerSecond": JSON(rate(took)),
        ]
    }

    private func rate(_ took: Duration) -> Int { Int(Double(lines) / max(took / .seconds(1), 0.001)) }
}
