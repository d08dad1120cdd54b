import NIOCore
import NIOHTTP1

/// The state machine of a connection: tracks its requests and decides what to do with each part that arrives.
struct RequestOrder {
    /// The next action of the connection.
    enum Action {
        case nothing
        /// Answer a request.
        case answer(HTTPRequestHead, Body)
        /// Pass arrived bytes to the body of the current request.
        case feed(ByteBuffer)
        /// End the body of the current request: it is complete.
        case endBody
        /// End the body of the current request with an error: it broke off.
        case breakBody(any Error)
        /// Discard the rest of an answered request's body, and give the client some time to end it.
        case dropBody
        /// Note that the discarded body has ended.
        case bodyDropped
        /// Answer 400, and end the connection.
        case refuse
        /// End the connection.
        case close
    }

    /// The body of a request at the start of its answer.
    enum Body {
        case whole(ByteBuffer?)
        case begun(ByteBuffer?)
    }

    private enum Phase {
        /// The next request has not begun.
        case idle
        /// A request is arriving and not yet answered, with the body so far.
        case begun(HTTPRequestHead, ByteBuffer?)
        /// A request is being answered while its body arrives.
        case arriving
        /// A completely received request is being answered. New parts belong to the next request.
        case whole
        /// A request is answered, and the rest of its body is still arriving.
        case rest
        /// Nothing more is read.
        case ended
    }

    private var phase = Phase.idle
    /// Parts of the requests after the current one.
    private var waiting = CircularBuffer<HTTPServerRequestPart>()
    /// The input after the waiting parts is no HTTP.
    private var isBroken = false
    /// The client sends nothing more.
    private var isInputClosed = false
    /// The connection ends after the current answer.
    private var isLast = false

    /// Whether the connection may read. At most the parts of one read wait, so memory is bounded.
    var mayRead: Bool { waiting.isEmpty }

    /// Whether a request is being answered, or is about to be.
    var isAnswering: Bool {
        switch phase {
        case .begun, .arriving, .whole: true
        case .idle, .rest, .ended: false
        }
    }

    /// Whether the client has to send something for the connection to go on.
    var waitsForClient: Bool {
        switch phase {
        case .whole: false
        case .idle, .begun, .arriving, .rest, .ended: true
        }
    }

    /// Takes a part of a request that arrived.
    mutating func take(_ part: HTTPServerRequestPart) -> Action {
        switch (phase, part) {
        case (.idle, .head(let head)): phase = .begun(head, nil)
        case (.begun(let head, var body), .body(let more)):
            phase = .idle  // so that the body is not copied
            body.setOrWriteImmutableBuffer(more)
            phase = .begun(head, body)
        case (.begun(let head, let body), .end):
            phase = .whole
            return .answer(head, .whole(body))
        case (.arriving, .body(let more)): return .feed(more)
        case (.arriving, .end):
            phase = .whole
            return .endBody
        case (.whole, _): waiting.append(part)
        case (.rest, .end):
            phase = .idle
            return .bodyDropped
        case (.rest, _), (.ended, _): break
        // The parser never delivers parts in this order.
        case (.idle, _), (.begun, .head), (.arriving, .head): break
        }
        return .nothing
    }

    /// Ends a read. If a request's body is incomplete, its answer starts while the rest arrives.
    mutating func takenAll() -> Action {
        switch phase {
        case .begun, .idle:
            guard waiting.isEmpty else { return .nothing }
            if isBroken {
                phase = .ended
                return .refuse
            }
            guard case .begun(let head, let body) = phase else { return isInputClosed ? close() : .nothing }
            phase = .arriving
            return .answer(head, .begun(body))
        case .rest: return isInputClosed ? close() : .nothing
        case .arriving, .whole, .ended: return .nothing
        }
    }

    /// Ends the current answer: it is written.
    mutating func answered() -> Action {
        switch phase {
        case _ where isLast: return close()
        case .arriving:
            phase = .rest
            return .dropBody
        case .whole: phase = .idle
        case .idle, .begun, .rest, .ended: break
        }
        return .nothing
    }

    /// The next waiting part that can be taken now.
    mutating func nextWaiting() -> HTTPServerRequestPart? {
        switch phase {
        case .whole, .ended: nil
        case .idle, .begun, .arriving, .rest: waiting.popFirst()
        }
    }

    /// Notes that the input is no HTTP. Earlier parts are handled first.
    mutating func broken(_ error: any Error) -> Action {
        switch phase {
        case .idle, .begun:
            phase = .ended
            return .refuse
        case .arriving:
            (phase, isLast) = (.whole, true)
            return .breakBody(error)
        case .whole: isBroken = true
        case .rest: return close()
        case .ended: break
        }
        return .nothing
    }

    /// Notes that the client sends nothing more.
    mutating func inputClosed() -> Action {
        isInputClosed = true
        return takenAll()
    }

    /// Ends the connection after the current answer, or now if there is none.
    mutating func end() -> Action {
        isLast = true
        return isAnswering ? .nothing : close()
    }

    private mutating func close() -> Action {
        if case .ended = phase { return .nothing }
        phase = .ended
        waiting.removeAll()
        return .close
    }
}
