import CivilTime

/// The days on which the holder may request a continuation, and the days of portability.
struct HolderRights {
    private(set) var continuation = Timeline(false)
    private(set) var portability = Timeline(false)

    init() {}

    /// The rights of a contract.
    init(of contract: Contract) {
        continuation = Timeline { glance in contract.mayRequestContinuation(&glance) }
        portability = Timeline { glance in contract.isInPortability(&glance) }
    }

    /// Recomputes the days that may have changed since the last computation.
    mutating func follow(_ contract: Contract, from reach: Reach) {
        if !reach.touches(.holderCover) { return }
        continuation.follow(from: reach.from) { glance in contract.mayRequestContinuation(&glance) }
        portability.follow(from: reach.from) { glance in contract.isInPortability(&glance) }
    }
}
