import EventLoop
import Foundation
import TestKit
import Testing

@testable import LocalPlatform

@Suite("Ports that are taken") struct PortCheckTests {
    @Test("a taken port is named with the process that wants it and the one that has it")
    func taken() async throws {
        let taken = try await withLoop { loop in
            let listener = try TCPListener(.loopback(port: 0), on: loop)
            defer { listener.close() }
            let free = try TCPListener(.loopback(port: 0), on: loop)
            free.close()
            let ports = [(listener.address.port, "gateway"), (free.address.port, "other")]
            return (listener.address.port, try PortCheck.taken(ports, on: loop))
        }
        let port = try #require(taken.1.first)
        #expect(taken.1.count == 1)
        #expect(port.port == taken.0)
        let name = try String(contentsOfFile: "/proc/self/comm", encoding: .utf8).dropLast()
        #expect(
            port.description == "port \(taken.0), which gateway needs, is taken by \(name) (process \(getpid()))")
    }

    private static let table = """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1111 1 0 100 0 0 10 0
           1: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 2222 1 0 20 4 30 10 -1
           2: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 3333 1 0 100 0 0 10 0
        """

    @Test(
        "of the kernel's table only a row that listens on the port counts",
        arguments: [(8080, ["socket:[1111]"]), (80, ["socket:[3333]"]), (50_000, [])] as [(UInt16, [String])])
    func table(_ port: UInt16, _ expected: [String]) {
        #expect(PortCheck.listeners(on: port, in: Self.table) == expected)
    }
}
