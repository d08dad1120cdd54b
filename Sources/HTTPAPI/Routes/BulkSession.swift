import ContractService
import Hummingbird
import JSON
import Logging
import NIOCore
import Synchronization
import Words

/// One bulk request: reads its lines, has them decided, and writes the answers.
///
/// All lines that have arrived form one batch: a single line does not wait, and many lines go in one transaction. The next lines are read
/// meanwhile, unless the projections would fall far behind. Answers wait in bounded memory for the client; while it takes none, no more
/// lines are read.
struct BulkSession: Sendable {
    let service: any ContractAnswering
    let portfolio: (any PortfolioAnswering)?
    let caller: String
    /// Whether the caller may annul events.
    let mayAnnul: Bool
    let language: Language
    let traceID: String?
    let rate: LeastRate

    /// Some 2000 lines, or four large ones.
    private static let linesLimit = 1 << 22
    /// Enough for a client that reads no answer before it has sent some ten thousand lines.
    private static let answersLimit = 1 << 23

    /// Returns when each line of the body is answered.
    ///
    /// - Throws: when the body breaks off, or the client does not take the answers. Lines decided before stay decided.
    func run(_ body: RequestBody, answering stream: StreamWriter) async throws {
        let lines = Backlog<BulkLine>(limit: Self.linesLimit) { $0.bytes.count + 2048 }
        let answers = Backlog<Decided>(limit: Self.answersLimit) { $0.bytes.count }
        let begun = BegunLine()
        try await withThrowingTaskGroup(of: Void.self) { group in
            // Not on the event loop: reading thousands of lines and writing as many answers would delay other clients.
            group.addTask(executorPreference: globalConcurrentExecutor) {
                do {
                    begun.number.store(try await read(body, into: lines), ordering: .releasing)
                    lines.end()
                } catch { lines.end(error) }
            }
            group.addTask(executorPreference: globalConcurrentExecutor) {
                do {
                    try await service.submitAll(Chunks(of: lines), caller: caller, mayAnnul: mayAnnul, keyedByContent: false) { decided in
                        let bytes = decided.flatMap { told($0).bytes() + [UInt8(ascii: "\n")] }
                        try await answers.add([Decided(bytes: bytes, lines: decided.count)])
                        if let last = decided.lazy.compactMap(\.position).max() { await portfolio?.keepUp(with: last) }
                    }
                    answers.end()
                } catch { answers.end(error) }
            }
            while let decided = try await answers.takeAll() {
                for some in decided {
                    try await stream.write(some.bytes)
                    rate.answered(lines: some.lines)
                }
            }
        }
        if rate.isTooSlow { try await stream.write(tooSlow(from: begun.number.load(ordering: .acquiring))) }
    }

    /// The number of the line at which reading ended.
    private final class BegunLine: Sendable {
        let number = Atomic(1)
    }

    /// Answers to some lines.
    private struct Decided: Sendable {
        let bytes: [UInt8]
        let lines: Int
    }

    /// Reads lines until the body ends or the client is found to be too slow.
    ///
    /// - Returns: the number of the line begun last.
    private func read(_ body: RequestBody, into lines: Backlog<BulkLine>) async throws -> Int {
        try await withThrowingTaskGroup(of: Int?.self) { group in
            group.addTask { try await readAll(body, into: lines) }
            group.addTask { [rate] in
                try await rate.becomeTooSlow()
                return nil
            }
            defer { group.cancelAll() }
            // Only the reader returns a number. When the client is too slow, the reader is cancelled and then returns it.
            while let number = try await group.next() {
                if let number { return number }
                group.cancelAll()
            }
            throw CancellationError()
        }
    }

    private func readAll(_ body: RequestBody, into lines: Backlog<BulkLine>) async throws -> Int {
        var cutter = LineCutter()
        rate.beginReading()
        do {
            for try await buffer in body {
                let whole = buffer.withUnsafeReadableBytes { cutter.add($0) }
                rate.endReading(bytes: buffer.readableBytes, lines: whole.count)
                try await lines.add(whole)
                rate.beginReading()
            }
        } catch {
            // The client was too slow, so reading was cancelled.
            guard rate.isTooSlow else { throw error }
        }
        if rate.isTooSlow { return cutter.number }
        try Task.checkCancellation()  // a cancelled body ends early, without an error
        if let last = cutter.finish() { try await lines.add([last]) }
        return cutter.number
    }

    /// The last answer of a bulk ended as too slow. It answers the line that was begun.
    private func tooSlow(from line: Int) -> [UInt8] {
        let told: JSON.Object = ["line": .integer(Int64(line))]
        return JSON.object(told.with(status(of: .bulkTooSlow(bytesPerSecond: rate.bytesPerSecond)))).bytes() + [UInt8(ascii: "\n")]
    }

    /// The answer to a line: the line's own fields and the answer of its command's route.
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
    /// The log's position after the command, if it was accepted.
    fileprivate var position: Int64? { try? outcome.get().position }
}

extension JSON.Object {
    /// This object with the members of `others` that it lacks.
    fileprivate func with(_ others: JSON.Object) -> JSON.Object {
        var all = self
        for member in others.members where self[member.key] == nil { all.append(member.key, member.value) }
        return all
    }
}
