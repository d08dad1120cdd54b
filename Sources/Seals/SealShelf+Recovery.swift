extension SealShelf {
    /// The last seal of a log, of any incarnation.
    public func newest(ofLog log: String) -> OpenedSeal? { seals.last { $0.seal.log == log } }

    /// The greatest number of an incarnation of a log that a seal states; 0 without a seal.
    public func lastIncarnation(ofLog log: String) -> Int { seals.filter { $0.seal.log == log }.map(\.seal.incarnation.number).max() ?? 0 }

    /// What the seals show of a restored log before its recovery.
    ///
    /// The log may end earlier than a seal states, or be of an earlier incarnation: the backup has lost what came later. Such a seal proves nothing
    /// here. All other seals must hold.
    public func findings(aboutRestored log: LogState) -> [SealFinding] {
        refused + forks(of: log.log) + seals.flatMap { restored($0, log) }
    }

    private func restored(_ opened: OpenedSeal, _ log: LogState) -> [SealFinding] {
        let (file, seal) = (opened.file, opened.seal)
        if seal.log != log.log { return [.foreign(file: file, log: seal.log)] }
        let isPresent = seal.incarnation.number == log.incarnation.number
        if isPresent, seal.incarnation.mark != log.incarnation.mark { return [.otherCopy(file: file, incarnation: log.incarnation.number)] }
        // An earlier recovery has lost what this seal states.
        if seal.events.position > bound(of: seal, log) { return [] }
        // A former restoration may have lost readings and erasures that seals of another incarnation state.
        let chains: [(SealedChain, ChainState)] =
            isPresent ? [(.events, log.events), (.readings, log.readings), (.erasures, log.erasures)] : [(.events, log.events)]
        return chains.compactMap { chain, state in
            let place = seal.place(in: chain)
            guard case .differs = state.standing(place) else { return nil }
            return .rewritten(file: file, chain, position: place.position)
        }
    }
}
