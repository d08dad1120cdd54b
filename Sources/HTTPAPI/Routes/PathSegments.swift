/// The segments of a served path: names, and parameters that stand for any segment. Empty segments of a request's path do not count.
struct PathSegments: Sendable, Hashable {
    private enum Segment: Hashable {
        case name([UInt8])
        case parameter(String)
    }

    private let segments: [Segment]

    /// - Parameter path: a path with its parameters in braces.
    init(of path: String) {
        segments = path.split(separator: "/").map {
            $0.hasPrefix("{") ? .parameter(String($0.dropFirst().dropLast())) : .name(Array($0.utf8))
        }
    }

    var count: Int { segments.count }

    /// Whether the last segment is a parameter. Such a path gives way to one that ends with a name.
    var endsWithParameter: Bool { if case .parameter = segments.last { true } else { false } }

    /// The same segments, whatever the parameters are called.
    var form: [[UInt8]] { segments.map { if case .name(let name) = $0 { name } else { [] } } }

    /// The names of the parameters, in order.
    var parameters: [String] { segments.compactMap { if case .parameter(let name) = $0 { name } else { nil } } }

    /// What stands in a request's path for a parameter, as it was sent; nil when there is no such parameter.
    func value(of parameter: String, in path: Substring) -> Substring? {
        guard var left = segments.firstIndex(of: .parameter(parameter)) else { return nil }
        var rest = path.utf8.drop { $0 == UInt8(ascii: "/") }
        while !rest.isEmpty {
            let end = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
            if left == 0 { return Substring(rest[..<end]) }
            left -= 1
            rest = rest[end...].drop { $0 == UInt8(ascii: "/") }
        }
        return nil
    }

    /// Whether these are the segments of a path that has as many. The last ones differ most, and are compared first.
    ///
    /// - Parameters:
    ///   - ranges: where the segments of the path lie.
    ///   - path: its bytes.
    func cover(_ ranges: UnsafeBufferPointer<Range<Int>>, of path: UnsafeBufferPointer<UInt8>) -> Bool {
        for index in segments.indices.reversed() {
            guard case .name(let name) = segments[index] else { continue }
            let range = ranges[index]
            guard name.count == range.count else { return false }
            for (offset, byte) in name.enumerated() where path[range.lowerBound + offset] != byte { return false }
        }
        return true
    }
}
