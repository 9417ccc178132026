import EventLoop
import Foundation
import JSON
import KafkaMock
import TestKit
import Testing

@Suite("Commands for the mock cluster")
struct ControlSocketTests {
    static let faults: [MockFault] = [
        .down(broker: nil), .down(broker: 1), .up(broker: nil), .slow(.milliseconds(1500), broker: nil),
        .loseRequests(.produce, count: 2, broker: 1), .loseAnswers(.fetch, count: 1, delay: .seconds(3), broker: nil),
        .fail(.heartbeat, code: 27, count: 1, broker: 1), .leaderless(topic: "a.b", partition: 3),
        .leader(topic: "a.b", partition: 0, broker: 1), .topicError(topic: "a.b", code: 3),
        .moveCoordinator(group: "g", broker: 1),
    ]

    @Test("each fault is read from the line it writes", arguments: faults)
    func roundTrip(fault: MockFault) throws {
        #expect(try MockCommand(parsing: fault.command) == .fault(fault))
    }

    @Test("a fatal error is a word of its own")
    func fatal() throws {
        #expect(try MockCommand(parsing: " fatal ") == .fault(.fail(.produce, code: 45, count: 1, broker: nil)))
    }

    @Test(
        "what is not a command is refused",
        arguments: [
            "", "   ", "frobnicate", "down x", "down 1 2", "slow", "slow 1s", "fail Produce", "fail Nothing 1 1",
            "lose-requests produce 1", "leader t 0", "create t", "down 99999999999999999999",
        ])
    func refused(line: String) {
        #expect(throws: MockRefusal.self) { try MockCommand(parsing: line) }
    }

    @Test("a peer's commands are answered in order, one line each")
    func conversation() async throws {
        try await withControl { path, loop in
            let peer = try ControlConnection(to: path, on: loop)
            let address = try JSONValue(parsing: Array(#require(await peer.send("address", until: soon)).utf8))
            #expect(address["ok"] == true)
            #expect(await peer.apply(.fail(.produce, code: 6, count: 2, broker: nil), until: soon))
            #expect(await peer.send("pending Produce", until: soon) == #"{"ok":true,"pending":2}"#)
            #expect(await peer.send("nonsense", until: soon) == #"{"ok":false,"error":"unknown command refused"}"#)
            #expect(await peer.send("down 7", until: soon) == #"{"ok":false,"error":"broker refused"}"#)
            #expect(await peer.send("help", until: soon)?.contains("lose-answers") == true)
            #expect(await peer.apply(.slow(.milliseconds(1), broker: nil), until: soon))
            peer.close()
        }
    }

    @Test("a line longer than a command may be ends the conversation, one as long does not")
    func longLine() async throws {
        try await withControl { path, loop in
            let peer = try ControlConnection(to: path, on: loop)
            let longest = "x" + String(repeating: " ", count: MockLimits.commandBytes - 1)
            #expect(await peer.send(longest, until: soon)?.contains("unknown command") == true)
            #expect(await peer.send(longest + String(repeating: " ", count: 2048), until: soon) == nil)
            peer.close()
        }
    }

    @Test("no more peers are served than allowed, and one that leaves makes room")
    func crowd() async throws {
        try await withControl { path, loop in
            var peers: [ControlConnection] = []
            for _ in 0..<MockLimits.controlConnections {
                let peer = try ControlConnection(to: path, on: loop)
                #expect(await peer.send("address", until: soon) != nil)
                peers.append(peer)
            }
            let refused = try ControlConnection(to: path, on: loop)
            #expect(await refused.send("address", until: soon) == nil)
            refused.close()
            peers.removeLast().close()
            try await wait(until: "there is room") {
                let next = try ControlConnection(to: path, on: loop)
                defer { next.close() }
                return await next.send("address", until: soon) != nil
            }
            for peer in peers { peer.close() }
        }
    }

    @Test("a socket left over from a dead process is taken over, one in use is not")
    func leftOver() async throws {
        let path = "/tmp/kafka-mock-left-\(getpid())"
        try? FileManager.default.removeItem(atPath: path)  // Usually there is none.
        try await withLoop { loop in
            let cluster = try MockCluster()
            let first = try ControlSocket(path, for: cluster, on: loop)
            #expect(throws: SystemError.self) { _ = try ControlSocket(path, for: cluster, on: loop) }
            first.close()
            #expect(!FileManager.default.fileExists(atPath: path))
            // A dead process leaves the file: a bound socket that nobody listens on any more.
            try bindAndForget(path)
            let second = try ControlSocket(path, for: cluster, on: loop)
            second.close()
            cluster.close()
        }
    }

    @Test("a command is given and answered in one call; nobody there is an error")
    func asking() async throws {
        try await withControl { path, loop in
            let answer = try await ControlSocket.ask("pending Produce", at: path, on: loop, until: soon)
            #expect(answer == #"{"ok":true,"pending":0}"#)
            await #expect(throws: SystemError.self) {
                try await ControlSocket.ask("help", at: path + "-elsewhere", on: loop, until: soon)
            }
        }
    }

    private func withControl(_ body: @escaping @Sendable (String, Loop) async throws -> Void) async throws {
        try await withLoop { loop in
            let path = "/tmp/kafka-mock-\(getpid())-\(UInt64.random(in: 0 ... .max))"
            let cluster = try MockCluster()
            let control = try ControlSocket(path, for: cluster, on: loop)
            async let serving: Void = control.serve()
            do {
                try await body(path, loop)
            } catch {
                Issue.record(error)
            }
            control.close()
            await serving
            cluster.close()
        }
    }
}

/// Soon enough for anything that is not broken.
private var soon: MonotonicTime { .now + .seconds(30) }

/// Leaves a socket's file behind, as a process does that was killed.
private func bindAndForget(_ path: String) throws {
    let number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(number) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    // Safety: the path is far shorter than the field, and both are lent for the calls.
    let status = unsafe withUnsafeMutablePointer(to: &address) { pointer in
        unsafe withUnsafeMutableBytes(of: &pointer.pointee.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
        return unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            unsafe bind(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
    }
    try #require(status == 0)
}
