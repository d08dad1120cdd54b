import CivilTime

/// All seals of a directory, with what is wrong with its files.
public struct SealShelf: Sendable {
    /// The seals whose signatures are right, in the order of their instants.
    public let seals: [OpenedSeal]
    /// The files that are no such seal.
    let refused: [SealFinding]

    /// Reads files, and proves their signatures.
    public init(_ files: [(name: String, bytes: [UInt8])], by keys: SealKeys) {
        var (seals, refused): ([OpenedSeal], [SealFinding]) = ([], [])
        for file in files {
            do throws(NoteTrouble) {
                seals.append(try OpenedSeal(file: file.name, file.bytes, by: keys))
            } catch { refused.append(.refused(file: file.name, error)) }
        }
        self.seals = seals.sorted { ($0.seal.sealedAt, $0.file) < ($1.seal.sealedAt, $1.file) }
        self.refused = refused
    }

    /// Months in which readings are kept are never fewer than six, which are at least so many days.
    private static let keptDays: Int64 = 181

    /// The positions of each chain that are sealed.
    public func positions(in chain: SealedChain) -> [Int64] { Set(seals.map { $0.seal.place(in: chain).position }).sorted() }

    /// The last seal of a log's present incarnation.
    public func newest(of log: LogState) -> OpenedSeal? {
        seals.last { $0.seal.log == log.log && $0.seal.incarnation == log.incarnation }
    }

    /// The seals of former incarnations that state more than later ones kept, and a seal of a later one is there: somebody knows of the loss.
    public func knownLosses(of log: LogState) -> [OpenedSeal] {
        seals.filter { $0.seal.log == log.log && $0.seal.events.position > bound(of: $0.seal, log) && isSealedSince($0.seal) }
    }

    /// What the seals show of a log, in the order of their instants.
    ///
    /// - Parameter acceptsLosses: whether somebody knows what a restored copy lost of former incarnations, though no seal of a later one is there yet.
    public func findings(about log: LogState, acceptingLosses acceptsLosses: Bool = false) -> [SealFinding] {
        refused + forks(of: log.log) + seals.flatMap { findings($0, log, acceptsLosses) }
    }

    private func findings(_ opened: OpenedSeal, _ log: LogState, _ acceptsLosses: Bool) -> [SealFinding] {
        let (file, seal) = (opened.file, opened.seal)
        if seal.log != log.log { return [.foreign(file: file, log: seal.log)] }
        let (sealed, now) = (seal.incarnation, log.incarnation)
        if sealed.number > now.number { return [.olderCopy(file: file, incarnation: now.number, sealed: sealed.number)] }
        if sealed.number == now.number, sealed.mark != now.mark { return [.otherCopy(file: file, incarnation: now.number)] }
        let bound = bound(of: seal, log)
        let isLossKnown = isSealedSince(seal) || acceptsLosses && sealed.number < now.number
        if seal.events.position > bound {
            return isLossKnown ? [] : [.lost(file: file, position: seal.events.position, begunAfter: bound)]
        }
        let events = finding(file, .events, seal.events, log.events)
        // What a restored copy lost of the other chains, a later seal tells that somebody knows.
        if isLossKnown { return [events].compactMap(\.self) }
        var readings = finding(file, .readings, seal.readings, log.readings)
        if case .dropped = log.readings.standing(seal.readings), let at = seal.lastReadingAt,
            at.adding(microseconds: SealShelf.keptDays * 86_400_000_000) > log.now
        {
            readings = .droppedEarly(file: file, position: seal.readings.position)
        }
        return [events, readings, finding(file, .erasures, seal.erasures, log.erasures)].compactMap(\.self)
    }

    private func finding(_ file: String, _ chain: SealedChain, _ sealed: SealedPlace, _ state: ChainState) -> SealFinding? {
        switch state.standing(sealed) {
        case .holds, .dropped: nil
        case .differs: .rewritten(file: file, chain, position: sealed.position)
        case .cutOff: .cutOff(file: file, chain, sealed: sealed.position, end: state.end.position)
        }
    }

    /// Up to which position the incarnations after a seal's go on with its history.
    func bound(of seal: LogSeal, _ log: LogState) -> Int64 {
        let incarnations = seals.filter { $0.seal.log == log.log }.map(\.seal.incarnation) + [log.incarnation]
        return incarnations.filter { $0.number > seal.incarnation.number }.map(\.begunAfter).min() ?? .max
    }

    private func isSealedSince(_ seal: LogSeal) -> Bool {
        seals.contains { $0.seal.log == seal.log && $0.seal.incarnation.number > seal.incarnation.number }
    }

    /// Seals of one incarnation that say different things of one place, or are of two copies.
    func forks(of log: String) -> [SealFinding] {
        struct Place: Hashable {
            let incarnation: Int
            let chain: SealedChain?
            let position: Int64
        }
        var first: [Place: (statement: String, file: String)] = [:]
        var forks: [SealFinding] = []
        for opened in seals where opened.seal.log == log {
            let (seal, incarnation) = (opened.seal, opened.seal.incarnation)
            let statements =
                [(Place(incarnation: incarnation.number, chain: nil, position: 0), incarnation.mark)]
                + [SealedChain.events, .readings, .erasures].map { chain in
                    let place = seal.place(in: chain)
                    return (Place(incarnation: incarnation.number, chain: chain, position: place.position), place.hash.hexadecimal)
                }
            for (place, statement) in statements {
                if let earlier = first[place] {
                    guard earlier.statement != statement else { continue }
                    forks.append(.fork(file: opened.file, other: earlier.file))
                    break
                }
                first[place] = (statement, opened.file)
            }
        }
        return forks
    }
}

extension LogSeal {
    /// The place of a chain that the seal states.
    func place(in chain: SealedChain) -> SealedPlace {
        switch chain {
        case .events: events
        case .readings: readings
        case .erasures: erasures
        }
    }
}
