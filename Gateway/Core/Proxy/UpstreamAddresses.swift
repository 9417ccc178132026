import EventLoop
import HTTPClient
import PlatformProtocol
import ServiceRuntime

/// Where the instances of each service are, and what each service reads in `Host`.
struct UpstreamAddresses: Sendable {
    private(set) var endpoints: [ServiceName: [SocketAddress]] = [:]
    private(set) var authorities: [ServiceName: [UInt8]] = [:]

    /// Turns the names of upstreams into addresses, before any loop depends on them.
    init(resolving upstreams: [String: [HostPort]]) async throws {
        let thread = try BlockingThread(name: "resolver")
        defer { thread.stop() }
        for (name, instances) in upstreams {
            guard let service = ServiceName(exactly: name) else { continue }
            authorities[service] = instances.first.map { Array($0.description.utf8) }
            for instance in instances {
                endpoints[service, default: []] += try await thread.run {
                    try NameResolution.addresses(of: instance.host, port: instance.port)
                }
            }
        }
    }
}
