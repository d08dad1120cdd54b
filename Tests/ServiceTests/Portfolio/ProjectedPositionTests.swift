import Testing

@testable import Portfolio

/// Who waits for a position is woken by it, and wakes the one who brings it about.
@Suite(.timeLimit(.minutes(10))) struct ProjectedPositionTests {
    @Test func `a rest ends when somebody begins to wait`() async {
        let progress = ProjectedPosition()
        async let rested: Void = progress.rest(atMost: .seconds(3600))
        async let waited: Void = progress.wait(for: 7, atMost: .seconds(3600))
        await rested
        progress.reached(7)
        await waited
    }

    @Test func `there is no rest while somebody waits`() async {
        let progress = ProjectedPosition()
        await withTaskGroup { group in
            group.addTask { await progress.wait(for: 7, atMost: .seconds(3600)) }
            group.addTask {
                for _ in 0..<10 { await progress.rest(atMost: .seconds(3600)) }
                progress.reached(7)
            }
        }
    }

    @Test func `a rest ends with its time, and with its task`() async {
        let progress = ProjectedPosition()
        await progress.rest(atMost: .milliseconds(1))
        let resting = Task { await progress.rest(atMost: .seconds(3600)) }
        resting.cancel()
        await resting.value
    }
}
