import CLibPQ
import Glibc
import Logging

/// One connection to the server, always in libpq's non-blocking mode and, between accesses, in pipeline mode. Used by one thread only.
final class Connection {
    let pointer: OpaquePointer
    var limits = Limits.none
    /// Why the server was asked to cancel; such a connection finishes its statement and is never used again.
    private(set) var interruption: EarlyEnd?
    private var isRetired = false
    /// How many notices of class 01 the server has sent as a WARNING. One that comes with the statement COMMIT makes that no success.
    private(set) var warnings = 0
    /// How many of them say that the wait for a synchronous standby was cancelled: these come with a commit, whatever the way to commit.
    private(set) var cancelledWaits = 0
    /// When the server's answer to a request to cancel is no longer awaited, and when the request may be sent again.
    private var patienceEnds: ContinuousClock.Instant?
    private var nextCancel = ContinuousClock.now
    private let wake: WakeSignal
    private let cancelHandle: CancelHandle?

    /// Opens a connection; blocks the thread.
    /// - Throws: `.unreachable`.
    init(_ configuration: PostgresConfiguration, wake: WakeSignal) throws(PostgresError) {
        let parameters = configuration.connectionParameters.sorted { $0.key < $1.key }
        let pointer = withCStrings(parameters.map(\.key)) { keywords in
            withCStrings(parameters.map(\.value)) { values in PQconnectdbParams(keywords, values, 0) }
        }
        guard let pointer else { throw PostgresError(.unreachable, "out of memory") }
        guard PQstatus(pointer) == CONNECTION_OK, PQsetnonblocking(pointer, 1) == 0, PQenterPipelineMode(pointer) == 1 else {
            defer { PQfinish(pointer) }
            throw PostgresError(.unreachable, String(cString: PQerrorMessage(pointer)))
        }
        self.pointer = pointer
        self.wake = wake
        cancelHandle = CancelHandle(pointer)
        PQsetNoticeReceiver(
            pointer,
            { connection, notice in
                guard let connection else { return }
                Unmanaged<Connection>.fromOpaque(connection).takeUnretainedValue().take(notice: notice)
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit { PQfinish(pointer) }

    /// Whether a next statement may be sent.
    var isUsable: Bool { interruption == nil && !isRetired && !isBroken }

    var isBroken: Bool { PQstatus(pointer) == CONNECTION_BAD }

    /// Whether the server takes no writes, or takes none unless asked to; one that does not say so may be such a server.
    var isToReadOnlyServer: Bool {
        ["in_hot_standby", "default_transaction_read_only"].contains { (name: String) in
            PQparameterStatus(pointer, name).map { String(cString: $0) } != "off"
        }
    }

    var transactionStatus: PGTransactionStatusType { PQtransactionStatus(pointer) }

    /// Keeps the connection from being used again: its state is not known.
    func retire() { isRetired = true }

    /// Takes in what an idle connection was sent, without waiting; false when the server has closed it, or has said that it does.
    func isStillOpen() -> Bool {
        while isUsable, clibpq_wait(PQsocket(pointer), Int16(POLLIN), -1, 0) != 0 {
            if PQconsumeInput(pointer) == 0 { return false }
            // Reads the messages: an error that answers nothing comes as a notice.
            _ = PQisBusy(pointer)
        }
        return isUsable
    }

    /// Reads what the server has sent: libpq learns only so that the connection is lost, once after the last bytes.
    func findOutWhetherBroken() {
        var reads = 3
        while reads > 0, !isBroken {
            _ = PQconsumeInput(pointer)
            reads -= 1
        }
    }

    var lastMessage: String { String(cString: PQerrorMessage(pointer)) }

    /// The next result of what was sent, nil between two statements. Waits for it, writing what is still to be written.
    ///
    /// When a limit is reached, the server is asked to cancel, and its answer still awaited: for one second, asked again every tenth of it, as a request
    /// that overtakes its statement has no effect. After that the connection counts as broken.
    /// - Throws: `ConnectionGivenUp` when that second has passed. A connection that broke by itself is an error result, with `isBroken`.
    func nextResult() throws(ConnectionGivenUp) -> ResultSet? {
        while true {
            let unsent = PQflush(pointer) == 1
            if PQisBusy(pointer) == 0 { break }
            try waitForSocket(Int16(POLLIN) | (unsent ? Int16(POLLOUT) : 0))
            if PQconsumeInput(pointer) == 0 { break }
        }
        return PQgetResult(pointer).map(ResultSet.init)
    }

    /// Waits until the socket is ready for one of `events`, or broken; see `nextResult` for what happens when a limit is reached.
    func waitForSocket(_ events: Int16) throws(ConnectionGivenUp) {
        while interruption == nil {
            let ready = clibpq_wait(PQsocket(pointer), events, wake.descriptor, limits.milliseconds)
            if ready & 1 != 0 { return }
            interruption = limits.reached
            if interruption == nil, ready & 2 != 0 { wake.lower() }
        }
        let givenUp = patienceEnds ?? .now + .seconds(1)
        patienceEnds = givenUp
        while ContinuousClock.now < givenUp {
            if ContinuousClock.now >= nextCancel {
                cancelHandle?.send()
                nextCancel = .now + .milliseconds(100)
            }
            if clibpq_wait(PQsocket(pointer), events, -1, 100) != 0 { return }
        }
        throw ConnectionGivenUp()
    }

    /// Waits until an idle connection is sent something, or `wake` is raised.
    func waitForMessage() { _ = clibpq_wait(PQsocket(pointer), Int16(POLLIN), wake.descriptor, -1) }

    /// A notice's level says enough for a log; its text may quote data.
    private func take(notice: OpaquePointer?) {
        func field(_ name: Unicode.Scalar) -> String { PQresultErrorField(notice, Int32(name.value)).map { String(cString: $0) } ?? "" }
        let severity = field("V")
        let state = field("C")
        if severity == "FATAL" || severity == "PANIC" { isRetired = true }
        if severity == "WARNING", state.hasPrefix("01") {
            warnings += 1
            if field("R") == "SyncRepWaitForLSN" { cancelledWaits += 1 }
        }
        Logger.current.debug("PostgreSQL notice", metadata: ["severity": "\(severity)", "sqlstate": "\(state)"])
    }
}

/// Calls `body` with the strings and a nil after the last one.
private func withCStrings<Result>(_ strings: [String], _ body: ([UnsafePointer<CChar>?]) -> Result) -> Result {
    let copies = strings.map { strdup($0) }
    defer { copies.forEach { free($0) } }
    return body(copies.map { UnsafePointer($0) } + [nil])
}
