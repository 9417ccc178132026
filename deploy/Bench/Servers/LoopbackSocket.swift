import Glibc

/// A blocking TCP connection to a port of this machine. Reads end after five seconds without a byte.
final class LoopbackSocket {
    private let descriptor: Int32

    /// Connects from 127.0.0.`source`: more addresses mean more ephemeral ports.
    init(port: UInt16, source: UInt8 = 1) throws(BenchError) {
        descriptor = try Self.open(bound: Self.address(host: source, port: 0))
        var timeout = timeval(tv_sec: 5, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        // Safety: the kernel reads `timeout`, which outlives the call, for exactly its own size.
        guard unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, size) == 0 else {
            throw .system(call: "setsockopt", errno: errno)
        }
        var address = Self.address(host: 1, port: port)
        // Safety: connect reads the address for exactly the size it is given.
        let result = unsafe Self.pass(&address) { unsafe connect(descriptor, $0, $1) }
        guard result == 0 else { throw .system(call: "connect", errno: errno) }
    }

    deinit { close(descriptor) }

    /// A port that nothing uses at the moment.
    static func freePort() throws(BenchError) -> UInt16 {
        let descriptor = try open(bound: address(host: 1, port: 0))
        defer { close(descriptor) }
        var address = sockaddr_in()
        // Safety: getsockname writes no more than the size it is given, which is that of `address`.
        let result = unsafe pass(&address) { address, size in
            var size = size
            // Safety: as above.
            return unsafe getsockname(descriptor, address, &size)
        }
        guard result == 0 else { throw .system(call: "getsockname", errno: errno) }
        return UInt16(bigEndian: address.sin_port)
    }

    func send(_ bytes: [UInt8]) throws(BenchError) {
        var sent = 0
        while sent < bytes.count {
            let rest = Array(bytes[sent...])
            // Safety: the kernel reads `rest` for exactly its own length during the call.
            let count = unsafe Glibc.send(descriptor, rest, rest.count, Int32(MSG_NOSIGNAL))
            guard count > 0 else { throw .system(call: "send", errno: errno) }
            sent += count
        }
    }

    /// The next bytes, none at the end of the stream.
    func receive() throws(BenchError) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: BenchLimits.answerBytesMax)
        let length = buffer.count
        // Safety: the kernel writes at most the buffer's own length into it during the call.
        let count = unsafe recv(descriptor, &buffer, length, 0)
        guard count >= 0 else { throw .system(call: "recv", errno: errno) }
        return Array(buffer.prefix(count))
    }

    private static func open(bound address: sockaddr_in) throws(BenchError) -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw .system(call: "socket", errno: errno) }
        var address = address
        // Safety: bind reads the address for exactly the size it is given.
        let result = unsafe pass(&address) { unsafe bind(descriptor, $0, $1) }
        guard result == 0 else {
            let reason = errno
            close(descriptor)
            throw .system(call: "bind", errno: reason)
        }
        return descriptor
    }

    private static func address(host: UInt8, port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = (0x7f00_0000 | UInt32(host)).bigEndian
        return address
    }

    /// Hands an address to a system call in the form it takes.
    private static func pass(
        _ address: inout sockaddr_in, to call: (UnsafeMutablePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        // Safety: a sockaddr_in is made to be passed as a sockaddr with its own size; the pointer does not escape.
        unsafe withUnsafeMutablePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe call($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
