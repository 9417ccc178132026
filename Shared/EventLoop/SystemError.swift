import Glibc

/// An operating error of the kernel: the call that failed and its errno. Errors that can only be our own mistake (a
/// closed descriptor, a bad pointer) never become one of these: they stop the process where they happen, because
/// going on would mean writing into somebody else's connection.
public struct SystemError: Error, Equatable, Sendable, CustomStringConvertible {
    public let call: StaticString
    public let code: Int32

    /// The error that the calling thread's last failed call left in errno.
    public init(_ call: StaticString) {
        self.init(call, code: errno)
    }

    public init(_ call: StaticString, code: Int32) {
        precondition(code != EBADF, "a descriptor was used after it was closed")
        precondition(code != EFAULT, "a system call was given a bad pointer")
        self.call = call
        self.code = code
    }

    /// Bounded, for metrics.
    public var label: StaticString {
        switch code {
        case ECONNREFUSED: "connection_refused"
        case ECONNRESET, EPIPE: "connection_reset"
        case ETIMEDOUT: "connection_timed_out"
        case EADDRINUSE: "address_in_use"
        case EMFILE, ENFILE: "too_many_descriptors"
        case EHOSTUNREACH, ENETUNREACH: "unreachable"
        default: "system_error"
        }
    }

    public var description: String {
        "\(call): \(String(cString: strerror(code)))"
    }

    public static func == (left: SystemError, right: SystemError) -> Bool {
        left.code == right.code && left.call.description == right.call.description
    }
}
