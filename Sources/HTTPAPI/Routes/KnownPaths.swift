import HTTPTypes

/// The paths that are served, with their methods: what tells an unknown path from a method that is not allowed.
struct KnownPaths: Sendable {
    struct Entry: Sendable {
        fileprivate let segments: [Substring]
        fileprivate(set) var methods: [HTTPRequest.Method]
        let access: Access
        /// How much longer than others an answer here may take to begin.
        fileprivate(set) var patience = Duration.zero
    }

    /// Who may call.
    enum Access: Sendable { case open, signedIn, page }

    /// By the number of segments and the last one, `{}` where that is a parameter.
    private var entries: [Int: [Substring: [Entry]]] = [:]

    init(_ routes: [Route]) {
        for route in routes {
            let segments = Self.segments(route.operation.path)
            let hasHead = route.operation.method == .get && !route.operation.isStreamed
            let methods = hasHead ? [.get, .head] : [route.operation.method]
            var alike = entries[segments.count, default: [:]][Self.ending(segments), default: []]
            if let known = alike.firstIndex(where: { $0.segments == segments }) {
                alike[known].methods += methods
            } else {
                alike.append(
                    Entry(
                        segments: segments, methods: methods, access: Access(route.answering), patience: route.operation.patience))
            }
            entries[segments.count, default: [:]][Self.ending(segments)] = alike
        }
    }

    /// The entry whose path this is; empty segments do not count, as for the router.
    func entry(for path: String) -> Entry? {
        let segments = Self.segments(path)
        guard let alike = entries[segments.count] else { return nil }
        return [segments.last ?? "", "{}"].lazy.compactMap { alike[$0]?.first { $0.covers(segments) } }.first
    }

    private static func ending(_ segments: [Substring]) -> Substring { segments.last.map { $0.hasPrefix("{") ? "{}" : $0 } ?? "" }

    private static func segments(_ path: String) -> [Substring] {
        path.split(separator: "/")
    }
}

extension KnownPaths.Entry {
    fileprivate func covers(_ others: [Substring]) -> Bool {
        zip(segments, others).allSatisfy { $0.utf8.first == UInt8(ascii: "{") || $0 == $1 }
    }
}

extension KnownPaths.Access {
    fileprivate init(_ answering: Route.Answering) {
        switch answering {
        case .open: self = .open
        case .signedIn: self = .signedIn
        case .page: self = .page
        }
    }
}
