import NIOCore
import NIOHTTP1

/// Which requests of a connection have come, which one is being answered, and what waits behind it: decides what a connection does with what it reads.
struct RequestOrder {
    /// What a connection has to do.
    enum Action {
        case nothing
        /// Have a request answered.
        case answer(HTTPRequestHead, Body)
        /// Hand on what came of the body of the request that is being answered.
        case feed(ByteBuffer)
        /// That body has come to its end.
        case endBody
        /// That body broke off.
        case breakBody(any Error)
        /// Throw away what is still to come of the body of an answered request, and give the client some time to end it.
        case dropBody
        /// That body has come to its end.
        case bodyDropped
        /// Answer 400, and end the connection.
        case refuse
        /// End the connection.
        case close
    }

    /// What is known of a request's body when somebody is to answer it.
    enum Body {
        case whole(ByteBuffer?)
        case begun(ByteBuffer?)
    }

    private enum Phase {
        /// The next request has not begun.
        case idle
        /// A request that nobody answers yet, with what has come of its body.
        case begun(HTTPRequestHead, ByteBuffer?)
        /// A request is being answered while its body comes.
        case arriving
        /// A request is being answered that has come as a whole. What comes now is of the next.
        case whole
        /// A request is answered, and the rest of its body still comes.
        case rest
        /// Nothing more is read.
        case ended
    }

    private var phase = Phase.idle
    /// Parts of requests behind the one that is being answered.
    private var waiting = CircularBuffer<HTTPServerRequestPart>()
    /// What came behind them is no HTTP.
    private var isBroken = false
    /// The client sends nothing more.
    private var isInputClosed = false
    /// The connection ends with the answer under way.
    private var isLast = false

    /// Whether more may be read: what waits is bounded by what one reading brings.
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

    /// Something of a request came.
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
        // The parser does not bring them in this order.
        case (.idle, _), (.begun, .head), (.arriving, .head): break
        }
        return .nothing
    }

    /// All is taken that came at once: a request whose body has not come as a whole is answered while the rest comes.
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

    /// The answer under way is written.
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

    /// A part that waits, and can be taken now.
    mutating func nextWaiting() -> HTTPServerRequestPart? {
        switch phase {
        case .whole, .ended: nil
        case .idle, .begun, .arriving, .rest: waiting.popFirst()
        }
    }

    /// What came is no HTTP. It is found out after the parts before it.
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

    /// The client sends nothing more.
    mutating func inputClosed() -> Action {
        isInputClosed = true
        return takenAll()
    }

    /// The connection ends with the answer under way; now, when there is none.
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
