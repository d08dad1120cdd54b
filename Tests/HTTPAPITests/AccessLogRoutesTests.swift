import Access
import ContractService
import Contracts
import FoundationEssentials
import HTTPAPI
import HTTPTypes
import JSON
import Testing

/// Every reading of personal data is recorded before it is answered.
@Suite(.timeLimit(.minutes(10))) struct AccessLogRoutesTests {
    private static let person = "/v1/contracts/\(TestAPI.contract)/people/holder"

    @Test func `a person read is a reading by the caller, with the fields shown`() async throws {
        let log = ScriptedAccessLog()
        let reply = try await TestAPI { $0.accessLog = log }.call(.get, Self.person)
        #expect(reply.status == 200 && log.readings.count == 1)
        let reading = try #require(log.readings.first)
        #expect(reading.caller == "payroll" && reading.role == "auditor operator supervisor" && reading.subject == .person)
        #expect(reading.contract?.uuidString.lowercased() == TestAPI.contract && reading.person == "holder")
        #expect(reading.fields == ["familyName"] && reading.found == 1 && reading.trace == reply.headers["X-Request-ID"])
    }

    @Test func `so is HEAD, and the answer that nothing is held`() async throws {
        let log = ScriptedAccessLog()
        #expect(try await TestAPI { $0.accessLog = log }.call(.head, Self.person).status == 200)
        #expect(
            try await TestAPI(ScriptedService(refusing: ServiceError.personUnknown)) { $0.accessLog = log }.call(.get, Self.person).status
                == 404)
        #expect(log.readings.map(\.found) == [1, 0])
    }

    @Test func `a reading that cannot be recorded shows nothing`() async throws {
        let reply = try await TestAPI { $0.accessLog = ScriptedAccessLog(isAway: true) }.call(.get, Self.person)
        #expect(reply.status == 503 && reply.headers["Retry-After"] != nil && reply.rule == "service.unavailable")
        #expect(!reply.text.contains("Durand"))
    }

    @Test func `what was refused before anything was read is no reading`() async throws {
        let log = ScriptedAccessLog()
        #expect(try await TestAPI { $0.accessLog = log }.call(.get, Self.person + "?x=1").status == 400)
        #expect(try await TestAPI { $0.accessLog = log }.call(.get, Self.person, as: nil).status == 401)
        #expect(
            try await TestAPI(ScriptedService(refusing: ServiceError.refused(.contractUnknown))) { $0.accessLog = log }.call(
                .get, Self.person
            ).status == 404)
        #expect(log.readings.isEmpty)
    }

    @Test func `the access log is told in pages, the latest first`() async throws {
        let caller = Caller(id: "clerk-1", capacity: .staff([.clerk]))
        let log = ScriptedAccessLog(
            (1...3).map { Reading(by: caller, .search, fields: ["familyName", "birthDay"], found: $0, trace: nil) })
        let api = try TestAPI { $0.accessLog = log }
        let first = try await api.call(.get, "/v1/access-log?limit=2")
        #expect(first.status == 200 && first.json["readings"]?.array?.map { $0["found"] } == [3, 2])
        #expect(first.json["readings"]?[0]?["at"] == "1970-01-01T00:00:02Z" && first.json["readings"]?[0]?["contract"] == nil)
        #expect(first.headers["Link"] == "</v1/access-log?limit=2&after=2>; rel=\"next\"")
        let second = try await api.call(.get, "/v1/access-log?limit=2&after=2")
        #expect(second.json["readings"]?.array?.map { $0["position"] } == [1] && second.headers["Link"] == nil)
    }

    @Test func `filters are checked, and handed on`() async throws {
        let log = ScriptedAccessLog()
        let api = try TestAPI { $0.accessLog = log }
        let query = "contract=\(TestAPI.contract)&caller=c-1&from=1970-01-01T00:00:01Z&through=1970-01-01T00:00:02Z"
        #expect(try await api.call(.get, "/v1/access-log?\(query)").status == 200)
        var filter = ReadingFilter()
        filter.contract = UUID(uuidString: TestAPI.contract)
        (filter.caller, filter.from, filter.before) = ("c-1", 1_000_000, 2_000_001)
        #expect(log.asked == [filter])
        for (query, name) in [
            ("contract=x", "contract"), ("from=2026-01-01", "from"), ("through=x", "through"), ("limit=0", "limit"),
            ("limit=1001", "limit"),
            ("after=0", "after"), ("caller=", "caller"), ("who=x", "who"),
        ] {
            let reply = try await api.call(.get, "/v1/access-log?\(query)")
            #expect(reply.status == 400 && reply.named == name)
        }
    }
}
