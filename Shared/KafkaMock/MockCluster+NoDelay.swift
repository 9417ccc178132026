import Glibc

extension MockCluster {
    /// Has the brokers answer at once, as real ones do. librdkafka's listeners leave Nagle's algorithm on, so that the
    /// second of two answers waits for the peer's delayed acknowledgement of the first: 40 ms, now and then, which a
    /// relay or a consumer would seem to take. Connections inherit the option from their listener, which librdkafka does
    /// not show: it is found among this process's descriptors by its port.
    static func answerAtOnce(_ servers: [String]) {
        for descriptor in listeners(of: servers) {
            var isOn: Int32 = 1
            setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, socklen_t(MemoryLayout<Int32>.size))
        }
    }

    /// The sockets on which the brokers take connections.
    static func listeners(of servers: [String]) -> [Int32] {
        let ports = Set(servers.compactMap { $0.split(separator: ":").last.flatMap { UInt16($0) } })
        return (0..<Int32(MockLimits.descriptorsSearched)).filter { isListener($0, on: ports) }
    }

    private static func isListener(_ descriptor: Int32, on ports: Set<UInt16>) -> Bool {
        var isListening: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &isListening, &length) == 0, isListening != 0 else {
            return false
        }
        var address = sockaddr_in()
        length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        return status == 0 && address.sin_family == sa_family_t(AF_INET)
            && ports.contains(UInt16(bigEndian: address.sin_port))
    }
}
