import AsyncAlgorithms
import FoundationEssentials

extension ContractService {
    /// Decides a stream of commands, and records the accepted ones in batches.
    ///
    /// Each command gets the same result as if it had come alone after the commands before it.
    ///
    /// A successful answer is durable. While chunks are decided, the next one is read, and its histories are loaded.
    /// If nobody takes the answers, no more chunks are requested.
    ///
    /// Once the database fails, all remaining commands stay undecided: later commands must not overtake the ones to be sent again.
    /// Undecided commands were not recorded, except perhaps those answered with `ServiceError.outcomeUnknown`.
    /// To continue, send the same lines again under the same keys.
    ///
    /// - Parameters:
    ///   - chunks: chunks of lines, as `LineCutter` makes them.
    ///   - mayAnnul: whether the caller may annul events; otherwise such commands are refused (`ServiceError.mayNotAnnul`).
    ///   - keyedByContent: whether commands without a key get one from their content, so that the same stream again records nothing twice.
    ///     Takes some sixteen bytes of memory per line.
    ///   - answer: receives the answers to each chunk, in order, as soon as they exist.
    /// - Throws: Errors of `chunks` or `answer`; started chunks are still decided. An error of `chunks` comes after the answers to all
    ///   earlier chunks. `CancellationError` when the task is cancelled: then answers may be missing.
    public func submitAll<Chunks: AsyncSequence & Sendable>(
        _ chunks: Chunks, caller: String, mayAnnul: Bool = true, keyedByContent: Bool = false, answer: ([BulkAnswer]) async throws -> Void
    ) async throws where Chunks.Element == [BulkLine] {
        try await submitAll(chunks, caller: caller, mayAnnul: mayAnnul, contentKeys: keyedByContent ? ContentKeys() : nil, answer: answer)
    }

    /// Does the same, with given content keys.
    ///
    /// - Parameter contentKeys: makes keys for commands without a key; nil: they get none.
    public func submitAll<Chunks: AsyncSequence & Sendable>(
        _ chunks: Chunks, caller: String, mayAnnul: Bool = true, contentKeys: ContentKeys?, answer: ([BulkAnswer]) async throws -> Void
    ) async throws where Chunks.Element == [BulkLine] {
        let underWay = AsyncChannel<Task<[BulkAnswer], Never>>()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { underWay.finish() }
                try await self.begin(chunks, caller: caller, mayAnnul: mayAnnul, contentKeys: contentKeys) { await underWay.send($0) }
            }
            // One chunk may wait here while another is answered. With the one waiting to be sent, at most three are being decided.
            for await chunk in underWay.buffer(policy: .bounded(1)) { try await answer(chunk.value) }
            try await group.waitForAll()
            // The channel ends early in a cancelled task, even if chunks remain in it.
            try Task.checkCancellation()
        }
    }

    /// Reads the chunks, and starts deciding each.
    private func begin<Chunks: AsyncSequence>(
        _ chunks: Chunks, caller: String, mayAnnul: Bool, contentKeys: ContentKeys?, send: (Task<[BulkAnswer], Never>) async -> Void
    ) async throws where Chunks.Element == [BulkLine] {
        let stream = BulkStream()
        var keys = contentKeys
        var underWay: [Set<UUID>] = []
        for try await lines in chunks {
            let read = await read(lines, caller: caller, mayAnnul: mayAnnul, keys: &keys)
            // Do not load contracts that are being decided: they are changing.
            let contracts = Set(read.compactMap { try? $0.ticket.get().contract })
            if !stream.isBroken { await bulk.rounds.recall(underWay.reduce(contracts) { $0.subtracting($1) }) }
            underWay = underWay.suffix(2) + [contracts]
            try Task.checkCancellation()
            await send(await submit(read, of: stream))
        }
    }

    /// Parses lines, on one core only: the appends of earlier chunks need another core, and are slower.
    private func read(_ lines: [BulkLine], caller: String, mayAnnul: Bool, keys: inout ContentKeys?) async -> [LineRead] {
        var read: [LineRead] = []
        read.reserveCapacity(lines.count)
        for line in lines {
            read.append(LineRead(line, caller: caller, mayAnnul: mayAnnul, people: people, keys: &keys))
            // Lets other tasks use this core.
            if read.count % 128 == 0 { await Task.yield() }
        }
        return read
    }

    /// Starts deciding parsed lines, after all earlier ones.
    private func submit(_ lines: [LineRead], of stream: BulkStream) async -> Task<[BulkAnswer], Never> {
        let tickets = lines.compactMap { try? $0.ticket.get() }
        let decided = await bulk.submit(tickets, of: stream)
        return Task {
            var decided = await noticing(decided.answers, to: tickets)[...]
            return lines.map { line in
                if case .failure(let error) = line.ticket { line.answer(.failure(error)) } else { line.answer(decided.removeFirst()) }
            }
        }
    }
}

extension ContractService {
    /// Adds notices to the answers. If the notices cannot be read, the answers stay without them: the commands are already recorded.
    private func noticing(_ answers: [Result<Acceptance, any Error>], to tickets: [Ticket]) async -> [Result<Acceptance, any Error>] {
        let accepted = zip(answers, tickets).filter { $1.tellsOfPeople && (try? $0.get()) != nil }.map(\.1)
        if accepted.isEmpty { return answers }
        guard let notices = try? await people.notices(of: accepted), !notices.isEmpty else { return answers }
        return zip(answers, tickets).map { answer, ticket in
            answer.map { acceptance in
                var acceptance = acceptance
                acceptance.notices = notices[ObjectIdentifier(ticket)] ?? []
                return acceptance
            }
        }
    }
}

extension LineRead {
    fileprivate func answer(_ outcome: Result<Acceptance, any Error>) -> BulkAnswer {
        BulkAnswer(line: number, key: key, contract: contract, outcome: outcome)
    }
}
