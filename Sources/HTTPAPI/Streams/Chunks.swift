/// The elements of a backlog as a sequence of batches.
struct Chunks<One: Sendable>: AsyncSequence, AsyncIteratorProtocol, Sendable {
    let backlog: Backlog<One>

    init(of backlog: Backlog<One>) { self.backlog = backlog }

    func makeAsyncIterator() -> Self { self }

    mutating func next() async throws -> [One]? { try await backlog.takeAll() }
}
