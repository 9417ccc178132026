import ChildProcesses
import EventLoop
import Foundation
import JSON
import KafkaMock
import TestKit
import Testing

@testable import local_broker

@Suite("local-broker")
struct LocalBrokerTests {
    @Test("it says where it is, takes commands, and ends in order when it is asked to")
    func life() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lb\(UInt32.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let (socket, address) = (folder.appending(path: "control").path, folder.appending(path: "address").path)
        let output = folder.appending(path: "output")
        try Data().write(to: output)
        let process = Process()
        process.executableURL = Bundle.main.bundleURL.appending(path: "local-broker")
        process.arguments = ["--brokers", "2", "--control", socket, "--address-file", address]
        process.standardOutput = try FileHandle(forWritingTo: output)
        let broker = try RunningProgram(process)
        try await wait(until: "it is ready") { try Data(contentsOf: output).last == UInt8(ascii: "\n") }
        let ready = try JSONValue(parsing: Array(Data(contentsOf: output).dropLast()))
        #expect(ready["control"] == .string(socket))
        let servers = try String(contentsOfFile: address, encoding: .utf8).dropLast().split(separator: ",")
        #expect(servers.count == 2)
        #expect(ready["bootstrapServers"] == .array(servers.map { .string(String($0)) }))
        try await withLoop { loop in
            let control = try ControlConnection(to: socket, on: loop)
            #expect(await control.apply(.down(broker: 2), until: .now + .seconds(30)))
            control.close()
        }
        broker.signal(SIGTERM)
        await broker.ended()
        #expect(broker.status == 0)
        #expect(!FileManager.default.fileExists(atPath: socket))
        #expect(!FileManager.default.fileExists(atPath: address))
        try FileManager.default.removeItem(at: folder)
    }

    @Test(
        "arguments that make no sense are refused",
        arguments: [
            ["--brokers"], ["--brokers", "0"], ["--brokers", "x"], ["--control", ""], ["--nonsense", "1"], ["3"],
        ])
    func refused(arguments: [String]) {
        #expect(throws: LocalBrokerUsage.self) { try LocalBrokerOptions(arguments) }
    }

    @Test("everything has a default, and the last word counts")
    func options() throws {
        let plain = try LocalBrokerOptions([])
        #expect(plain.brokers == 1)
        #expect(plain.control == nil && plain.addressFile == nil)
        let given = try LocalBrokerOptions(["--brokers", "2", "--control", "/c", "--brokers", "3"])
        #expect(given.brokers == 3)
        #expect(given.control == "/c")
    }
}
