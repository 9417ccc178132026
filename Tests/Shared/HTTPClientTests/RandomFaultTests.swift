import EventLoop
import HTTPClient
import HTTPWire
import TestKit
import Testing

/// Random exchanges through proxies that misbehave at random. What must hold whatever happens: everything ends, every
/// body that arrives complete is the answer to its own request, and nothing is left open.
@Suite("Random faults")
struct RandomFaultTests {
    /// Answers each request with its own path, repeated as often as the path says, in one of several framings.
    private static let script = Script { connection in
        while let request = try await connection.readRequest() {
            let path = String(request.split(separator: " ")[1])
            let numbers = path.split(separator: "/").compactMap { Int($0) }
            let body = String(repeating: path, count: numbers[1])
            switch numbers[2] {
            case 0...5:
                try await connection.send(ok(body))
            case 6, 7:
                try await connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                try await connection.send("\(String(body.utf8.count, radix: 16))\r\n\(body)\r\n")
                try await connection.send("0\r\n\r\n")
            case 8:
                try await connection.send("HTTP/1.1 200 OK\r\nConnection: close\r\n")
                return try await connection.send("Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
            default:
                // More than was asked for, and then the connection goes on as if nothing were wrong.
                try await connection.send(ok(body) + ok("somebody else's"))
            }
        }
    }

    private static func worsen(_ proxy: FaultProxy, _ random: inout SplitMix) {
        for direction in [FaultProxy.Direction.toServer, .toClient] {
            let dice = random.next(below: 16)
            let bytes = random.next(below: 60_000)
            proxy.plan(direction) { plan in
                plan = FaultProxy.Plan()
                switch dice {
                case 0: plan.delay = .milliseconds(3)
                case 1: plan.resetAfter = bytes
                case 2: plan.halfCloseAfter = bytes
                // A stall. Dropping would not do: the next plan would let later bytes through, and leave a hole.
                case 3: plan.bytesPerSecond = 50
                case 4: plan.bytesPerSecond = 4_000_000
                default: break
                }
            }
        }
        proxy.refuse(random.next(below: 15) == 0)
    }

    /// One exchange of a random kind; nil when its body arrived whole and was its own.
    private static func exchange(
        _ number: Int, _ random: inout SplitMix, _ scene: UpstreamScene, _ upstream: Upstream
    ) async -> String? {
        let path = "/\(number)/\(1 + random.next(below: 3000))/\(random.next(below: 10))"
        let size = [0, 10, 3000, 100_000][random.next(below: 4)]
        let isStreamed = random.next(below: 3) == 0
        let givesUp = random.next(below: 10) == 0
        let deadline = random.next(below: 8) == 0 ? Duration.milliseconds(random.next(below: 20)) : .seconds(5)
        do throws(UpstreamFault) {
            let request: OutgoingRequest
            if size == 0 {
                request = .get(path)
            } else if isStreamed {
                let source = Pieces(Array(repeating: String(repeating: "x", count: size / 10), count: 10))
                request = .post(path, length: nil, .pieces(length: nil, next: source.next))
            } else {
                request = .post(path, length: size, .bytes([UInt8](repeating: 120, count: size)))
            }
            let exchange = try await upstream.exchange(request.with { $0.deadline = .now + deadline })
            if givesUp { return nil }
            var body: [UInt8] = []
            while let piece = try await exchange.next() { body += piece }
            let expected = String(repeating: path, count: Int(path.split(separator: "/")[1]) ?? 0)
            return String(decoding: body, as: UTF8.self) == expected ? nil : "\(path) got another body"
        } catch {
            // Every fault is a possible answer to these proxies, but the caller's own mistakes are not.
            switch error.kind {
            case .bodySourceFailed, .noHealthyEndpoint, .queueFull: return "\(path) ended in \(error.label)"
            default: return nil
            }
        }
    }

    @Test("exchanges through misbehaving proxies all end, and none gets another one's answer", arguments: [1, 2, 3])
    func survives(_ seed: UInt64) async throws {
        var limits = UpstreamLimits()
        limits.headTimeout = .milliseconds(60)
        limits.bodyIdleTimeout = .milliseconds(60)
        limits.connectionsPerEndpointMax = 6
        limits.failuresToEject = 3
        limits.ejectionMin = .milliseconds(20)
        try await UpstreamScene.run(Self.script, servers: 2) { [limits] scene in
            let proxies = try scene.servers.map { try FaultProxy(to: $0.address, on: scene.loop) }
            let upstream = Upstream(
                name: "random", endpoints: proxies.map(\.address), on: scene.loop, limits: limits)
            let problems = Recorded<[String]>([])
            let left = Recorded(16)
            await withTaskGroup(of: Void.self) { group in
                for worker in 0..<16 {
                    group.addTask(executorPreference: scene.loop) {
                        await Self.work(worker, seed, scene, upstream, problems)
                        left.update { $0 -= 1 }
                    }
                }
                group.addTask(executorPreference: scene.loop) {
                    var random = SplitMix(seed: seed)
                    while left.value > 0 {
                        for proxy in proxies { Self.worsen(proxy, &random) }
                        // Cancelling this group is not part of the test.
                        try? await scene.loop.sleep(for: .milliseconds(4))
                    }
                }
            }
            #expect(problems.value.isEmpty, "seed \(seed)")
            let counters = upstream.counters
            #expect(counters.active == 0)
            #expect(counters.waiting == 0)
            #expect(counters.requests == counters.completed + counters.abandoned + counters.faultsTotal)
            #expect(counters.completed > 5, "the weather is not so bad that nothing arrives")
            #expect(counters.faultsTotal > 10, "nor so good that nothing fails")
            #expect(upstream.endpointStates.map(\.outstanding) == [0, 0])
            await upstream.drain(until: .now)
            #expect(upstream.counters.open == 0)
            #expect(upstream.counters.idle == 0)
            for proxy in proxies { await proxy.stop() }
        }
    }

    /// One after another, some of which are cancelled on their way.
    private static func work(
        _ worker: Int, _ seed: UInt64, _ scene: UpstreamScene, _ upstream: Upstream, _ problems: Recorded<[String]>
    ) async {
        var random = SplitMix(seed: seed &* 1000 &+ UInt64(worker))
        for round in 0..<25 {
            let child = random.next()
            let task = Task(executorPreference: scene.loop) {
                var random = SplitMix(seed: child)
                return await exchange(worker * 1000 + round, &random, scene, upstream)
            }
            if random.next(below: 8) == 0 {
                for _ in 0..<random.next(below: 30) { await Task.yield() }
                task.cancel()
            }
            if let problem = await task.value { problems.update { $0.append(problem) } }
        }
    }
}

/// A small generator with a seed, so that a failure can be repeated.
struct SplitMix {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    mutating func next(below bound: Int) -> Int {
        Int(next() % UInt64(bound))
    }
}
