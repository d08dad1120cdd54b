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

    /// Decides chunk after chunk, of which `LineCutter` makes a stream, as `submitAll(_:caller:)` does each: while one is decided, the next is
    /// read, and no third is asked for.
    ///
    /// - Parameters:
    ///   - keyedByContent: whether commands that come without a key get one made of what they are and how often the same came before, so
    ///     that the same stream again records nothing twice. It takes some sixteen bytes of memory a line.
    ///   - answer: is given the answers to each chunk, in order.
    /// - Throws: what `chunks` or `answer` throws; a chunk then under way is still decided to its end.
    public func submitAll<Chunks: AsyncSequence>(
        _ chunks: Chunks, caller: String, keyedByContent: Bool = false, answer: ([BulkAnswer]) async throws -> Void
    ) async throws where Chunks.Element == [BulkLine] {
        var keys = ContentKeys()
        try await withThrowingTaskGroup(of: [BulkAnswer].self) { group in
            for try await lines in chunks {
                var read = await read(lines, caller: caller)
                for index in read.indices where keyedByContent { read[index].key(by: &keys, people) }
                let answers = try await group.next()
                group.addTask { [read] in await self.decide(read) }
                if let answers { try await answer(answers) }
            }
            for try await answers in group { try await answer(answers) }
        }
    }

    /// Reads lines, on all cores.
    private func read(_ lines: [BulkLine], caller: String) async -> [LineRead] {
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
    private func decide(_ lines: [LineRead]) async -> [BulkAnswer] {
        var decided = await bulk.decide(lines.compactMap { try? $0.ticket.get() })[...]
        return lines.map { line in
            let outcome: Result<Acceptance, any Error> = line.ticket.flatMap { _ in decided.removeFirst() }
            return BulkAnswer(line: line.number, key: line.key, contract: line.contract, outcome: outcome)
        }
    }
}
