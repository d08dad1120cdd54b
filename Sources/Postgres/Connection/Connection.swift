import CLibPQ
import Glibc
import Logging

/// One connection to the server, used by one thread only. Always in libpq's non-blocking mode; in pipeline mode between accesses.
final class Connection {
    let pointer: OpaquePointer
    var limits = Limits.none
    /// Why a cancel request was sent; such a connection finishes its statement and is never used again.
    private(set) var interruption: EarlyEnd?
    private var isRetired = false
    /// The number of class 01 notices that the server sent as a WARNING. If one arrives with a COMMIT, the COMMIT counts as unsuccessful.
    private(set) var warnings = 0
    /// The number of these warnings that report a cancelled wait for a synchronous standby. They come with any kind of commit.
    private(set) var cancelledWaits = 0
    /// `patienceEnds`: when to stop waiting for the answer to a cancel request. `nextCancel`: when to repeat the request.
    private var patienceEnds: ContinuousClock.Instant?
    private var nextCancel = ContinuousClock.now
    /// How long the server may take for an answer before its statement is cancelled: a second more than its own limit. Nil: any time.
    var patience: Duration?
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
        patience = configuration.statementTimeout.map { $0 + .seconds(1) }
        cancelHandle = CancelHandle(pointer)
        PQsetNoticeReceiver(
            pointer,
            { connection, notice in
                guard let connection else { return }
                Unmanaged<Connection>.fromOpaque(connection).takeUnretainedValue().take(notice: notice)
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit { PQfinish(pointer) }

    /// Whether the connection accepts another statement.
    var isUsable: Bool { interruption == nil && !isRetired && !isBroken }

    var isBroken: Bool { PQstatus(pointer) == CONNECTION_BAD }

    /// Whether the server is read-only, or is so by default. A server that does not report this counts as read-only.
    var isToReadOnlyServer: Bool {
        ["in_hot_standby", "default_transaction_read_only"].contains { (name: String) in
            PQparameterStatus(pointer, name).map { String(cString: $0) } != "off"
        }
    }

    var transactionStatus: PGTransactionStatusType { PQtransactionStatus(pointer) }

    /// Marks the connection as unusable, because its state is unknown.
    func retire() { isRetired = true }

    /// Reads pending input of an idle connection, without waiting. Returns false when the server has closed it or has announced that.
    func isStillOpen() -> Bool {
        while isUsable, clibpq_wait(PQsocket(pointer), Int16(POLLIN), -1, 0) != 0 {
            if PQconsumeInput(pointer) == 0 { return false }
            // Processes the messages: an error without a statement arrives as a notice.
            _ = PQisBusy(pointer)
        }
        return isUsable
    }

    /// Reads pending input: libpq notices a lost connection only by another read after the last bytes.
    func findOutWhetherBroken() {
        var reads = 3
        while reads > 0, !isBroken {
            _ = PQconsumeInput(pointer)
            reads -= 1
        }
    }

    var lastMessage: String { String(cString: PQerrorMessage(pointer)) }

    /// Returns the next result; nil between two statements. Waits for it, and writes pending output meanwhile.
    ///
    /// At a limit, or when the server exceeds its own by a second, sends a cancel request and waits one more second for the answer. After
    /// that the connection counts as broken.
    /// The request is repeated every tenth of a second, because one that arrives before its statement has no effect.
    /// - Throws: `ConnectionGivenUp` when that second has passed. A connection that breaks by itself gives an error result, and `isBroken`
    ///   is true.
    func nextResult() throws(ConnectionGivenUp) -> ResultSet? {
        var due: ContinuousClock.Instant?
        while true {
            let unsent = PQflush(pointer) == 1
            if PQisBusy(pointer) == 0 { break }
            try waitForSocket(Int16(POLLIN) | (unsent ? Int16(POLLOUT) : 0), due: &due)
            if PQconsumeInput(pointer) == 0 { break }
        }
        return PQgetResult(pointer).map(ResultSet.init)
    }

    /// Waits until the socket is ready for one of `events`, or broken. At a limit, does the same as `nextResult`.
    ///
    /// - Parameter due: when the answer is overdue. The first wait for an answer sets it: what has arrived already costs no look at the clock.
    func waitForSocket(_ events: Int16, due: inout ContinuousClock.Instant?) throws(ConnectionGivenUp) {
        if due == nil { due = patience.map { .now + $0 } }
        while interruption == nil {
            let ready = clibpq_wait(PQsocket(pointer), events, wake.descriptor, limits.milliseconds(before: due))
            if ready & 1 != 0 { return }
            interruption = limits.reached
            if interruption == nil, let due, ContinuousClock.now >= due { interruption = .silence }
            if interruption == nil, ready & 2 != 0 { wake.lower() }
        }
        let givenUp = patienceEnds ?? .now + .seconds(1)
        patienceEnds = givenUp
        // At least once: a thread that stands still meanwhile must not leave the statement running.
        repeat {
            if ContinuousClock.now >= nextCancel {
                cancelHandle?.send()
                nextCancel = .now + .milliseconds(100)
            }
            if clibpq_wait(PQsocket(pointer), events, -1, 100) != 0 { return }
        } while ContinuousClock.now < givenUp
        throw ConnectionGivenUp()
    }

    /// Waits until an idle connection receives a message, or `wake` is raised.
    func waitForMessage() { _ = clibpq_wait(PQsocket(pointer), Int16(POLLIN), wake.descriptor, -1) }

    /// Logs only a notice's level and code: its text may quote data.
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

/// Calls `body` with the strings as C strings, and a final nil.
private func withCStrings<Result>(_ strings: [String], _ body: ([UnsafePointer<CChar>?]) -> Result) -> Result {
    let copies = strings.map { strdup($0) }
    defer { copies.forEach { free($0) } }
    return body(copies.map { UnsafePointer($0) } + [nil])
}
