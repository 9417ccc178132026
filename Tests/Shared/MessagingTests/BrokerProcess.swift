import ChildProcesses
import JSON
import Testing

/// The registry's topics on a broker in a process of its own: some of what members of a group do when they vanish makes
/// librdkafka's mock cluster stop its process, which must not be that of the tests.
struct BrokerProcess {
    let servers: [String]
    private let process: ChildProcess

    init() async throws {
        process = try ChildProcess(keeping: [ChildProcess.neighbour("local-broker")])
        let line = try #require(await process.line(), "the broker did not start")
        guard case .array(let servers)? = try JSONValue(parsing: Array(line.utf8))["bootstrapServers"] else {
            throw Unreadable(line: line)
        }
        self.servers = servers.compactMap { if case .string(let server) = $0 { server } else { nil } }
    }

    func stop() async {
        await process.stop()
    }

    private struct Unreadable: Error {
        let line: String
    }
}
