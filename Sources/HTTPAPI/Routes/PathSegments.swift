/// The segments of a served path: names, and parameters that match any segment. Empty segments of a request's path are ignored.
struct PathSegments: Sendable, Hashable {
    private enum Segment: Hashable {
        case name([UInt8])
        case parameter(String)
    }

    private let segments: [Segment]

    /// - Parameter path: a path with parameters in braces.
    init(of path: String) {
        segments = path.split(separator: "/").map {
            $0.hasPrefix("{") ? .parameter(String($0.dropFirst().dropLast())) : .name(Array($0.utf8))
        }
    }

    var count: Int { segments.count }

    /// Whether the last segment is a parameter. A path that ends with a name is matched first.
    var endsWithParameter: Bool { if case .parameter = segments.last { true } else { false } }

    /// The segments without the names of parameters, for comparison.
    var form: [[UInt8]] { segments.map { if case .name(let name) = $0 { name } else { [] } } }

    /// The names of the parameters, in order.
    var parameters: [String] { segments.compactMap { if case .parameter(let name) = $0 { name } else { nil } } }

    /// The value of a parameter in a request's path, as sent; nil when there is no such parameter.
    func value(of parameter: String, in path: Substring) -> Substring? {
        guard var left = segments.firstIndex(of: .parameter(parameter)) else { return nil }
        var rest = path.utf8.drop { $0 == UInt8(ascii: "/") }
        while !rest.isEmpty {
            let end = rest.place(of: "/") ?? rest.endIndex
            if left == 0 { return Substring(rest[..<end]) }
            left -= 1
            rest = rest[end...].drop { $0 == UInt8(ascii: "/") }
        }
        return nil
    }

    /// Whether a path with the same number of segments matches. Compares the last segments first, since these differ most.
    ///
    /// - Parameters:
    ///   - ranges: the ranges of the path's segments.
    ///   - path: the bytes of the path.
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
