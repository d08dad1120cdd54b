import HTTPTypes
import NIOCore
import NIOHTTP1

/// Reading requests and starting their answers.
extension ClientConnection {
    func perform(_ action: RequestOrder.Action) {
        switch action {
        case .nothing: break
        case .answer(let head, .whole(let bytes)): answer(head, .whole(bytes ?? ByteBuffer()))
        case .answer(let head, .begun(let bytes)):
            let arriving = ArrivingBody(for: NIOLoopBound(self, eventLoop: loop))
            body = (arriving, isFull: bytes.map { !arriving.add($0) } ?? false)
            answer(head, .arriving(arriving.body))
        case .feed(let bytes):
            guard let arriving = body?.arriving else { return }
            let hasRoom = arriving.add(bytes)
            body?.isFull = !hasRoom
        case .endBody: endBody()
        case .breakBody(let error): endBody(error)
        case .dropBody:
            endBody()
            watchRest()
        case .bodyDropped: restAlarm.unset()
        case .refuse:
            write(Response(status: .badRequest, headers: [.connection: "close"]))
            close()
        case .close: close()
        }
    }

    private func answer(_ head: HTTPRequestHead, _ body: Request.Body) {
        guard let context else { return }
        let connection = NIOLoopBound(self, eventLoop: loop)
        let exchange = Exchange(on: context.channel, peer: peer, connection: connection)
        self.exchange = exchange
        hasBegun = false
        if !head.isKeepAlive { perform(order.end()) }
        guard let request = try? Request(head, body: body) else { return refuse() }
        // The task starts immediately, not at the event loop's next turn.
        let task = Task.immediate(executorPreference: executor) { [settings] in
            do {
                let response = try await settings.answer(request, exchange)
                await connection.value.send(response, for: exchange)
            } catch {
                connection.value.refuse()
            }
        }
        if self.exchange === exchange { self.task = task }
    }

    /// Answers 400 to input that is no HTTP, and closes: the start of the next request is unknown.
    private func refuse() {
        write(Response(status: .badRequest, headers: [.connection: "close"]))
        answered()
    }

    /// Ends the current answer, and continues with the requests that arrived meanwhile.
    func answered() {
        (exchange, task, due) = (nil, nil, nil)
        lastActive = loop.now
        watchIdleness()
        perform(order.answered())
        // A request answered at once calls this function again.
        if isServing { return }
        isServing = true
        while let part = order.nextWaiting() { perform(order.take(part)) }
        isServing = false
        perform(order.takenAll())
        readMore()
    }

    func endBody(_ error: (any Error)? = nil) {
        body?.arriving.end(error)
        body = nil
        readMore()
    }

    /// Reads more, since the body has room again.
    func makeRoom() {
        body?.isFull = false
        readMore()
    }

    private func readMore() {
        guard isReadWanted, order.mayRead, body?.isFull != true else { return }
        isReadWanted = false
        context?.read()
    }
}
