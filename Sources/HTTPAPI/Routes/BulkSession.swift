import ContractService
import Hummingbird
import JSON
import Logging
import NIOCore

/// One request's commands in bulk, on their way in, and their answers on their way out.
///
/// What has arrived is decided together: a line that comes alone does not wait, many that come at once go in one transaction. The next are
/// read while these are decided. Answers wait in bounded memory until the client takes them; while it takes none, no more is read.
struct BulkSession: Sendable {
    let service: any ContractAnswering
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
            group.addTask {
                do {
                    try await read(body, into: lines)
                    lines.end()
                } catch { lines.end(error) }
            }
            group.addTask {
                do {
                    while let chunk = try await lines.takeAll() { try await answers.add([decide(chunk)]) }
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

    /// The answers to some lines, one a line.
    private func decide(_ lines: [BulkLine]) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for answer in try await service.submitAll(lines, caller: caller) {
            bytes += self.line(answer).bytes()
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }

    /// What the route of the command would have answered, with the line's own.
    private func line(_ answer: BulkAnswer) -> JSON {
        var line: JSON.Object = ["line": .integer(Int64(answer.line))]
        if let key = answer.key { line.append("key", .string(key)) }
        if let contract = answer.contract { line.append("contract", .string(contract.description)) }
        let body: JSON.Object
        switch answer.outcome {
        case .success(let acceptance):
            line.append("status", acceptance.created ? 201 : 200)
            if acceptance.replayed { line.append("replayed", true) }
            body = acceptance.body.object ?? [:]
        case .failure(let error):
            let problem = Problem(any: error)
            if problem == .fault { Logger.current.error("A line of commands in bulk failed", error: error) }
            line.append("status", .integer(Int64(problem.status.code)))
            body = problem.body(in: language, traceID: traceID)
        }
        for member in body.members where line[member.key] == nil { line.append(member.key, member.value) }
        return .object(line)
    }
}
