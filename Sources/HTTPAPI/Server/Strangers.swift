import Access
import NIOCore
import Synchronization

/// The connections on which nobody has signed in yet, by address: each address may have so many open, so that one machine cannot take all there are.
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

    /// - Parameter most: how many connections of strangers an address may have open.
    init(most: Int) { self.most = most }

    /// Gives a client that connects one of its address's places; false when all are taken. A socket without an address needs none.
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
