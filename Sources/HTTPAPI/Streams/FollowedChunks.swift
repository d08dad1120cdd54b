/// Chunks, and behind them the pages that cursors lead to, each read when it is asked for.
struct FollowedChunks: AsyncSequence, Sendable {
    /// Reads the page behind a cursor; behind `nil` the first one. Its own cursor is `nil` when it is the last page.
    typealias Page = @Sendable (_ cursor: String?) async throws -> (bytes: [UInt8], next: String?)

    let first: PortfolioLines.Chunks
    let page: Page

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(first: first.makeAsyncIterator(), page: page) }

    /// Takes the chunks in order.
    struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var first: (any AsyncIteratorProtocol<[UInt8], any Error>)?
        fileprivate let page: Page
        private var cursor: String?
        private var hasEnded = false

        fileprivate init(first: any AsyncIteratorProtocol<[UInt8], any Error>, page: @escaping Page) {
            self.first = first
            self.page = page
        }

        mutating func next(isolation actor: isolated (any Actor)?) async throws(any Error) -> [UInt8]? {
            if let chunk = try await first?.next(isolation: actor) { return chunk }
            first = nil
            while !hasEnded {
                let (bytes, next) = try await page(cursor)
                (cursor, hasEnded) = (next, next == nil)
                if !bytes.isEmpty { return bytes }
            }
            return nil
        }
    }
}
