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

    private var entries: [Entry] = []

    init(_ routes: [Route]) {
        for route in routes {
            let segments = Self.segments(route.operation.path)
            let hasHead = route.operation.method == .get && !route.operation.isStreamed
            let methods = hasHead ? [.get, .head] : [route.operation.method]
            if let known = entries.firstIndex(where: { $0.segments == segments }) {
                entries[known].methods += methods
            } else {
                entries.append(
                    Entry(
                        segments: segments, methods: methods, access: Access(route.answering), patience: route.operation.patience))
            }
        }
    }

    /// The entry whose path this is; empty segments do not count, as for the router.
    func entry(for path: String) -> Entry? {
        let segments = Self.segments(path)
        return entries.first { entry in
            entry.segments.count == segments.count && zip(entry.segments, segments).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
    }

    private static func segments(_ path: String) -> [Substring] {
        path.split(separator: "/")
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
