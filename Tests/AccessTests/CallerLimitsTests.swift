import Access
import Synchronization
import Testing

/// A caller's buckets, at instants that the tests give.
@Suite struct CallerLimitsTests {
    private let clerk = Caller(id: "c-1", capacity: .staff([.clerk]))
    private let start = ContinuousClock.now

    @Test func `a burst goes through, then the steady rate`() {
        let limits = CallerLimits()
        for _ in 0..<100 { #expect(limits.take(.request, by: clerk, at: start) == .allowed) }
        #expect(limits.take(.request, by: clerk, at: start) == .wait(seconds: 1))
        let later = start + .seconds(1)
        for _ in 0..<50 { #expect(limits.take(.request, by: clerk, at: later) == .allowed) }
        #expect(limits.take(.request, by: clerk, at: later) == .wait(seconds: 1))
        // However long the pause, no more than a burst.
        let muchLater = start + .seconds(3600)
        for _ in 0..<100 { #expect(limits.take(.request, by: clerk, at: muchLater) == .allowed) }
        #expect(limits.take(.request, by: clerk, at: muchLater) == .wait(seconds: 1))
    }

    @Test(arguments: [(CallerLimits.Kind.search, 30, 2), (.person, 120, 1)])
    func `searches and people have a bucket of their own`(kind: CallerLimits.Kind, aMinute: Int, wait: Int) {
        let limits = CallerLimits()
        for _ in 0..<aMinute { #expect(limits.take(kind, by: clerk, at: start) == .allowed) }
        #expect(limits.take(kind, by: clerk, at: start) == .wait(seconds: wait))
        #expect(limits.take(.request, by: clerk, at: start) == .allowed)
        for _ in 0..<aMinute { #expect(limits.take(kind, by: clerk, at: start + .seconds(60)) == .allowed) }
    }

    @Test func `callers do not share, and an operator is not limited`() {
        let limits = CallerLimits(requests: CallRate(burst: 1, perSecond: 1))
        let other = Caller(id: "c-2", capacity: .employer(code: "0750001A"))
        let local = Caller(id: "operator", capacity: .staff([.supervisor, .auditor, .operator]))
        #expect(limits.take(.request, by: clerk, at: start) == .allowed && limits.take(.request, by: other, at: start) == .allowed)
        #expect(limits.take(.request, by: clerk, at: start) == .wait(seconds: 1))
        for _ in 0..<1000 { #expect(limits.take(.request, by: local, at: start) == .allowed) }
    }

    @Test func `many people in an hour are an alarm, once`() {
        let told = Mutex(0)
        let limits = CallerLimits(people: .unlimited, alarm: 5, onAlarm: { told.withLock { $0 += 1 } })
        let verdicts = (0..<7).map { limits.take(.person, by: clerk, at: start + .seconds($0)) }
        #expect(verdicts == [.allowed, .allowed, .allowed, .allowed, .alarming, .allowed, .allowed])
        let nextHour = (0..<5).map { limits.take(.person, by: clerk, at: start + .seconds(4000 + $0)) }
        #expect(nextHour.last == .alarming)
        #expect(told.withLock { $0 } == 2)
    }

    @Test func `many people shown in an hour are an alarm, once, whether lists named them or they were read one by one`() {
        let limits = CallerLimits(people: .unlimited, alarm: 500, shownAlarm: 100)
        #expect(!limits.show(50, to: clerk, at: start) && !limits.show(49, to: clerk, at: start + .seconds(1)))
        #expect(limits.take(.person, by: clerk, at: start + .seconds(2)) == .alarming)
        #expect(!limits.show(200, to: clerk, at: start + .seconds(3)))
        #expect(limits.take(.person, by: clerk, at: start + .seconds(4)) == .allowed)
        // A new hour begins anew, and one list may be an alarm by itself.
        #expect(limits.show(200, to: clerk, at: start + .seconds(3700)))
        #expect(!limits.show(200, to: clerk, at: start + .seconds(3701)))
    }

    @Test func `an operator, and people shown to somebody else, do not count`() {
        let limits = CallerLimits(shownAlarm: 10)
        let local = Caller(id: "operator", capacity: .staff([.supervisor, .auditor, .operator]))
        #expect(!limits.show(1000, to: local, at: start))
        #expect(!limits.show(9, to: Caller(id: "c-2", capacity: .staff([.auditor])), at: start) && !limits.show(9, to: clerk, at: start))
    }

    @Test func `the callers remembered are bounded, and one who waits is not forgotten for others`() {
        let limits = CallerLimits(requests: CallRate(burst: 1, perSecond: 1), searches: .unlimited, people: .unlimited, capacity: 3)
        func caller(_ number: Int) -> Caller { Caller(id: "c-\(number)", capacity: .staff([.clerk])) }
        for number in 0..<3 { #expect(limits.take(.request, by: caller(number), at: start) == .allowed) }
        // The buckets of the three are full again.
        for number in 3..<6 { #expect(limits.take(.request, by: caller(number), at: start + .seconds(2)) == .allowed) }
        #expect(limits.take(.request, by: caller(5), at: start + .seconds(2)) == .wait(seconds: 1))
    }
}
