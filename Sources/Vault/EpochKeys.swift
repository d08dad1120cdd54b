import Crypto
import Postgres
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

    /// The master key: as it was read at first, with the keys of newer epochs.
    var masterKey: MasterKey { state.withLock { $0.masterKey } }

    /// Wraps a key under the present epoch, or one before.
    func wrapped(_ key: SymmetricKey, under epoch: Int) throws -> WrappedKey {
        try WrappedKey(key, under: masterKey.key(of: epoch), of: epoch)
    }

    /// The key of an epoch. Reads the key file again when the epoch is later than the present one, or its key is not known.
    ///
    /// - Throws: `VaultError.epochMissing` when the key file lacks it too; `VaultError.wrongMasterKey` when the file holds another key for it.
    func key(of number: Int, in session: Session) throws -> SymmetricKey {
        let known = masterKey
        if number <= present, known.numbers.contains(number) { return try known.key(of: number) }
        guard let epoch = try Epoch.all(in: session).first(where: { $0.number == number }) else { throw VaultError.epochMissing(number) }
        return try proven(epoch).key(of: number)
    }

    /// Wraps new keys under this epoch from now on.
    /// - Throws: `VaultError.epochMissing`, `VaultError.wrongMasterKey` when the file holds another key for it.
    func proceed(to epoch: Epoch) throws(VaultError) {
        _ = try proven(epoch)
        state.withLock { $0.present = max($0.present, epoch.number) }
    }

    /// A master key that has the right key of the epoch. Of a file that is read again only that key is taken.
    private func proven(_ epoch: Epoch) throws(VaultError) -> MasterKey {
        let known = masterKey
        if (try? epoch.check(known)) != nil { return known }
        guard let path = known.path, let read = try? MasterKey.file(at: path), read.numbers.contains(epoch.number) else {
            throw .epochMissing(epoch.number)
        }
        // The file of another vault, or with another key of the epoch, put there by mistake: the next call reads the file again.
        guard read.hasRoot(of: known) else { throw .wrongMasterKey }
        try epoch.check(read)
        return state.withLock { state in
            state.masterKey = state.masterKey.taking(epoch.number, from: read)
            return state.masterKey
        }
    }
}
