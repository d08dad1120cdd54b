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
                    var isAway = false
                    while let chunk = try await lines.takeAll() {
                        // Once the database is away nothing more is decided: no command may overtake one that has to be sent again.
                        let decided = isAway ? chunk.map(undecided) : try await decide(chunk)
                        isAway = isAway || decided.contains { $0["rule"] == "service.unavailable" }
                        try await answers.add([decided.flatMap { JSON.object($0).bytes() + [UInt8(ascii: "\n")] }])
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

    /// The answers to some lines: for each what the route of its command would have answered, with the line's own.
    private func decide(_ lines: [BulkLine]) async throws -> [JSON.Object] {
        try await service.submitAll(lines, caller: caller).map { answer in
            let head = Self.head(answer.line, key: answer.key, contract: answer.contract?.description)
            switch answer.outcome {
            case .success(let acceptance):
                let status: JSON.Object = ["status": acceptance.created ? 201 : 200]
                return head.with(acceptance.replayed ? status.with(["replayed": true]) : status).with(acceptance.body.object ?? [:])
            case .failure(let error):
                let problem = Problem(any: error)
                if problem == .fault { Logger.current.error("A line of commands in bulk failed", error: error) }
                return head.with(status(of: problem))
            }
        }
    }

    /// The answer to a line after one that the database was away for.
    private func undecided(_ line: BulkLine) -> JSON.Object {
        let json = try? JSON(parsing: line.bytes)
        return Self.head(line.number, key: json?["key"]?.string, contract: json?["contract"]?.string)
            .with(status(of: .unavailable(retryAfterSeconds: 1)))
    }

    private func status(of problem: Problem) -> JSON.Object {
        let status: JSON.Object = ["status": .integer(Int64(problem.status.code))]
        return status.with(problem.body(in: language, traceID: traceID))
    }

    private static func head(_ number: Int, key: String?, contract: String?) -> JSON.Object {
        var head: JSON.Object = ["line": .integer(Int64(number))]
        if let key { head.append("key", .string(key)) }
        if let contract { head.append("contract", .string(contract)) }
        return head
    }
}

extension JSON.Object {
    /// These members, and those of another object that are not among them.
    fileprivate func with(_ others: JSON.Object) -> JSON.Object {
        var all = self
        for member in others.members where self[member.key] == nil { all.append(member.key, member.value) }
        return all
    }
}
