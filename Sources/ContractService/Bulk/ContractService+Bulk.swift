import FoundationEssentials

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
    /// read, with the histories that it is about, and no third is asked for.
    ///
    /// Once the database is away nothing more is decided, and whatever is left is answered so: later commands must not overtake those that
    /// have to be sent again.
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
            var goesOn = true
            var underWay: Set<UUID> = []
            for try await lines in chunks {
                var read = await read(lines, caller: caller)
                for index in read.indices where keyedByContent { read[index].key(by: &keys, people) }
                // What is being decided is not read now: it changes.
                let contracts = Set(read.compactMap { try? $0.ticket.get().contract })
                await bulk.rounds.recall(contracts.subtracting(underWay))
                underWay = contracts
                let answers = try await group.next()
                goesOn = goesOn && answers?.contains(where: \.isAnOutage) != true
                group.addTask { [read, goesOn] in
                    goesOn ? await self.decide(read) : read.map { $0.answer(.failure(ServiceError.outage)) }
                }
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
            if case .failure(let error) = line.ticket { line.answer(.failure(error)) } else { line.answer(decided.removeFirst()) }
        }
    }
}

extension LineRead {
    fileprivate func answer(_ outcome: Result<Acceptance, any Error>) -> BulkAnswer {
        BulkAnswer(line: number, key: key, contract: contract, outcome: outcome)
    }
}

extension BulkAnswer {
    /// Whether the line was not decided because nothing could be.
    fileprivate var isAnOutage: Bool { if case .failure(ServiceError.unavailable) = outcome { true } else { false } }
}

extension ServiceError {
    fileprivate static let outage = ServiceError.unavailable(retryAfterSeconds: 2)
}
