import Foundation
import Identifiers
import JSON
import Observability
import Synchronization
import Testing

struct LogOutputTests {
    @Test("a line is one JSON object with the fixed members first")
    func line() throws {
        let recorder = Recorder()
        let output = try LogOutput(service: "booking", clock: FixedClock(), descriptor: recorder)
        let traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        let context = LogContext(
            trace: TraceContext(traceparent: Array(traceparent.utf8).span),
            requestID: UUID128("0190abcd-ef01-7234-89ab-cdef01234567"),
            organization: UUID128("11111111-2222-7333-8444-555555555555"))
        var storage: [UInt8] = []
        Logger(output, context: context).access(
            PreparedMembers(method: "GET", route: "/api/v1/bookings/{id}"), status: 200, nanoseconds: 1_234_000,
            bytesIn: 0, bytesOut: 512, in: &storage)
        #expect(storage.last == UInt8(ascii: "\n"), "what was lent comes back")
        output.close()
        #expect(
            recorder.text == """
                {"time":"2026-11-21T02:29:55.042Z","level":"info","service":"booking","message":"request",\
                "traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"00f067aa0ba902b7",\
                "requestId":"0190abcd-ef01-7234-89ab-cdef01234567","org":"11111111-2222-7333-8444-555555555555",\
                "method":"GET","route":"/api/v1/bookings/{id}","status":200,"duration":1.234,"bytesIn":0,"bytesOut":512}

                """)
    }

    @Test("an access line has room for each figure at its longest, and for who answered")
    func longest() throws {
        let recorder = Recorder()
        let output = try LogOutput(service: "s", clock: FixedClock(), descriptor: recorder)
        for upstream in [nil, PreparedMembers(upstream: "booking")] {
            var storage: [UInt8] = []
            Logger(output).access(
                PreparedMembers(method: "GET", route: "/"), status: .max, nanoseconds: .max, bytesIn: .min,
                bytesOut: .min, upstream: upstream, outcome: "refused", in: &storage)
        }
        output.close()
        for (line, upstream) in zip(recorder.lines, [nil, "booking"]) {
            #expect(line["status"] as? Int == .max && line["bytesIn"] as? Int == .min)
            #expect(line["upstream"] as? String == upstream && line["outcome"] as? String == "refused")
        }
        #expect(recorder.lines.count == 2 && recorder.text.contains(",\"duration\":18446744073709.551,"))
    }

    @Test("levels below the output's are not written, and the level can change at any time")
    func levels() throws {
        let recorder = Recorder()
        let output = try LogOutput(service: "s", level: .warning, clock: FixedClock(), descriptor: recorder)
        let logger = Logger(output)
        logger.info("unseen")
        logger.warning("first")
        output.level = .debug
        logger.debug("second")
        logger.log(.trace, "unseen")
        output.close()
        #expect(recorder.lines.map { $0["message"] as? String } == ["first", "second"])
    }

    @Test("an error line is written without anybody asking for it")
    func urgent() async throws {
        let recorder = Recorder()
        let output = try LogOutput(service: "s", clock: FixedClock(), descriptor: recorder)
        await confirmation { written in
            await withCheckedContinuation { continuation in
                recorder.onWrite {
                    written()
                    continuation.resume()
                }
                Logger(output).error("broken")
            }
        }
        output.close()
    }

    @Test("an info line is written soon, without anybody asking for it")
    func soon() async throws {
        let recorder = Recorder()
        let output = try LogOutput(service: "s", clock: FixedClock(), descriptor: recorder)
        await withCheckedContinuation { continuation in
            recorder.onWrite { continuation.resume() }
            Logger(output).info("hello")
        }
        output.close()
        #expect(recorder.lines.count == 1)
    }

    @Test("lines of many tasks arrive whole, each once")
    func concurrent() async throws {
        let recorder = Recorder()
        let output = try LogOutput(service: "s", clock: FixedClock(), descriptor: recorder)
        let logger = Logger(output)
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for index in 0..<250 { logger.info("line") { $0.add(.count, task * 250 + index) } }
                }
            }
        }
        output.close()
        let numbers = recorder.lines.compactMap { $0["count"] as? Int }
        #expect(numbers.sorted() == Array(0..<2000))
        #expect(output.droppedLines == 0)
    }

    @Test("short writes, full pipes and interruptions lose nothing")
    func shortWrites() throws {
        let recorder = Recorder(answers: [.wrote(1), .full, .wrote(7), .wrote(0), .full, .wrote(30)])
        let output = try LogOutput(service: "s", clock: FixedClock(), descriptor: recorder)
        Logger(output).info("first")
        Logger(output).info("second")
        output.close()
        #expect(recorder.lines.map { $0["message"] as? String } == ["first", "second"])
        #expect(recorder.waits == 2)
    }

    @Test("a reader that is gone costs the lines, which are counted, and nothing else")
    func gone() async throws {
        let recorder = Recorder(answers: [.failed])
        let output = try LogOutput(service: "s", clock: FixedClock(), descriptor: recorder)
        Logger(output).info("lost")
        Logger(output).info("lost too")
        await output.flush()
        Logger(output).info("kept")
        output.close()
        #expect(output.droppedLines == 2)
        #expect(recorder.lines.map { $0["message"] as? String } == ["kept"])
    }

    @Test("a reader that stalls cannot hold up the end of the process")
    func stalled() throws {
        let recorder = Recorder(answers: Array(repeating: .full, count: 1000))
        let output = try LogOutput(service: "s", clock: FixedClock(), descriptor: recorder)
        Logger(output).info("lost")
        output.close()
        #expect(output.droppedLines == 1)
    }

    @Test("a real reader gets the lines, and losing it does not stop the process")
    func realReader() async throws {
        signal(SIGPIPE, SIG_IGN)
        // Sockets, not a pipe: shutting one down is felt at once, even while a process started by another test in
        // parallel still holds a copy of the descriptor.
        var ends: [Int32] = [0, 0]
        // Safety: the array has room for the two descriptors that the call fills in.
        try #require(unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
        let reader = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
        let output = try LogOutput(service: "s", clock: FixedClock(), descriptor: SystemLogDescriptor(ends[1]))
        Logger(output).info("through the socket")
        await output.flush()
        #expect(String(decoding: reader.availableData, as: UTF8.self).contains("through the socket"))
        shutdown(ends[0], Int32(SHUT_RDWR))
        Logger(output).info("nobody listens")
        output.close()
        #expect(output.droppedLines == 1)
        close(ends[1])
    }
}

struct SystemLogDescriptorTests {
    @Test("a blocking pipe that nobody reads is reported full, never waited for, and takes again what is read")
    func fullPipe() throws {
        let pipe = Pipe()
        let descriptor = SystemLogDescriptor(pipe.fileHandleForWriting.fileDescriptor)
        let bytes = [UInt8](repeating: 65, count: 10_000)
        var written = 0
        while case .wrote(let count) = descriptor.write(bytes[...]) {
            #expect(count <= ObservabilityLimits.logWriteBytes)
            written += count
        }
        #expect(written > 0)
        #expect(descriptor.write(bytes[...]) == .full)
        descriptor.waitUntilWritable(atMost: .milliseconds(1))
        #expect(try pipe.fileHandleForReading.read(upToCount: written)?.count == written)
        #expect(descriptor.write(bytes[..<100]) == .wrote(100))
    }
}

struct LogLineTests {
    private func written(_ fields: (inout LogLine) -> Void) throws -> [String: Any] {
        let recorder = Recorder()
        let output = try LogOutput(service: "a \"quoted\" service", clock: FixedClock(), descriptor: recorder)
        Logger(output).info("a \"quoted\" \\ message", fields)
        output.close()
        return try #require(recorder.lines.first)
    }

    @Test("whatever a string holds, the line stays one line and the string comes back")
    func strings() throws {
        let nasty = "quote \" backslash \\ newline \n return \r tab \t nul \0 delete \u{7f} é 漢 😀 \u{2028}"
        let line = try written { $0.add(.name, nasty) }
        #expect(line["name"] as? String == nasty)
        #expect(line["message"] as? String == "a \"quoted\" \\ message")
        #expect(line["service"] as? String == "a \"quoted\" service")
    }

    @Test(
        "bytes that are not UTF-8 are spelled out",
        arguments: [
            ([0x61, 0xFF, 0x62], "a\\xffb"), ([0xC3, 0xA9], "é"), ([0xC3], "\\xc3"), ([0xC0, 0x80], "\\xc0\\x80"),
            ([0xE0, 0x80, 0x80], "\\xe0\\x80\\x80"), ([0xED, 0xA0, 0x80], "\\xed\\xa0\\x80"),
            ([0xF4, 0x90, 0x80, 0x80], "\\xf4\\x90\\x80\\x80"), ([0xF0, 0x9F, 0x98, 0x80], "😀"),
            ([0xF0, 0x9F, 0x98], "\\xf0\\x9f\\x98"), ([0xC2, 0x9B], "\\xc2\\x9b"), ([0x1B, 0x5B], "\u{1b}["),
            ([0xE2, 0x28, 0xA1], "\\xe2(\\xa1"), ([0x80], "\\x80"), ([], ""),
        ] as [([UInt8], String)])
    func bytes(raw: [UInt8], text: String) throws {
        let line = try written { $0.add(.name, raw.span) }
        #expect(line["name"] as? String == text)
    }

    @Test("a value at the limit is whole, one past it is cut and says so, never inside a scalar")
    func longValues() throws {
        let limit = ObservabilityLimits.logValueBytes
        let exact = String(repeating: "x", count: limit)
        let straddling = String(repeating: "x", count: limit - 1) + "é"
        let line = try written { line in
            line.add(.name, exact)
            line.add(.path, exact + "y")
            line.add(.reason, straddling)
        }
        #expect(line["name"] as? String == exact)
        #expect(line["path"] as? String == exact + "…")
        #expect(line["reason"] as? String == String(repeating: "x", count: limit - 1) + "…")
    }

    @Test("a line never outgrows its limit, and says what is missing")
    func longLines() throws {
        let recorder = Recorder()
        let output = try LogOutput(service: "s", clock: FixedClock(), descriptor: recorder)
        let worst = String(repeating: "\u{1}", count: ObservabilityLimits.logValueBytes)
        Logger(output).info("long") { line in
            for key in LogKey.allCases { line.add(key, worst) }
        }
        output.close()
        let line = try #require(recorder.lines.first)
        #expect(line["truncated"] as? Bool == true)
        #expect(recorder.text.utf8.count <= ObservabilityLimits.logLineBytes + 64)
    }

    @Test("a key is written once, and every key has its own name")
    func keys() throws {
        let line = try written { line in
            for key in LogKey.allCases {
                line.add(key, Int(key.rawValue))
                line.add(key, -1)
            }
        }
        #expect(LogKey.allCases.count <= 64)
        #expect(line.count == LogKey.allCases.count + 4)
        #expect(line.values.contains { $0 as? Int == -1 } == false)
    }

    @Test("what is classified above internal shows only its class")
    func classified() throws {
        let line = try written { line in
            line.add(.name, Classified("Berlin", .internal))
            line.add(.subject, Classified("ada@example.com", .pii))
            line.add(.peer, Classified("192.0.2.7", .restricted))
        }
        #expect(line["name"] as? String == "Berlin")
        #expect(line["subject"] as? String == "[pii]")
        #expect(line["peer"] as? String == "[restricted]")
        var dumped = ""
        dump(Classified("ada@example.com", .pii), to: &dumped)
        #expect("\(Classified("ada@example.com", .pii)) \(dumped)".contains("ada") == false)
    }

    @Test("an error shows its details only when it vouches for them")
    func errors() throws {
        struct Leaky: Error { let password = "hunter2" }
        struct Safe: SafelyDescribed {
            let label: StaticString = "safe_kind"
            let description = "nothing personal"
        }
        let leaky = try written { $0.add(error: Leaky()) }
        #expect(leaky["errorType"] as? String == "Leaky")
        #expect(leaky.values.contains { "\($0)".contains("hunter2") } == false)
        let safe = try written { $0.add(error: Safe()) }
        #expect(safe["error"] as? String == "safe_kind")
        #expect(safe["errorDetail"] as? String == "nothing personal")
    }

    @Test(
        "durations are milliseconds with three decimals",
        arguments: [
            (Duration.zero, 0.0), (.microseconds(1), 0.001), (.microseconds(-1500), -1.5), (.seconds(2), 2000),
            (.nanoseconds(1999), 0.001),
        ])
    func durations(duration: Duration, milliseconds: Double) throws {
        let line = try written { $0.add(.elapsed, duration) }
        #expect(line["elapsed"] as? Double == milliseconds)
    }

    @Test("a duration beyond what fits is clamped")
    func hugeDurations() throws {
        let line = try written { $0.add(.elapsed, Duration.seconds(Int64.max)) }
        #expect((line["elapsed"] as? Double ?? 0) > 9e12)
    }
}

/// A descriptor that keeps what it is given, after answering as it was told to.
final class Recorder: LogDescriptor {
    private struct State {
        var answers: [LogTransfer]
        var bytes: [UInt8] = []
        var waits = 0
        var onWrite: (@Sendable () -> Void)?
    }

    private let state: Mutex<State>

    init(answers: [LogTransfer] = []) {
        state = Mutex(State(answers: answers.reversed()))
    }

    var text: String { state.withLock { String(decoding: $0.bytes, as: UTF8.self) } }
    var waits: Int { state.withLock { $0.waits } }

    var lines: [[String: Any]] {
        text.split(separator: "\n").compactMap {
            // A line that is not JSON is left out, and the count a test expects is then not met.
            try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }
    }

    /// Calls `action` at the next write.
    func onWrite(_ action: @escaping @Sendable () -> Void) {
        state.withLock { $0.onWrite = action }
    }

    func write(_ bytes: ArraySlice<UInt8>) -> LogTransfer {
        let (answer, action) = state.withLock { state in
            let answer = state.answers.popLast() ?? .wrote(bytes.count)
            if case .wrote(let count) = answer { state.bytes += bytes.prefix(count) }
            return (answer, state.onWrite.take())
        }
        action?()
        return answer
    }

    func waitUntilWritable(atMost limit: Duration) {
        state.withLock { $0.waits += 1 }
    }
}

struct FixedClock: WallClock {
    var now = Timestamp(microsecondsSinceEpoch: 1_795_228_195_042_000)
}
