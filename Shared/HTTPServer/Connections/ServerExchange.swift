public import EventLoop
public import HTTPWire
public import Identifiers
public import Identity
public import Observability

/// One request and its answer, as a handler sees them; and, from request to request, the connection they came over.
///
/// The object lives as long as its connection and is used by one task on one loop. A handler must not keep it after
/// it has returned. Reading is in `ServerExchange+Body.swift`, answering in `ServerExchange+Send.swift`, the life of the
/// connection in `ServerExchange+Serve.swift`.
public final class ServerExchange {
    /// The request being answered.
    public internal(set) var head: HTTPRequestHead

    /// How the end of its body is found.
    public internal(set) var framing = HTTPBodyFraming.none

    /// The most bytes its body may have.
    public internal(set) var bodyLimit = 0

    /// The id of this request in logs, answers and whatever is sent on: the caller's, if it brought a valid one.
    public var requestID: UUID128 {
        if let knownRequestID { return knownRequestID }
        let id = head.fields.withFirst(.xRequestID) { UUID128($0) }.flatMap { $0 } ?? endpoint.nextID()
        knownRequestID = id
        return id
    }

    /// The span this request is served in: a child of the caller's, or the first of a new trace.
    public var trace: TraceContext {
        if let knownTrace { return knownTrace }
        var reader = TraceContextReader()
        if head.fields.contains(.traceparent) {
            head.fields.forEachLine { name, _, value in
                if name == .traceparent { reader.traceparent(value) }
                if name == .tracestate { reader.tracestate(value) }
            }
        }
        let trace = endpoint.served(reader)
        knownTrace = trace
        return trace
    }

    /// Whether anybody has asked for the trace yet.
    var hasTrace: Bool { knownTrace != nil || head.fields.contains(.traceparent) }

    /// When the request's head was complete.
    public internal(set) var receivedAt = MonotonicTime.never

    /// What the handler wants remembered about this request for the access log, such as the route's template.
    public var notes = ExchangeNotes()

    /// How long ago the head was complete, in nanoseconds.
    public var elapsedNanoseconds: UInt64 {
        let now = MonotonicTime.now
        return receivedAt < now ? now.nanoseconds - receivedAt.nanoseconds : 0
    }

    public var peer: SocketAddress { stream.peer }
    public var loop: Loop { stream.loop }

    let stream: TCPStream
    let endpoint: HTTPEndpoint
    var parser: HTTPRequestParser

    /// Bytes that arrived behind what has been parsed: the beginning of a body, or the next request.
    var pending: [UInt8] = []
    var pendingOffset = 0

    var body = BodyState.complete
    var answer = AnswerState.none
    var abort = AbortReason.none
    var requestCount = 0
    var knownRequestID: UUID128?
    var knownTrace: TraceContext?
    var clientKeepsAlive = false
    var expectation = HTTPRequestHead.Expectation.none
    /// Whether the server has begun to stop: the connection will carry no further request.
    public internal(set) var isDraining = false
    var isRefused = false
    var isBrokenOff = false
    var bodyPace: Pace?
    var answerPace: Pace?

    /// What the handler threw, for the log; nil when it answered.
    public internal(set) var failure: (any Error)?

    /// How the request ended, for the access log and the metrics; known once it has.
    public var ending: Ending {
        if isRefused { return .refused }
        // A stream that failed by itself is the client's doing: it left, or did not take what it had asked for.
        if abort == .clientGone || isBrokenOff && abort == .none && failure is StreamFault { return .clientGone }
        return isBrokenOff ? .brokenOff : .answered
    }

    /// The credential of an earlier request of this connection, for whoever verifies them.
    public var credential: ProvenCredential?

    /// Called on the loop when the server begins to stop while this request is being answered: how an answer without an
    /// end of its own comes to one. Forgotten with the request.
    public var onDrain: (() -> Void)?

    /// Whether the connection may carry another request after this one.
    var keepsAlive = false

    /// Cancels the connection's task: how a deadline, a vanished client or a drain reaches the handler.
    let cancelTask: () -> Void
    /// Fired whenever the task is cancelled, for waits on other connections that this one's task begins.
    public let cancellation: CancellationSignal
    private var watchdog: TimerID?
    private var watchdogAt = MonotonicTime.never
    private var deadline = MonotonicTime.never

    init(
        _ stream: TCPStream, of endpoint: HTTPEndpoint, _ cancellation: CancellationSignal,
        cancelTask: @escaping () -> Void
    ) {
        self.stream = stream
        self.endpoint = endpoint
        self.cancelTask = cancelTask
        self.cancellation = cancellation
        parser = HTTPRequestParser(limits: endpoint.wireLimits)
        head = HTTPEndpoint.noRequest
        watchdog = stream.loop.makeTimer { [unowned self] in watchdogWoke() }
        stream.onHangup = { [unowned self] in peerLeft() }
    }

    /// What has become of the request's body.
    enum BodyState: Equatable {
        /// Nothing more of it will come. Can transition to: unread (the next request).
        case complete
        /// Nobody has asked for it; `expectsContinue` if the client waits for our word. Can transition to: reading.
        case unread(expectsContinue: Bool)
        /// Some of it has been read. Can transition to: complete, broken.
        case reading
        /// It ended wrongly: the connection cannot be used again. Can transition to: nothing.
        case broken
    }

    /// What has become of the answer.
    enum AnswerState: Equatable {
        /// Nothing has been sent. Can transition to: started, finished.
        case none
        /// The head is out. Can transition to: finished.
        case started
        /// The whole answer is out, or as much of it as ever will be.
        case finished
    }

    /// Why the handler's task was cancelled.
    enum AbortReason: Equatable {
        case none
        case deadline
        case clientGone
        case shutdown
    }

    // MARK: Deadlines and departures

    /// Gives the handler until `deadline` from now on, or for ever: what a stream of events asks for.
    public func extendDeadline(to deadline: MonotonicTime) {
        self.deadline = deadline
        if deadline < watchdogAt { armWatchdog() }
    }

    /// The watchdog is not disarmed after each request: it looks at the deadline of the moment when it goes off.
    private func armWatchdog() {
        guard let watchdog else { return }
        watchdogAt = deadline
        loop.arm(watchdog, at: deadline)
    }

    private func watchdogWoke() {
        watchdogAt = .never
        guard isBusy, deadline != .never else { return }
        guard deadline <= loop.now else { return armWatchdog() }
        if abort == .none { abort = stream.peerFinished ? .clientGone : .deadline }
        cancelTask()
    }

    func peerLeft() {
        guard isBusy else { return }
        if stream.isHungUp {
            abort = .clientGone
            cancelTask()
        } else {
            extendDeadline(to: loop.now + endpoint.limits.halfCloseGrace)
        }
    }

    /// Whether a request is being answered at this moment.
    var isBusy: Bool { receivedAt != .never }

    /// No further request on this connection; one that is idle ends now.
    func drain() {
        isDraining = true
        if isBusy { onDrain?() } else if parser.isIdle { stream.interrupt() }
    }

    func end() {
        if let watchdog { loop.release(watchdog) }
        watchdog = nil
        stream.onHangup = nil
        onDrain = nil
        stream.close()
    }
}

extension ServerExchange {
    /// How a request ended.
    public enum Ending: Sendable, Equatable {
        /// With a whole answer, good or bad.
        case answered
        /// With an answer to what was no request: malformed, or never complete.
        case refused
        /// In the middle of its answer, by our fault or our end.
        case brokenOff
        /// Without anybody there to take the whole answer.
        case clientGone
    }
}

/// What is remembered about a request for the access log and the metrics, filled in by whoever knows it.
public struct ExchangeNotes: Sendable {
    /// Index of the route in the table that matched it; -1 for none.
    public var route = -1
    public var status = 0
    /// Whose data it is about, once the caller is known.
    public var organization: UUID128?
    public var bytesSent = 0
    public var bytesReceived = 0
    /// Who answered, when it was not this process.
    public var upstream: PreparedMembers?

    public init() {}
}
