import EventLoop
import Foundation
import KafkaMock
import LocalPlatform
import LocalPostgres
import PlatformProtocol

/// One platform of a round, with everything that faults and checks need of it.
struct ChaosSite: Sendable {
    let platform: Platform
    let running: RunningPlatform
    let server: PostgresServer
    let proxy: StatementProxy
    /// The local broker; nil when the cluster is somebody else's.
    let broker: HostedCluster?
    let bootstrap: String
    let loop: Loop

    /// The names of the databases, by the service that has each.
    static let databases: [(service: ServiceName, name: String, role: String)] = [
        (.booking, "bookings_db", "booking_"), (.staff, "staff_db", "staff_"), (.kits, "kits_db", "kits_"),
        (.compliance, "compliance_db", "compliance_"), (.regions, "regions_db", "regions_"),
        (.notifications, "comms_db", "comms_"),
    ]

    func rolePrefix(of service: ServiceName) -> String {
        Self.databases.first { $0.service == service }?.role ?? service.rawValue
    }

    /// The lines that a query gives, each split into its columns.
    func rows(_ query: String, in database: String) async throws -> [[String]] {
        try await server.run(query, in: database, as: PostgresServer.superuser).split(separator: "\n").map { line in
            line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        }
    }
}

/// Runs `body` on a platform of its own, which leaves nothing behind.
func withChaosSite(
    bootstrap: String?, on loop: Loop, say: @escaping @Sendable (String) -> Void,
    _ body: @escaping @Sendable (ChaosSite) async throws -> Void
) async throws {
    let folder = try ChaosFolder()
    defer { folder.remove() }
    // Processes die here, and the machine does not: what is committed need not reach the disk, but must be written.
    let server = try await PostgresServer(.fast, settings: ["synchronous_commit": "on", "autovacuum": "on"])
    let broker = bootstrap == nil ? try await HostedCluster(on: loop) : nil
    let proxy = try StatementProxy(to: SocketAddress.loopback(port: UInt16(clamping: server.port)), on: loop)
    let outcome: Result<Void, any Error>
    do {
        let servers = bootstrap ?? broker?.bootstrapServers.joined(separator: ",") ?? ""
        let options = folder.options(server, proxy, bootstrap: servers)
        let platform = try Platform(options, on: loop) { line in if ChaosFolder.isVerbose { say(line) } }
        let box = Box<Result<Void, any Error>>()
        try await platform.run { running in
            let site = ChaosSite(
                platform: platform, running: running, server: server, proxy: proxy, broker: broker, bootstrap: servers,
                loop: loop)
            do {
                box.value = .success(try await body(site))
            } catch {
                box.value = .failure(error)
            }
            platform.requestStop()
        }
        guard let result = box.value else { throw ChaosFault("the platform was not ready") }
        outcome = result
    } catch {
        outcome = .failure(error)
    }
    await proxy.stop()
    await broker?.close()
    await server.close()
    try outcome.get()
}

/// A folder that stands for the checkout this was built in.
struct ChaosFolder: Sendable {
    let path: String
    static let isVerbose = ProcessInfo.processInfo.environment["CHAOS_VERBOSE"] != nil

    init() throws {
        let files = FileManager.default
        path = files.temporaryDirectory.appending(path: "chaos\(UInt32.random(in: .min ... .max))")
            .resolvingSymlinksInPath().path(percentEncoded: false)
        try files.createDirectory(atPath: path, withIntermediateDirectories: true)
        for part in ["Gateway", "Services", "Shared"] {
            try files.createSymbolicLink(
                atPath: "\(path)/\(part)", withDestinationPath: "\(files.currentDirectoryPath)/\(part)")
        }
    }

    func remove() {
        // What stays behind in the temporary folder is only litter.
        try? FileManager.default.removeItem(atPath: path)
    }

    func options(_ server: PostgresServer, _ proxy: StatementProxy, bootstrap: String) -> PlatformOptions {
        var environment = [
            "PATH": "/usr/bin:/bin", "RISHI_LOG_LEVEL": "warning", "KAFKA_BOOTSTRAP_SERVERS": bootstrap,
            "RISHI_DATABASE_ADMIN":
                "host=\(server.socketFolder) port=\(server.port) user=\(PostgresServer.superuser) "
                + "password=\(server.password)",
            "RISHI_DATABASE_SERVER": "host=127.0.0.1 port=\(proxy.port) sslmode=disable gssencmode=disable",
            "KAFKA_FETCH_WAIT_MAX": "20ms", "KAFKA_SESSION_TIMEOUT": "6s", "RISHI_LIMIT_CONCURRENT": "1000",
        ]
        for limit in ["REQUESTS", "WRITES", "ORGANIZATION", "ADDRESS"] {
            environment["RISHI_LIMIT_\(limit)"] = "1000000/10s"
        }
        let programs = Bundle.main.bundleURL.resolvingSymlinksInPath().path(percentEncoded: false)
        var options = PlatformOptions(
            checkout: path, programs: programs, portShift: .random(in: 10_000...24_000), environment: environment)
        // What dies is to die again soon.
        options.restartDelays = .milliseconds(200) ... .seconds(1)
        return options
    }
}

// Safety: used on the loop only.
final class Box<Value>: @unchecked Sendable {
    var value: Value?
}
