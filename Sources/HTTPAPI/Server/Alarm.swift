import NIOCore

/// An alarm on an event loop, of which one at most is scheduled. It may ring too early: whoever hears it looks at the time, and sets it again.
struct Alarm {
    private var scheduled: (time: NIODeadline, task: Scheduled<Void>)?

    var isSet: Bool { scheduled != nil }

    /// Has it ring at this time, or sooner. To set it to later times again and again costs nothing until it rings.
    mutating func set(to time: NIODeadline, on loop: any EventLoop, _ ring: @escaping () -> Void) {
        if let scheduled {
            if scheduled.time <= time { return }
            scheduled.task.cancel()
        }
        scheduled = (time, loop.assumeIsolated().scheduleTask(deadline: time, ring))
    }

    /// It rang, or must not ring.
    mutating func unset() {
        scheduled?.task.cancel()
        scheduled = nil
    }
}
