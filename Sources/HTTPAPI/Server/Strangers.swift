import NIOCore
import Synchronization

/// The connections on which nobody has signed in yet, by address: each address may have so many open, so that one machine cannot take all there are.
final class Strangers: Sendable {
    /// One connection's place, given back with the last reference to it.
    final class Place: Sendable {
        private let strangers: Strangers
        private let address: Address

        fileprivate init(_ strangers: Strangers, _ address: Address) { (self.strangers, self.address) = (strangers, address) }

        deinit { strangers.leave(address) }
    }

    /// Where connections come from: an address of IPv4, or a network of 64 bits of IPv6, all of which one subscriber has.
    fileprivate struct Address: Hashable {
        private let isOld: Bool
        private let bits: UInt64

        init?(_ address: SocketAddress?) {
            // A socket's address in C: family and port take four bytes, with IPv6 four more of the flow.
            switch address {
            case .v4(let address): self.init(isOld: true, withUnsafeBytes(of: address.address) { Array($0[4..<8]) })
            case .v6(let address):
                let bytes = withUnsafeBytes(of: address.address) { Array($0[8..<24]) }
                let isMapped = bytes[..<12].elementsEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff])
                self.init(isOld: isMapped, isMapped ? Array(bytes[12...]) : Array(bytes[..<8]))
            default: return nil
            }
        }

        private init(isOld: Bool, _ bytes: [UInt8]) {
            (self.isOld, bits) = (isOld, bytes.reduce(0) { $0 << 8 | UInt64($1) })
        }
    }

    private let most: Int
    private let open = Mutex<[Address: Int]>([:])

    /// - Parameter most: how many connections of strangers an address may have open.
    init(most: Int) { self.most = most }

    /// Gives a client that connects one of its address's places; false when all are taken. A socket without an address needs none.
    func admit(_ peer: Peer, from address: SocketAddress?) -> Bool {
        guard let address = Address(address) else { return true }
        let isAdmitted = open.withLock { open in
            guard open[address, default: 0] < most else { return false }
            open[address, default: 0] += 1
            return true
        }
        if isAdmitted { peer.take(Place(self, address)) }
        return isAdmitted
    }

    private func leave(_ address: Address) {
        open.withLock { open in
            guard let count = open[address] else { return }
            open[address] = count > 1 ? count - 1 : nil
        }
    }
}
