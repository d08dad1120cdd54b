import Observability

/// The served paths. Distinguishes an unknown path from a method that is not allowed.
struct KnownPaths: Sendable {
    /// The paths by number of segments. Paths that end with a name come first.
    private var paths: [[KnownPath]] = []

    /// - Parameter registry: receives the durations of answers.
    init(_ routes: [Route], registry: PrometheusRegistry) {
        var forms: [[[UInt8]]] = []
        var routesByForm: [[Route]] = []
        for route in routes {
            let form = PathSegments(of: route.operation.path).form
            if let known = forms.firstIndex(of: form) {
                routesByForm[known].append(route)
            } else {
                forms.append(form)
                routesByForm.append([route])
            }
        }
        let known = routesByForm.map { KnownPath($0, registry: registry) }
        let longest = known.map(\.segments.count).max() ?? 0
        paths = (0...longest).map { count in
            let paths = known.filter { $0.segments.count == count }
            return paths.filter { !$0.segments.endsWithParameter } + paths.filter(\.segments.endsWithParameter)
        }
    }

    /// All known paths.
    var all: [KnownPath] { Array(paths.joined()) }

    /// The known path that matches a request's path, if any.
    func known(_ path: Substring) -> KnownPath? {
        var path = path
        return path.withUTF8 { path in
            // Counts at most one segment more than the longest known path: a longer path is unknown.
            withUnsafeTemporaryAllocation(of: Range<Int>.self, capacity: paths.count) { ranges in
                var count = 0
                var start = 0
                for index in 0...path.count where index == path.count || path[index] == UInt8(ascii: "/") {
                    if index > start {
                        guard count + 1 < paths.count else { return nil }
                        ranges.initializeElement(at: count, to: start..<index)
                        count += 1
                    }
                    start = index + 1
                }
                let segments = UnsafeBufferPointer(rebasing: ranges[..<count])
                return paths[count].first { $0.segments.cover(segments, of: path) }
            }
        }
    }
}
