import CLinux
import Glibc

/// Owns one file descriptor and closes it exactly once. The calls that may be interrupted retry here and nowhere else.
// Safety: whoever owns one uses it from one thread; the stream and listener that do so check it.
final class Descriptor: @unchecked Sendable {
    private(set) var number: Int32

    init(owning number: Int32) {
        self.number = number
    }

    deinit {
        close()
    }

    var isOpen: Bool { number >= 0 }

    func close() {
        guard number >= 0 else { return }
        // On Linux the descriptor is gone even when close(2) reports EINTR: it must not be called again.
        _ = Glibc.close(number)
        number = -1
    }

    /// What a non-blocking transfer came to.
    enum Transfer: Equatable {
        case bytes(Int)
        case wouldBlock
        case failed(SystemError)
    }

    func receive(into buffer: UnsafeMutableRawBufferPointer) -> Transfer {
        while true {
            let count = clinux_receive(number, buffer.baseAddress, buffer.count)
            if count >= 0 { return .bytes(count) }
            if errno == EINTR { continue }
            return errno == EAGAIN ? .wouldBlock : .failed(SystemError("recv"))
        }
    }

    func send(_ buffer: UnsafeRawBufferPointer) -> Transfer {
        while true {
            let count = clinux_send(number, buffer.baseAddress, buffer.count)
            if count >= 0 { return .bytes(count) }
            if errno == EINTR { continue }
            return errno == EAGAIN ? .wouldBlock : .failed(SystemError("send"))
        }
    }

    func setOption(_ level: Int32, _ option: Int32, _ value: Int32 = 1) throws(SystemError) {
        var value = value
        guard setsockopt(number, level, option, &value, socklen_t(MemoryLayout<Int32>.size)) == 0 else {
            throw SystemError("setsockopt")
        }
    }

    func intOption(_ level: Int32, _ option: Int32) throws(SystemError) -> Int32 {
        var value: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(number, level, option, &value, &size) == 0 else { throw SystemError("getsockopt") }
        return value
    }
}
