import CLinux
import Glibc

/// An IPv4 or IPv6 address with a port. Names are resolved elsewhere: this is what the kernel is given.
public struct SocketAddress: Sendable, Hashable, CustomStringConvertible {
    /// The address in network order: 4 bytes or 16.
    public let bytes: [UInt8]
    public let port: UInt16

    /// An address given as text ("127.0.0.1", "::1"), or nil if it is not one.
    public init?(_ text: String, port: UInt16) {
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &bytes) == 1 {
            self.init(bytes: Array(bytes.prefix(4)), port: port)
        } else if inet_pton(AF_INET6, text, &bytes) == 1 {
            self.init(bytes: bytes, port: port)
        } else {
            return nil
        }
    }

    init(bytes: [UInt8], port: UInt16) {
        self.bytes = bytes
        self.port = port
    }

    public static func loopback(port: UInt16) -> SocketAddress {
        SocketAddress(bytes: [127, 0, 0, 1], port: port)
    }

    /// Every IPv4 address of the machine.
    public static func everywhere(port: UInt16) -> SocketAddress {
        SocketAddress(bytes: [0, 0, 0, 0], port: port)
    }

    /// The same host with another port.
    public func with(port: UInt16) -> SocketAddress {
        SocketAddress(bytes: bytes, port: port)
    }

    /// What a peer is counted as, whatever its port: an IPv4 address whole, also when it comes in the form of an IPv6
    /// one; of any other IPv6 address the first 64 bits, since every host has 2^64 addresses there.
    public var accountable: SocketAddress {
        guard isIPv6 else { return with(port: 0) }
        let isMapped = bytes.starts(with: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff])
        return SocketAddress(
            bytes: isMapped ? Array(bytes.suffix(4)) : bytes.prefix(8) + [UInt8](repeating: 0, count: 8), port: 0)
    }

    public var isIPv6: Bool { bytes.count == 16 }

    /// The address without the port, as people write it.
    public var host: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        inet_ntop(isIPv6 ? AF_INET6 : AF_INET, bytes, &text, socklen_t(text.count))
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    public var description: String {
        isIPv6 ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    var family: Int32 { isIPv6 ? AF_INET6 : AF_INET }

    /// Calls `body` with the kernel's form of the address.
    func withKernelForm<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        var storage = sockaddr_storage()
        return withUnsafeMutableBytes(of: &storage) { raw in
            let length: Int
            if isIPv6 {
                var address = sockaddr_in6()
                address.sin6_family = sa_family_t(AF_INET6)
                address.sin6_port = port.bigEndian
                withUnsafeMutableBytes(of: &address.sin6_addr) { $0.copyBytes(from: bytes) }
                raw.storeBytes(of: address, as: sockaddr_in6.self)
                length = MemoryLayout<sockaddr_in6>.size
            } else {
                var address = sockaddr_in()
                address.sin_family = sa_family_t(AF_INET)
                address.sin_port = port.bigEndian
                withUnsafeMutableBytes(of: &address.sin_addr) { $0.copyBytes(from: bytes) }
                raw.storeBytes(of: address, as: sockaddr_in.self)
                length = MemoryLayout<sockaddr_in>.size
            }
            return raw.withMemoryRebound(to: sockaddr.self) { form in
                guard let base = form.baseAddress else { preconditionFailure("a local variable has an address") }
                return body(base, socklen_t(length))
            }
        }
    }

    /// Reads the kernel's form back, or nil for a family we do not use.
    init?(kernelForm storage: sockaddr_storage) {
        let address: (bytes: [UInt8], port: UInt16)? = withUnsafeBytes(of: storage) { raw in
            switch Int32(raw.load(as: sa_family_t.self)) {
            case AF_INET:
                let form = raw.load(as: sockaddr_in.self)
                return (withUnsafeBytes(of: form.sin_addr) { Array($0) }, UInt16(bigEndian: form.sin_port))
            case AF_INET6:
                let form = raw.load(as: sockaddr_in6.self)
                return (withUnsafeBytes(of: form.sin6_addr) { Array($0) }, UInt16(bigEndian: form.sin6_port))
            default:
                return nil
            }
        }
        guard let address else { return nil }
        self.init(bytes: address.bytes, port: address.port)
    }
}
