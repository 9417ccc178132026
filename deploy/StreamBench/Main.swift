// stream-bench measures what watching costs: memory of a client that waits, and processor time of a message for one.
//
// Model: this process serves; a child, which is this program again, holds the clients and throws away what it reads. For
// each transport the same message goes to all of them again and again, beside the floor: the same bytes given to the
// kernel for the same number of connections by a loop that does nothing else. One line of JSON is printed for each.
//
// Failure: clients that do not come, or end early, end it with the reason. The child ends with its connections.
// Not here: bars and tables, which are rishi-bench's; slow readers, which the tests have.

import Bytes
import EventLoop
import Foundation
import HTTPServer
import HTTPWire
import Identifiers
import RealtimeDomain
import RealtimeService
import Streaming

@main
struct Main {
    static func main() {
        let arguments = CommandLine.arguments.dropFirst().map { $0 }
        do {
            switch arguments.first {
            case "read" where arguments.count == 4: try read(arguments)
            default:
                guard arguments.count == 3, let transport = Transport(rawValue: arguments[0]),
                    let clients = Int(arguments[1]), let messages = Int(arguments[2]), clients > 0, messages > 0
                else { return print("usage: stream-bench websocket|events|floor CLIENTS MESSAGES") }
                try measure(transport, clients, messages)
            }
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            exit(1)
        }
    }

    private static func read(_ arguments: [String]) throws {
        let port = UInt16(arguments[1]) ?? 0
        let (path, count) = (arguments[2], Int(arguments[3]) ?? 0)
        try Loop.runMain { loop in await Readers(.loopback(port: port), path, on: loop).run(count) }
    }

    private static func measure(_ transport: Transport, _ clients: Int, _ messages: Int) throws {
        let figures = try Loop.runMain { loop in try await Measurement(transport, on: loop).run(clients, messages) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        FileHandle.standardOutput.write(try encoder.encode(figures) + Data("\n".utf8))
    }
}

/// How the message travels.
enum Transport: String, CaseIterable, Sendable, Codable {
    case websocket, events, floor
}

/// What one run has found.
struct Figures: Codable, Sendable {
    var transport: Transport
    var clients: Int
    var messages: Int
    var messageBytes: Int
    /// Growth of the resident memory, over the number of clients.
    var bytesPerIdleClient: Int
    /// Time of the processor for everything, over the number of deliveries.
    var nanosecondsPerDelivery: Int
    /// The same for `publish` alone, before anything is given to the kernel.
    var nanosecondsToPublish: Int
    var isWhole: Bool
}
