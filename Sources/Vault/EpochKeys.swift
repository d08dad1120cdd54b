import Crypto
import Synchronization

/// The keys of the epochs in a running process. Finds the key of a newer epoch by reading the key file again, so that a rotation needs no
/// restart.
final class EpochKeys: Sendable {
    private struct State {
        var masterKey: MasterKey
        /// The epoch under which new keys are wrapped.
        var present: Int
    }

    private let state: Mutex<State>

    init(_ masterKey: MasterKey, present: Int) { state = Mutex(State(masterKey: masterKey, present: present)) }

    /// The epoch under which new keys are wrapped.
    var present: Int { state.withLock { $0.present } }

    /// The master key as it was read last.
    var masterKey: MasterKey { state.withLock { $0.masterKey } }

    /// Wraps a key under an epoch.
    func wrapped(_ key: SymmetricKey, under epoch: Int) throws -> WrappedKey {
        try WrappedKey(key, under: self.key(of: epoch), of: epoch)
    }

    /// The key of an epoch.
    /// - Throws: `VaultError.epochMissing` when the key file lacks it too.
    func key(of epoch: Int) throws(VaultError) -> SymmetricKey { try masterKey(of: epoch).key(of: epoch) }

    /// Wraps new keys under this epoch from now on.
    /// - Throws: `VaultError.epochMissing`, `VaultError.wrongMasterKey` when the file holds another key for it.
    func proceed(to epoch: Epoch) throws(VaultError) {
        let masterKey = try masterKey(of: epoch.number)
        try epoch.check(masterKey)
        state.withLock { $0.present = max($0.present, epoch.number) }
    }

    /// A master key that has the epoch.
    private func masterKey(of epoch: Int) throws(VaultError) -> MasterKey {
        let known = self.masterKey
        if known.numbers.contains(epoch) { return known }
        guard let path = known.path, let read = try? MasterKey.file(at: path), read.numbers.contains(epoch) else {
            throw .epochMissing(epoch)
        }
        // The file of another vault, put there by mistake: the next call reads the file again.
        guard read.hasRoot(of: known) else { throw .wrongMasterKey }
        state.withLock { $0.masterKey = read }
        return read
    }
}
