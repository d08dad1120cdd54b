import NIOCore

/// The time limits of a connection.
extension ClientConnection {
    /// Cancels the work when its answer has not begun after `duration`.
    func limit(_ exchange: Exchange, to duration: TimeAmount) {
        guard exchange === self.exchange else { return }
        let due = loop.now + duration
        self.due = due
        watchDeadline(due)
    }

    private func watchDeadline(_ time: NIODeadline) {
        dueAlarm.set(to: time, on: loop) { [self] in
            dueAlarm.unset()
            guard let due else { return }
            if due > loop.now { return watchDeadline(due) }
            self.due = nil
            task?.cancel()
        }
    }

    /// Cancels the work on a request.
    func cancel(_ exchange: Exchange) {
        if exchange === self.exchange { task?.cancel() }
    }

    /// Cancels the current work, and ends the connection.
    func cancelAll() {
        closesAtOnce = true
        perform(order.end())
        task?.cancel()
    }

    /// Closes a connection that has received nothing for too long.
    func watchIdleness() {
        guard context?.channel.isActive == true else { return }
        idleAlarm.set(to: lastActive + settings.idleTimeout, on: loop) { [self] in
            idleAlarm.unset()
            // The end of the current answer sets the timer again.
            guard order.waitsForClient else { return }
            if lastActive + settings.idleTimeout > loop.now { return watchIdleness() }
            context?.close(promise: nil)
        }
    }

    /// Closes a connection whose client keeps sending an unwanted body. First leaves the client some time to read the answer.
    func watchRest() {
        restAlarm.set(to: loop.now + settings.restPatience, on: loop) { [self] in context?.close(promise: nil) }
    }

    /// Closes the connection of a client that takes no written bytes for too long.
    func watchStall() {
        if stallAlarm.isSet { return }
        (lastTaken, untaken) = (loop.now, nil)
        lookForStall()
    }

    private func lookForStall() {
        stallAlarm.set(to: loop.now + TimeAmount.nanoseconds(settings.stallTimeout.nanoseconds / 4), on: loop) { [self] in
            stallAlarm.unset()
            guard let context, let left = try? context.channel.syncOptions?.getOption(.bufferedWritableBytes), left > 0 else { return }
            if untaken.map({ left < $0 }) ?? true { lastTaken = loop.now }
            untaken = left
            if lastTaken + settings.stallTimeout > loop.now { return lookForStall() }
            peer.depart(.stalled)
            context.close(promise: nil)
        }
    }

    func unsetAlarms() {
        dueAlarm.unset()
        idleAlarm.unset()
        stallAlarm.unset()
        restAlarm.unset()
    }
}
