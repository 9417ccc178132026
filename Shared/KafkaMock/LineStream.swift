import EventLoop
import Glibc

/// A local stream socket that carries lines.
// Safety: made and used on the loop's thread only; the watch checks it.
final class LineStream: @unchecked Sendable {
    private let number: Int32
    private let watch: Watch
    private var received: [UInt8] = []
    private var isOpen = true

    init(owning number: Int32, on loop: Loop) throws(SystemError) {
        self.number = number
        do {
            watch = try Watch(number, on: loop)
        } catch {
            Glibc.close(number)
            throw error
        }
    }

    /// Connects to the socket at `path`.
    static func connect(to path: String, on loop: Loop) throws(SystemError) -> LineStream {
        let number = try makeSocket()
        guard withAddress(path, { Glibc.connect(number, $0, $1) }) == 0 else {
            let error = SystemError("connect")
            Glibc.close(number)
            throw error
        }
        let stream = try LineStream(owning: number, on: loop)
        stream.watch.isReadable = true
        return stream
    }

    static func makeSocket() throws(SystemError) -> Int32 {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let number = socket(AF_UNIX, kind, 0)
        guard number >= 0 else { throw SystemError("socket") }
        return number
    }

    /// Lends a path as the kernel's address; -1 with ENAMETOOLONG when it does not fit.
    static func withAddress(_ path: String, _ call: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard !bytes.isEmpty, bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
            errno = ENAMETOOLONG
            return -1
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                call($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }

    /// The next line without its end; nil when the peer is through, or sends more than a line may have.
    func line(until deadline: MonotonicTime = .never) async -> String? {
        while true {
            if let end = received.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(validating: received[..<end], as: UTF8.self)
                received.removeSubrange(...end)
                return line
            }
            guard received.count <= MockLimits.commandBytes, isOpen else { return nil }
            guard await receive(until: deadline) else { return nil }
        }
    }

    private func receive(until deadline: MonotonicTime) async -> Bool {
        while isOpen {
            var buffer = [UInt8](repeating: 0, count: 1024)
            let count = recv(number, &buffer, buffer.count, 0)
            if count > 0 {
                received += buffer.prefix(count)
                return true
            }
            guard count < 0, errno == EAGAIN || errno == EINTR else { return false }
            if errno == EAGAIN { watch.isReadable = false }
            guard await watch.readable(until: deadline) == .ready else { return false }
        }
        return false
    }

    /// Sends a line; false when the peer is gone.
    func send(_ line: String, until deadline: MonotonicTime = .never) async -> Bool {
        var rest = ArraySlice(Array("\(line)\n".utf8))
        while !rest.isEmpty, isOpen {
            let count = rest.withUnsafeBytes { Glibc.send(number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count >= 0 {
                rest = rest.dropFirst(count)
                continue
            }
            guard errno == EAGAIN || errno == EINTR else { return false }
            if errno == EAGAIN { watch.isWritable = false }
            guard await watch.writable(until: deadline) == .ready else { return false }
        }
        return rest.isEmpty
    }

    func close() {
        guard isOpen else { return }
        isOpen = false
        watch.cancel()
        Glibc.close(number)
    }
}
