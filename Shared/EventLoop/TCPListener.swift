import CLinux
import Glibc

/// A listening socket on one loop. Several loops may listen on one port: the kernel spreads the connections.
// Safety: accepting and closing check that they run on the loop's thread.
public final class TCPListener: @unchecked Sendable {
    public let loop: Loop
    public let address: SocketAddress
    private let descriptor: Descriptor
    private let watch: Watch

    /// Starts listening; port 0 asks the kernel for a free one, which `address` then names.
    ///
    /// `isShared` lets other loops of this process (SO_REUSEPORT) listen on the same port.
    public init(_ address: SocketAddress, on loop: Loop, isShared: Bool = false) throws {
        let number = clinux_stream_socket(address.family)
        guard number >= 0 else { throw StreamFault.system(SystemError("socket")) }
        descriptor = Descriptor(owning: number)
        try descriptor.setOption(SOL_SOCKET, SO_REUSEADDR)
        if isShared { try descriptor.setOption(SOL_SOCKET, SO_REUSEPORT) }
        // Accepted sockets inherit this, which saves a call for each of them.
        try descriptor.setOption(Int32(IPPROTO_TCP), TCP_NODELAY)
        guard address.withKernelForm({ bind(number, $0, $1) }) == 0 else {
            throw StreamFault.system(SystemError("bind"))
        }
        guard listen(number, LoopLimits.listenBacklog) == 0 else { throw StreamFault.system(SystemError("listen")) }
        self.loop = loop
        self.address = try Self.boundAddress(of: number)
        watch = try Watch(number, on: loop)
    }

    /// The next connections, at least one; waits for the first. Throws `cancelled` when the listener is closed.
    public func accept() async throws -> [TCPStream] {
        loop.checkIsolated()
        while true {
            var streams: [TCPStream] = []
            try acceptNow(into: &streams)
            if !streams.isEmpty { return streams }
            switch await watch.readable() {
            case .ready: continue
            case .deadline, .cancelled: throw StreamFault.cancelled
            }
        }
    }

    /// Wakes `accept` with `cancelled`.
    public func close() {
        loop.checkIsolated()
        guard descriptor.isOpen else { return }
        watch.cancel()
        descriptor.close()
    }

    private func acceptNow(into streams: inout [TCPStream]) throws {
        while watch.isReadable, descriptor.isOpen, streams.count < LoopLimits.acceptsPerTurn {
            var storage = sockaddr_storage()
            var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
            let number = withUnsafeMutablePointer(to: &storage) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    clinux_accept(descriptor.number, $0, &length)
                }
            }
            if number >= 0 {
                let peer = SocketAddress(kernelForm: storage) ?? .everywhere(port: 0)
                let stream = try TCPStream(Descriptor(owning: number), peer: peer, on: loop)
                stream.startWritable()
                streams.append(stream)
                continue
            }
            switch errno {
            case EAGAIN: watch.isReadable = false
            case EINTR, ECONNABORTED: continue
            default: throw StreamFault.system(SystemError("accept4"))
            }
        }
    }

    private static func boundAddress(of number: Int32) throws -> SocketAddress {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let status = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(number, $0, &length) }
        }
        guard status == 0, let address = SocketAddress(kernelForm: storage) else {
            throw StreamFault.system(SystemError("getsockname"))
        }
        return address
    }
}
