import Access
import BillingService
import Hummingbird
import JSON
import NIOCore

/// `POST /v1/bank-files`: what the bank says, in its own files.
struct BankFileRoutes: Sendable {
    let runs: any RunKeeping
    /// The least rate at which a file may arrive.
    private let leastRate: (bytesPerSecond: Int, window: Duration)
    /// Each file holds a thread while it arrives.
    private let places: Places<Caller>

    init(runs: any RunKeeping, _ configuration: Configuration) {
        self.runs = runs
        leastRate = configuration.leastBulkRate
        places = Places(each: configuration.bulksPerCaller)
    }

    var routes: [Route] { [Route(operation: .sendBankFile, answering: .recorder({ try await answer($0, $1) }))] }

    private func answer(_ request: Request, _ scope: RoleScope<some RecordingRequirement>) async throws -> Response {
        guard request.isUTF8(of: "application/xml") else { throw Problem.wrongMediaType("application/xml") }
        _ = try Query(of: request)
        guard let place = places.take(for: scope.caller) else { throw Problem.tooManyBulks }
        defer { withExtendedLifetime(place) {} }
        request.invite(in: scope.signedIn.request)
        let arriving = ArrivingBytes()
        let rate = LeastRate(bytesPerSecond: leastRate.bytesPerSecond, over: leastRate.window)
        let (body, caller) = (request.body.sequence, BankCaller(scope.caller.id))
        return try await withThrowingTaskGroup(of: JSON?.self) { [runs] group in
            defer { group.cancelAll() }
            group.addTask {
                defer { arriving.close() }
                return try await runs.recordBankFile({ try arriving.next() }, by: caller)
            }
            group.addTask {
                do {
                    try await Self.read(body, into: arriving, rate)
                    arriving.end(.success(()))
                } catch { arriving.end(.failure(error)) }
                return nil
            }
            group.addTask {
                if (try? await rate.becomeTooSlow()) != nil { arriving.end(.failure(Problem.tooSlow)) }
                return nil
            }
            while let answer = try await group.next() { if let answer { return Response(json: answer) } }
            throw CancellationError()
        }
    }

    /// Reads a body until its end, or until nobody takes its bytes any more.
    private static func read(_ body: RequestBody, into arriving: ArrivingBytes, _ rate: LeastRate) async throws {
        rate.beginReading()
        for try await buffer in body {
            rate.endReading(bytes: buffer.readableBytes, lines: 0)
            if !(await arriving.put(Array(buffer: buffer))) { return }
            rate.beginReading()
        }
        try Task.checkCancellation()  // a cancelled body ends early, without an error
    }
}
