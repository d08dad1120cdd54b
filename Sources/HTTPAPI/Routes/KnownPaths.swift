import HTTPTypes

/// The paths that are served, with their methods: what tells an unknown path from a method that is not allowed.
struct KnownPaths: Sendable {
    struct Entry: Sendable {
        /// As the route has it.
        let path: String
        /// Their bytes; none where any segment may stand.
        fileprivate let segments: [[UInt8]]
        fileprivate(set) var methods: [HTTPRequest.Method]
        let access: Access
        /// How much longer than others an answer here may take to begin.
        fileprivate(set) var patience = Duration.zero
    }

    /// Who may call.
    enum Access: Sendable { case open, signedIn, page }

    /// By the number of segments; first those that end with a name.
    private var entries: [[Entry]] = []

    init(_ routes: [Route]) {
        for route in routes {
            let segments = route.operation.path.split(separator: "/").map { $0.hasPrefix("{") ? [] : Array($0.utf8) }
            let methods = route.operation.method == .get ? [.get, .head] : [route.operation.method]
            while entries.count <= segments.count { entries.append([]) }
            if let known = entries[segments.count].firstIndex(where: { $0.segments == segments }) {
                entries[segments.count][known].methods += methods
            } else {
                entries[segments.count].append(
                    Entry(
                        path: route.operation.path, segments: segments, methods: methods, access: Access(route.answering),
                        patience: route.operation.patience))
            }
        }
        for count in entries.indices {
            entries[count] = entries[count].filter { $0.segments.last != [] } + entries[count].filter { $0.segments.last == [] }
        }
    }

    /// The entry whose path this is; empty segments do not count, as for the router.
    func entry(for path: String) -> Entry? {
        var path = path
        return path.withUTF8 { utf8 in
            let segments = utf8.split(separator: UInt8(ascii: "/"))
            return segments.count < entries.count ? entries[segments.count].first { $0.covers(segments) } : nil
        }
    }
}

extension KnownPaths.Entry {
    /// The last segments differ most.
    fileprivate func covers(_ others: [Slice<UnsafeBufferPointer<UInt8>>]) -> Bool {
        segments.indices.reversed().allSatisfy { segments[$0].isEmpty || segments[$0].elementsEqual(others[$0]) }
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
