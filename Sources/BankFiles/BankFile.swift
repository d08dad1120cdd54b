import Billing
import Foundation
import FoundationXML

/// What a bank says of our direct debits in one file: a pain.002 (.001.03 or .001.12) or a camt.054 (.001.02 or .001.08) of ISO 20022.
public struct BankFile: Hashable, Sendable {
    /// The greatest length of a file in bytes. A status report has some 1600 for each debit.
    public static let greatestLength = 256 << 20
    /// The greatest number of lines, which are held in memory: those that reject a whole file one by one, and as many others.
    public static let greatestCount = 2 * DirectDebitFile.greatestCount

    /// The bank's identifier of the message.
    public let messageId: String
    /// What it says, line by line, in its order.
    public let lines: [BankFileLine]

    init(messageId: String, lines: [BankFileLine]) {
        self.messageId = messageId
        self.lines = lines
    }

    /// Reads a file piece by piece. Memory holds the lines and one piece, however long the file is.
    ///
    /// It parses on the calling thread, which `next` may block.
    ///
    /// - Parameters:
    ///   - length: the greatest length that is read.
    ///   - count: the greatest number of lines that is read.
    ///   - next: the next bytes of the file; empty at its end.
    /// - Throws: ``BankFileDefect``, and what `next` throws.
    public init(upTo length: Int = greatestLength, atMost count: Int = greatestCount, _ next: @escaping () throws -> [UInt8]) throws {
        let stream = CheckedStream(limit: length, next)
        let parser = XMLParser(stream: stream)
        let reader = BankFileReader(limit: count)
        parser.shouldProcessNamespaces = true
        parser.shouldResolveExternalEntities = false
        parser.externalEntityResolvingPolicy = .never
        parser.delegate = reader
        let isWhole = parser.parse()
        if let failure = stream.failure { throw failure }
        if let defect = reader.defect { throw defect }
        guard isWhole, let message = reader.message else { throw BankFileDefect.notWellFormed }
        self = try message.file()
    }
}
