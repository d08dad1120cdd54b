import BackOffice
import HTTPTypes

/// A form as `multipart/form-data` (RFC 7578): fields, and at most one file. The only form in which a browser sends a file without a script.
///
/// Strict: what browsers do not write is refused as a whole.
struct MultipartForm {
    /// The fields that are texts, in order.
    private(set) var fields = PageFields()
    /// The file, if one was chosen.
    private(set) var file: PageFile?

    /// The most parts. A page has a handful of fields.
    private static let mostParts = 20
    /// The most bytes of a part's header.
    private static let longestHeader = 2048

    /// Reads a body; nil when it has another form.
    ///
    /// - Parameter boundary: the text between the parts, as the header of the request names it.
    init?(_ body: [UInt8], boundary: String) {
        let delimiter = Array("\r\n--\(boundary)".utf8)
        // The first delimiter starts the body, without a line break before it.
        guard body.starts(with: delimiter.dropFirst(2)) else { return nil }
        var rest = body[(delimiter.count - 2)...]
        var all: [(name: String, value: String)] = []
        for _ in 0...Self.mostParts {
            if rest.starts(with: Array("--".utf8)) {
                fields = PageFields(all)
                return
            }
            guard rest.starts(with: Array("\r\n".utf8)) else { return nil }
            rest = rest.dropFirst(2)
            guard let header = Self.header(of: &rest), let end = rest.start(of: delimiter) else { return nil }
            let content = rest[..<end]
            rest = rest[(end + delimiter.count)...]
            if let name = header.fileName {
                guard file == nil else { return nil }
                // A browser sends an empty name when no file was chosen.
                if !name.isEmpty || !content.isEmpty { file = PageFile(name: name, bytes: Array(content)) }
            } else {
                guard let text = String(validating: content, as: UTF8.self) else { return nil }
                all.append((name: header.name, value: text))
            }
        }
        return nil
    }

    /// The names in the header of a part. Takes the header and the empty line after it.
    private static func header(of rest: inout ArraySlice<UInt8>) -> (name: String, fileName: String?)? {
        let empty = Array("\r\n\r\n".utf8)
        guard let end = rest.prefix(longestHeader).start(of: empty), let text = String(validating: rest[..<end], as: UTF8.self) else {
            return nil
        }
        rest = rest[(end + empty.count)...]
        for line in text.split(separator: "\r\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "content-disposition" else { continue }
            let value = parts[1].drop { $0 == " " }
            guard value.hasPrefix("form-data;"), let name = quoted("name", in: value) else { return nil }
            return (name, quoted("filename", in: value))
        }
        return nil
    }

    /// The value of a parameter in quotes. A browser writes a quotation mark of the value as `%22`.
    private static func quoted(_ name: String, in value: Substring) -> String? {
        guard let start = value.firstRange(of: "; \(name)=\"")?.upperBound else { return nil }
        return value[start...].firstIndex(of: "\"").map { String(value[start..<$0]) }
    }
}

extension ArraySlice<UInt8> {
    /// Where the first occurrence of `bytes`, not empty, begins.
    fileprivate func start(of bytes: [UInt8]) -> Int? {
        var place = startIndex
        while place + bytes.count <= endIndex {
            guard let next = self[place...].firstIndex(of: bytes[0]), next + bytes.count <= endIndex else { return nil }
            if self[next..<(next + bytes.count)].elementsEqual(bytes) { return next }
            place = next + 1
        }
        return nil
    }
}

extension Request {
    /// The boundary of a `multipart/form-data` body; nil for another type, or a boundary that RFC 2046 forbids.
    var multipartBoundary: String? {
        let parts = (headers[.contentType] ?? "").split(separator: ";").map { $0.drop { $0 == " " || $0 == "\t" } }
        guard parts.first?.lowercased() == "multipart/form-data", !headers.contains(.contentEncoding) else { return nil }
        guard let parameter = parts.first(where: { $0.lowercased().hasPrefix("boundary=") }) else { return nil }
        var boundary = parameter.dropFirst("boundary=".count)
        if boundary.hasPrefix("\""), boundary.hasSuffix("\""), boundary.utf8.count >= 2 { boundary = boundary.dropFirst().dropLast() }
        let isLawful = boundary.utf8.allSatisfy {
            (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || "'()+_,-./:=?".utf8.contains($0)
        }
        return (1...70).contains(boundary.utf8.count) && isLawful ? String(boundary) : nil
    }
}
