/// Encodes parameters for a query or a form: `name=value&name=value`. Percent-encodes all but unreserved characters (RFC 3986).
enum FormEncoding {
    static func text(_ parameters: [(name: String, value: String)]) -> String {
        parameters.map { "\(encoded($0.name))=\(encoded($0.value))" }.joined(separator: "&")
    }

    /// A URL with `parameters` added to its query.
    static func address(_ url: String, adding parameters: [(name: String, value: String)]) -> String {
        "\(url)\(url.contains("?") ? "&" : "?")\(text(parameters))"
    }

    static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: String(UnicodeScalar(byte))
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }
}
