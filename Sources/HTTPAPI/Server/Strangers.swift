import Access
import NIOCore
import Synchronization

/// Counts the connections without sign-in by address. Each address may have `most`, so that one machine cannot use up all connections.
final class Strangers: Sendable {
    /// One connection's place, given back with the last reference to it.
    final class Place: Sendable {
        private let strangers: Strangers
        private let address: String

        fileprivate init(_ strangers: Strangers, _ address: String) { (self.strangers, self.address) = (strangers, address) }

        deinit { strangers.leave(address) }
    }

    private let most: Int
    private let open = Mutex<[String: Int]>([:])

    /// - Parameter most: how many connections without sign-in an address may have open.
    init(most: Int) { self.most = most }

    /// Gives a new connection a place of its address; false when all are taken. A socket without an address needs no place.
    func admit(_ peer: Peer, from address: SocketAddress?) -> Bool {
        guard let address = address?.ipAddress.map(FailedSignIns.group) else { return true }
        let isAdmitted = open.withLock { open in
            guard open[address, default: 0] < most else { return false }
            open[address, default: 0] += 1
            return true
        }
        if isAdmitted { peer.take(Place(self, address)) }
        return isAdmitted
    }

    private func leave(_ address: String) {
        open.withLock { open in
            guard let count = open[address] else { return }
            open[address] = count > 1 ? count - 1 : nil
        }
    }
}
