import CLibPQ
import Glibc

/// One connection of libpq (PGconn), non-blocking. It knows statements and results and nothing of who wants them.
///
/// Used on the loop's thread only, but for a `CancelKey`, which is made for another thread.
final class Link {
    private let connection: OpaquePointer
    private var isFinished = false

    /// Memory for the pointers that libpq wants of a statement's parameters, which it copies at once.
    private var values: [UnsafePointer<CChar>?] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    /// What PQconnectPoll waits for.
    enum Progress {
        case wantsRead, wantsWrite, connected, failed
    }

    /// Begins to connect (PQconnectStartParams); nil when there is no memory.
    init?(_ options: [(keyword: String, value: String)]) {
        let keywords = options.map { strdup($0.keyword) }
        let values = options.map { strdup($0.value) }
        defer {
            for text in keywords + values { free(text) }
        }
        let keywordPointers = keywords.map { UnsafePointer($0) } + [nil]
        let valuePointers = values.map { UnsafePointer($0) } + [nil]
        guard let connection = PQconnectStartParams(keywordPointers, valuePointers, 0) else { return nil }
        self.connection = connection
        clibpq_silence(connection)
        // With the SQLSTATE, which is the only way to learn why the server refused a connection.
        PQsetErrorVerbosity(connection, PQERRORS_VERBOSE)
    }

    deinit {
        finish()
    }

    /// Closes the connection. Nothing else may be called afterwards.
    func finish() {
        guard !isFinished else { return }
        isFinished = true
        PQfinish(connection)
    }

    // MARK: Connecting

    func poll() -> Progress {
        guard PQstatus(connection) != CONNECTION_BAD else { return .failed }
        switch PQconnectPoll(connection) {
        case PGRES_POLLING_OK: return .connected
        case PGRES_POLLING_READING: return .wantsRead
        case PGRES_POLLING_WRITING: return .wantsWrite
        default: return .failed
        }
    }

    var isBad: Bool { PQstatus(connection) == CONNECTION_BAD }

    /// The descriptor, which may change while connecting; nil when there is none.
    var descriptor: Int32? {
        let number = PQsocket(connection)
        return number >= 0 ? number : nil
    }

    /// Makes the connection non-blocking and puts it into pipeline mode, in which it stays.
    func enterPipeline() -> Bool {
        PQsetnonblocking(connection, 1) == 0 && PQenterPipelineMode(connection) == 1
    }

    /// Leaves pipeline mode; possible only while nothing is under way.
    func exitPipeline() -> Bool {
        PQexitPipelineMode(connection) == 1
    }

    /// The class of the error with which the server refused the connection, from libpq's sentence about it, in which it
    /// stands behind the severity as in `FATAL:  53300: sorry, …`; nil when there is none.
    var connectFailureState: SQLState? {
        guard let message = PQerrorMessage(connection) else { return nil }
        let text = Array(String(cString: message).utf8)
        guard text.count >= 8 else { return nil }
        for start in 2..<text.count - 5
        where text[start - 1] == 0x20 && text[start - 2] == 0x20 && text[start + 5] == UInt8(ascii: ":") {
            let state = text[start..<start + 5]
            let isState = state.allSatisfy { 48...57 ~= $0 || 65...90 ~= $0 }
            if isState { return state.withUnsafeBufferPointer { SQLState($0) } }
        }
        return nil
    }

    /// The server process, as its log and `pg_stat_activity` name it (PQbackendPID).
    var serverProcess: Int32 { PQbackendPID(connection) }

    // MARK: Sending

    /// Queues Parse (PQsendPrepare).
    func sendPrepare(_ name: [CChar], _ statement: SQL) -> Bool {
        var types: [Oid] = []
        statement.parts.visitEach { part in
            if case .parameter(let type, _) = part { types.append(type.oid) }
        }
        let text = statement.parts.textBytes + [0]
        return text.withUnsafeBufferPointer { text in
            text.withMemoryRebound(to: CChar.self) { text in
                PQsendPrepare(connection, name, text.baseAddress, Int32(types.count), types) == 1
            }
        }
    }

    /// Queues Bind, Describe and Execute of a prepared statement (PQsendQueryPrepared), with binary results.
    func send(_ name: [CChar], _ statement: SQL) -> Bool {
        let count = statement.parameterCount
        guard count > 0 else { return PQsendQueryPrepared(connection, name, 0, nil, nil, nil, 1) == 1 }
        values.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        while formats.count < count { formats.append(1) }
        return statement.parts.withParameters { value in
            values.append(value?.assumingMemoryBound(to: CChar.self).baseAddress)
            lengths.append(Int32(truncatingIfNeeded: value?.count ?? 0))
        } then: {
            PQsendQueryPrepared(connection, name, Int32(truncatingIfNeeded: count), values, lengths, formats, 1) == 1
        }
    }

    /// Queues a DEALLOCATE of one of our own names.
    func sendForget(_ name: [CChar]) -> Bool {
        let text = Array("DEALLOCATE ".utf8CString.dropLast()) + name
        return PQsendQueryParams(connection, text, 0, nil, nil, nil, nil, 1) == 1
    }

    /// Queues a Sync and sends what the socket takes (PQpipelineSync).
    func sendSync() -> Bool {
        PQpipelineSync(connection) == 1
    }

    /// Sends one or several statements as plain text (PQsendQuery), outside of pipeline mode.
    func sendScript(_ text: [UInt8]) -> Bool {
        (text + [0]).withUnsafeBufferPointer { text in
            text.withMemoryRebound(to: CChar.self) { PQsendQuery(connection, $0.baseAddress) == 1 }
        }
    }

    enum Flushed {
        case everything, part, failed
    }

    /// Sends what is queued, as far as the socket takes it (PQflush).
    func flush() -> Flushed {
        switch PQflush(connection) {
        case 0: .everything
        case 1: .part
        default: .failed
        }
    }

    // MARK: Receiving

    /// Takes what has arrived, once (PQconsumeInput); false when the connection is lost.
    func consumeInput() -> Bool {
        PQconsumeInput(connection) == 1
    }

    /// How much has arrived and was not taken yet.
    var bytesWaiting: Int {
        Int(clibpq_bytes_waiting(PQsocket(connection)))
    }

    /// Whether the bytes are encrypted on their way (PQsslInUse).
    var isEncrypted: Bool { PQsslInUse(connection) == 1 }

    /// Whether the next result is not complete (PQisBusy).
    var isBusy: Bool { PQisBusy(connection) == 1 }

    /// The next result (PQgetResult), which must not be asked for while `isBusy`; nil is the end of one statement's.
    func nextResult() -> ServerResult? {
        guard let result = PQgetResult(connection) else { return nil }
        return ServerResult(owning: result)
    }

    // MARK: Cancelling

    /// What another thread needs to cancel what the server is doing for this connection (PQgetCancel).
    func cancelKey() -> CancelKey? {
        PQgetCancel(connection).map { CancelKey(owning: $0) }
    }
}

/// The right to cancel what one connection is doing, apart from the connection.
final class CancelKey: @unchecked Sendable {
    // Safety: libpq's object is immutable and made for other threads (PQcancel in the manual); freed by `deinit`.
    private let pointer: OpaquePointer

    fileprivate init(owning pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        PQfreeCancel(pointer)
    }

    /// Tells the server to end what it is doing, and waits until it has been told (PQcancel). Blocks.
    func cancel() -> Bool {
        var reason = [CChar](repeating: 0, count: 256)
        return PQcancel(pointer, &reason, Int32(reason.count)) == 1
    }
}
