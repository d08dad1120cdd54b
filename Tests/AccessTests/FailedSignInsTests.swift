import Synchronization
import Testing

@testable import Access

/// How long an address waits whose sign-ins fail.
@Suite struct FailedSignInsTests {
    /// A clock that a test moves.
    private final class Watch: Sendable {
        private let instant = Mutex(ContinuousClock.now)

        var now: ContinuousClock.Instant { instant.withLock { $0 } }
        func move(by duration: Duration) { instant.withLock { $0 += duration } }
    }

    private let watch = Watch()

    @Test func `ten may fail; then the waits double to a minute`() {
        let failures = FailedSignIns { [watch] in watch.now }
        for _ in 0..<9 { #expect(!failures.count("192.0.2.1")) }
        #expect(failures.wait(of: "192.0.2.1") == nil)
        #expect(failures.count("192.0.2.1"))
        for seconds in [1, 2, 4, 8, 16, 32, 60, 60] {
            #expect(failures.wait(of: "192.0.2.1") == seconds)
            watch.move(by: .seconds(seconds) - .milliseconds(1))
            #expect(failures.wait(of: "192.0.2.1") == 1)
            watch.move(by: .milliseconds(1))
            #expect(failures.wait(of: "192.0.2.1") == nil)
            #expect(!failures.count("192.0.2.1"))
        }
        #expect(failures.wait(of: "192.0.2.2") == nil)
        // Ten minutes without a failure are forgotten.
        watch.move(by: .seconds(600))
        #expect(!failures.count("192.0.2.1") && failures.wait(of: "192.0.2.1") == nil)
    }

    @Test func `what is kept is bounded, and the earliest failure is forgotten first`() {
        let failures = FailedSignIns(allowed: 1, capacity: 3) { [watch] in watch.now }
        for number in 1...4 {
            _ = failures.count("192.0.2.\(number)")
            watch.move(by: .milliseconds(1))
        }
        #expect((1...4).map { failures.wait(of: "192.0.2.\($0)") != nil } == [false, true, true, true])
        #expect(FailedSignIns(allowed: nil).count("192.0.2.1") == false)
    }

    @Test func `every failure is told, whether or not an address has to wait`() {
        for allowed in [1, nil] {
            let told = Mutex(0)
            let failures = FailedSignIns(allowed: allowed, onFailure: { told.withLock { $0 += 1 } })
            for _ in 1...3 { _ = failures.count("192.0.2.1") }
            #expect(told.withLock { $0 } == 3)
        }
    }

    @Test func `of IPv6 a network counts as one address`() {
        let groups = ["2001:db8:0:1::1", "2001:DB8:0:1:ffff::2", "2001:db8:0:2::1", "::ffff:192.0.2.1", "192.0.2.1", "::1", "odd"]
            .map(FailedSignIns.group)
        #expect(groups[0] == groups[1] && groups[0] != groups[2] && groups[3] == groups[4] && Set(groups).count == 5)
        let withPorts = ["192.0.2.1:80", "[2001:db8:0:1::1]:80", "[2001:db8:0:1::1]"].map(FailedSignIns.group)
        #expect(withPorts == [groups[4], groups[0], groups[0]])
    }
}
