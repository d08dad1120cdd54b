import Access
import CivilTime
import ContractService
import Contracts
import HTTPTypes
import Hummingbird
import JSON
import Logging

/// `GET /v1/access-log`: who read personal data.
struct AccessLogRoutes: Sendable {
    let log: any AccessLogging

    /// The most readings on a page.
    static let page = 1000

    var routes: [Route] { [Route(operation: .accessLog, answering: .signedIn { try await answer($0, $1) })] }

    private func answer(_ request: Request, _ scope: SignedInScope) async throws -> Response {
        let query = try Query(of: request, allowing: ["contract", "caller", "from", "through", "limit", "after"])
        var filter = ReadingFilter()
        filter.contract = try query.optional("contract", "UUID") { ContractID($0)?.uuid }
        filter.caller = try query.optional("caller", "1…200 characters") { 1...200 ~= $0.count ? $0 : nil }
        filter.from = try query.instant("from")?.microseconds
        filter.before = try query.instant("through")?.adding(microseconds: 1).microseconds
        filter.beforePosition = try query.optional("after", "Link, rel=\"next\"") { Int(digits: $0, in: 1...Int.max).map(Int64.init) }
        // Agents see the readings of their own contract only.
        if case .agent(let own) = scope.caller.capacity {
            if let asked = filter.contract, asked != own { throw ServiceError.refused(.contractUnknown) }
            filter.contract = own
        }
        let limit = try query.optional("limit", "1…\(Self.page)") { Int(digits: $0, in: 1...Self.page) } ?? 100
        let readings: [RecordedReading]
        do { readings = try await log.readings(filter, limit: limit) } catch { throw ServiceError(error) ?? error }
        var headers: HTTPFields = [:]
        if readings.count == limit, let last = readings.last, last.position > 1 {
            headers[.link] = query.link(to: request.path, setting: [("after", String(last.position))])
        }
        return Response(json: ["readings": .array(readings.map { .reading($0) })], headers: headers)
    }
}

extension AccessLogging {
    /// Records a reading before the data is shown.
    ///
    /// - Throws: `ServiceError.unavailable` when the reading is not known to be durable: then nothing is shown.
    func recordBeforeAnswer(_ reading: Reading, in scope: SignedInScope) async throws {
        do { try await record(reading) } catch {
            scope.logger.error("a reading is not recorded: nothing was shown", metadata: ["error": "\(type(of: error))"])
            throw ServiceError.unavailable(retryAfterSeconds: 2)
        }
    }
}

extension Query {
    fileprivate func instant(_ name: String) throws(Problem) -> Instant? { try optional(name, "YYYY-MM-DDThh:mm:ssZ") { Instant($0) } }
}

extension JSON {
    fileprivate static func reading(_ recorded: RecordedReading) -> JSON {
        let reading = recorded.reading
        var fields: JSON.Object = [
            "position": .integer(recorded.position), "at": .string(Instant(microseconds: recorded.at).description),
            "caller": .string(reading.caller), "role": .string(reading.role), "what": .string(reading.subject.rawValue),
        ]
        if let contract = reading.contract { fields.append("contract", .string(ContractID(contract).description)) }
        if let person = reading.person { fields.append("person", .string(person)) }
        fields.append("fields", .array(reading.fields.map { .string($0) }))
        fields.append("found", .integer(Int64(reading.found)))
        if let trace = reading.trace { fields.append("trace", .string(trace)) }
        return .object(fields)
    }
}
