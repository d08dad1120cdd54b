/// A hash chain as the database has it now.
public struct ChainState: Sendable {
    /// What a place that was sealed is now.
    enum Standing { case holds, differs, cutOff, dropped }

    /// The place behind which the chain begins: readings of former months are dropped.
    public let begun: SealedPlace
    /// The end of the chain.
    public let end: SealedPlace
    /// The hashes of the positions that are asked about, as far as these are there.
    public let hashes: [Int64: [UInt8]]

    /// A chain as it is now.
    public init(begun: SealedPlace = .start, end: SealedPlace, hashes: [Int64: [UInt8]]) {
        (self.begun, self.end, self.hashes) = (begun, end, hashes)
    }

    func standing(_ sealed: SealedPlace) -> Standing {
        if sealed.position > end.position { return .cutOff }
        if sealed.position < begun.position { return .dropped }
        let hash = sealed.position == begun.position ? begun.hash : hashes[sealed.position]
        return hash == sealed.hash ? .holds : .differs
    }
}
