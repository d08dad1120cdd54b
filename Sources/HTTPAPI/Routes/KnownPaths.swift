import Access
import HTTPTypes
import Hummingbird

/// The paths that are served, with their methods: what tells an unknown path from a method that is not allowed.
struct KnownPaths: Sendable {
    struct Entry: Sendable {
        /// As the route has it.
        let path: String
        /// Their bytes; none where any segment may stand.
        fileprivate let segments: [[UInt8]]
        fileprivate(set) var audiences: [(method: HTTPRequest.Method, audience: Audience)]
        /// Whether anyone may call, and no one is asked who they are.
        fileprivate(set) var isOpen: Bool
        /// Whether a browser that is signed in may ask for it.
        fileprivate(set) var isPage: Bool
        /// Whether it is a page for people: what is wrong is told by a page, too.
        fileprivate(set) var isHTML: Bool
        /// How much longer than others an answer here may take to begin.
        fileprivate(set) var patience = Duration.zero
    }

    /// By the number of segments; first those that end with a name.
    private var entries: [[Entry]] = []

    init(_ routes: [Route]) {
        for route in routes {
            let segments = route.operation.path.split(separator: "/").map { $0.hasPrefix("{") ? [] : Array($0.utf8) }
            let methods: [HTTPRequest.Method] = route.operation.method == .get ? [.get, .head] : [route.operation.method]
            let audiences = methods.map { (method: $0, audience: route.operation.audience) }
            while entries.count <= segments.count { entries.append([]) }
            if let known = entries[segments.count].firstIndex(where: { $0.segments == segments }) {
                // What one of its routes asks for, all do.
                entries[segments.count][known].audiences += audiences
                entries[segments.count][known].isOpen = entries[segments.count][known].isOpen && route.operation.audience == .anyone
                entries[segments.count][known].isPage = entries[segments.count][known].isPage && route.operation.isPage
            } else {
                entries[segments.count].append(
                    Entry(
                        path: route.operation.path, segments: segments, audiences: audiences,
                        isOpen: route.operation.audience == .anyone, isPage: route.operation.isPage, isHTML: route.operation.isHTML,
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
    /// The plain address: the start for a path of which some segment may be any.
    var address: String { segments.contains([]) ? "/" : path }

    /// The methods that are allowed.
    var methods: [HTTPRequest.Method] { audiences.map(\.method) }

    /// Lets a request through to the route of its method.
    ///
    /// - Parameter caller: nil where anyone may call.
    /// - Throws: `access.role` when the caller may not call it, or any at this path; `route.method` when those who may find no such route.
    func admit(_ request: Request, by caller: Caller?) throws(Problem) {
        guard let (_, audience) = audiences.first(where: { $0.method == request.method }) else {
            if let caller,
                !audiences.contains(where: { $0.audience.admits(caller.capacity) || $0.audience.admits(caller.capacity, isDryRun: true) })
            {
                throw .roleNeeded(audiences.reduce([]) { $0.union($1.audience.roles() ?? []) })
            }
            throw .wrongMethod(allowed: methods)
        }
        guard let caller else { return }
        let isDryRun = audience.distinguishesDryRun && request.isDryRun
        if !audience.admits(caller.capacity, isDryRun: isDryRun) { throw .roleNeeded(audience.roles(isDryRun: isDryRun) ?? []) }
    }

    /// The last segments differ most.
    fileprivate func covers(_ others: [Slice<UnsafeBufferPointer<UInt8>>]) -> Bool {
        segments.indices.reversed().allSatisfy { segments[$0].isEmpty || segments[$0].elementsEqual(others[$0]) }
    }
}
