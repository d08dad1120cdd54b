public import CivilTime

/// What a seal says: where the chains of a log ended at an instant. ``text`` is the text that is signed, line by line:
///
/// ```
/// maintien/3f0e8c1a-6a57-4d0b-9a3e-1f1f5a2b7c01      the log's id
/// 4711                                               the position of the last event
/// CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=       its hash
/// sealed 2026-11-30T14:00:00Z                        when the sealer looked, by its clock
/// incarnation 2 9f2c1ab4 4000                        the log's incarnation, its mark, and the position after which it began
/// readings 123 mmVz…= 2026-11-30T13:58:07Z           the last reading of the access log: position, hash, instant; - for none
/// erasures 4 8fIp…=                                  the last entry of the register of erasures: number, hash
/// ```
///
/// The first three lines have the form of a C2SP checkpoint, so that a witness's `cosignature/v1` fits. The hash is the end of a chain, and no root of
/// a Merkle tree: whoever checks it reads the events.
public struct LogSeal: Hashable, Sendable {
    /// The log's id.
    public let log: String
    /// When the sealer looked.
    public let sealedAt: Instant
    /// The log's incarnation.
    public let incarnation: SealedIncarnation
    /// The last event.
    public let events: SealedPlace
    /// The last reading of the access log.
    public let readings: SealedPlace
    /// When the last reading was; nil when there is none.
    public let lastReadingAt: Instant?
    /// The last entry of the register of erasures.
    public let erasures: SealedPlace

    /// A seal of a log.
    public init(
        log: String, sealedAt: Instant, incarnation: SealedIncarnation, events: SealedPlace, readings: SealedPlace, lastReadingAt: Instant?,
        erasures: SealedPlace
    ) {
        (self.log, self.sealedAt, self.incarnation, self.events) = (log, sealedAt, incarnation, events)
        (self.readings, self.lastReadingAt, self.erasures) = (readings, lastReadingAt, erasures)
    }

    /// The text that is signed.
    public var text: String {
        """
        maintien/\(log)
        \(events.position)
        \(events.hash.base64)
        sealed \(sealedAt)
        incarnation \(incarnation.number) \(incarnation.mark) \(incarnation.begunAfter)
        readings \(readings.position) \(readings.hash.base64) \(lastReadingAt.map(\.description) ?? "-")
        erasures \(erasures.position) \(erasures.hash.base64)

        """
    }

    /// Reads a text. Every seal has one text: another spelling is refused.
    init(parsing text: String) throws(NoteTrouble) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count == 8, lines[0].hasPrefix("maintien/"),
            let sealed = Self.fields(lines[3], "sealed", 1), let sealedAt = Instant(sealed[0]),
            let incarnation = Self.fields(lines[4], "incarnation", 3), let number = Int(incarnation[0]), let begun = Int64(incarnation[2]),
            let readings = Self.fields(lines[5], "readings", 3), let erasures = Self.fields(lines[6], "erasures", 2),
            let events = Self.place(lines[1], lines[2]), let lastReading = Self.place(readings[0], readings[1]),
            let lastErasure = Self.place(erasures[0], erasures[1])
        else { throw .noSeal }
        self.init(
            log: String(lines[0].dropFirst("maintien/".count)), sealedAt: sealedAt,
            incarnation: SealedIncarnation(number: number, mark: String(incarnation[1]), begunAfter: begun), events: events,
            readings: lastReading, lastReadingAt: Instant(String(readings[2])), erasures: lastErasure)
        guard self.text == text else { throw .noSeal }
    }

    /// The fields of a line behind its word.
    private static func fields(_ line: Substring, _ word: String, _ count: Int) -> [String]? {
        let parts = line.split(separator: " ", omittingEmptySubsequences: false)
        return parts.count == count + 1 && parts[0] == word ? parts.dropFirst().map(String.init) : nil
    }

    private static func place(_ position: some StringProtocol, _ hash: some StringProtocol) -> SealedPlace? {
        guard let position = Int64(String(position)), position >= 0, let hash = [UInt8](base64: hash), hash.count == 32 else { return nil }
        return SealedPlace(position: position, hash: hash)
    }
}
