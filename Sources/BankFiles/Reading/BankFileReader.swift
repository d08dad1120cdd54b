import Foundation
import FoundationXML

/// Follows the XML parser through a bank file, and hands each element's text to the message.
final class BankFileReader: NSObject, XMLParserDelegate {
    /// The greatest depth. Messages have 14 levels at most.
    static let depthLimit = 32
    /// A text takes no more pieces when it has this many bytes.
    static let textLimit = 600
    /// The bytes of 35 characters at most. No value that is read is longer.
    static let valueLimit = 140

    /// The message; `nil` before its element begins.
    private(set) var message: (any BankMessage)?
    /// Why the file is not read.
    private(set) var defect: BankFileDefect?
    /// The greatest number of lines.
    private let limit: Int
    private var depth = 0
    private var namespace: String?
    /// The path of the open element below the message's own, such as `GrpHdr/MsgId`.
    private var path = ""
    /// The lengths of the paths of the elements around it.
    private var lengths: [Int] = []
    private var text = ""
    private var currency: String?

    /// - Parameter limit: the greatest number of lines.
    init(limit: Int) { self.limit = limit }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?, attributes: [String: String]
    ) {
        depth += 1
        if depth > BankFileReader.depthLimit { return end(parser, .tooDeep) }
        switch depth {
        case 1:
            guard name == "Document" else { return end(parser, .otherMessage) }
            namespace = namespaceURI
        case 2:
            guard message == nil, let made = messageOf(name, namespaceURI) else { return end(parser, .otherMessage) }
            message = made
        default:
            lengths.append(path.utf8.count)
            if !path.isEmpty { path += "/" }
            // An element of another namespace, which a bank may add, has a path that nobody reads.
            path += namespaceURI == namespace ? name : ":"
            text = ""
            currency = attributes["Ccy"]
            message?.begin(path)
        }
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        depth -= 1
        guard defect == nil, let length = lengths.popLast() else { return }
        message?.end(path, BankFileText(text: kept, currency: currency))
        if let message, message.count > limit { end(parser, .tooManyLines) }
        path.removeSubrange(path.utf8.index(path.startIndex, offsetBy: length)...)
        text = ""
        currency = nil
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { take(string) }

    func parser(_ parser: XMLParser, foundCDATA bytes: Data) { take(String(decoding: bytes, as: UTF8.self)) }

    func parser(_ parser: XMLParser, parseErrorOccurred error: any Error) { end(parser, .notWellFormed) }

    private func take(_ string: String) { if text.utf8.count < BankFileReader.textLimit { text += string } }

    /// The text of the open element. Nothing that is read is longer than 35 characters: a longer text names nothing of ours. Its beginning is kept, with a
    /// mark, so that it is taken for no amount and no code. Many spaces become one: an identifier with spaces stays another than ours.
    private var kept: String {
        if text.utf8.count <= BankFileReader.valueLimit { return text }
        let value = text.trimmingCharacters(in: .whitespacesAndNewlines)
        if value.isEmpty { return " " }
        let isWhole = text.utf8.count < BankFileReader.textLimit && value.utf8.count <= BankFileReader.valueLimit
        return isWhole ? " " + value : " " + String(value.unicodeScalars.prefix(70)) + "…"
    }

    private func end(_ parser: XMLParser, _ reason: BankFileDefect) {
        if defect == nil { defect = reason }
        parser.abortParsing()
    }

    private func messageOf(_ name: String, _ uri: String?) -> (any BankMessage)? {
        guard uri == namespace, let uri, uri.hasPrefix("urn:iso:std:iso:20022:tech:xsd:") else { return nil }
        switch (name, uri.split(separator: ":").last) {
        case ("CstmrPmtStsRpt", "pain.002.001.03"), ("CstmrPmtStsRpt", "pain.002.001.12"): return StatusReport()
        case ("BkToCstmrDbtCdtNtfctn", "camt.054.001.02"), ("BkToCstmrDbtCdtNtfctn", "camt.054.001.08"): return AccountNotification()
        default: return nil
        }
    }
}
