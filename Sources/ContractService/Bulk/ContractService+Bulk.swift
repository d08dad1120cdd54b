extension ContractService {
    /// Decides the commands of a chunk of lines, each as if it had come alone after those before it, and records the accepted together.
    ///
    /// What is answered with success is durable. When the database is away, the lines it takes along are answered so, and nothing of them
    /// was recorded, but for the doubt that `ServiceError.unavailable` leaves: the same lines again, under the same keys, go on.
    /// - Returns: an answer to each line, in order.
    /// - Throws: `CancellationError`, when nobody waits for the chunk any more before it is begun.
    public func submitAll(_ lines: [BulkLine], caller: String) async throws -> [BulkAnswer] {
        let read = await read(lines, caller: caller)
        try Task.checkCancellation()
        return await decide(read)
    }

    /// Reads lines, on all cores.
    func read(_ lines: [BulkLine], caller: String) async -> [LineRead] {
        let people = people
        // Small pieces, so that whatever else waits for a core gets its turn.
        let pieces = stride(from: 0, to: lines.count, by: 128).map { lines[$0..<min($0 + 128, lines.count)] }
        return await withTaskGroup { group in
            for (index, piece) in pieces.enumerated() {
                group.addTask { (index, piece.map { LineRead($0, caller: caller, people: people) }) }
            }
            var read = [[LineRead]](repeating: [], count: pieces.count)
            for await (index, piece) in group { read[index] = piece }
            return Array(read.joined())
        }
    }

    /// Decides what was read.
    func decide(_ lines: [LineRead]) async -> [BulkAnswer] {
        var decided = await bulk.decide(lines.compactMap { try? $0.ticket.get() })[...]
        return lines.map { line in
            let outcome: Result<Acceptance, any Error> = line.ticket.flatMap { _ in decided.removeFirst() }
            return BulkAnswer(line: line.number, key: line.key, contract: line.contract, outcome: outcome)
        }
    }
}
