/// The address of a page of this site: path, query and fragment.
///
/// It has neither scheme nor host, whatever its parts are: no part can lead to another site or run as script. Parts are percent-encoded byte
/// by byte.
public struct PageAddress: Hashable, Sendable {
    private struct Item: Hashable, Sendable {
        let name: String
        var value: String
    }

    /// Encoded; nil for the page that holds the link.
    private let path: String?
    private var items: [Item] = []
    private var fragment: String?

    /// A page by the segments of its path; no segment is `/`.
    ///
    /// A segment that a browser would not keep in its place (empty, `.` or `..`) becomes U+FFFD: no page has that address.
    public init(_ segments: String...) { self.init(segments) }

    /// A page by the segments of its path.
    public init(_ segments: [String]) {
        var bytes: [UInt8] = segments.isEmpty ? [UInt8(ascii: "/")] : []
        for segment in segments {
            bytes.append(UInt8(ascii: "/"))
            PercentEncoding.encode(["", ".", ".."].contains(segment) ? "\u{FFFD}" : segment, into: &bytes)
        }
        path = String(decoding: bytes, as: UTF8.self)
    }

    private init() { path = nil }

    /// The page that holds the link, without its query.
    public static let samePage = PageAddress()

    /// The address with this item of the query, in the place of the one with its name; without it when `value` is nil.
    public func setting(_ name: String, to value: String?) -> PageAddress {
        var address = self
        let place = items.firstIndex { $0.name == name }
        switch (place, value) {
        case (let place?, let value?): address.items[place].value = value
        case (let place?, nil): address.items.remove(at: place)
        case (nil, let value?): address.items.append(Item(name: name, value: value))
        case (nil, nil): break
        }
        return address
    }

    /// The address of the element with this identifier in the page. In the page that holds the link, without items, the query stays.
    public func at(_ identifier: String) -> PageAddress {
        var address = self
        address.fragment = identifier
        return address
    }
}

extension PageAddress: CustomStringConvertible {
    /// The address as in a `Location` header: ASCII.
    public var description: String {
        var bytes: [UInt8] = []
        write(into: &bytes, separator: "&")
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the address as it stands in HTML.
    func write(into bytes: inout [UInt8], separator: StaticString = "&amp;") {
        if let path { bytes.append(contentsOf: path.utf8) }
        for (place, item) in items.enumerated() {
            if place == 0 { bytes.append(UInt8(ascii: "?")) } else { separator.withUTF8Buffer { bytes.append(contentsOf: $0) } }
            PercentEncoding.encode(item.name, into: &bytes)
            bytes.append(UInt8(ascii: "="))
            PercentEncoding.encode(item.value, into: &bytes)
        }
        if path == nil, items.isEmpty, fragment == nil { bytes.append(UInt8(ascii: "?")) }
        guard let fragment else { return }
        bytes.append(UInt8(ascii: "#"))
        PercentEncoding.encode(fragment, into: &bytes)
    }
}
