import Hummingbird
import NIOCore
import Synchronization

/// The clients connected now, by their channels.
final class Peers: Sendable {
    private let known = Mutex<[ObjectIdentifier: Peer]>([:])
    let strangers: Strangers

    init(strangers: Strangers) { self.strangers = strangers }

    func add(_ peer: Peer, on channel: any Channel) { known.withLock { $0[ObjectIdentifier(channel)] = peer } }

    func remove(from channel: any Channel) { known.withLock { _ = $0.removeValue(forKey: ObjectIdentifier(channel)) } }

    /// How many clients are connected.
    var count: Int { known.withLock { $0.count } }

    /// The client on a channel; where none is known, one that never leaves.
    func peer(on channel: any Channel) -> Peer { known.withLock { $0[ObjectIdentifier(channel)] } ?? Peer() }
}
