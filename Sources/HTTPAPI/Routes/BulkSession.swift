import ContractService
import Hummingbird
import JSON
import Logging
import NIOCore

/// One request's commands in bulk, on their way in, and their answers on their way out.
///
/// What has arrived is decided together: a line that comes alone does not wait, many that come at once go in one transaction. The next are
/// read while these are decided, unless that would leave the projections far behind. Answers wait in bounded memory until the client takes
/// them; while it takes none, no more is read.
struct BulkSession: Sendable {
    let service: any ContractAnswering
    let portfolio: (any PortfolioAnswering)?
    let caller: String
    let language: Language
    let traceID: String?

    /// Some 2000 lines, or four large ones.
    private static let linesLimit = 1 << 22
    /// Enough for a client that reads no answer before it has sent some ten thousand lines.
    private static let answersLimit = 1 << 23

    /// Returns when each line of the body is answered.
    ///
    /// - Throws: when the body breaks off, or nobody takes the answers. What was decided before stays so.
    func run(_ body: RequestBody, answering stream: inout StreamWriter) async throws {
        let lines = Backlog<BulkLine>(limit: Self.linesLimit) { $0.bytes.count + 2048 }
        let answers = Backlog<[UInt8]>(limit: Self.answersLimit, weigh: \.count)
        try await withThrowingTaskGroup(of: Void.self) { group in
            // Not on the event loop: thousands of lines are read at a time, and as many answers written, for which other clients would wait.
            group.addTask(executorPreference: globalConcurrentExecutor) {
                do {
                    try await read(body, into: lines)
                    lines.end()
                } catch { lines.end(error) }
            }
            group.addTask(executorPreference: globalConcurrentExecutor) {
                do {
                    try await service.submitAll(Chunks(of: lines), caller: caller, keyedByContent: false) { decided in
                        try await answers.add([decided.flatMap { told($0).bytes() + [UInt8(ascii: "\n")] }])
                        if let last = decided.lazy.compactMap(\.position).max() { await portfolio?.keepUp(with: last) }
                    }
                    answers.end()
                } catch { answers.end(error) }
            }
            while let bytes = try await answers.takeAll() {
                for piece in bytes { try await stream.write(piece) }
            }
        }
    }

    private func read(_ body: RequestBody, into lines: Backlog<BulkLine>) async throws {
        var arriving = ArrivingLines()
        for try await buffer in body { try await lines.add(arriving.add(buffer)) }
        try Task.checkCancellation()  // a cancelled body just ends, wherever it is
        if let last = arriving.finish() { try await lines.add([last]) }
    }

    /// The answer to a line: what the route of its command would have answered, with the line's own.
    private func told(_ answer: BulkAnswer) -> JSON {
        var told: JSON.Object = ["line": .integer(Int64(answer.line))]
        if let key = answer.key { told.append("key", .string(key)) }
        if let contract = answer.contract { told.append("contract", .string(contract.description)) }
        switch answer.outcome {
        case .success(let acceptance):
            told.append("status", acceptance.created ? 201 : 200)
            if acceptance.replayed { told.append("replayed", true) }
            return .object(told.with(acceptance.body.object ?? [:]))
        case .failure(let error):
            let problem = Problem(any: error)
            if problem == .fault { Logger.current.error("A line of commands in bulk failed", error: error) }
            return .object(told.with(status(of: problem)))
        }
    }

    private func status(of problem: Problem) -> JSON.Object {
        let status: JSON.Object = ["status": .integer(Int64(problem.status.code))]
        return status.with(problem.body(in: language, traceID: traceID))
    }
}

extension BulkAnswer {
    /// Where the log was with it, if it was accepted.
    fileprivate var position: Int64? { try? outcome.get().position }
}

extension JSON.Object {
    /// These members, and those of another object that are not among them.
    fileprivate func with(_ others: JSON.Object) -> JSON.Object {
        var all = self
        for member in others.members where self[member.key] == nil { all.append(member.key, member.value) }
        return all
    }
}
