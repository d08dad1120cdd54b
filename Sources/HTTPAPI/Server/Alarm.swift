import NIOCore

/// A timer on an event loop, scheduled at most once. It may fire too early: the handler then checks the time and sets it again.
struct Alarm {
    private var scheduled: (time: NIODeadline, task: Scheduled<Void>)?

    var isSet: Bool { scheduled != nil }

    /// Makes the timer fire at `time` or earlier. Setting a later time costs nothing until it fires.
    mutating func set(to time: NIODeadline, on loop: any EventLoop, _ ring: @escaping () -> Void) {
        if let scheduled {
            if scheduled.time <= time { return }
            scheduled.task.cancel()
        }
        scheduled = (time, loop.assumeIsolated().scheduleTask(deadline: time, ring))
    }

    /// Clears the timer after it has fired, or cancels it.
    mutating func unset() {
        scheduled?.task.cancel()
        scheduled = nil
    }
}
