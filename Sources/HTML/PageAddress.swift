/// The address of a page of this site: path, query and fragment.
///
/// It never has a scheme or a host: no part can lead to another site or run as script. Parts are percent-encoded byte by byte.
public struct PageAddress: Hashable, Sendable {
    private struct Item: Hashable, Sendable {
        let name: String
        var value: String
    }

    /// The encoded path; nil for the page that holds the link.
    private let path: String?
    private var items: [Item] = []
    private var fragment: String?

    /// A page by the segments of its path; without segments it is `/`.
    ///
    /// Browsers drop or resolve an empty segment, `.` and `..`: such a segment becomes U+FFFD, and the address matches no page.
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

    /// The address with this query item, which replaces an item of the same name. A nil `value` removes the item.
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

    /// The address of an element in the page, by its identifier. For ``samePage`` without items, the browser keeps the query.
    public func at(_ identifier: String) -> PageAddress {
        var address = self
        address.fragment = identifier
        return address
    }
}

extension PageAddress: CustomStringConvertible {
    /// The address for a `Location` header: ASCII.
    public var description: String {
        var bytes: [UInt8] = []
        write(into: &bytes, separator: "&")
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the address, escaped for HTML.
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
