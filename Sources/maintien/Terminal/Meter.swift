import Glibc
import Synchronization

/// Shows the progress, rate and time left of long work. On a terminal it rewrites one line; elsewhere it prints a line now and then.
final class Meter: Sendable {
    private let isQuiet: Bool
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let state = Mutex<State>(State())

    private struct State {
        var what = ""
        var began = ContinuousClock.now
        var shown = ContinuousClock.now
    }

    /// A meter; shows nothing if `isQuiet`.
    init(isQuiet: Bool) { self.isQuiet = isQuiet }

    /// Shows how much is done. May be called often, from any thread: the display changes only a few times a second.
    func show(_ what: String, _ done: Int, of all: Int) {
        if isQuiet { return }
        state.withLock { state in
            let now = ContinuousClock.now
            if state.what != what {
                if isTerminal, !state.what.isEmpty { Terminal.endProgress() }
                state = State(what: what, began: now, shown: now)
                return
            }
            guard now - state.shown > .milliseconds(isTerminal ? 200 : 10_000) || done == all else { return }
            state.shown = now
            let rate = Double(done) / max((now - state.began) / .seconds(1), 0.001)
            let left = Int((Double(all - done) / max(rate, 1)).rounded(.up))
            let words = "\(what), \(Int(rate))/s, \(left / 60) min \(left % 60) s left   "
            if isTerminal { Terminal.progress(words, Int64(done), of: Int64(all)) } else { Terminal.note("\(done) of \(all) \(words)") }
        }
    }

    /// Ends the progress line.
    func end() {
        let began = state.withLock { !$0.what.isEmpty }
        if isTerminal, began { Terminal.endProgress() }
    }
}
