import CLinux
import Glibc

/// Turns host names into addresses. It blocks: call it on a `BlockingThread`.
public enum NameResolution {
    /// The addresses of `host`, which may be one already (getaddrinfo).
    public static func addresses(of host: String, port: UInt16) throws(UnresolvedName) -> [SocketAddress] {
        if let address = SocketAddress(host, port: port) { return [address] }
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_family = AF_UNSPEC
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &list) == 0 else { throw UnresolvedName(host: host) }
        defer { freeaddrinfo(list) }
        var found: [SocketAddress] = []
        var next = list
        while let entry = next {
            if let address = Self.address(entry.pointee, port), !found.contains(address) { found.append(address) }
            next = entry.pointee.ai_next
        }
        guard !found.isEmpty else { throw UnresolvedName(host: host) }
        return found
    }

    private static func address(_ entry: addrinfo, _ port: UInt16) -> SocketAddress? {
        guard let form = entry.ai_addr, Int(entry.ai_addrlen) <= MemoryLayout<sockaddr_storage>.size else { return nil }
        var storage = sockaddr_storage()
        withUnsafeMutableBytes(of: &storage) { raw in
            raw.copyMemory(from: UnsafeRawBufferPointer(start: form, count: Int(entry.ai_addrlen)))
        }
        return SocketAddress(kernelForm: storage)?.with(port: port)
    }
}

/// A name that stands for no address.
public struct UnresolvedName: Error, Equatable, CustomStringConvertible {
    public let host: String

    public init(host: String) {
        self.host = host
    }

    /// Bounded, for metrics.
    public var label: StaticString { "unresolved_name" }

    public var description: String { "no address for \(host)" }
}
