import Synchronization

/// Counts what has come to its end.
final class Ended: Sendable {
    private let ended = Atomic(0)

    var count: Int { ended.load(ordering: .acquiring) }

    func noting<T: Sendable>(_ body: @Sendable () async throws -> T) async throws -> T {
        defer { ended.add(1, ordering: .releasing) }
        return try await body()
    }
}
