import AsyncAlgorithms
import FoundationEssentials

extension ContractService {
    /// Decides the commands of a stream of chunks of lines, which `LineCutter` makes, each as if it had come alone after those before
    /// it, and records the accepted together.
    ///
    /// What is answered with success is durable. While chunks are decided the next is read, with the histories that it is about; when nobody
    /// takes the answers, no more is asked for. Once the database is away nothing more is decided, and whatever is left is answered so: later
    /// commands must not overtake those that have to be sent again. Nothing of those was recorded, but for those that are answered
    /// `ServiceError.outcomeUnknown`: the same lines again, under the same keys, go on.
    ///
    /// - Parameters:
    ///   - mayAnnul: whether the caller may annul events; else commands that do are refused (`ServiceError.mayNotAnnul`).
    ///   - keyedByContent: whether commands that come without a key get one made of what they are and how often the same came before, so
    ///     that the same stream again records nothing twice. It takes some sixteen bytes of memory a line.
    ///   - answer: is given the answers to each chunk, in order, as soon as they are there.
    /// - Throws: what `chunks` or `answer` throws; chunks then under way are still decided to their end. What `chunks` throws comes after the
    ///   answers to all chunks before. `CancellationError` when the task is cancelled: then answers may be missing.
    public func submitAll<Chunks: AsyncSequence & Sendable>(
        _ chunks: Chunks, caller: String, mayAnnul: Bool = true, keyedByContent: Bool = false, answer: ([BulkAnswer]) async throws -> Void
    ) async throws where Chunks.Element == [BulkLine] {
        try await submitAll(chunks, caller: caller, mayAnnul: mayAnnul, contentKeys: keyedByContent ? ContentKeys() : nil, answer: answer)
    }

    /// The same.
    ///
    /// - Parameter contentKeys: gives keys to the commands that come without; nil: they get none.
    public func submitAll<Chunks: AsyncSequence & Sendable>(
        _ chunks: Chunks, caller: String, mayAnnul: Bool = true, contentKeys: ContentKeys?, answer: ([BulkAnswer]) async throws -> Void
    ) async throws where Chunks.Element == [BulkLine] {
        let underWay = AsyncChannel<Task<[BulkAnswer], Never>>()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { underWay.finish() }
                try await self.begin(chunks, caller: caller, mayAnnul: mayAnnul, contentKeys: contentKeys) { await underWay.send($0) }
            }
            // One may wait here while another is answered: with the one that waits to be sent, three are decided at most.
            for await chunk in underWay.buffer(policy: .bounded(1)) { try await answer(chunk.value) }
            try await group.waitForAll()
            // A cancelled task is given no more of the channel, whatever is in it.
            try Task.checkCancellation()
        }
    }

    /// Reads chunk after chunk, and has each decided.
    private func begin<Chunks: AsyncSequence>(
        _ chunks: Chunks, caller: String, mayAnnul: Bool, contentKeys: ContentKeys?, send: (Task<[BulkAnswer], Never>) async -> Void
    ) async throws where Chunks.Element == [BulkLine] {
        let stream = BulkStream()
        var keys = contentKeys
        var underWay: [Set<UUID>] = []
        for try await lines in chunks {
            let read = await read(lines, caller: caller, mayAnnul: mayAnnul, keys: &keys)
            // What may be being decided is not read now: it changes.
            let contracts = Set(read.compactMap { try? $0.ticket.get().contract })
            if !stream.isBroken { await bulk.rounds.recall(underWay.reduce(contracts) { $0.subtracting($1) }) }
            underWay = underWay.suffix(2) + [contracts]
            try Task.checkCancellation()
            await send(await decide(read, of: stream))
        }
    }

    /// Reads lines. On one core: whoever records what was read before needs another, and is the slower.
    private func read(_ lines: [BulkLine], caller: String, mayAnnul: Bool, keys: inout ContentKeys?) async -> [LineRead] {
        var read: [LineRead] = []
        read.reserveCapacity(lines.count)
        for line in lines {
            read.append(LineRead(line, caller: caller, mayAnnul: mayAnnul, people: people, keys: &keys))
            // Whatever else waits for this core gets its turn.
            if read.count % 128 == 0 { await Task.yield() }
        }
        return read
    }

    /// Has decided what was read, after all that was given before.
    private func decide(_ lines: [LineRead], of stream: BulkStream) async -> Task<[BulkAnswer], Never> {
        let tickets = lines.compactMap { try? $0.ticket.get() }
        let decided = await bulk.decide(tickets, of: stream)
        return Task {
            var decided = await noticing(decided.answers, to: tickets)[...]
            return lines.map { line in
                if case .failure(let error) = line.ticket { line.answer(.failure(error)) } else { line.answer(decided.removeFirst()) }
            }
        }
    }
}

extension ContractService {
    /// The answers with what their callers should know besides. They are recorded, whether that can be told or not.
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
